"""The paper as a Word file, opened again: what its tables say, what Word is told of them, and what is not in it."""

from __future__ import annotations

import csv
import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import documents_for_tests as drawn
import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree
from publications_for_tests import HIDDEN_NUMBERS, small_publication

from kpi import danish
from kpi.definitions.model import Unit
from kpi.papers.assembly import document_of
from kpi.papers.document import Chart, Document, Heading, Line, Paragraph, Sentence, TableBlock
from kpi.papers.recipients import BY_KEY, RECIPIENTS
from kpi.papers.table import Cell, Column, Row, Table
from kpi.papers.whole import whole_document
from kpi.papers.writers.beside import unparted
from kpi.papers.writers.word import TWIP, TemplateError, paper_docx
from kpi.papers.writers.word_columns import NARROW_INDENT, fitted, text_width

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = list(csv.DictReader((ROOT / "tests/published/figures.csv").open(encoding="utf-8")))
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ARROWS = {"up": "↑", "down": "↓", "flat": "↔"}
WORDS = {"better": "bedre", "worse": "værre", "same": "uændret"}
FORBIDDEN = re.compile("[\x00-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
PAPERS = {
    "paper": drawn.paper,
    "public": lambda: drawn.paper("offentlig"),
    "awkward": drawn.awkward,
    "whole": lambda: whole_document(small_publication(), "offentlig"),
}
EACH = pytest.mark.parametrize("name", PAPERS)

# The order of the children as ECMA-376 has it, of what the paper uses: Word refuses a file that has another.
ORDERS = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens spacing "
    "ind contextualSpacing jc outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs color sz szCs u lang",
    "w:tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "w:tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "w:tbl": "tblPr tblGrid tr",
    "w:tr": "tblPrEx trPr tc",
    "w:tc": "tcPr p",
    "w:sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "w:style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "w:numbering": "abstractNum num",
    "w:abstractNum": "nsid multiLevelType tmpl lvl",
    "w:lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "w:settings": "zoom autoHyphenation defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol "
    "listSeparator",
    "w:docDefaults": "rPrDefault pPrDefault",
    "wp:inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "c:chartSpace": "date1904 lang roundedCorners style chart spPr txPr externalData",
    "c:chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "c:legend": "legendPos legendEntry layout overlay spPr txPr",
    "c:title": "tx layout overlay spPr txPr",
    "c:lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "c:ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val smooth shape",
    "c:dLbls": "dLbl numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
    "c:catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses auto lblAlgn lblOffset noMultiLvlLbl",
    "c:valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark "
    "tickLblPos spPr txPr crossAx crosses crossBetween majorUnit minorUnit",
}


@cache
def made(name: str) -> bytes:
    return paper_docx(PAPERS[name]())


@cache
def opened(name: str):
    return docx.Document(io.BytesIO(made(name)))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def blocks(name: str, kind: type) -> list:
    return [block for block in PAPERS[name]().blocks if isinstance(block, kind)]


def tidy(text: str) -> str:
    """The text as Word shows it: what it cannot hold is a space, and spaces are one."""
    return " ".join(FORBIDDEN.sub(" ", text).split())


def shown(cell: Cell) -> str:
    """What a cell without a sign is to say: the figure, its arrow with a word, its mark."""
    word = WORDS.get(cell.assessment) or {"up": "op", "down": "ned", "flat": "uændret", "": ""}[cell.arrow]
    return tidy(" ".join((cell.text, ARROWS.get(cell.arrow, ""), word if cell.arrow else "", cell.mark)))


def words(element) -> str:
    """The text in an element; python-docx's own elements say theirs twice to `itertext`."""
    return "".join(one.text for one in element.iter(qn("w:t")))


def rows_of(table) -> list[list[str]]:
    """The texts of a Word table's cells; python-docx's own rows are slow."""
    return [
        [tidy("".join(part.text if part.tag == qn("w:t") else " " for part in cell.iter(qn("w:t"), qn("w:tab"))))
         for cell in row.findall(qn("w:tc"))]
        for row in table._tbl.findall(qn("w:tr"))
    ]  # fmt: skip


def texts(content: bytes) -> str:
    """All that can be read in a Word file's body, headers and footers."""
    roots = [etree.fromstring(data) for name, data in parts(content).items() if re.match(r"word/\w+\.xml", name)]
    return " ".join(tidy("".join(root.itertext())) for root in roots)


def one_table(table: Table, **changes) -> Document:
    return replace(drawn.awkward(), blocks=(TableBlock(table),), example=False, **changes)


def numbered(columns: int, periods: int = 1) -> Table:
    """A table of counts with so many columns, spread over the periods."""
    heads = [
        Column(f"k{place}", f"Jobannoncer uden ansættelse {place}", Unit.COUNT, period=str(place * periods // columns))
        for place in range(columns)
    ]
    row = Row("alle", "I alt", tuple(Cell(str(place)) for place in range(columns)), 0)
    return Table("t", 1, "Jobannoncer", "antal", "Område", tuple(heads), (row,), source="Emply")


# --- what it says


@pytest.mark.parametrize("name", ["paper", "public", "whole"])
def test_every_cell_says_what_the_table_says(name):
    tables = [block.table for block in blocks(name, TableBlock)]
    assert len(tables) == len(opened(name).tables) >= 5
    for table, found in zip(tables, opened(name).tables, strict=True):
        head, *rows = rows_of(found)
        notes = [f" ({column.note})" if column.note else "" for column in table.columns]
        assert head == [table.stub, *(tidy(c.label + note) for c, note in zip(table.columns, notes, strict=True))]
        assert rows == [[tidy(row.label), *map(shown, row.cells)] for row in table.rows]


def test_the_printed_tables_say_what_the_minutes_said():
    periods = {"2020": "2020", "2021": "2021", "2022-06": "Jun. 2022"}
    heads = {"left_within_3m": "0-3 mdr. {}", "left_within_12m": "0-12 mdr. {}"}
    names = {group.name for group in drawn.publication().groups}
    compared = 0
    for number, found in enumerate(opened("paper").tables, 1):
        head, *rows = rows_of(found)
        cells = {(row[0], column): text for row in rows for column, text in zip(head, row, strict=True)}
        for one in PUBLISHED:
            if one["table"] == str(number) and number > 1:
                assert one["group"] in names
                text = cells[one["group"], heads.get(one["measure"], "{}").format(periods[one["period"]])]
                arrow = {"up": "↑", "down": "↓", "flat": "↔"}.get(one["arrow"], one["arrow"])
                assert text.split()[0] == one["value"].replace(".", ","), one
                assert (arrow in text) if arrow else True
                compared += 1
    assert compared > 100


def test_signs_reasons_and_what_is_not_shown_stand_with_their_words():
    (found,) = opened("awkward").tables
    assert [row[1:] for row in rows_of(found)[1:]] == [
        ["1,0 ↑ værre", "1,0 ↓ bedre", "1,0 ↔ uændret", "1,0 ↑ op"],
        ["12,5 ▲ tydelig stigning, forværret", "12,5 ▼ tydeligt fald, forbedret",
         "12,5 ↑ normal variation (f) (r)", "12,5 ⊘ overlapper 2021"],
        ["*", "..", "–", "1.234,5 (r)"],
    ]  # fmt: skip


@EACH
def test_every_text_of_the_document_is_in_the_file_as_text(name):
    document, told = PAPERS[name](), texts(made(name))
    wanted = [document.title, document.municipality, *(text for fact in document.facts for text in fact)]
    wanted += [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    wanted += [note for block in document.blocks if isinstance(block, TableBlock) for note in block.table.notes]
    for text in wanted:
        assert tidy(text) in told, text


def test_a_mark_is_not_parted_from_the_words_before_it_and_its_column_is_wide_enough():
    cell = Cell("0", 0.0, arrow="flat", assessment="same", mark="(f) (r)", spoken="0, uændret")
    assert "".join(piece.text for piece in unparted(cell)) == "↔\u00a0uændret\u00a0(f)\u00a0(r)"
    worded = replace(cell, mark="(r)", sign="too_few", reason="under 20 personer")
    assert [piece.text for piece in unparted(worded)] == [
        "↔\u00a0uændret",
        " ●\u00a0under 20 personer",
        "\u00a0(r)",
    ]
    column = Column("a", "Antal", Unit.COUNT)
    table = Table("t", 0, "T", "", "Område", (column,) * 5, (Row("r", "Række", (cell,) * 5),))
    widths = fitted(table, 1900 + 5 * 2100)
    assert all(width > text_width("↔ uændret (f) (r)") for width in widths.columns)
    assert fitted(table, 1900 + 5 * 1400) is None


def test_what_stands_under_a_table():
    told = texts(made("public"))
    assert "Skjulte tal i tabellen: " in told
    assert "* skjult: færre end 10 personer i nævneren" in told
    assert "Kilde: lønudtræk." in told
    rows = [row for table in opened("public").tables for row in rows_of(table)]
    hidden = sum(row.count("*") for row in rows)
    counts = [int(count) for count in re.findall(r"Skjulte tal i tabellen: (\d+)\.", told)]
    assert sum(counts) == hidden > 0


def test_the_public_paper_holds_nothing_that_is_hidden():
    content = made("whole")
    inside = parts(content)
    for name, data in list(inside.items()):
        if name.endswith(".xlsx"):
            inside |= {f"{name}/{within}": held for within, held in parts(data).items()}
    assert sum(name.endswith("sheet1.xml") for name in inside) >= 3
    text = " ".join(data.decode("utf-8", "replace") for name, data in inside.items() if not name.endswith(".xlsx"))
    assert [number for number in HIDDEN_NUMBERS if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text)] == []


# --- what Word is told of it


@EACH
def test_the_header_row_repeats_no_row_splits_and_nothing_is_merged(name):
    for table in opened(name).tables:
        rows = table._tbl.findall(qn("w:tr"))
        told = [{one.tag for one in row.find(qn("w:trPr"))} for row in rows]
        assert told[0] == {qn("w:cantSplit"), qn("w:tblHeader")}
        assert all(one == {qn("w:cantSplit")} for one in told[1:])
        columns = len(table._tbl.find(qn("w:tblGrid")))
        assert {len(row.findall(qn("w:tc"))) for row in rows} == {columns}
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge"), qn("w:hMerge")))
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


@EACH
def test_tables_and_charts_have_words_for_those_who_do_not_see_them(name):
    tables = [block.table for block in blocks(name, TableBlock)]
    for table, found in zip(tables, opened(name).tables, strict=True):
        properties = found._tbl.tblPr
        assert tidy(properties.find(qn("w:tblCaption")).get(qn("w:val"))) == tidy(table.caption)
        told = tidy(properties.find(qn("w:tblDescription")).get(qn("w:val")))
        assert tidy(table.rows[0].label) in told
        assert f"{len(table.columns)} kolonne" in told
    charts = [tidy(chart.alt) for chart in blocks(name, Chart)]
    drawings = list(opened(name).element.body.iter(f"{WP}docPr"))
    assert [tidy(one.get("descr")) for one in drawings] == charts
    assert len({one.get("id") for one in drawings}) == len(charts)


def test_captions_are_counted_by_word_and_stand_with_their_tables():
    captions = [p for p in opened("paper").paragraphs if p.style.name == "Caption"]
    counted = [one for p in captions for one in p._p.iter(qn("w:fldSimple"))]
    fields = [(one.get(qn("w:instr")).split()[:2], words(one)) for one in counted]
    assert [shown for (_, kind), shown in fields if kind == "Tabel"] == list("12345")
    assert [shown for (_, kind), shown in fields if kind == "Figur"] == list("123")
    assert {verb for (verb, _), _ in fields} == {"SEQ"}
    texts_of_captions = [words(p._p) for p in captions]
    assert "Tabel 2. Personaleomsætning" in texts_of_captions
    styles = {style.name: style for style in opened("paper").styles}
    assert styles["Caption"].paragraph_format.keep_with_next


def test_a_paper_without_table_1_keeps_the_numbers_of_its_tables():
    tables = [replace(numbered(2), number=number) for number in (2, 3, 5, 5)]
    document = replace(one_table(tables[0]), blocks=tuple(map(TableBlock, tables)))
    fields = list(docx.Document(io.BytesIO(paper_docx(document))).element.body.iter(qn("w:fldSimple")))
    assert [(one.get(qn("w:instr")).split("ARABIC")[1].strip(), words(one)) for one in fields] == [
        ("\\r 2", "2"), ("", "3"), ("\\r 5", "5"), ("\\c", "5"),
    ]  # fmt: skip


@EACH
def test_the_document_is_danish_and_says_whose_it_is(name):
    document, word = PAPERS[name](), opened(name)
    inside = parts(made(name))
    languages = [one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))]
    assert languages == ["da-DK"]
    assert word.settings.element.find(qn("w:themeFontLang")).get(qn("w:val")) == "da-DK"
    assert not [part for part, data in inside.items() if b"en-US" in data or b"python-docx" in data]
    told = word.core_properties
    assert tidy(told.title) == tidy(document.title)
    assert tidy(told.author) == tidy(f"{document.author}, {document.municipality}")
    assert document.audience in told.subject and told.language == "da-DK"
    assert told.comments == ("Eksempel – opdigtede personer" if document.example else "")


def test_headings_are_heading_styles_and_the_title_stands_first():
    found = [(p.style.name, p.text) for p in opened("paper").paragraphs]
    assert found[0] == ("Title", drawn.TITLE)
    wanted = [(f"Heading {block.level}", block.text) for block in blocks("paper", Heading)]
    assert [one for one in found if one[0].startswith("Heading")] == wanted


@EACH
def test_nothing_is_formatted_but_by_styles(name):
    body = opened(name).element.body
    for properties in body.iter(qn("w:rPr")):
        assert [one.tag for one in properties] == [qn("w:rStyle")]
    allowed = {qn(f"w:{name}") for name in ("pStyle", "numPr", "keepNext", "sectPr")}
    for properties in body.iter(qn("w:pPr")):
        assert {one.tag for one in properties} <= allowed
    for properties in body.iter(qn("w:tcPr")):
        assert [one.tag for one in properties] == [qn("w:tcW")]
    keys = {style.get(qn("w:styleId")) for style in opened(name).styles.element.iter(qn("w:style"))}
    used = {one.get(qn("w:val")) for one in body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))}
    assert used <= keys


def test_good_and_bad_are_told_by_words_and_figures_stand_to_the_right():
    for one in opened("paper").element.body.iter(qn("w:r")):
        style = one.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is not None and style.get(qn("w:val")) in ("Bedre", "Vaerre"):
            assert re.fullmatch(r"[↑↓]\s(bedre|værre)", words(one))
    styles = {style.name: style for style in opened("paper").styles}
    assert styles["Tabeltal"].paragraph_format.alignment == 2
    first_stop = styles["Tabeltal og tegn"].paragraph_format.tab_stops[0]
    assert first_stop.alignment == 2
    for table in opened("paper").tables:
        for row in table._tbl.findall(qn("w:tr"))[1:]:
            figures = [cell.find(qn("w:p")) for cell in row.findall(qn("w:tc"))[1:]]
            assert {p.style for p in figures} <= {"Tabeltal", "Tabeltalogtegn", "Tabeltalogtegnsmal"}


def first_stop(style) -> int:
    return style.paragraph_format.tab_stops[0].position.twips


PRINTED = [(recipient.key, arrows) for recipient in RECIPIENTS for arrows in (False, True)]


@cache
def for_recipient(key: str, arrows_2022: bool):
    document = document_of(drawn.publication(), BY_KEY[key], arrows_2022=arrows_2022)
    return document, docx.Document(io.BytesIO(paper_docx(document)))


@pytest.mark.parametrize(("key", "arrows_2022"), PRINTED)
def test_all_tables_of_a_paper_stand_on_upright_pages(key, arrows_2022):
    _, word = for_recipient(key, arrows_2022)
    (size,) = word.element.body.iter(qn("w:pgSz"))
    assert int(size.get(qn("w:w"))) < int(size.get(qn("w:h"))) and size.get(qn("w:orient")) in (None, "portrait")


@pytest.mark.parametrize(("key", "arrows_2022"), PRINTED)
def test_headings_stand_with_their_figures(key, arrows_2022):
    """Right-aligned both, or at the same tab stop both, where every line of the heading has room before it.

    Where that room is narrow, the heading begins where figures of three digits do.
    """
    _, word = for_recipient(key, arrows_2022)
    styles, kinds = {style.style_id: style for style in word.styles}, set()
    for table in word.tables:
        head, *rows = [row.findall(qn("w:tc")) for row in table._tbl.findall(qn("w:tr"))]
        for place, cell in enumerate(head[1:], 1):
            heads = cell.find(qn("w:p"))
            (under,) = {row[place].find(qn("w:p")).style for row in rows}
            above, below = styles[heads.style], styles[under]
            kinds.add(below.name)
            if below.name == "Tabelord":
                assert above.paragraph_format.left_indent == below.paragraph_format.left_indent
            elif below.name == "Tabeltal":
                assert above.paragraph_format.alignment == below.paragraph_format.alignment == 2
            elif below.name == "Tabeltal og tegn, smal":
                assert above.paragraph_format.left_indent.twips == NARROW_INDENT
                digits = first_stop(below) - text_width("13,0")
                assert abs(digits - NARROW_INDENT) < 10 and not list(heads.iter(qn("w:tab"), qn("w:br")))
            else:
                assert first_stop(above) == first_stop(below)
                assert all(text_width(line.text, bold=True) <= first_stop(below) for line in heads.iter(qn("w:t")))
                told = [one.tag for one in heads.iter(qn("w:tab"), qn("w:br"), qn("w:t"))]
                assert told == ([qn("w:tab"), qn("w:t"), qn("w:br")] * len(told))[: len(told)]
    assert {"Tabeltal"} < kinds


@pytest.mark.parametrize(("key", "arrows_2022"), PRINTED)
def test_no_heading_breaks_inside_a_word_or_a_number_of_months(key, arrows_2022):
    _, word = for_recipient(key, arrows_2022)
    styles = {style.style_id: style for style in word.styles}
    for table in word.tables:
        for cell in table._tbl.find(qn("w:tr")).findall(qn("w:tc"))[1:]:
            width = int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")))
            text = "\n".join(one.text for one in cell.iter(qn("w:t")))
            indent = styles[cell.find(qn("w:p")).style].paragraph_format.left_indent or 0
            for unbroken in re.split(r"[ \n]", text):
                assert indent / TWIP + text_width(unbroken, bold=True) <= width, (unbroken, width)
            assert not re.search(r"\d[ \n]mdr", text), text


def test_the_parts_of_a_table_have_the_same_columns():
    """Two quarters of the same headings are told alike, though only the second has arrows; a third has its own."""
    labels = ("Publiceret", "Andel i procent")
    columns = tuple(
        Column(f"{label} {quarter}", f"{label}, {quarter}. kvartal 2022", Unit.COUNT, period=str(quarter))
        for quarter in (1, 2)
        for label in labels
    ) + tuple(Column(f"{n}", f"Helt andet tal nummer {n}", Unit.COUNT, period="3") for n in range(10))
    arrows = ("", "", "up", "flat", *[""] * 10)
    row = Row("i-alt", "I alt", tuple(Cell("198", 198.0, arrow=arrow, mark="(r)" * bool(arrow)) for arrow in arrows))
    table = replace(numbered(1), columns=columns, rows=(row,))
    word = docx.Document(io.BytesIO(paper_docx(replace(drawn.awkward(), blocks=(TableBlock(table),)))))
    looks = [
        [(cell.width, cell.paragraphs[0].style.name) for row in told.rows for cell in row.cells] for told in word.tables
    ]
    assert len(looks) == 3 and looks[0] == looks[1] != looks[2]
    assert {name for _, name in looks[0]} >= {"Tabelhoved tal og tegn, smal", "Tabeltal og tegn, smal"}


@pytest.mark.parametrize(("key", "arrows_2022"), PRINTED)
def test_a_table_keeps_with_its_caption_and_its_notes(key, arrows_2022):
    """Every paragraph from the caption to the last but one of the lines under the table keeps with the next."""
    document, word = for_recipient(key, arrows_2022)
    styles = {style.style_id: style for style in word.styles}

    def keeps(paragraph) -> bool:
        direct = paragraph.pPr is not None and paragraph.pPr.find(qn("w:keepNext")) is not None
        return direct or bool(styles[paragraph.style].paragraph_format.keep_with_next)

    for table, block in zip(word.tables, (one for one in document.blocks if isinstance(one, TableBlock)), strict=True):
        explained, caption = table._tbl.getprevious(), table._tbl.getprevious().getprevious()
        assert styles[caption.style].name == "Caption" and keeps(caption) and keeps(explained)
        assert all(keeps(row.findall(qn("w:tc"))[0].find(qn("w:p"))) for row in table._tbl.findall(qn("w:tr")))
        notes = [table._tbl.getnext()]
        while (after := notes[-1].getnext()).tag == qn("w:p") and styles[after.style].name == "Note":
            notes.append(after)
        assert len(notes) > len(block.table.notes)
        assert all(keeps(note) for note in notes[:-1]) and not keeps(notes[-1])


@pytest.mark.parametrize("key", BY_KEY)
def test_no_note_is_told_again_under_a_table_of_the_same_number(key):
    document, _ = for_recipient(key, False)
    told = [block.table for block in document.blocks if isinstance(block, TableBlock)]
    of_three = [table for table in told if table.key.startswith("sag-3")]
    if document.audience == "intern":
        assert len(of_three) == 2
    for first, second in pairwise(of_three):
        texts_of = [
            {note.partition(". ")[2] for note in table.notes if note.startswith("Note")} for table in (first, second)
        ]
        assert texts_of[0].isdisjoint(texts_of[1]) and "Noterne til tabel 3 gælder også her." in texts_of[1]
        signs = {sign for row in second.rows for cell in row.cells for sign in (cell.text, cell.sign) if sign}
        assert {sign for sign, _ in second.symbols} <= {danish.SIGNS.get(one, (one,))[0] for one in signs}


def test_the_total_row_is_strong_by_a_style():
    for table in opened("paper").tables:
        rows = table._tbl.findall(qn("w:tr"))[1:]
        strong = [[one.get(qn("w:val")) for one in row.iter(qn("w:rStyle"))].count("Ialt") for row in rows]
        assert strong[0] == len(rows[0].findall(qn("w:tc")))
        assert set(strong[1:]) == {0}


def test_header_and_footer_say_what_the_pages_are():
    section = opened("paper").sections[0]
    assert section.header.paragraphs[0].text == "Eksempel Kommune\tEksempel – opdigtede personer"
    foot = section.footer.paragraphs[0]._p
    assert [one.get(qn("w:instr")).strip() for one in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    told = words(foot)
    assert f"Udgivelse 2022-06 · intern visning · {drawn.CHECK}" in told
    assert told.endswith("Side 1 af 1")
    real = docx.Document(io.BytesIO(paper_docx(replace(drawn.paper(), example=False))))
    assert "opdigtede" not in texts(paper_docx(replace(drawn.paper(), example=False)))
    assert real.sections[0].header.paragraphs[0].text == "Eksempel Kommune"


def test_each_numbered_list_begins_at_one():
    lists = replace(drawn.awkward(), blocks=(*drawn.awkward().blocks[4:5], *drawn.awkward().blocks[4:6]))
    word = docx.Document(io.BytesIO(paper_docx(lists)))
    used = [one.get(qn("w:val")) for one in word.element.body.iter(qn("w:numId"))]
    assert len(set(used)) == 3 and [used.count(one) for one in dict.fromkeys(used)] == [3, 3, 3]
    root = word.part.numbering_part.element
    begins = {one.get(qn("w:numId")): one.find(f".//{qn('w:startOverride')}") for one in root.iter(qn("w:num"))}
    assert [begins[one] is not None for one in dict.fromkeys(used)] == [True, True, False]
    kinds = {
        one.get(qn("w:abstractNumId")): one.find(f".//{qn('w:numFmt')}").get(qn("w:val"))
        for one in root.iter(qn("w:abstractNum"))
    }
    of = {one.get(qn("w:numId")): one.find(qn("w:abstractNumId")).get(qn("w:val")) for one in root.iter(qn("w:num"))}
    assert [kinds[of[one]] for one in dict.fromkeys(used)] == ["decimal", "decimal", "bullet"]


# --- charts


@EACH
def test_charts_hold_the_printed_figures_and_a_workbook_to_edit_them_in(name):
    inside = parts(made(name))
    for number, chart in enumerate(blocks(name, Chart), 1):
        root = etree.fromstring(inside[f"word/charts/chart{number}.xml"])
        assert root.find(f"{C}lang").get("val") == "da-DK"
        assert root.find(f"{C}chart/{C}dispBlanksAs").get("val") == "gap"
        kind = {"line": "lineChart", "column": "barChart"}[chart.kind]
        series = root.findall(f"{C}chart/{C}plotArea/{C}{kind}/{C}ser")
        held = [
            {int(pt.get("idx")): float(pt.find(f"{C}v").text) for pt in one.findall(f"{C}val//{C}pt")} for one in series
        ]
        wanted = [
            {place: value for place, value in enumerate(line.values) if value is not None} for line in chart.lines
        ]
        assert [set(one) for one in held] == [set(one) for one in wanted]
        for one, given in zip(held, wanted, strict=True):
            for place, value in one.items():
                assert abs(value - given[place]) <= 0.5 * 10**-chart.decimals + 1e-9
                assert round(value, chart.decimals) == value
        sheet = openpyxl.load_workbook(io.BytesIO(inside[f"word/embeddings/Tal{number}.xlsx"])).active
        assert [tidy(cell.value or "") for cell in sheet[1][1:]] == [tidy(line.name) for line in chart.lines]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
        in_the_book = [
            {row - 2: cell.value for row, cell in enumerate(column, 2) if cell.value is not None}
            for column in sheet.iter_cols(min_col=2, min_row=2)
        ]
        assert in_the_book == held


def test_a_chart_says_no_more_than_what_is_printed():
    chart = Chart("k", "T", "line", ("a", "b"), (Line("x", (12.3456, 0.25)),), "procent", 1, "x")
    content = paper_docx(replace(drawn.awkward(), blocks=(chart,)))
    inside = parts(content)
    assert b"12.3456" not in inside["word/charts/chart1.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(inside["word/embeddings/Tal1.xlsx"])).active
    assert [cell.value for cell in sheet["B"][1:]] == [12.3, 0.3]


# --- the file


def order_faults(root) -> list[str]:
    """Elements whose children stand in another order than ORDERS, or that have a child it does not know."""
    names = {"w": qn("w:p")[:-1], "wp": WP, "c": C}
    found = []
    for name, order in ORDERS.items():
        prefix, _, local = name.partition(":")
        places = {one: place for place, one in enumerate(order.split())}
        for parent in root.iter(f"{names[prefix]}{local}"):
            children = [etree.QName(one).localname for one in parent]
            unknown = set(children) - set(places)
            if local == "title" and parent.getparent() is None:
                continue
            ranks = [places[one] for one in children if one in places]
            if unknown or ranks != sorted(ranks):
                found.append(f"{name}: {children}")
    return found


@EACH
def test_elements_stand_in_the_order_of_the_standard(name):
    looked_at = 0
    for part, data in parts(made(name)).items():
        if part.startswith("word/") and part.endswith(".xml"):
            root = etree.fromstring(data)
            looked_at += 1
            assert order_faults(root) == [], part
    assert looked_at >= 6


def test_a_wrong_order_is_seen():
    root = etree.fromstring(parts(made("paper"))["word/document.xml"])
    properties = next(root.iter(qn("w:tblPr")))
    properties.insert(0, properties.find(qn("w:tblLook")))
    assert any(fault.startswith("w:tblPr") for fault in order_faults(root))
    next(root.iter(qn("w:pPr"))).append(etree.Element(qn("w:colour")))
    assert any("colour" in fault for fault in order_faults(root))


@EACH
def test_the_parts_hang_together_and_nothing_leads_out(name):
    inside = parts(made(name))
    assert "docProps/thumbnail.jpeg" not in inside
    for part, data in inside.items():
        if part.endswith(".rels"):
            folder = part.split("_rels/")[0]
            for one in etree.fromstring(data):
                assert one.get("TargetMode") != "External"
                target = one.get("Target")
                path = target[1:] if target.startswith("/") else posixpath.normpath(folder + target)
                assert path in inside
    fields = re.findall(r'w:instr="([^"]*)"', inside["word/document.xml"].decode())
    assert all(re.fullmatch(r" SEQ (Tabel|Figur) \\\* ARABIC( \\[rc]( \d+)?)? ", one) for one in fields)
    assert b"<w:hyperlink" not in inside["word/document.xml"] and b"w:instrText" not in inside["word/document.xml"]


@EACH
def test_the_same_document_gives_the_same_bytes(name):
    assert paper_docx(PAPERS[name]()) == made(name)
    with zipfile.ZipFile(io.BytesIO(made(name))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def rooms(word) -> list[tuple[int, int]]:
    """The width of each table and of the page that it stands on."""
    found, waiting = [], []
    for one in word.element.body:
        if one.tag == qn("w:tbl"):
            waiting.append(sum(int(column.get(qn("w:w"))) for column in one.find(qn("w:tblGrid"))))
        for section in one.iter(qn("w:sectPr")):
            size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
            room = int(size.get(qn("w:w"))) - sum(int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
            found += [(width, room) for width in waiting]
            waiting = []
    assert not waiting
    return found


@EACH
def test_every_table_fits_its_page(name):
    assert len(rooms(opened(name))) == len(opened(name).tables)
    assert all(width <= room for width, room in rooms(opened(name)))


def test_a_wide_table_turns_its_own_page_and_a_wider_one_is_told_a_period_at_a_time():
    document = replace(
        drawn.awkward(),
        blocks=(
            Paragraph((Sentence("a", "Før."),)),
            Heading("Bredt"),
            TableBlock(numbered(9)),
            Paragraph((Sentence("b", "Efter."),)),
            TableBlock(numbered(24, periods=4)),
        ),
    )
    word = docx.Document(io.BytesIO(paper_docx(document)))
    assert [section.orientation for section in word.sections] == [0, 1, 0]
    assert [len(rows_of(table)[0]) for table in word.tables] == [10, 7, 7, 7, 7]
    assert [row for table in word.tables[1:] for row in rows_of(table)[1][1:]] == [str(n) for n in range(24)]
    told = [p.text for p in word.paragraphs if p.text == "Kilde: Emply."]
    assert len(told) == 2, "the lines under a table that is told a period at a time stand under its last part"
    before = word.element.body[[one.tag for one in word.element.body].index(qn("w:tbl")) - 3]
    assert words(before) == "Bredt", "the heading goes with its table"
    last = replace(document, blocks=(TableBlock(numbered(9)),))
    assert [s.orientation for s in docx.Document(io.BytesIO(paper_docx(last))).sections] == [0, 1]


# --- a municipality's own template


def template(header: str = "Prøve Kommune, Rådhuset", footer: str = "Journalnummer") -> bytes:
    """A template as a Danish Word makes it: its own keys for the styles, a header, content, and room of its own."""
    word = docx.Document()
    word.add_heading("Slet mig")
    word.add_comment(word.add_paragraph("Slet også mig").runs[0], "Slet min bemærkning", "En medarbejder")
    word.sections[0].header.paragraphs[0].text = header
    word.sections[0].footer.paragraphs[0].text = footer
    word.sections[0].left_margin = word.sections[0].right_margin = docx.shared.Cm(3)
    for style in list(word.styles):
        if style.name in ("Body Text", "Caption", "List Bullet", "List Number"):
            style.element.getparent().remove(style.element)
    heading = word.styles["Heading 1"].element
    heading.set(qn("w:styleId"), "Overskrift1")
    word.styles["Heading 1"].font.name = "Georgia"
    word.styles.add_style("Note", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    word.core_properties.author = word.core_properties.last_modified_by = "En medarbejder"
    word.core_properties.keywords = "Slet mine emneord, En medarbejder"
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def in_zip(content: bytes, part: str, data: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, held in (parts(content) | {part: data}).items():
            archive.writestr(name, held)
    return saved.getvalue()


def test_a_template_keeps_its_look_and_loses_its_content():
    content = paper_docx(drawn.paper(), template())
    word = docx.Document(io.BytesIO(content))
    assert "Slet" not in texts(content)
    assert "En medarbejder" not in " ".join(data.decode("utf-8", "replace") for data in parts(content).values())
    assert {section.header.paragraphs[0].text for section in word.sections} == {"Prøve Kommune, Rådhuset"}
    assert word.sections[0].footer.paragraphs[0].text == "Journalnummer"
    headings = [p for p in word.paragraphs if p.style.name == "Heading 1"]
    assert [p.text for p in headings] == [b.text for b in blocks("paper", Heading) if b.level == 1]
    assert {p.style.style_id for p in headings} == {"Overskrift1"} and headings[0].style.font.name == "Georgia"
    assert [style.name for style in word.styles].count("Heading 1") == 1
    assert word.paragraphs[0].text == "Eksempel – opdigtede personer"
    assert {rows[0][0] for rows in map(rows_of, word.tables)} == {"Faggruppe", "Område"}
    assert order_faults(word.element) == [] and order_faults(word.part.numbering_part.element) == []
    assert all(width <= room for width, room in rooms(word))
    assert {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))} == {"da-DK"}
    assert paper_docx(drawn.paper(), template()) == content


def test_styles_that_the_template_lacks_come_from_the_house_and_collide_with_none():
    word = docx.Document(io.BytesIO(paper_docx(drawn.paper(), template())))
    keys = [style.get(qn("w:styleId")) for style in word.styles.element.iter(qn("w:style"))]
    names = [style.find(qn("w:name")).get(qn("w:val")).lower() for style in word.styles.element.iter(qn("w:style"))]
    assert len(set(keys)) == len(keys) and len(set(names)) == len(names)
    used = word.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    assert {one.get(qn("w:val")) for one in used} <= set(keys)
    kinds = {style.get(qn("w:styleId")): style.get(qn("w:type")) for style in word.styles.element.iter(qn("w:style"))}
    for one in word.element.body.iter(qn("w:pStyle")):
        assert kinds[one.get(qn("w:val"))] == "paragraph"
    assert len([style for style in word.styles.element if style.get(qn("w:default")) == "1"]) <= 4


def test_a_template_that_says_no_language_becomes_danish():
    root = etree.fromstring(parts(template())["word/styles.xml"])
    root.remove(root.find(qn("w:docDefaults")))
    silent = in_zip(template(), "word/styles.xml", etree.tostring(root))
    styles = docx.Document(io.BytesIO(paper_docx(drawn.paper(), silent))).styles.element
    assert styles[0].tag == qn("w:docDefaults")
    assert [one.get(qn("w:val")) for one in styles[0].iter(qn("w:lang"))] == ["da-DK"]


def test_a_template_without_header_gets_the_house_s_and_a_dotx_is_taken():
    bare = template(header="", footer="")
    types = parts(bare)["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    word = docx.Document(io.BytesIO(paper_docx(drawn.paper(), in_zip(bare, "[Content_Types].xml", types))))
    assert word.sections[0].header.paragraphs[0].text.startswith("Eksempel Kommune")
    assert "Udgivelse 2022-06" in word.sections[0].footer.paragraphs[0].text
    assert word.paragraphs[0].text == drawn.TITLE


def test_a_header_of_an_earlier_section_is_kept_when_the_last_one_shows_it():
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Fra første afsnit"
    word.add_section()
    saved = io.BytesIO()
    word.save(saved)
    made = docx.Document(io.BytesIO(paper_docx(drawn.paper(), saved.getvalue())))
    assert {section.header.paragraphs[0].text for section in made.sections} == {"Fra første afsnit"}


def test_the_house_s_own_paper_is_a_template_too():
    again = paper_docx(drawn.paper(), made("paper"))
    assert rows_of(docx.Document(io.BytesIO(again)).tables[1]) == rows_of(opened("paper").tables[1])
    assert not any(f"chart{number}." in name for name in parts(again) for number in (4, 5))


def workbook() -> bytes:
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    return saved.getvalue()


BROKEN = {
    "nothing": b"",
    "text": b"Kommunens skabelon",
    "a locked file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "cut off": template()[:9000],
    "a workbook": workbook(),
    "no document": in_zip(template(), "word/document.xml", b"<w:document"),
    "other xml": in_zip(template(), "word/document.xml", b"<a/>"),
    "no relations": in_zip(template(), "_rels/.rels", b"<a/>"),
    "broken styles": in_zip(template(), "word/styles.xml", b"<not closed"),
    "macros": in_zip(template(), "word/vbaProject.bin", b"x"),
    "too large": bytes(20_000_001),
    "a bomb": in_zip(template(), "word/media/x", bytes(200_000_001)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_told_in_danish(name):
    with pytest.raises(TemplateError) as told:
        paper_docx(drawn.paper(), BROKEN[name])
    assert re.match("Skabelonen (kan ikke læses|fylder|indeholder makroer)", str(told.value))


# --- opened by another program


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_libreoffice_opens_it_and_finds_all(tmp_path):
    for name in ("paper", "awkward"):
        (tmp_path / f"{name}.docx").write_bytes(made(name))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)
    for name in ("paper", "awkward"):
        root = etree.parse(tmp_path / f"{name}.fodt").getroot()
        spaces = root.nsmap
        tables = root.findall(".//table:table", {"table": spaces["table"]})
        found = [
            ["".join(cell.itertext()).strip() for cell in table.iter(f"{{{spaces['table']}}}table-cell")]
            for table in tables
            if not table.get(f"{{{spaces['table']}}}name", "").startswith("local")
        ]
        wanted = [[text for row in rows_of(table) for text in row] for table in opened(name).tables]
        squeezed = [["".join(text.split()) for text in cells] for cells in found if cells]
        for cells in wanted:
            assert ["".join(text.split()) for text in cells] in squeezed
        assert len(root.findall(".//table:table-header-rows", {"table": spaces["table"]})) >= len(wanted)
        assert len(root.findall(".//draw:object", {"draw": spaces["draw"]})) == len(blocks(name, Chart))
        assert root.findall(".//text:page-count", {"text": spaces["text"]})


def luminance(colour: str) -> float:
    parts_of = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_of]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("key", BY_KEY)
def test_those_who_do_not_see_well_can_read_the_paper(key):
    """Headings never skip a level, every colour of a text stands out from the paper, and no table is without words."""
    _, word = for_recipient(key, False)
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    assert [p.style.name for p in word.paragraphs].count("Title") == 1
    colours = {
        colour.get(qn("w:val"))
        for style in word.styles.element.iter(qn("w:style"))
        for colour in style.findall(f"{qn('w:rPr')}/{qn('w:color')}")
    }
    assert {"0B5CAB", "B84D00"} <= colours
    assert all(1.05 / (luminance(colour) + 0.05) >= 4.5 for colour in colours)
    for table in word.tables:
        told = [table._tbl.tblPr.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("tblCaption", "tblDescription")]
        assert all(len(words_) > 10 for words_ in told)
        assert table._tbl.findall(qn("w:tr"))[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
