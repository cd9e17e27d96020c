"""Document -> a Word file: native tables and charts, captions that Word counts, styles and no formatting beside them.

The same document gives the same bytes. A municipality's own template keeps its look; the house's is
`templates/house`, a Word file as a folder.
"""

import io
import zipfile
from dataclasses import dataclass, field

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kpi.papers.document import Block, Bullets, Chart, Document, Heading, Paragraph, TableBlock
from kpi.papers.table import Table
from kpi.papers.writers import word_charts, word_tables
from kpi.papers.writers.around import by_period
from kpi.papers.writers.plain import EXAMPLE
from kpi.papers.writers.word_columns import Widths, alike, fitted, squeezed
from kpi.papers.writers.word_pages import Pages, say_what_it_is
from kpi.papers.writers.word_template import LANGUAGE, TemplateError, numbering, opened
from kpi.papers.writers.word_text import TAB, element, harmless, paragraph, run

__all__ = ["TemplateError", "paper_docx"]

ROLES = {"body": "Body Text", "note": "Note", "proposal": "Forslag"}
TWIP = 635
"""English metric units in a twip."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def paper_docx(document: Document, template: bytes | None = None) -> bytes:
    """The paper as a Word file, in the municipality's template where one is given. Raises TemplateError."""
    word, styles = opened(template)
    has_our_header = say_what_it_is(word, document, styles)
    _tell_properties(word, document)
    drawing = Drawing(word, styles)
    drawing.add(*_top(document, styles, example=document.example and not has_our_header))
    for block in document.blocks:
        drawing.draw(block)
    drawing.finish()
    return _saved(word)


def _top(document: Document, styles: dict[str, str], example: bool) -> list[BaseOxmlElement]:
    """The title and the facts under it; the example's mark too, where no header of ours says it."""
    mark = [paragraph(styles["Eksempel"], EXAMPLE)] if example else []
    facts = [
        paragraph(styles["Oplysning"], name if name.endswith("?") else f"{name}:", run(TAB), value)
        for name, value in document.facts
    ]
    return [*mark, paragraph(styles["Title"], document.title), *facts]


@dataclass
class Drawing:
    """A Word file while its blocks are drawn: what has been counted, and which way the page lies."""

    word: WordFile
    styles: dict[str, str]
    pages: Pages = field(init=False)
    lists: tuple[int, int] = field(init=False)
    counted: dict[str, int] = field(default_factory=dict)
    lying: bool = False
    headings: list[BaseOxmlElement] = field(default_factory=list)
    """The headings that nothing stands under yet: they go to the page of what comes next."""

    def __post_init__(self) -> None:
        self.pages = Pages(self.word)
        self.lists = numbering(self.word)

    def add(self, *elements: BaseOxmlElement) -> None:
        """Adds elements at the end of the body, before its last section."""
        for one in elements:
            self.pages.section.addprevious(one)

    def draw(self, block: Block) -> None:
        """Draws a block of the document."""
        if isinstance(block, TableBlock):
            self._draw_table(block.table)
        else:
            self._turn(lying=False)
            self._draw_upright(block)
        if not isinstance(block, Heading):
            self.headings.clear()

    def _draw_upright(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.headings.append(paragraph(self.styles[f"heading {min(max(block.level, 1), 2)}"], block.text))
            self.add(self.headings[-1])
        elif isinstance(block, Paragraph):
            self.add(paragraph(self.styles[ROLES[block.role]], block.text))
        elif isinstance(block, Bullets):
            self._draw_list(block)
        else:
            self._draw_chart(block)

    def finish(self) -> None:
        """Ends the last section as it lies."""
        if self.lying:
            _replace_size(self.pages)

    def _draw_list(self, block: Bullets) -> None:
        style = self.styles["List Number" if block.numbered else "List Bullet"]
        number = self._list_number(block.numbered)
        for item in block.items:
            place = element("w:numPr", element("w:ilvl", val=0), element("w:numId", val=number))
            self.add(paragraph(style, item.text, properties=(place,)))

    def _list_number(self, numbered: bool) -> int:
        """A list of its own, so that a numbered one begins at 1."""
        root = self.word.part.numbering_part.element
        number = max((int(one.get(qn("w:numId"))) for one in root.findall(qn("w:num"))), default=0) + 1
        begins = [element("w:lvlOverride", element("w:startOverride", val=1), ilvl=0)] if numbered else []
        root.append(element("w:num", element("w:abstractNumId", val=self.lists[numbered]), *begins, numId=number))
        return number

    def _draw_table(self, table: Table) -> None:
        """Draws the table upright where it fits, else on its side, else a period at a time."""
        lying = fitted(table, self.pages.room()) is None and fitted(table, self.pages.room(lying=True)) is not None
        room = self.pages.room(lying)
        parts = (table,) if fitted(table, room) else by_period(table, 0)
        self._turn(lying)
        for part, whole in alike(parts):
            self._draw_fitted(part, fitted(whole, room) or fitted(part, room) or squeezed(part, room))

    def _draw_fitted(self, table: Table, widths: Widths) -> None:
        switch = self._counting("Tabel", table.number)
        self.add(word_tables.caption(table.caption, "Tabel", table.number, self.styles, switch))
        if table.subtitle:
            self.add(paragraph(self.styles["Tabelforklaring"], table.subtitle))
        if table.columns:
            self.add(word_tables.drawn(table, widths, self.styles))
        self.add(*word_tables.told(table, self.styles))

    def _draw_chart(self, chart: Chart) -> None:
        number = self.counted.get("Figur", 0) + 1
        switch = self._counting("Figur", number)
        self.add(word_tables.caption(f"Figur {number}. {chart.title}", "Figur", number, self.styles, switch))
        inline = word_charts.drawing(chart, number, self.word.part, self.pages.room() * TWIP)
        self.add(paragraph(self.styles["Figur"], element("w:r", inline)))

    def _counting(self, label: str, number: int) -> str:
        """The field's switch where Word's own count would give another number than the paper's."""
        if not number:
            return ""
        before, self.counted[label] = self.counted.get(label, 0), number
        return "" if number == before + 1 else " \\c" if number == before else f" \\r {number}"

    def _turn(self, lying: bool) -> None:
        """Ends the section before the headings of what comes next, where its page lies the other way."""
        if lying == self.lying:
            return
        section = self.pages.lie() if self.lying else self.pages.stand()
        last = (self.headings or [self.pages.section])[0].getprevious()
        last.get_or_add_pPr().append(section)
        self.lying = lying


def _replace_size(pages: Pages) -> None:
    lying = pages.lie()
    pages.section.replace(pages.section.find(qn("w:pgSz")), lying.find(qn("w:pgSz")))


def _tell_properties(word: WordFile, document: Document) -> None:
    told = word.core_properties
    told._element.clear()
    told.title = harmless(document.title)[:255]
    told.subject = harmless(f"Udgivelse {document.publication}, {document.audience} visning")[:255]
    told.author = harmless(f"{document.author}, {document.municipality}")[:255]
    told.language = LANGUAGE
    if document.example:
        told.comments = EXAMPLE


def _saved(word: WordFile) -> bytes:
    """The file with its parts in one order and of one day."""
    written = io.BytesIO()
    word.save(written)
    content = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(content, "w") as archive:
        for name in sorted(parts.namelist(), key=lambda name: (name not in FIRST_PARTS, name)):
            part = zipfile.ZipInfo(name, ZIP_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return content.getvalue()
