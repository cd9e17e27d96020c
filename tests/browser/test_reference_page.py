"""HR replaces reference files in a browser: sends them, sees what changes, takes them in use, fetches those before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SIZES, Site
from playwright.sync_api import Browser, expect
from served_for_tests import page_with_axe, served
from test_data import Officer

import app
from kpi.refreshing.office import COMES_WITH_IT


@pytest.fixture
def officer(browser: Browser, browser_context_args: dict, tmp_path: Path) -> Iterator[Officer]:
    """HR at the example municipality, with a store and reference files of its own."""
    settings = app.Settings(tmp_path / "publications", example=True)
    office = app.open_office(settings)
    with (
        served(app.create_app(app.Settings(settings.publications, example=True, office=office))) as address,
        page_with_axe(browser, browser_context_args) as page,
    ):
        page.set_viewport_size(SIZES["desk"])
        yield Officer(page, Site(address, {}))


def file(folder: Path, name: str, lines: list[str]) -> Path:
    (folder / name).write_text("\r\n".join([*lines, ""]), encoding="utf-8-sig", newline="")
    return folder / name


def test_a_reference_file_from_the_page_and_back(officer: Officer, tmp_path: Path) -> None:
    page = officer.page
    page.goto(officer.site.at("/data"))
    page.get_by_role("link", name="Se referencefilerne").click()
    officer.look("referencefiler")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent stillinger.csv, som den ligger nu").click()
    lines = Path(fetched.value.path()).read_text(encoding="utf-8-sig").splitlines()

    broken = file(tmp_path, "stillinger.csv", [*lines, "9998;Kok;;kokke"])
    page.get_by_label("Referencefiler", exact=True).set_input_files([broken])
    officer.press("Send og se forskellen")
    officer.settled("Filerne kan ikke tages i brug")
    expect(page.locator("main")).to_contain_text(f"stillinger.csv, D{len(lines) + 1}: Gruppen «kokke» dækker ikke")
    officer.look("referencefiler-fejl")

    page.get_by_role("link", name="Ret filerne, og send dem igen").click()
    groups = (COMES_WITH_IT / "grupper.csv").read_text(encoding="utf-8-sig").splitlines()
    lines[1] = lines[1].replace(";Lærer;", ";Folkeskolelærer;")
    assert lines.pop(2).startswith("3101;")
    new = [f"{9000 + number};Kok;;kokke" for number in range(12)]
    codes = file(tmp_path, "nye koder.csv", [*lines, *new])
    page.get_by_label("Referencefiler", exact=True).set_input_files(
        [codes, file(tmp_path, "grupper.csv", [*groups, "kokke;Kokke;stillinger"])]
    )
    officer.press("Send og se forskellen")
    officer.settled("Det bliver ændret i referencefilerne")
    expect(page.locator("#betyder ~ ul")).to_contain_text("1 stillingskode (3101) bliver placeret anderledes")
    expect(page.locator("main")).to_contain_text("12 linjer kommer til, 1 linje bliver ændret og 1 linje går ud.")
    officer.look("referencefiler-forskel-foldet")
    page.get_by_text("Vis 12 linjer, der kommer til").click()
    expect(page.get_by_role("rowheader", name="9011")).to_be_visible()
    officer.look("referencefiler-forskel")

    officer.press("Tag filerne i brug")
    officer.settled("Referencefiler")
    expect(page.get_by_role("status")).to_contain_text("Filerne er taget i brug.")
    officer.look("referencefiler-i-brug")
    for name in ("stillinger.csv", "grupper.csv"):
        with page.expect_download() as fetched:
            page.locator("#tidligere ~ ul").get_by_role("link", name=name).first.click()
        assert Path(fetched.value.path()).read_bytes() == (COMES_WITH_IT / name).read_bytes()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Hent stillinger.csv, som den ligger nu").click()
    assert Path(fetched.value.path()).read_bytes() == codes.read_bytes()
    page.goto(officer.site.at("/data"))
    journal = page.locator("#log ~ table")
    expect(journal).to_contain_text("referencefil taget i brug stillinger.csv")
    expect(journal).to_contain_text("12 linjer til, 1 ændret, 1 linje ud")
    assert officer.faults == [] and len(officer.seen) == 5
