"""What the directors and HR write, by hand in a browser: an action, a follow-up, a comment, and where they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from conftest import SIZES, Site
from playwright.sync_api import Browser, expect
from publications_for_tests import small_publication
from served_for_tests import page_with_axe, served
from test_data import Officer

import app
from kpi.municipality.settings import Settings
from kpi.publications.imports import Imports
from kpi.publications.journal import Journal
from kpi.publications.publication import Store
from kpi.refreshing.office import Office

DIRECTORS = {"who": "Bo Lund", "role": "direktion"}
NUMBER = "010190-1234"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two publications, and lines of each kind: a late one, one that is done, an interpretation and a comment."""
    folder = tmp_path_factory.mktemp("office")
    store, journal = Store(folder / "publications"), Journal(folder)
    for one in (small_publication("2021-12", as_of=date(2021, 12, 31)), small_publication()):
        store.add(one)
    at = {"publication": "2021-12", "staff_group": "laerere", "period_end": "2021-12-31", "at": datetime(2022, 3, 14)}
    late = {"responsible": "Skoler", "due": "2022-06-01"}
    journal.decide("handling", "Samtale efter fire uger", **DIRECTORS, **at, **late, measure="left_within_3m")
    journal.decide("beslutning", "Tilbud om flere timer", **DIRECTORS, **at, measure="full_time_share")
    journal.decide("beslutning", "", **DIRECTORS, about=2, status="udført")
    journal.decide("fortolkning", "Mange er nye.", **DIRECTORS, publication="2022-06", staff_group="minus")
    journal.comment("2022-06", "Tabel 3 dækker et halvt år i den sidste kolonne.", **DIRECTORS, place="tabel-3")
    settings = Settings()
    imports = Imports(folder / "imports")
    return Office(folder, folder / "reference", settings, b"k" * 32, imports, store, journal, False)


@pytest.fixture(scope="module")
def written_site(office: Office) -> Iterator[Site]:
    publications = {key: office.store.load(key) for key in ("2022-06", "2021-12")}
    with served(app.create_app(app.Settings(office.store.folder, example=False, office=office))) as address:
        yield Site(address, publications)


@pytest.fixture
def officer(browser: Browser, browser_context_args: dict, written_site: Site) -> Iterator[Officer]:
    with page_with_axe(browser, browser_context_args) as page:
        page.set_viewport_size(SIZES["desk"])
        yield Officer(page, written_site)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("handlinger", "/handlinger"),
        ("handlinger-offentlig", "/handlinger?visning=offentlig"),
        ("handlinger-ingen", "/handlinger?faggruppe=formel"),
        ("opfoelgning", "/handlinger/1/opfoelgning"),
        ("kommentar", "/sag/kommentar?sted=tabel-3"),
        ("tjek", "/tjek/2021-12"),
        ("overblik", "/"),
        ("faggruppe", "/faggruppe/laerere"),
    ],
)
def test_each_page_with_what_is_written_is_whole(officer: Officer, name: str, path: str) -> None:
    assert officer.open(path).status == 200
    for fold in officer.page.locator("details > summary").all():
        fold.click()
    officer.look(name)
    assert officer.faults == []


def test_an_action_is_written_at_a_row_and_followed_up(officer: Officer, office: Office) -> None:
    page, number = officer.page, NUMBER
    officer.open("/noegletal/fuldtid")
    page.get_by_text("Skriv fortolkning eller handling", exact=True).click()
    page.locator(".ways a", has_text="Lærere").click()
    officer.settled("Skriv fortolkning, beslutning eller handling")
    assert page.get_by_label("Nøgletal").input_value() == "full_time_share"
    assert page.get_by_label("Faggruppe eller område").input_value() == "laerere"
    expect(page.locator(".lead")).to_contain_text("Tallet er 88,1\u00a0% i jun. 2022.")
    officer.look("skriv")

    page.get_by_label("Hvad er det?").select_option("handling")
    page.get_by_label("Tekst").fill(f"Ring til {number}")
    page.get_by_label("Ansvarlig").fill("Skoler")
    page.get_by_label("Frist").fill("2027-03-01")
    officer.press("Gem")
    expect(page.get_by_role("alert")).to_contain_text("ligner et personnummer")
    assert page.get_by_label("Tekst").input_value() == f"Ring til {number}"
    assert page.get_by_label("Frist").input_value() == "2027-03-01"
    officer.look("skriv-afvist")
    assert len([line for line in office.journal.decisions() if line["measure"] == "full_time_share"]) == 1

    page.get_by_label("Tekst").fill("Tilbud om fuld tid til alle nye")
    officer.press("Gem")
    expect(page.get_by_role("status")).to_contain_text("Gemt: «Tilbud om fuld tid til alle nye»")
    row = page.get_by_role("row").filter(has_text="Tilbud om fuld tid til alle nye")
    expect(row).to_contain_text("1. marts 2027")
    expect(row).to_contain_text("ingen status endnu")
    row.get_by_role("link", name="Følg op").click()
    officer.settled("Følg op på en handling")
    page.get_by_label("Status").select_option("i gang")
    page.get_by_label("Note").fill("Brevet er sendt.")
    page.locator("form").filter(has_text="Note").get_by_role("button", name="Gem", exact=True).click()
    expect(row).to_contain_text("Brevet er sendt.")
    row.get_by_role("link", name="Følg op").click()
    page.get_by_label("Økonomiudvalget").check()
    officer.press("Gem valget")
    expect(row).to_contain_text("Følger sagen til Direktionen, Chefforum og Økonomiudvalget")
    officer.open("/handlinger?visning=offentlig")
    expect(page.locator("main")).to_contain_text("Tilbud om fuld tid til alle nye")
    expect(page.locator("main")).not_to_contain_text("Brevet er sendt.")
    assert [one for one in officer.faults if "422" not in one] == []


def test_a_comment_is_written_at_a_table_hidden_and_shown(officer: Officer) -> None:
    page = officer.page
    officer.open("/sag")
    page.get_by_text("Skriv en kommentar til tabel 2", exact=True).click()
    page.get_by_label("Kommentar til tabel 2").fill("Omsætningen stiger.\nSe tabel 3.")
    officer.press("Gem kommentaren")
    said = page.locator(".comments li").filter(has_text="Omsætningen stiger.")
    expect(said).to_contain_text("HR på denne maskine, HR")
    said.get_by_text("Vælg sager, eller skjul").click()
    officer.look("sag-kommentarer")
    said.get_by_label("Chefforum").check()
    said.get_by_role("button", name="Gem valget").click()
    expect(said).to_contain_text("følger sagen til Chefforum")
    said.get_by_text("Vælg sager, eller skjul").click()
    said.get_by_role("button", name="Skjul").click()
    expect(said).to_contain_text("skjult: kun HR ser den")
    page.emulate_media(media="print")
    assert not page.locator(".comments details").first.is_visible()
    page.emulate_media(media="null")
    said.get_by_text("Vælg sager, eller skjul").click()
    said.get_by_role("button", name="Vis igen").click()
    expect(said).not_to_contain_text("skjult")
    assert officer.faults == []


def test_a_sentence_with_a_wrong_figure_is_mended_or_kept(officer: Officer, office: Office) -> None:
    page = officer.page
    officer.open("/sag?modtager=direktionen")
    page.locator("a", has_text="Tilføj egen sætning ved tabel 2").click()
    officer.settled("Tilføj egen sætning ved tabel 2")
    said = "Personaleomsætningen for kommunen i alt er 19,7 % i juni 2022, hvilket er 2,6 % højere end i 2021."
    page.get_by_label("Tekst").fill(said)
    officer.press("Gem")
    one = page.locator(".sentence:has(.found)")
    expect(one.locator(".found")).to_have_count(2)
    expect(one).to_contain_text("Tallet står ikke i tabellerne: «19,7 %».")
    expect(page.locator(".proofs")).to_contain_text("Korrektur: 2 fund")
    one.get_by_text("Behold alligevel").first.click()
    officer.look("sag-fund")
    one.get_by_role("button", name="Ret til «19,8 %»").click()
    expect(one.locator(".found")).to_have_count(1)
    expect(one.locator("> p")).to_contain_text("er 19,8 % i juni 2022")
    one.locator("summary", has_text="Behold alligevel").click()
    one.get_by_label("Hvorfor skal teksten stå, som den er?").fill("Direktionen har bedt om procenten.")
    one.get_by_role("button", name="Behold alligevel").click()
    expect(one).to_contain_text("Direktionen har bedt om procenten.")
    expect(page.locator(".proofs")).to_have_count(0)
    one.get_by_text("Tallene bag").click()
    expect(one.locator(".cells")).to_contain_text("Tabel 2, Kommunen i alt")
    officer.look("sag-beholdt")
    page.emulate_media(media="print")
    assert not one.locator(".found").first.is_visible()
    assert [line["reason"] for line in office.journal.kept()] == ["Direktionen har bedt om procenten."]
    assert officer.faults == []


def test_an_unknown_id_has_a_page_of_its_own(officer: Officer) -> None:
    answer = officer.page.goto(officer.site.at(f"/tjek/{NUMBER}"))
    assert answer.status == 404
    expect(officer.page.locator("h1")).to_have_text("Udgivelsen findes ikke")
    assert NUMBER not in officer.page.content()
    officer.look("tjek-ukendt")
