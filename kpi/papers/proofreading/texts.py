"""Files that officers write -> paragraphs to proof-read: .txt and .docx, with a Word file's colours."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile
from zlib import error as BrokenStream

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from kpi.definitions.disclosure import AUDIENCES

LARGEST_UNPACKED = 100_000_000
"""Bytes that a Word file may be when it is unpacked: a file of a few kilobytes can be made to fill a disk."""
TEXT, TEXT_BOX = qn("w:t"), qn("w:txbxContent")
BLANKS = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
BROKEN = (
    *(PackageNotFoundError, BadZipFile, BrokenStream, EOFError, NotImplementedError, RuntimeError),
    *(AttributeError, IndexError, KeyError, SyntaxError, TypeError, ValueError),
)
"""What a file that is no Word document makes the reader raise."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a Word paragraph with one colour: RRGGBB, empty for the text's ordinary one."""

    text: str
    colour: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph to read: its number in the file from 1, its text (a table's row has tabs), a file's stretches."""

    number: int
    text: str
    runs: tuple[Stretch, ...] = ()


class Unreadable(ValueError):
    """The file is no text that can be read; the message says why, in Danish."""


def read_text(path: Path) -> tuple[Passage, ...]:
    """The paragraphs of a .txt (UTF-8 or Windows-1252) or .docx file; raises `Unreadable` for any other."""
    return of_file(path.name, path.read_bytes())


def of_file(name: str, content: bytes) -> tuple[Passage, ...]:
    """As `read_text`, of a file that is held in memory: its name tells its kind."""
    kind = PurePath(name).suffix.lower()
    if kind == ".docx":
        return _word(name, content)
    if kind != ".txt":
        raise Unreadable(f"{name} kan ikke læses: korrekturen læser .docx og .txt.")
    try:
        return of_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return of_text(content.decode("cp1252", errors="replace"))


def audience_told(path: Path) -> str:
    """The key of the audience that a Word file of the program's own says it is for; empty where none is told."""
    if path.suffix.lower() != ".docx":
        return ""
    try:
        subject = Document(BytesIO(path.read_bytes())).core_properties.subject or ""
    except BROKEN as error:
        raise Unreadable(f"{path.name} kan ikke åbnes som et Word-dokument.") from error
    return next((key for key in AUDIENCES if subject.endswith(f", {key} visning")), "")


def of_text(text: str) -> tuple[Passage, ...]:
    """The lines of a text as paragraphs; one that a page break cuts in two is joined, numbered as its first line."""
    passages: list[Passage] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        before = passages[-1].text.rstrip() if passages else ""
        if "\t" not in line and "\t" not in before and _goes_on(before, line):
            passages[-1] = Passage(passages[-1].number, f"{before} {line.strip()}")
        else:
            passages.append(Passage(number, line))
    return tuple(passages)


def _goes_on(before: str, line: str) -> bool:
    return bool(before) and line.lstrip()[:1].islower() and before[-1] not in ".:;!?"


def _word(name: str, content: bytes) -> tuple[Passage, ...]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        blocks = list(Document(BytesIO(content)).iter_inner_content()) if unpacked <= LARGEST_UNPACKED else None
    except BROKEN as error:
        raise Unreadable(f"{name} kan ikke åbnes som et Word-dokument.") from error
    if blocks is None:
        raise Unreadable(f"{name} fylder for meget, når den er pakket ud.")
    passages: list[Passage] = []
    for block in blocks:
        for text, runs in _rows(block) if isinstance(block, WordTable) else [_paragraph(block)]:
            passages.append(Passage(len(passages) + 1, text, runs))
    return tuple(passages)


def _paragraph(paragraph: WordParagraph) -> tuple[str, tuple[Stretch, ...]]:
    runs = [Stretch(run.text, _colour(run)) for run in paragraph.runs]
    return _text(paragraph), tuple(runs)


def _text(paragraph: WordParagraph) -> str:
    """All that the paragraph shows: a caption's number, which is a field, and what was put in as a tracked change."""
    shown = [one for one in paragraph._p.iter(*BLANKS, TEXT) if not any(one.iterancestors(TEXT_BOX))]
    return "".join(one.text or "" if one.tag == TEXT else BLANKS[one.tag] for one in shown)


def _rows(table: WordTable) -> list[tuple[str, tuple[Stretch, ...]]]:
    """Each row as a line with tabs; its stretches are those of all its cells."""
    rows = []
    for row in table.rows:
        texts = [" ".join(" ".join(map(_text, cell.paragraphs)).split()) for cell in row.cells]
        runs = [stretch for cell in row.cells for part in cell.paragraphs for stretch in _paragraph(part)[1]]
        rows.append(("\t".join(texts) if len(texts) > 1 else f"{texts[0]}\t", tuple(runs)))
    return rows


def _colour(run) -> str:
    colour = run.font.color
    return str(colour.rgb) if colour is not None and colour.rgb is not None else ""
