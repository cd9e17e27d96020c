"""Which indicators and rows make which table of the paper, in its order."""

from dataclasses import dataclass

from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Indicator


@dataclass(frozen=True)
class PaperTable:
    """A table of the paper: its number, its page's key, its words, and which rows it has.

    `rows` is `groups`, `groups_and_leaders` or `areas`. `aim` is the aim (pejlemærke) that the table speaks to.
    """

    number: int
    key: str
    name: str
    title: str
    subtitle: str
    rows: str
    aim: str
    source: str

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The indicators that are columns of the table, in printed order."""
        return tuple(indicator for indicator in INDICATORS if indicator.table == self.number)


ATTRACT = "Omdømme, tiltrækning og rekruttering"
RETAIN = "Fastholde og udvikle de medarbejdere, vi allerede har"

PAPER_TABLES = (
    PaperTable(
        1,
        "stillingsannoncer",
        "Jobannoncer",
        "Jobannoncer publiceret og jobannoncer uden ansættelse",
        "antal; andelen i procent af annoncer med afklaret udfald, lavere er bedre",
        "areas",
        ATTRACT,
        "Emply",
    ),
    PaperTable(
        2,
        "personaleomsaetning",
        "Personaleomsætning",
        "Personaleomsætning",
        "fratrådte i procent af antal ansatte et år før; lavere er bedre",
        "groups",
        RETAIN,
        "lønudtræk",
    ),
    PaperTable(
        3,
        "korte-ansaettelser",
        "Korte ansættelser",
        "Andel af fratrådte, der er fratrådt inden for 3 hhv. 12 måneder efter ansættelsen",
        "procent af periodens fratrådte; lavere er bedre",
        "groups_and_leaders",
        RETAIN,
        "lønudtræk",
    ),
    PaperTable(
        4,
        "fuldtid",
        "Fuld tid",
        "Andel af ansatte på fuld tid",
        "procent af ansatte, 37 timer om ugen; højere er bedre",
        "groups",
        RETAIN,
        "lønudtræk",
    ),
    PaperTable(
        5,
        "timer",
        "Arbejdstid",
        "Gennemsnitlig arbejdstid",
        "timer pr. uge; højere er bedre",
        "groups",
        RETAIN,
        "lønudtræk",
    ),
)
BY_KEY = {table.key: table for table in PAPER_TABLES}
BY_NUMBER = {table.number: table for table in PAPER_TABLES}
