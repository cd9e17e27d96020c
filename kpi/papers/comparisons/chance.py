"""What chance alone would do among the figures that were judged, in Danish: one text for the page and the paper."""

from math import ceil, floor

from kpi import danish
from kpi.papers.comparisons.overall import WRONGLY_CLEAR

NO_MORE = "er ikke længere tydelig, når der tages højde for det"


def by_chance(tested: int, clear: int, holds: int) -> str:
    """How many would look clear had nothing changed, and how many of the clear ones stand all the same.

    `tested` could be judged, `clear` of them are clear, and `holds` of those stand when all are looked at together.
    """
    expected = WRONGLY_CLEAR * tested
    few, most = floor(expected), ceil(expected)
    about = danish.number(most, 0) if few == most else f"{few} til {most}"
    words = (
        f"Selv hvis intet havde ændret sig, ville {about} af de {danish.number(tested, 0)}, der kan vurderes, "
        "alligevel se tydelige ud"
    )
    return f"{words}; {_standing(clear, holds)}." if clear else f"{words}."


def _standing(clear: int, holds: int) -> str:
    if clear == 1:
        return f"den tydelige ændring {'holder også, når der tages højde for det' if holds else NO_MORE}"
    of_them = f"af de {danish.number(clear, 0)} tydelige holder"
    told = f"{danish.number(holds, 0)} {of_them} også" if holds else f"ingen {of_them}"
    return f"{told}, når der tages højde for det"
