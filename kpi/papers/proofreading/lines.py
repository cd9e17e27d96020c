"""Paragraphs -> lines that know what they are (heading, caption, table row, note, text), and a text's sentences."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi.papers.proofreading.fault import Readable

CAPTION = re.compile(r"Tabel\s+(\d+)\s*[:.]\s*\S")
NOTE = re.compile(r"Note\s*\d*\s*[:.]|Tegn\s*:|Kilde\s*:|\*", re.IGNORECASE)
ABBREVIATED = re.compile(
    r"(?:\b(?:jf|hhv|ift|inkl|ekskl|ca|bl\.a|f\.eks|fx|pr|pct|mdr|pæd|ass|udd|soc|sundh|inst|nr|kap|stk|evt|mv|pt|osv"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec|pers|omr)|\b\d{1,2})$",
    re.IGNORECASE,
)
END = re.compile(r"[.!?:][”\"’')]*(?=\s+[A-ZÆØÅ”\"’\d])")


@dataclass(frozen=True)
class Line:
    """A paragraph with its kind (heading, caption, row, note or text), its section's number and its table's, if any."""

    number: int
    text: str
    kind: str
    section: int
    table: int = 0
    runs: Sequence = ()


@dataclass(frozen=True)
class Piece:
    """A sentence: its text and where in the paragraph it begins."""

    text: str
    start: int


def lines_of(paragraphs: Iterable[Readable]) -> tuple[Line, ...]:
    """The paragraphs that hold any text, each told what it is."""
    lines, section, table = [], 0, 0
    for paragraph in paragraphs:
        text = paragraph.text
        if not text.strip():
            continue
        kind, caption = _kind(text), CAPTION.match(text.strip())
        section += kind == "heading"
        if kind != "row":
            table = int(caption[1]) if kind == "caption" else table if kind == "note" else 0
        lines.append(Line(paragraph.number, text, kind, section, table, tuple(getattr(paragraph, "runs", ()) or ())))
    return tuple(lines)


def sentences_of(text: str) -> tuple[Piece, ...]:
    """The sentences of a paragraph; a dot after an abbreviation or an ordinal ends none."""
    pieces, begin = [], 0
    for end in END.finditer(text):
        before, follows = text[begin : end.start()], text[end.end() :].lstrip()[:1]
        if text[end.start()] == "." and ABBREVIATED.search(before) and not _year_ends(before, follows):
            continue
        if text[end.start()] == ":" and not follows.isupper():
            continue
        pieces.append(Piece(text[begin : end.end()], begin))
        begin = end.end() + len(text[end.end() :]) - len(text[end.end() :].lstrip())
    return (*pieces, Piece(text[begin:], begin)) if text[begin:].strip() else tuple(pieces)


def _year_ends(before: str, follows: str) -> bool:
    return bool(re.search(r"\d,\d{1,2}$|\b[a-zæøå]+ \d{1,2}$", before)) and follows.isupper()


def _kind(text: str) -> str:
    stripped = text.strip()
    if "\t" in text:
        return "row"
    if CAPTION.match(stripped):
        return "caption"
    if NOTE.match(stripped):
        return "note"
    short = len(stripped) < 90 and not stripped.endswith((".", "!", "?", ",", ";"))
    return (
        "heading"
        if short and stripped[:1].isupper() and not re.search(r"\d\s*(?:%|procent|timer)", stripped)
        else "text"
    )
