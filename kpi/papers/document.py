"""Document: a paper as a value, before it is a Word file or a page. What draws one only draws."""

from dataclasses import dataclass, field

from kpi.papers.table import Table


@dataclass(frozen=True)
class Sentence:
    """A sentence and the figures it rests on, each as the address of a cell (`measure/group/period_end`).

    `key` names it across publications, so that HR's choice (off, edited) survives new figures. `edited` says that a
    person wrote it or changed it, `changed` that the figures behind an edited one have moved since. `printed` are the
    cells that it is bound to with what stood in them when it was written, `written_to` the publication of then.
    """

    key: str
    text: str
    cells: tuple[str, ...] = ()
    edited: bool = False
    changed: bool = False
    printed: tuple[tuple[str, str], ...] = ()
    written_to: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the paper, 2 a part of one."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Sentences that stand together. `role` is body, note or proposal."""

    sentences: tuple[Sentence, ...]
    role: str = "body"

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Bullets:
    """A list, one paragraph an item; numbered where the order counts."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table with its caption, notes and symbols."""

    table: Table


@dataclass(frozen=True)
class Line:
    """One line (or row of columns) of a chart: a value per category, None where there is none to show."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A native chart: `kind` is line or column. `alt` says in words what it shows; `unit` heads the value axis."""

    key: str
    title: str
    kind: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str
    decimals: int
    alt: str


Block = Heading | Paragraph | Bullets | TableBlock | Chart


@dataclass(frozen=True)
class Document:
    """A paper for a recipient, from one publication, ready to be drawn.

    `facts` are the lines under the title (recipient, data as of, audience, publication id, check address).
    `check_address` tells whether the publication is current; it stands at the foot of every page.
    """

    title: str
    recipient: str
    municipality: str
    audience: str
    publication: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...] = field(default=())
    author: str = "HR-centret"
    example: bool = False
    check_address: str = ""
