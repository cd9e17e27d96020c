"""What a reader does: the keyboard, the address, back and forward, the clipboard, the files."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from conftest import OLDER, Reader
from playwright.sync_api import Page, expect

from kpi.papers import paper_tables, tables
from kpi.papers.explanations import standing
from kpi.papers.paper import BY_NUMBER
from kpi.papers.recipients import RECIPIENTS
from kpi.papers.writers import clipboard

FOCUSED = "() => { const one = document.activeElement; return one ? one.outerHTML.slice(0, 200) : ''; }"
HAS_VISIBLE_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  return outlined || style.boxShadow !== 'none';
}"""
IN_VIEW = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}"""
CLIPBOARD = """() => navigator.clipboard.read().then(([item]) => Promise.all(
  item.types.map(type => item.getType(type).then(blob => blob.text()).then(text => [type, text]))
)).then(Object.fromEntries)"""


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Presses Tab until the element has the focus; each stop on the way is in view and seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_VIEW), page.evaluate(FOCUSED)
        assert page.evaluate(HAS_VISIBLE_FOCUS), page.evaluate(FOCUSED)
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard; the last stop: {page.evaluate(FOCUSED)}")


@pytest.mark.parametrize("path", ["/", "/noegletal/personaleomsaetning", "/sag"])
def test_everything_can_be_reached_by_keyboard(reader: Reader, path: str) -> None:
    reader.open(path)
    tab_to(reader.page, ".skip", most=1)
    tab_to(reader.page, "nav[aria-label=Sider] a[href='/noegletal']", most=4)
    tab_to(reader.page, "[data-copy]")
    assert reader.faults == []


def test_the_skip_link_leads_past_the_navigation(reader: Reader) -> None:
    reader.open("/")
    reader.page.keyboard.press("Tab")
    expect(reader.page.locator(".skip")).to_be_focused()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#indhold")).to_be_focused()
    reader.page.keyboard.press("Tab")
    assert reader.page.locator("#indhold :focus").count() == 1, reader.page.evaluate(FOCUSED)


def test_the_address_keeps_publication_and_audience_from_page_to_page(reader: Reader) -> None:
    reader.open(f"/?udgivelse={OLDER}&visning=offentlig")
    page = reader.page
    for name in ("Nøgletal", "Faggrupper", "Sagen", "Metode", "Overblik"):
        page.locator("nav[aria-label=Sider] a", has_text=name).click()
        reader.ready()
        expect(page.locator("nav[aria-label=Sider] a[aria-current=page]")).to_have_text(name)
        assert parse_qs(urlsplit(page.url).query) == {"udgivelse": [OLDER], "visning": ["offentlig"]}
        expect(page.locator(".publication")).to_contain_text("offentlig")
        expect(page.locator(".publication")).to_contain_text(OLDER)
        expect(page.locator(".banner", has_text="nyere udgivelse")).to_be_visible()
    assert reader.faults == []


PUBLIC_PAPERS = [recipient.key for recipient in RECIPIENTS if recipient.audience == "offentlig"]


def test_links_inside_a_page_keep_publication_and_audience_too(reader: Reader) -> None:
    query = f"?udgivelse={OLDER}&visning=offentlig"
    for path in ("/", "/noegletal/fuldtid", "/faggruppe/laerere", "/sag", "/metode"):
        reader.open(path + query)
        links = [link.get_attribute("href") for link in reader.page.locator("a[href^='/']").all()]
        assert len(links) > 4
        for href in links:
            asked, own = parse_qs(urlsplit(href).query), urlsplit(href).path
            if own.startswith("/hent/"):
                assert own.startswith(f"/hent/{OLDER}/") and asked == {"visning": ["offentlig"]}, href
            elif own.startswith("/tjek/"):
                assert own == f"/tjek/{OLDER}" and not asked, href
            elif own.startswith("/sag/hent/"):
                assert own.split("/")[3:5] in ([OLDER, recipient] for recipient in PUBLIC_PAPERS), href
            elif own.startswith("/sag/"):
                assert asked["udgivelse"] == [OLDER] and asked["modtager"][0] in PUBLIC_PAPERS, href
            elif asked != {"udgivelse": [OLDER], "visning": ["offentlig"]}:
                leaves_audience = asked.get("visning", []) != ["offentlig"] and asked.get("udgivelse") == [OLDER]
                leaves_publication = asked == {"visning": ["offentlig"]}
                assert own == urlsplit(path).path and (leaves_audience or leaves_publication), href
    assert reader.faults == []


def test_the_form_keeps_publication_and_audience(reader: Reader) -> None:
    reader.open(f"/noegletal/korte-ansaettelser?udgivelse={OLDER}&visning=offentlig")
    page = reader.page
    page.locator("select[name=gruppe]").select_option("laerere")
    page.locator("select[name=maal]").select_option("left_within_12m")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url("**gruppe=laerere**")
    reader.ready()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {
        "udgivelse": [OLDER],
        "visning": ["offentlig"],
        "gruppe": ["laerere"],
        "maal": ["left_within_12m"],
    }
    expect(page.locator("select[name=gruppe]")).to_have_value("laerere")
    expect(page.locator("figure.chart figcaption")).to_contain_text("inden for 12 måneder")
    assert reader.faults == []


def test_back_and_forward_show_the_page_that_the_address_names(reader: Reader) -> None:
    page = reader.page
    seen = []
    for path in ("/", "/noegletal/fuldtid", "/noegletal/timer", "/faggruppe/sygepl", "/faggruppe/laerere"):
        reader.open(path)
        seen.append((page.url, page.locator("main h1").inner_text(), page.locator("main").inner_text()))
    for step, order in ((page.go_back, seen[-2::-1]), (page.go_forward, seen[1:])):
        for url, title, text in order:
            step()
            reader.ready()
            assert page.url == url
            expect(page.locator("main h1")).to_have_text(title)
            assert page.locator("main").inner_text() == text
    assert reader.faults == []


def test_going_back_from_the_public_view_shows_the_internal_one(reader: Reader) -> None:
    page = reader.page
    reader.open("/sag")
    internal = page.locator("#sag-3").inner_text()
    page.locator(".publication a", has_text="vis offentlig").click()
    page.wait_for_url("**visning=offentlig**")
    reader.ready()
    public = page.locator("#sag-3").inner_text()
    assert "*" in public and "*" not in internal
    page.go_back()
    reader.ready()
    expect(page.locator(".publication")).to_contain_text("vis offentlig")
    assert page.locator("#sag-3").inner_text() == internal
    assert reader.faults == []


def in_paper(publication, audience: str, number: int, place: int):
    """A table of the paper."""
    return paper_tables.tables_of(publication, audience, BY_NUMBER[number])[place]


@pytest.mark.parametrize(
    ("path", "key", "make", "asked"),
    [
        ("/sag", "sag-2", in_paper, [2, 0]),
        ("/sag?visning=offentlig", "sag-3", in_paper, [3, 0]),
        ("/sag", "sag-3-mod-foer", in_paper, [3, 1]),
        ("/sag?pile=2022", "tabel-2", tables.paper_table, [2]),
        (f"/sag?udgivelse={OLDER}", "bilag-4", tables.counts_table, [4]),
        (f"/?udgivelse={OLDER}&visning=offentlig", "overblik", tables.overview_table, []),
        ("/faggruppe/laerere", "faggruppe-laerere", standing.standing_table, ["laerere"]),
    ],
)
def test_a_copied_table_is_the_table_that_was_shown(reader_of_own: Reader, path, key, make, asked) -> None:
    reader, page = reader_of_own, reader_of_own.page
    reader.open(path)
    page.locator(f"[data-copy={key}]").click()
    expect(page.locator(f".downloads:has([data-copy={key}]) [role=status]")).to_contain_text("Tabellen er kopieret")
    copied = page.evaluate(CLIPBOARD)
    named = parse_qs(urlsplit(path).query)
    publication = reader.site.publications[named.get("udgivelse", [reader.site.newest.key])[0]]
    table = make(publication, named.get("visning", ["intern"])[0], *asked)

    assert copied["text/plain"] == clipboard.text(table, publication)
    assert pasted_rows(page, copied["text/html"]) == [
        [" ".join(row.label.split()), *map(clipboard.printed, row.cells)] for row in table.rows
    ]
    assert "<script" not in copied["text/html"] and reader.faults == []


def pasted_rows(page: Page, document: str) -> list[list[str]]:
    """The body rows of a pasted document, read by the browser; each begins with a header cell that has a scope."""
    rows = page.evaluate(
        """html => [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('table tr')].map(
          row => [...row.cells].map(cell => [cell.localName, cell.scope, cell.textContent]))""",
        document,
    )
    assert all(name == "th" and scope == "col" for name, scope, _ in rows[0])
    assert all(row[0][:2] == ["th", "row"] for row in rows[1:])
    return [[" ".join(text.split()) for _, _, text in row] for row in rows[1:]]


@pytest.mark.parametrize("path", ["/sag", "/sag?visning=offentlig"])
def test_a_download_opens_and_is_for_the_audience_of_the_page(reader_of_own: Reader, path: str) -> None:
    reader, page = reader_of_own, reader_of_own.page
    reader.open(path)
    audience = "offentlig" if "offentlig" in path else "intern"
    links = page.locator(".downloads:has([data-copy=sag-3]) a")
    files = {}
    for name in ("CSV", "Excel"):
        with page.expect_download() as waiting:
            links.filter(has_text=name).click()
        files[name] = waiting.value
    key = reader.site.newest.key
    assert files["CSV"].suggested_filename == f"sag-3-korte-ansaettelser-{key}-{audience}.csv"
    assert files["Excel"].suggested_filename == f"sag-3-korte-ansaettelser-{key}-{audience}.xlsx"
    text = files["CSV"].path().read_bytes().decode("utf-8-sig")
    assert f"Visning: {audience}" in text and ("*" in text.split("\r\n\r\n")[0]) == (audience == "offentlig")
    sheet = openpyxl.load_workbook(io.BytesIO(files["Excel"].path().read_bytes())).active
    assert sheet["A2"].value == "HTK i alt" and sheet["A1"].value == "Faggruppe"
    assert reader.faults == []
