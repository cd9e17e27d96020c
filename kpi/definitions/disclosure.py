"""Who sees what: the audiences and the thresholds below which a cell is hidden (disclosure.md).

The numbers are settings of the municipality; its data protection officer decides.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Readers of a publication, with what is hidden from them.

    `smallest_base`: a smaller denominator hides the cell. `largest_small_count`: a numerator, or a complement, from 1
    to this number hides it (0: never).
    """

    key: str
    title: str
    smallest_base: int
    largest_small_count: int

    @property
    def rule(self) -> str:
        """The rule in Danish, as it stands in the notes."""
        if not self.smallest_base:
            return "Intet er skjult."
        text = f"* skjult: færre end {self.smallest_base} personer i nævneren"
        if self.largest_small_count:
            text += f", eller 1 til {self.largest_small_count} personer i tælleren eller blandt de øvrige"
        return text + "."


RAW = Audience("raa", "rå", 0, 0)
INTERNAL = Audience("intern", "intern", 5, 0)
PUBLIC = Audience("offentlig", "offentlig", 10, 4)
AUDIENCES = {audience.key: audience for audience in (RAW, INTERNAL, PUBLIC)}
