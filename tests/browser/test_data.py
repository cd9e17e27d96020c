"""The half-year refresh through the page: the second example extract, faults and all, from upload to a publication."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import SIZES, Reader, Site
from playwright.sync_api import Browser, Page, expect
from served_for_tests import page_with_axe, served
from test_pages import overflow, violations

import app
from kpi.refreshing import officers_files
from layouts.data import draft_files

ROOT = Path(__file__).resolve().parent.parent.parent
DECEMBER = ROOT / "data/example/2022-12-31"
PICTURES = Path(os.environ["KPI_PICTURES"]) if os.environ.get("KPI_PICTURES") else None
"""Where a picture of every state is put, for a person to look at; nowhere unless asked for."""
MENDED = {
    ("ansaettelser.csv", 14828, "Startdato"): "22-06-2022",
    ("ansaettelser.csv", 14842, "Beskæftigelsesdecimal"): "0,8649",
    ("ansaettelser.csv", 14371, "Slutdato"): "30-09-2022",
    ("ansaettelser.csv", 14282, "Slutdato"): "31-08-2022",
    ("ansaettelser.csv", 14795, "Beskæftigelsesdecimal"): "0,8919",
    ("ansaettelser.csv", 8551, "CPR"): "790370-2282",
    ("ansaettelser.csv", 14335, "CPR"): "631181-3967",
    ("annoncer.csv", 680, "Område"): "Skoleområdet",
}
"""What the officer mends in the files, as faults.json says; codes are placed, and warnings accepted, on the page."""
LATER = {"kontroltal_afviger", "forsvundne_raekker"}
"""Found when the period is measured, or when every row can be read."""
REASON = "Fratrædelser, der blev registreret sent, er kommet med."


@dataclass
class Officer(Reader):
    """HR's officer, who looks at every state with axe, on a phone and on a desk."""

    seen: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        expect(self.page.locator("main h1")).to_be_visible()
        for size in ("phone", "desk", "zoomed"):
            self.page.set_viewport_size(SIZES[size])
            if PICTURES:
                self.page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=True)
            assert overflow(self.page) == [], (name, size)
            assert size == "zoomed" or violations(self.page) == [], (name, size)
        self.page.set_viewport_size(SIZES["desk"])
        self.seen.append(name)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=False).first.click()

    def send(self, files: list[Path], **dates: str) -> None:
        self.page.get_by_label("Filer", exact=True).set_input_files(files)
        for label, day in dates.items():
            self.page.locator(f"#{label}").fill(day)

    def settled(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(heading, timeout=60_000)

    def steps(self) -> str:
        return self.page.locator(".steps").inner_text()

    def accept_all(self, reason: str) -> int:
        """How many warnings were accepted, one at a time."""
        done = 0
        while (form := self.page.locator(".findings form:has(textarea)").first).count():
            form.locator("textarea").fill(reason)
            form.locator("button").click()
            self.page.wait_for_load_state()
            done += 1
        return done


@pytest.fixture(scope="module")
def data_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example municipality with its first publication and a store of its own."""
    settings = app.Settings(tmp_path_factory.mktemp("data") / "publications", example=True)
    office = app.open_office(settings)
    publication = office.store.latest()
    with served(app.create_app(app.Settings(settings.publications, example=True, office=office))) as address:
        yield Site(address, {publication.key: publication})


@pytest.fixture
def officer(browser: Browser, browser_context_args: dict, data_site: Site) -> Iterator[Officer]:
    with page_with_axe(browser, browser_context_args) as page:
        page.set_viewport_size(SIZES["desk"])
        yield Officer(page, data_site)


def mended(folder: Path) -> list[Path]:
    """The faulty files with only what must be mended in the files mended."""
    found = []
    for path in sorted((DECEMBER / "extract").iterdir()):
        lines = path.read_bytes().decode("utf-8-sig").split("\r\n" if b"\r\n" in path.read_bytes() else "\n")
        header = lines[0].split(";")
        for (file, number, column), value in MENDED.items():
            if file == path.name:
                cells = lines[number - 1].split(";")
                cells[header.index(column)] = value
                lines[number - 1] = ";".join(cells)
        (folder / path.name).write_text("\n".join(lines), encoding="utf-8")
        found.append(folder / path.name)
    return found


def files_of(page: Page, site: Site, key: str) -> dict[str, bytes]:
    """The five tables of a publication, for both audiences, as they are downloaded."""
    names = [f"tabel-{number}.csv?visning={audience}" for number in range(1, 6) for audience in ("intern", "offentlig")]
    return {name: page.request.get(site.at(f"/hent/{key}/{name}")).body() for name in names}


def test_the_second_extract_from_upload_to_publication(officer: Officer, data_site: Site, tmp_path: Path) -> None:
    page = officer.page
    before = files_of(page, data_site, "2022-06")
    page.goto(data_site.at("/"))
    page.get_by_role("link", name="Data", exact=True).click()
    officer.look("data")
    page.get_by_role("link", name="Tag nye udtræk ind").click()
    assert page.locator("#as_of").input_value() == "2022-12-31"
    officer.look("filer")

    officer.send(sorted((DECEMBER / "extract").iterdir()), drawn="2023-02-03")
    officer.press("Send og kontrollér")
    officer.settled("Fund i filerne")
    officer.look("fund")
    every_fault_is_found(officer)

    codes_are_placed(officer)
    expect(page.locator(".steps")).to_contain_text("ingen koder venter", timeout=60_000)
    officer.send(mended(tmp_path))
    officer.press("Send og kontrollér igen")
    officer.settled("Fund i filerne")
    expect(page.locator(".findings .severity.stop")).to_have_count(0, timeout=60_000)
    assert officer.accept_all("Set efter med lønkontoret.") >= 4
    expect(page.locator(".lead")).to_contain_text("Alle advarsler er godkendt")
    officer.look("fund-godkendt")
    officer.press("Tag udtrækkene ind")

    officer.settled("Tabellerne, som de bliver")
    assert page.locator("main section.block").count() == 5
    officer.look("tabeller")
    page.get_by_role("link", name="Offentlig visning").click()
    expect(page.locator("main")).to_contain_text("Skjulte tal")
    page.get_by_role("link", name="Videre: forskel fra sidst").click()
    difference_is_explained(officer)

    assert officer.accept_all("Kontroltallet er fra en anden dag.") >= 1
    expect(page.locator(".banner")).to_have_count(0)
    officer.look("udgiv")
    officer.press("Udgiv 2022-12")
    expect(page.get_by_role("status")).to_contain_text("Udgivelsen 2022-12 er lavet")
    officer.look("udgivet")

    assert files_of(page, data_site, "2022-06") == before
    page.goto(data_site.at("/sag?udgivelse=2022-06"))
    officer.ready()
    expect(page.locator("main")).to_contain_text("2022-12")
    assert [one for one in officer.faults if "422" not in one] == []


def every_fault_is_found(officer: Officer) -> None:
    """Each of the faults that were made stands in the list, at its file and line."""
    href = officer.page.get_by_role("link", name="Hent alle fund som CSV").get_attribute("href")
    text = officer.page.request.get(officer.site.at(href)).body().decode("utf-8-sig")
    found = {(line["Kode"], line["Fil"], line["Række"]) for line in csv.DictReader(io.StringIO(text), delimiter=";")}
    faults = json.loads((DECEMBER / "faults.json").read_text(encoding="utf-8"))
    for one in faults:
        told = (one["code"], one["file"], str(one["row"]))
        assert (told in found) == (one["code"] not in LATER), (told, found)
    expect(officer.page.locator(".notes")).to_contain_text("Ikke kørt: forsvundne ansættelser og ændret historik")
    shown = officer.page.locator(".findings > li")
    assert shown.count() >= len(faults) - len(LATER)
    expect(officer.page.locator(".banner", has_text="Kan ikke tages ind endnu")).to_be_visible()


def codes_are_placed(officer: Officer) -> None:
    """Every code gets a place; a row whose unit is known now may show a code that has none in its area."""
    page = officer.page
    to_placing = page.locator(".steps").get_by_role("link", name="Placér koder")
    to_placing.click()
    officer.settled("Placér ukendte koder")
    assert page.locator("fieldset.code").count() == 4
    officer.look("placer")
    officer.press("Gem placeringen")
    expect(page.get_by_role("alert")).to_contain_text("Vælg en plads")
    for _ in range(3):
        fill_in_places(page)
        officer.press("Gem placeringen")
        officer.settled("Fund i filerne")
        if "ingen koder venter" in officer.steps():
            return
        to_placing.click()
        officer.settled("Placér ukendte koder")


def fill_in_places(page: Page) -> None:
    for code in page.locator("fieldset.code").all():
        for proposal in code.get_by_role("checkbox").all():
            proposal.check()
        for name in code.get_by_role("textbox").all():
            name.fill(name.input_value() or "Nyt navn")
        for choice in code.locator("select").all():
            options = [one.get_attribute("value") for one in choice.locator("option").all()]
            wanted = next((one for one in ("uden-for", "Dagtilbud", "fast") if one in options), options[1])
            choice.select_option(choice.input_value() or wanted)


def difference_is_explained(officer: Officer) -> None:
    """The two lists stand apart, and what was published and is another figure now has a public reason."""
    page = officer.page
    officer.settled("Forskel fra sidste udgivelse")
    history, new = page.locator("section:has(#historik)"), page.locator("section:has(#ny)")
    expect(history.locator("table").first).to_contain_text("Personaleomsætning")
    assert "Jobannoncer" not in " ".join(history.locator("table:visible").all_inner_texts())
    folded = history.get_by_text("Vis Tabel 1.")
    expect(folded).to_have_count(2)
    folded.first.click()
    expect(history.locator("table:visible").last).to_contain_text("Jobannoncer publiceret")
    expect(new.locator("caption").first).to_contain_text("Ny periode: 2022")
    assert re.search(r"\d+ → \d+", history.locator("table").first.inner_text())
    officer.look("forskel")
    page.get_by_role("link", name="Videre: udgiv").click()
    expect(page.locator(".banner").last).to_contain_text("begrundelsen for de ændrede tal mangler")
    officer.look("udgiv-mangler")
    page.get_by_role("link", name="Skriv begrundelsen").click()
    page.get_by_label("Begrundelse, som læserne ser").fill(REASON)
    officer.press("Gem begrundelsen")
    expect(page.locator("main")).to_contain_text(REASON)


def test_a_question_is_answered_and_the_answer_can_be_found_again(officer: Officer, tmp_path: Path) -> None:
    page, file = officer.page, tmp_path / "procent.csv"
    lines = (DECEMBER / "extract/ansaettelser.csv").read_text("utf-8-sig").splitlines()[:40]
    place = lines[0].split(";").index("Beskæftigelsesdecimal")
    told = [[*line.split(";")[:place], "80", *line.split(";")[place + 1 :]] for line in lines]
    told[0][place] = "Beskæftigelsesgrad"
    file.write_text("\n".join(";".join(cells) for cells in told), encoding="utf-8")
    officer.open("/data/ny")
    officer.send([file], drawn="2023-02-03")
    officer.press("Send og kontrollér")
    officer.settled("Fund i filerne")
    expect(page.locator(".severity.stop", has_text="Spørgsmål")).to_have_count(1)
    expect(page.locator(".findings")).to_contain_text("Beskæftigelsesgrad læses som procent (100 er fuld tid).")
    page.locator("section:has(#svar) summary").first.click()
    officer.look("spoergsmaal")
    page.locator(".findings").get_by_label("Hvad er tallene i Beskæftigelsesgrad").select_option("procent")
    officer.press("Gem svaret")
    officer.settled("Fund i filerne")
    expect(page.locator("section:has(#svar)")).to_contain_text("Procent (100 er fuld tid)", timeout=60_000)
    expect(page.locator(".severity", has_text="Spørgsmål")).to_have_count(0)
    officer.look("besvaret")
    officer.press("Kassér kladden")
    page.locator("section:has(#svar) summary").first.click()
    officer.look("svar-paa-data")
    assert officer.faults == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent(officer: Officer, tmp_path: Path) -> None:
    large = tmp_path / "stor.csv"
    with large.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    officer.open("/data/ny")
    officer.send([large])
    officer.press("Send og kontrollér")
    expect(officer.page.get_by_role("alert")).to_contain_text("«stor.csv» fylder 101 MB. Højst 80 MB.")
    officer.look("for-stor")
    assert officer.page.url.endswith("/data/ny") and officer.faults == []


def test_a_marked_file_is_waited_for_and_fetched(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_files, "AT_ONCE", 0.01)
    page, go_on, real = officer.page, threading.Event(), officers_files.marked_workbook
    monkeypatch.setattr(officers_files, "marked_workbook", lambda *told: (go_on.wait(60), real(*told))[1])
    officer.open("/data/ny")
    officer.send([DECEMBER / "extract/annoncer.csv"], as_of="2022-12-31", drawn="2023-02-03")
    officer.press("Send og kontrollér")
    officer.settled("Fund i filerne")
    page.get_by_role("link", name="med fundene markeret").click()
    expect(page.get_by_role("status")).to_contain_text("Markerer fundene i annoncer.csv")
    officer.look("fil-laves")
    go_on.set()
    expect(page.locator("h1")).to_have_text("Din fil er klar", timeout=60_000)
    officer.look("fil-klar")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent annoncer.csv med fundene markeret").click()
    assert fetched.value.suggested_filename == "fund-i-annoncer.xlsx"
    page.get_by_role("link", name="Tilbage til fundene").click()
    officer.settled("Fund i filerne")
    assert officer.faults == []


def test_what_a_file_is_called_is_only_text(officer: Officer, tmp_path: Path) -> None:
    bad = tmp_path / "<img src=x onerror=document.title='ond'>.csv"
    bad.write_text("Job-id;Område\n<script>document.title='ond'</script>;x\n", encoding="utf-8")
    officer.open("/data/ny")
    officer.send([bad])
    officer.press("Send og kontrollér")
    officer.settled("Fund i filerne")
    expect(officer.page.locator("main")).to_contain_text("<img src=x")
    officer.look("ond")
    assert "ond" not in officer.page.title() and officer.page.locator("main img, main script").count() == 0
    officer.press("Kassér kladden")
    expect(officer.page.get_by_role("status")).to_contain_text("slettet")
    assert officer.faults == []


@pytest.mark.parametrize("path", ["/data/person", "/data/kladde/ukendt/fund", "/data/udgiv/x/tabeller"])
def test_the_other_pages_are_whole(officer: Officer, path: str) -> None:
    officer.page.goto(officer.site.at(path))
    officer.look(path.split("/")[2])


def test_an_import_can_be_looked_at(officer: Officer) -> None:
    officer.open("/data")
    officer.page.locator("section:has(#importer) tbody a").first.click()
    officer.look("import")
    officer.page.get_by_label("Begrundelse").fill("Forkert fil")
    assert officer.faults == []
