"""A text that was proof-read, as pieces to draw: each stretch with the numbers of the faults that lie on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kpi.papers.proofreading.fault import Fault, Readable


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph: the numbers of the faults on it, and of those that end with it."""

    text: str
    faults: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its number in the file; a table's row has its cells parted by tabs."""

    number: int
    pieces: tuple[Piece, ...]


def paragraphs(passages: Sequence[Readable], faults: Sequence[Fault]) -> tuple[Paragraph, ...]:
    """The whole text, cut where a fault begins or ends; the faults are numbered from 1 in their order."""
    numbered = list(enumerate(faults, 1))
    return tuple(
        Paragraph(one.number, _cut(one.text, [each for each in numbered if each[1].paragraph == one.number]))
        for one in passages
    )


def _cut(text: str, faults: list[tuple[int, Fault]]) -> tuple[Piece, ...]:
    cuts = sorted({0, len(text), *(at for _, one in faults for at in (one.start, one.end) if 0 <= at <= len(text))})
    return tuple(
        Piece(
            text[start:end],
            tuple(number for number, one in faults if one.start <= start and end <= one.end),
            tuple(number for number, one in faults if one.end == end and one.start <= start),
        )
        for start, end in pairwise(cuts)
    )
