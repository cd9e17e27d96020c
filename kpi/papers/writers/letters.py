"""How wide a text is in Arial, so that columns and rows can be made to fit before anybody opens the file.

Widths are ems: a thousandth of the type's size times a thousand, as Arial's own tables have them.
"""

LETTERS = {
    0.222: "ijl'",
    0.278: " \u00a0.,:;/|!ftI[]\\",
    0.333: "-()r·",
    0.389: "*°",
    0.5: "cksvxyzJ",
    0.556: "0123456789abdeghnopquåL_?#$–",
    0.584: "+<=>~−",
    0.611: "FTZøß",
    0.667: "ABEKPSVXY&Å",
    0.722: "CDHNRUw",
    0.778: "GOQØ",
    0.833: "mM",
    0.889: "%æ",
    1.0: "WÆ@↑↓↔▲▼●⊘→",
}
EMS = {letter: width for width, letters in LETTERS.items() for letter in letters}
BOLD = 1.09
"""How much wider bold type is, at most."""
WIDEST = 1.0


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of a text in the unit that `size` is in; a letter that Arial's table lacks is as wide as any."""
    return sum(EMS.get(letter, WIDEST) for letter in text) * size * (BOLD if bold else 1)


def lines_of(text: str, room: float, size: float, bold: bool = False) -> int:
    """How many lines a text takes where so much room is across."""
    lines, used = 1, 0.0
    space = text_width(" ", size, bold)
    for word in text.split(" "):
        width = text_width(word, size, bold)
        if used and used + space + width > room:
            lines, used = lines + 1, 0.0
        used += width + (space if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines
