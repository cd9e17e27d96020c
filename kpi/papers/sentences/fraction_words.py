"""Shares in words: godt hver femte, knap to ud af fem; and whole numbers in words."""

from decimal import Decimal

FRACTIONS = {
    "hver tiende": Decimal(10),
    "hver femte": Decimal(20),
    "hver fjerde": Decimal(25),
    "hver tredje": Decimal(100) / 3,
    "to ud af fem": Decimal(40),
    "halvdelen": Decimal(50),
    "tre ud af fem": Decimal(60),
    "to ud af tre": Decimal(200) / 3,
    "tre ud af fire": Decimal(75),
}
CLOSE = Decimal("1.8")
"""How far, in procentpoint, a share may lie from the fraction that tells it."""
WORDS = "ingen en to tre fire fem seks syv otte ni ti elleve tolv".split()


def fraction(percent: Decimal) -> str:
    """The share as a fraction with godt or knap, the right way round; empty where no plain fraction is near."""
    name, exact = min(FRACTIONS.items(), key=lambda item: abs(item[1] - percent))
    if abs(exact - percent) > CLOSE:
        return ""
    return f"godt {name}" if percent > exact else f"knap {name}" if percent < exact else name


def in_words(count: int, neuter: bool = False) -> str:
    """A whole number up to twelve in words (ét of a neuter thing), above that in figures."""
    if count == 1:
        return "ét" if neuter else "én"
    return WORDS[count] if count < len(WORDS) else str(count)
