"""The one page that needs nothing else: what its tables say, that it asks for nothing, and how it reads and prints."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import documents_for_tests as drawn
import pytest
from lxml import html
from playwright.sync_api import Browser, Page
from publications_for_tests import HIDDEN_NUMBERS, small_publication

from kpi import danish
from kpi.papers.document import Chart, Document, Heading, Line, TableBlock
from kpi.papers.table import Cell
from kpi.papers.whole import whole_document
from kpi.papers.writers import svg_chart
from kpi.papers.writers.onefile import one_file_html

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "tests/assets/axe.min.js"
ARROWS = {"up": "↑", "down": "↓", "flat": "↔"}
WORDS = {"better": "bedre", "worse": "værre", "same": "uændret"}
NOT_WRITTEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
PAGES = {
    "whole": lambda: whole_document(drawn.publication(), "intern", drawn.CHECK),
    "public": lambda: whole_document(small_publication(), "offentlig"),
    "paper": drawn.paper,
    "awkward": drawn.awkward,
}
EACH = pytest.mark.parametrize("name", PAGES)
SIZES = {"desk": (1280, 900), "phone": (390, 844), "zoomed": (320, 256)}


@cache
def made(name: str) -> bytes:
    return one_file_html(PAGES[name]())


@cache
def parsed(name: str):
    return html.fromstring(made(name).decode())


def tidy(text: str) -> str:
    return " ".join(NOT_WRITTEN.sub(" ", re.sub("[\ufe0e\u2060]", "", text)).split())


def seen(cell) -> str:
    """What is seen of a cell: its text without what is only spoken."""
    return tidy(" ".join(cell.xpath(".//text()[not(ancestor::*[contains(@class, 'spoken')])]")))


def read(cell) -> str:
    """What is read aloud of a cell."""
    return tidy(" ".join(cell.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]")))


def shown(cell: Cell) -> str:
    word = WORDS.get(cell.assessment) or {"up": "op", "down": "ned", "flat": "uændret", "": ""}[cell.arrow]
    return tidy(" ".join((cell.text, ARROWS.get(cell.arrow, ""), word if cell.arrow else "", cell.mark)))


def blocks(document: Document, kind: type) -> list:
    return [block for block in document.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("name", ["whole", "public", "paper"])
def test_every_cell_says_what_the_table_says(name):
    tables = [block.table for block in blocks(PAGES[name](), TableBlock)]
    found = parsed(name).xpath("//table[not(ancestor::figure)]")
    assert len(found) == len(tables) >= 5
    for table, one in zip(tables, found, strict=True):
        rows = [[seen(cell) for cell in row.xpath("./th|./td")] for row in one.xpath("./tbody/tr")]
        assert rows == [[tidy(row.label), *map(shown, row.cells)] for row in table.rows]
        heads = [tidy(f"{column.label} {column.note}") for column in table.columns]
        assert [seen(cell) for cell in one.xpath("./thead/tr/th")] == [tidy(table.stub), *heads]
        assert seen(one.find("caption")) == tidy(f"{table.caption} {table.subtitle}")
        assert set(one.xpath("./tbody/tr/th/@scope")) == {"row"} and set(one.xpath("./thead//@scope")) == {"col"}
        labels = one.xpath("(./tbody/tr)[1]/td/@data-label")
        assert [tidy(label).split(" (")[0] for label in labels] == [tidy(column.label) for column in table.columns]


def test_what_is_read_aloud_says_the_figure_and_its_change():
    table = next(one.table for one in blocks(PAGES["whole"](), TableBlock) if one.table.number == 2)
    rows = parsed("whole").xpath("//table[caption[starts-with(normalize-space(), 'Tabel 2.')]]/tbody/tr")
    for row, one in zip(table.rows, rows, strict=True):
        for cell, drawn_cell in zip(row.cells, one.xpath("./td"), strict=True):
            assert read(drawn_cell).replace(" ", "") == tidy(cell.spoken).replace(" ", "")


def test_signs_have_words_and_reasons_that_are_seen_and_read():
    rows = parsed("awkward").xpath("//table[not(ancestor::figure)]/tbody/tr")
    assert [[seen(cell) for cell in row.xpath("./td")] for row in rows] == [
        ["1,0 ↑ værre", "1,0 ↓ bedre", "1,0 ↔ uændret", "1,0 ↑ op"],
        ["12,5 ▲ tydelig stigning, forværret", "12,5 ▼ tydeligt fald, forbedret",
         "12,5 ↑ normal variation (f) (r)", "12,5 ⊘ overlapper 2021"],
        ["*", "..", "–", "1.234,5 (r)"],
    ]  # fmt: skip
    assert read(rows[1].xpath("./td")[0]) == "12,5 ▲ tydelig stigning, forværret"
    assert read(rows[2].xpath("./td")[0]) == "skjult, for få personer"


@EACH
def test_every_chart_stands_with_its_figures_and_its_words(name):
    charts = blocks(PAGES[name](), Chart)
    figures = parsed(name).xpath("//figure")
    assert len(figures) == len(charts)
    for chart, figure in zip(charts, figures, strict=True):
        drawing = figure.xpath("./*[local-name()='svg']")[0]
        assert drawing.get("role") == "img" and tidy(drawing.get("aria-label")) == tidy(chart.alt or chart.title)
        rows = [[seen(cell) for cell in row.xpath("./th|./td")] for row in figure.xpath(".//tbody/tr")]
        wanted = [
            [tidy(line.name), *("vises ikke" if v is None else danish.number(v, chart.decimals) for v in line.values)]
            for line in chart.lines
        ]
        assert rows == wanted
        markers = len(drawing.xpath(".//*[@class='marker']")) + len(drawing.xpath(".//*[local-name()='rect']"))
        assert markers == sum(value is not None for line in chart.lines for value in line.values)


@EACH
def test_nothing_runs_and_nothing_is_fetched(name):
    page = made(name).decode()
    root = parsed(name)
    assert not root.xpath("//script|//link|//iframe|//img|//object|//embed|//form|//base|//*[@style]")
    assert not [key for one in root.iter() for key in one.attrib if key.lower().startswith("on")]
    links = root.xpath("//a/@href")
    assert all(link.startswith("#") or link == drawn.CHECK for link in links)
    assert not root.xpath("//@src|//@srcset|//@data|//@action")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert "url(" not in style and "@import" not in style
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    checksum = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{checksum}'; base-uri 'none'; form-action 'none'"
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert page.count("<style") == page.count("</style") == 1


def test_awkward_texts_are_texts():
    root, document = parsed("awkward"), drawn.awkward()
    text = tidy(root.text_content())
    for wanted in drawn.AWKWARD:
        assert tidy(wanted) in text
    assert tidy(root.xpath("//title/text()")[0]) == tidy(f"{document.title} – {document.municipality}")
    assert root.xpath("//b|//i[not(ancestor::svg)]") == []
    assert "\x00" not in made("awkward").decode()


def test_the_foot_of_the_printed_page_cannot_end_its_rule_early():
    style = re.search(r"<style>(.*?)</style>", made("awkward").decode(), re.DOTALL)[1]
    rule = style.rsplit(":root { --udgivelse: ", 1)[1]
    string = re.fullmatch(r'"([^"\\\n]|\\[0-9a-f]{1,6} )*"; \}\n', rule)
    assert string, rule
    said = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), rule[1 : rule.rindex('"')])
    assert said == 'Udgivelse 2022-06"; } </style> · offentlig visning · Eksempel – opdigtede personer'


@EACH
def test_the_page_is_danish_and_says_what_it_is(name):
    root, document = parsed(name), PAGES[name]()
    assert root.get("lang") == "da"
    assert [tidy(one.text_content()) for one in root.xpath("//h1")] == [tidy(document.title)]
    assert root.xpath("//body/a[@class='skip']/@href") == ["#indhold"] and root.xpath("//main/@id") == ["indhold"]
    text = tidy(root.text_content())
    assert tidy(f"Udgivelse {document.publication} · {document.audience} visning") in text
    assert ("Eksempel – opdigtede personer" in text) == document.example
    headings = [tidy(one.text_content()) for one in root.xpath("//h2|//h3")]
    assert headings == [tidy(block.text) for block in document.blocks if isinstance(block, Heading)]
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_a_real_paper_has_no_word_of_an_example():
    assert "opdigtede" not in one_file_html(replace(drawn.paper(), example=False)).decode()


def test_the_public_page_holds_nothing_that_is_hidden():
    page = made("public").decode()
    numbers = [*HIDDEN_NUMBERS, *(number.replace(".", ",") for number in HIDDEN_NUMBERS)]
    assert [one for one in numbers if re.search(rf"(?<![\d.,#-]){re.escape(one)}(?!\d)", page)] == []
    assert "* skjult: færre end 10 personer i nævneren" in page


def test_the_same_document_gives_the_same_bytes():
    assert one_file_html(PAGES["paper"]()) == made("paper")


def test_the_tokens_are_those_of_the_product():
    def tokens(path: str) -> str:
        text = (ROOT / path).read_text(encoding="utf-8")
        return text[text.index(":root {") : text.index("}", text.index(":root {"))]

    assert tokens("kpi/papers/writers/templates/onefile.css") == tokens("layouts/assets/style.css")


# --- charts


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 19.8, [0, 5, 10, 15, 20]),
        (13.9, 19.8, [0, 5, 10, 15, 20]),
        (0, 63.1, [0, 20, 40, 60, 80]),
        (-3.25, 1, [-4, -3, -2, -1, 0, 1]),
        (0, 0, [0, 1]),
        (0, 0.4, [0, 0.1, 0.2, 0.3, 0.4]),
        (0, 1234, [0, 250, 500, 750, 1000, 1250]),
    ],
)
def test_the_marks_of_an_axis_are_round_and_hold_the_figures(low, high, marks):
    assert svg_chart.steps(low, high) == marks


def test_a_curve_breaks_where_there_is_no_figure_and_stands_to_scale():
    chart = Chart("k", "T", "line", ("a", "b", "c", "d"), (Line("x", (0, 10, None, 20)),), "procent", 1, "x")
    made = svg_chart.drawing(chart)
    (curve,) = made.curves
    assert curve.path.count("M") == 2 and curve.path.count("L") == 1
    bottom, middle, top = (point.y for point in curve.points)
    assert bottom == made.zero and middle == pytest.approx((bottom + top) / 2, abs=0.1) and top < middle
    across = [point.x for point in curve.points]
    assert across[2] - across[1] == pytest.approx(2 * (across[1] - across[0]), abs=0.2)
    assert [point.text for point in curve.points] == ["0,0", "10,0", "20,0"]


def test_columns_stand_side_by_side_on_zero():
    chart = Chart("k", "T", "column", ("a", "b"), (Line("x", (10, -5)), Line("y", (5, None))), "antal", 0, "x")
    first, second = svg_chart.drawing(chart).curves
    zero = svg_chart.drawing(chart).zero
    up, down = first.columns
    assert up.y + up.height == pytest.approx(zero, abs=0.1) and down.y == zero
    assert up.height == pytest.approx(2 * down.height, abs=0.2)
    assert second.columns[0].x == pytest.approx(up.x + up.width, abs=0.2)
    assert len(second.columns) == 1


# --- in a browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        (folder / f"{name}.html").write_bytes(made(name))
    return {name: (folder / f"{name}.html").as_uri() for name in PAGES}


@pytest.fixture(scope="module")
def page(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", SIZES)
@EACH
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, pages: dict[str, str], name: str, size: str):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(pages[name])
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
    if name != "awkward" or size != "desk":
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_what_is_wrong(page: Page, pages: dict[str, str]):
    page.goto(pages["paper"])
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    assert [one["id"] for one in found] == ["image-alt"]


def test_under_its_own_policy_it_is_drawn_and_asks_for_nothing(browser: Browser, pages: dict[str, str]):
    context = browser.new_context()
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for address in pages.values():
        page.goto(address)
        assert page.locator("caption").first.evaluate("one => getComputedStyle(one).fontWeight") == "600"
    assert asked == list(pages.values()) and said == []
    page.evaluate("() => { const one = new Image(); one.src = 'http://127.0.0.1:9/x.png'; document.body.append(one); }")
    page.wait_for_timeout(50)
    assert any("Content Security Policy" in text for text in said), "the policy stops what is not the page's own"
    context.close()


def test_it_reads_without_script_and_prints_with_its_id_and_page_numbers(browser: Browser, pages: dict[str, str]):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["whole"])
    assert page.locator("table").count() >= 10
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF") and printed.count(b"/Type /Page\n") >= 4
    context.close()
