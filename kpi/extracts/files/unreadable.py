"""Why a file cannot be read, and how large one may be."""

MEGABYTE = 1024 * 1024
LARGEST_FILE, LARGEST_UNPACKED = 80 * MEGABYTE, 512 * MEGABYTE
LARGEST_GRID = 20_000_000
"""Cells in a file's rectangles, the empty ones too: each costs memory when the file is read."""
WIDEST = 16_384
"""Columns, as in Excel."""
MOST_PARTS = 5_000
"""Files in a workbook's archive."""

AGAIN = "Hent filen igen fra kildesystemet."
TOO_LARGE = f"Filen fylder mere end {LARGEST_FILE // MEGABYTE} MB. Træk kun de kolonner og år, som skal bruges."
TOO_MUCH = f"Filen fylder mere end {LARGEST_UNPACKED // MEGABYTE} MB, når den pakkes ud. Træk kun det, som skal bruges."
TOO_FAR = "Et ark har celler meget langt nede eller ude til højre. Kopiér rækkerne til et nyt, tomt ark, og gem det."
TOO_WIDE = (
    f"Filen har mere end {LARGEST_GRID // 1_000_000} millioner celler, eller flere end 16.384 i en linje. Træk kun de "
    "kolonner og år, som skal bruges."
)


class Unreadable(Exception):
    """Raised with a Danish sentence where a file cannot be read; `code` is the finding's."""

    def __init__(self, text: str, code: str = "ulaeselig_fil", line: int | None = None):
        super().__init__(text)
        self.code, self.line = code, line
