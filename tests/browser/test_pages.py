"""Each page as a reader meets it: nothing breaks, nothing leaves the machine, and everybody can use it."""

from __future__ import annotations

import csv
import http.client
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import OLDER, SIZES, Reader, Site
from playwright.sync_api import BrowserContext, Page
from publications_for_tests import small_publication
from served_for_tests import served

import app
from kpi.papers.paper import PAPER_TABLES
from kpi.publications.publication import Store

ROOT = Path(__file__).resolve().parent.parent.parent
with (ROOT / "data/reference/grupper.csv").open(encoding="utf-8-sig", newline="") as file:
    GROUPS = [line["Gruppe"] for line in csv.DictReader(file, delimiter=";")]
PATHS = [
    "/",
    "/noegletal",
    *(f"/noegletal/{table.key}" for table in PAPER_TABLES),
    "/faggruppe",
    *(f"/faggruppe/{group}" for group in GROUPS),
    "/sag",
    "/handlinger",
    "/metode",
]
VIEWS = [
    "/?visning=offentlig",
    "/noegletal/korte-ansaettelser?visning=offentlig",
    "/faggruppe/ikke_udd?visning=offentlig",
    f"/?udgivelse={OLDER}",
    f"/noegletal/korte-ansaettelser?udgivelse={OLDER}&gruppe=minus",
    f"/faggruppe/faa?udgivelse={OLDER}&visning=offentlig",
    f"/sag?udgivelse={OLDER}&visning=offentlig",
]
FAULTS = ["/faggruppe/ukendt", "/noegletal/ukendt", "/?udgivelse=1999-12", "/?visning=raa"]


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first elements that have it."""
    found = page.evaluate(
        "() => axe.run(document, {resultTypes: ['violations'], preload: false}).then(result => result.violations)"
    )
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


def overflow(page: Page) -> list[str]:
    """What makes the page wider than the screen, once a chart has had the time to follow it."""
    for _ in range(40):
        found = page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return ['the page', ...[...document.querySelectorAll('body *')]
                .filter(one => one.getBoundingClientRect().right > width + 1 && !one.closest('.spoken'))
                .slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
            }"""
        )
        if not found:
            return []
        page.wait_for_timeout(50)
    return found


@pytest.mark.parametrize("path", PATHS + VIEWS)
def test_each_page_is_whole(reader: Reader, path: str) -> None:
    """On a phone, at 400 percent, and on a desk."""
    page = reader.page
    page.set_viewport_size(SIZES["phone"])
    answer = reader.open(path)
    assert answer.status == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" – Eksempel Kommune – Arbejdskraft i tal")
    assert page.locator("h1").inner_text() != "Der skete en fejl"
    for name in ("phone", "desk", "zoomed"):
        page.set_viewport_size(SIZES[name])
        assert overflow(page) == [], name
        assert name == "zoomed" or violations(page) == [], name
    assert reader.faults == []


def test_axe_finds_what_is_wrong(reader: Reader) -> None:
    reader.open("/metode")
    reader.page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")
    assert [one.partition(":")[0] for one in violations(reader.page)] == ["image-alt"]


def test_the_policy_lets_nothing_out_and_the_reader_notes_it(reader: Reader) -> None:
    reader.open("/metode")
    assert reader.faults == []
    reader.page.evaluate("() => fetch('http://127.0.0.2:9/').catch(() => null)")
    assert any("Content Security Policy" in fault for fault in reader.faults), reader.faults
    assert not any("request to elsewhere" in fault for fault in reader.faults)


@pytest.mark.parametrize("path", FAULTS)
def test_what_is_not_there_is_told_on_a_page(reader: Reader, path: str) -> None:
    reader.open(path)
    assert "findes ikke" in reader.page.locator("h1").inner_text()
    assert violations(reader.page) == []
    assert reader.faults == []


def test_an_address_without_a_page_is_not_found(reader: Reader) -> None:
    answer = reader.open("/ingenting/her")
    assert answer.status == 404
    assert reader.page.locator("h1").inner_text() == "Siden findes ikke"
    assert violations(reader.page) == []
    assert [fault for fault in reader.faults if "ingenting/her" not in fault and "404" not in fault] == []


@pytest.mark.parametrize("path", [f"/noegletal/{table.key}" for table in PAPER_TABLES])
def test_charts_speak_danish_and_share_nothing(reader: Reader, path: str) -> None:
    reader.open(path)
    if not reader.page.locator(".dash-graph").count():
        pytest.skip("the page has no chart: one period only")
    buttons = reader.page.locator(".modebar-btn")
    titles = {button.get_attribute("data-title") for button in buttons.all()}
    assert titles == {"Hent figuren som PNG"}
    assert reader.page.locator(".dash-graph svg").first.is_visible()
    assert reader.faults == []


def test_no_table_reaches_into_what_stands_beside_it(reader: Reader) -> None:
    reader.page.set_viewport_size(SIZES["desk"])
    reader.open("/faggruppe/laerere")
    table, curves = (
        reader.page.locator(f".side-by-side {one}").first.bounding_box() for one in ("table", ".multiples")
    )
    assert table["x"] + table["width"] <= curves["x"] or curves["y"] >= table["y"] + table["height"]


@pytest.mark.parametrize("path", ["/", "/noegletal/fuldtid", "/sag"])
def test_paper_has_no_navigation(reader: Reader, path: str) -> None:
    reader.open(path)
    reader.page.emulate_media(media="print")
    for hidden in ("nav a", ".skip", ".downloads", ".choice", ".modebar"):
        assert not any(one.is_visible() for one in reader.page.locator(hidden).all()), hidden
    assert reader.page.locator("h1").is_visible()
    assert reader.page.locator("main table").first.is_visible()
    assert reader.faults == []


def printed(reader: Reader, path: str, folder: Path) -> list[str]:
    """The text of each page that a page of the app is printed on."""
    reader.open(path)
    reader.page.pdf(path=folder / "side.pdf", prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", folder / "side.pdf", "-"], capture_output=True, check=True).stdout
    return told.decode().strip("\f\n").split("\f")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads the printed pages")
def test_the_first_printed_page_of_the_overview_says_what_is_clear(reader: Reader, tmp_path: Path) -> None:
    """The answer, the count by aim, and the table of what is clearly worse or better, with its notes: one page."""
    first, *others = printed(reader, "/", tmp_path)
    assert "Bevæger vi os i den rigtige retning?" in first and "Hvad er tydeligt værre" in first
    assert "Note 3. " in first and "orange: forværret" in first
    assert not [words for words in ("Skriv handling", "Se alle bidrag") if words in "".join([first, *others])]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads the printed pages")
def test_the_method_begins_on_its_first_printed_page(reader: Reader, tmp_path: Path) -> None:
    first, *_ = printed(reader, "/metode", tmp_path)
    assert "Nøgletallene" in first and "Personaleomsætning" in first and "Til indholdet" not in first


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads the printed pages")
def test_each_printed_page_says_which_publication_it_is_of(reader: Reader, tmp_path: Path) -> None:
    pages = printed(reader, "/sag?visning=offentlig", tmp_path)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"udgivelse {reader.site.newest.key}" in page and "offentlig visning" in page, number
        assert f"{number} af {len(pages)}" in page


def test_a_page_is_whole_also_where_a_probe_was_refused_first(context: BrowserContext, tmp_path: Path) -> None:
    settings = app.Settings(tmp_path, example=True)
    Store(tmp_path).add(small_publication())
    with served(app.create_app(settings)) as address:
        port = int(address.rpartition(":")[2])
        probe = http.client.HTTPConnection(app.HOST, port)
        probe.request("GET", "/", headers={"Host": "andre.dk"})
        assert probe.getresponse().status == 403
        probe.close()
        reader = Reader(context.new_page(), Site(address, {}))
        reader.open("/metode")
        assert reader.page.title().startswith("Metode – ")
        assert reader.faults == []
