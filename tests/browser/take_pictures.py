"""Takes the pictures of the guide and the README: `python tests/browser/take_pictures.py [FOLDER]`, from the root.

It follows the guide from the first step to the last, in a store of its own that is gone afterwards: the example
municipality, the extracts for December 2022 with all their faults. What does not go as the guide says ends it, and so
does a picture that does not show a number or a quotation of its alternative text.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import find_browser  # noqa: E402
from served_for_tests import served  # noqa: E402

import app  # noqa: E402

GUIDE = ROOT / "layouts/templates"
PICTURES, COVER = ROOT / "layouts/assets/vejledning", ROOT / "docs/overblik.png"
EXAMPLE = ROOT / "data/example/2022-12-31"
AS_OF, DRAWN, KEY = "2022-12-31", "2023-02-03", "2022-12"
SIZE, COVER_SIZE = {"width": 1100, "height": 660}, {"width": 1280, "height": 1440}
PATIENCE = 120_000
PLACED = {
    "3999": {"Stilling": "Pædagogisk assistent", "Område": "Dagtilbud", "Faggruppe": "Pæd. ass., daginst.omr."},
    "DA99": {"Afdelingens navn": "Plejecenter Engen", "Område": "Plejecentre/hjemmeplejen", "Center": "SUOC"},
    "Projektansat": {"Kategori": "ekstraordinær"},
}
"""Codes that get a place; whatever else is wrong is mended in the file."""
REASON = "Set efter i lønsystemet; det er rigtigt."
PUBLIC_REASON = "Annoncer fra hele kommunen er nu med, og nogle fratrædelser blev registreret efter udtrækket i juli."


IN_SIGHT = """() => {
  const inside = ({top, bottom, height}) => height && top >= 0 && bottom <= innerHeight;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [], range = document.createRange();
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    const shown = [...range.getClientRects()].some(inside) && !texts.currentNode.parentElement.closest(".spoken");
    if (shown) seen.push(texts.currentNode.data);
  }
  for (const field of document.querySelectorAll("input, textarea"))
    if (inside(field.getBoundingClientRect())) seen.push(field.value);
  return seen.join(" ");
}"""
"""What a picture of the page shows, in words: the text in sight and what is written in the fields."""


def example_in(folder: Path) -> AbstractContextManager[str]:
    """The address where the example municipality answers, its store in the folder."""
    return served(app.create_app(app.Settings(folder / "store/publications", example=True)))


def mended(folder: Path) -> list[Path]:
    """The extracts as the officer mends them: what faults.json says, but for the codes that get a place."""
    faults = json.loads((EXAMPLE / "faults.json").read_text(encoding="utf-8"))
    written = []
    for source in sorted((EXAMPLE / "extract").glob("*.csv")):
        with source.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        for fault in faults:
            if fault["file"] == source.name and fault["severity"] == "stop":
                _mend(rows, fault)
        written.append(folder / source.name)
        with written[-1].open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    return written


def _mend(rows: list[list[str]], fault: dict) -> None:
    found = re.search(r"write (\S+?)(?: as (\w+) of the row above)?(?:,|$)", fault["mend"])
    at, column = fault["row"] - 1, rows[0].index(fault["column"])
    if rows[at][column] in PLACED:
        return
    if found[2]:
        at, column = at - 1, rows[0].index(found[2])
    rows[at][column] = found[1]


def follow(page: Page, address: str, folder: Path, picture: Callable[..., None]) -> None:
    """The guide's chapters, one after the other."""
    page.goto(f"{address}/data")
    page.get_by_role("link", name="Tag nye udtræk ind").click()
    send(page, sorted((EXAMPLE / "extract").glob("*.csv")), "Send og kontrollér", before=lambda: picture("hent-filer"))
    picture("fund", page.locator("ol.steps"))
    picture("svar", page.get_by_role("button", name="Gem svaret").first, above=420)
    place_codes(page, picture)
    send(page, mended(folder), "Send og kontrollér igen")
    accept_all(page, lambda: picture("godkend", page.locator("ol.findings")))
    page.get_by_role("button", name="Tag udtrækkene ind").click()
    expect(page.get_by_role("heading", name="Tabellerne, som de bliver", level=1)).to_be_visible(timeout=PATIENCE)
    picture("tabeller", page.locator("ol.steps"))
    page.get_by_role("link", name="Videre: forskel fra sidst").click()
    picture("forskel", page.locator("ol.steps"))
    page.get_by_label("Begrundelse, som læserne ser").fill(PUBLIC_REASON)
    page.get_by_role("button", name="Gem begrundelsen").click()
    accept_all(page)
    picture("udgiv", page.locator("#hvorfor"), above=330)
    page.get_by_role("button", name=f"Udgiv {KEY}").click()
    expect(page.get_by_role("status")).to_contain_text(f"Udgivelsen {KEY} er lavet", timeout=PATIENCE)
    page.goto(f"{address}/noegletal/personaleomsaetning")
    expect(page.get_by_role("button", name="Kopiér tabel").first).to_be_visible()
    picture("kopier", page.locator(".downloads").first, above=420)
    erase_amend_and_withdraw(page, address, picture)


def erase_amend_and_withdraw(page: Page, address: str, picture: Callable[..., None]) -> None:
    """The last chapters: a person is found and erased, it is amended for that, and an import is withdrawn."""
    with (EXAMPLE / "extract/ansaettelser.csv").open(encoding="utf-8-sig", newline="") as file:
        number = next(csv.DictReader(file, delimiter=";"))["CPR"]
    page.goto(f"{address}/data")
    page.get_by_role("link", name="Find eller slet").click()
    for button in ("Find", "Slet"):
        form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
        form.get_by_label("Personens nummer").fill(number)
        if button == "Slet":
            form.get_by_label("Begrundelse").fill("Den ansatte har bedt om det")
            form.get_by_label("Ja, slet").check()
        form.get_by_role("button", name=button, exact=True).click()
        told = "handler om personen" if button == "Find" else "er slettet"
        expect(page.get_by_role("status").first).to_contain_text(told)
    page.goto(f"{address}/data")
    page.get_by_role("link", name=f"Ret {KEY}", exact=True).click()
    page.get_by_role("link", name="Videre: forskel fra sidst").click(timeout=PATIENCE)
    page.get_by_label("Begrundelse, som læserne ser").fill("En person er slettet efter anmodning.")
    page.get_by_role("button", name="Gem begrundelsen").click()
    picture("godkendt-foer", page.get_by_text("Godkendt af").first, above=180)
    accept_all(page)
    page.get_by_role("button", name=f"Udgiv {KEY}-2").click()
    expect(page.get_by_role("status")).to_contain_text(f"Udgivelsen {KEY}-2 er lavet", timeout=PATIENCE)
    page.locator('a[href^="/data/import/"]').first.click()
    page.get_by_label("Begrundelse").fill("Forkert fil")
    page.get_by_label("Ja, slet").check()
    page.get_by_role("button", name="Træk importen tilbage").click()
    expect(page.get_by_role("status")).to_contain_text("Importen er trukket tilbage")


def send(page: Page, files: list[Path], button: str, before: Callable[[], None] = lambda: None) -> None:
    page.get_by_label("Filer", exact=True).set_input_files(files)
    page.get_by_label("Data pr.").fill(AS_OF)
    page.get_by_label("Trukket").fill(DRAWN)
    before()
    with page.expect_navigation(timeout=PATIENCE):
        page.get_by_role("button", name=button, exact=True).click()
    until_findings(page)


def place_codes(page: Page, picture: Callable[..., None]) -> None:
    page.get_by_role("link", name="Placér koder").click()
    for code, fields in PLACED.items():
        form = page.locator("fieldset.code").filter(has_text=code).first
        for label, text in fields.items():
            choose(form.get_by_label(label), text)
    picture("placer-koder", page.locator("fieldset.code").filter(has_text="Forslaget er rigtigt"), above=180)
    with page.expect_navigation(timeout=PATIENCE):
        page.get_by_role("button", name="Gem placeringen og kontrollér igen").click()
    until_findings(page)


def until_findings(page: Page) -> None:
    expect(page.get_by_role("heading", name="Fund i filerne", level=2)).to_be_visible(timeout=PATIENCE)


def choose(field: Locator, text: str) -> None:
    """Fills a field, or chooses the option that begins so."""
    if field.evaluate("one => one.tagName") == "INPUT":
        field.fill(text)
        return
    options = field.locator("option").all_inner_texts()
    field.select_option(label=next(one for one in options[1:] if one.startswith(text)))


def accept_all(page: Page, once: Callable[[], None] = lambda: None) -> None:
    """Accepts the warnings, one by one."""
    before = page.get_by_label("Begrundelse for at gå videre").count()
    for number in range(before):
        page.get_by_label("Begrundelse for at gå videre").first.fill(REASON)
        if not number:
            once()
        page.get_by_role("button", name="Godkend advarslen").first.click()
        expect(page.get_by_label("Begrundelse for at gå videre")).to_have_count(before - number - 1, timeout=PATIENCE)


def danish(launch: dict) -> dict:
    """The arguments that a browser is launched with, speaking Danish where it can (Debian: chromium-l10n)."""
    told = {"LANG": "da_DK.UTF-8", "LANGUAGE": "da"}
    return launch | {"args": [*launch.get("args", ()), "--lang=da"], "env": dict(os.environ) | told}


def hold_to_its_words(page: Page, called: str) -> None:
    """Nothing; raises AssertionError where the picture does not show what its alternative text counts or quotes."""
    guide = "".join(path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("guide_hr*.html")))
    told = re.search(rf'picture\("{called}", "([^"]+)"', guide)[1]
    seen = " ".join(page.evaluate(IN_SIGHT).split())
    for quoted, number in re.findall(r"«([^»]+)»|(\d(?:[\d.,-]*\d)?)", told):
        held = quoted in seen if quoted else re.search(rf"(?<![\d.,-]){re.escape(number)}(?![\d-])", seen)
        assert held, f"{called}.png does not show {quoted or number}: {seen}"


def take_cover(page: Page, address: str, cover: Path) -> None:
    """The README's picture: the overview of the example."""
    page.set_viewport_size(COVER_SIZE)
    page.goto(address)
    expect(page.get_by_role("heading", name="Faggruppe for faggruppe")).to_be_visible(timeout=PATIENCE)
    page.screenshot(path=cover, animations="disabled")
    page.set_viewport_size(SIZE)


def main(target: Path = PICTURES, cover: Path = COVER) -> None:
    """Takes every picture of the guide into the folder, and the README's."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, example_in(Path(name)) as address:
        browser = playwright.chromium.launch(**danish(find_browser() or {}))
        context = browser.new_context(viewport=SIZE, locale="da-DK", timezone_id="Europe/Copenhagen")
        page = context.new_page()
        page.set_default_timeout(30_000)

        def picture(called: str, at: Locator | None = None, above: int = 24) -> None:
            page.evaluate("() => document.activeElement.blur()")
            page.evaluate("y => scrollTo(0, y)", at.bounding_box()["y"] + page.evaluate("scrollY") - above if at else 0)
            hold_to_its_words(page, called)
            page.screenshot(path=target / f"{called}.png", animations="disabled", caret="hide")
            print(f"{called}.png: {(target / f'{called}.png').stat().st_size // 1000} kB")

        try:
            take_cover(page, address, cover)
            follow(page, address, Path(name), picture)
        except Exception:
            print(page.url, page.locator("main").inner_text(), sep="\n", file=sys.stderr)
            raise
        browser.close()


if __name__ == "__main__":
    main(*(path for name in sys.argv[1:2] for path in (Path(name), Path(name) / COVER.name)))
