"""How a file was read where it leaves out what it need not have, and the figures are otherwise for it."""

from dataclasses import dataclass

from kpi.extracts.columns import BY_KEY, PEOPLE, tables_in_words
from kpi.extracts.rows import Extracts, Source

PAY = "hourly"


@dataclass(frozen=True)
class ReadAs:
    """How a file was read, and what becomes of that; `sheet` is None in a CSV."""

    file: str
    sheet: str | None = None

    @property
    def text(self) -> str:
        """It as page, command and workbook say it."""
        where = f"{self.file}, ark {self.sheet}," if self.sheet else self.file
        return (
            f"{where} har ikke kolonnen Lønform: alle er læst som månedslønnede. Er der timelønnede i filen, tæller de "
            f"med i {tables_in_words(PEOPLE)}, medmindre deres ansættelsesform holder dem ude. Træk den så igen med "
            "kolonnen (Måned eller Time)."
        )


def paid_alike(extracts: Extracts) -> list[ReadAs]:
    """Each file of staff, of those that the figures are made of, that does not say who is paid by the hour.

    A source that was kept without its columns, as before they were kept, says nothing of it either way.
    """
    kinds = ("ansaettelser",) if len(extracts.history) else ("bestand", "fratraadte")
    return [ReadAs(one.file, one.sheet) for one in extracts.sources if one.kind in kinds and _lacks_pay(one)]


def _lacks_pay(source: Source) -> bool:
    names = {column.name for column in BY_KEY[source.kind].columns if column.field == PAY}
    return bool(source.columns) and not names & source.columns.keys()
