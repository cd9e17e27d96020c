"""The words that sentences are made of: measures, groups, figures and periods, from a ledger."""

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.sentences import group_words, period_words
from kpi.papers.sentences.ledger import Entry, Ledger

MEASURES = {
    "adverts_without_hire": "andelen af jobannoncer uden ansættelse",
    "turnover": "personaleomsætningen",
    "left_within_3m": "andelen af fratrædelser inden for 3 måneder",
    "left_within_12m": "andelen af fratrædelser inden for 12 måneder",
    "full_time_share": "andelen på fuld tid",
    "weekly_hours": "den gennemsnitlige arbejdstid",
}
"""Each measure as the subject of a sentence."""
COMPARED = {"up": "højere", "down": "lavere"}
COMPARED_HOURS = {"up": "længere", "down": "kortere"}
MOVED = {"up": "steget", "down": "faldet"}
LEVELS = {Unit.PERCENT: " %", Unit.HOURS: " timer", Unit.COUNT: ""}
DIFFERENCES = {Unit.PERCENT: " procentpoint", Unit.HOURS: " timer", Unit.COUNT: ""}


class Wording:
    """What a sentence calls the things of a publication."""

    def __init__(self, ledger: Ledger) -> None:
        """Takes the ledger that the sentences are written by."""
        self.ledger = ledger
        self.names = group_words.in_a_sentence(ledger.publication)

    @property
    def whole(self) -> str:
        """The name of everyone together."""
        return self.names[self.ledger.total]

    def entry(self, measure: str, group: str, end: str) -> Entry:
        """The figure that a claim rests on."""
        return self.ledger.entries[measure, group, end]

    def level(self, measure: str, group: str, end: str) -> str:
        """A figure with its unit: 19,8 %, 34,8 timer."""
        return self.entry(measure, group, end).text + LEVELS[BY_KEY[measure].unit]

    def difference(self, measure: str, group: str, before: str, after: str) -> str:
        """The size of a difference with its unit: 2,8 procentpoint, 0,3 timer."""
        size = abs(self.ledger.difference(measure, group, before, after))
        return danish.number(size, BY_KEY[measure].decimals) + DIFFERENCES[BY_KEY[measure].unit]

    def move(self, measure: str, group: str, before: str, after: str) -> str:
        """A group with its figures: lærere (fra 16,1 % til 17,2 %), or (uændret 34,7 timer) where they are equal."""
        first, last = self.level(measure, group, before), self.level(measure, group, after)
        told = f"uændret {last}" if first == last else f"fra {first} til {last}"
        return f"{self.names[group]} ({told})"

    def moves(self, measure: str, groups: tuple[str, ...], before: str, after: str) -> str:
        """The groups with their figures, as a list."""
        return danish.joined([self.move(measure, group, before, after) for group in groups])

    @staticmethod
    def measures(keys: tuple[str, ...], word: str = "og") -> str:
        """The measures as a list, those within 3 and within 12 months as one."""
        told = [MEASURES[key] for key in keys]
        if {"left_within_3m", "left_within_12m"} <= set(keys):
            place = keys.index("left_within_3m")
            told[place] = "andelen af fratrædelser inden for 3 og 12 måneder"
            told.remove(MEASURES["left_within_12m"])
        return danish.joined(told, word)

    def groups(self, groups: tuple[str, ...]) -> str:
        """The groups as a list."""
        return danish.joined([self.names[group] for group in groups])

    @staticmethod
    def compared(measure: str, way: str) -> str:
        """Higher or lower, longer or shorter."""
        return (COMPARED_HOURS if BY_KEY[measure].unit is Unit.HOURS else COMPARED)[way]

    @staticmethod
    def against(measure: str, end: str) -> str:
        """What a figure is compared with, after "i forhold til": 2021, de tolv måneder til og med juni 2021."""
        return period_words.covering(measure, end)
