"""HR writes the paper by hand in a browser: sentences, the figures behind them, the proof-reader, and the print."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import OLDER
from playwright.sync_api import expect
from test_data import Officer
from test_writing import office, officer, written_site  # noqa: F401

LEVEL = "#saetning-tabel-2-turnover-niveau"
SHADE = "element => getComputedStyle(element).backgroundColor"
SHADED = "rgb(245, 246, 247)"
WRONG = "I kommunen i alt var personaleomsætningen 99,9 % i de tolv måneder til og med juni 2022."


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("sag-hr", "/sag?pile=2022&bag=1"),
        ("sag-offentlig", "/sag?modtager=oekonomiudvalget"),
        ("sag-ret", "/sag/saetning/ret?modtager=direktionen&noegle=tabel-2/turnover/niveau"),
        ("sag-egen", "/sag/saetning/egen?modtager=direktionen&sted=tabel-2"),
        ("korrektur", "/sag/korrektur"),
    ],
)
def test_each_page_of_the_paper_is_whole(officer: Officer, name: str, path: str) -> None:  # noqa: F811
    assert officer.open(path).status == 200
    officer.look(name)
    assert officer.faults == []


def test_a_sentence_is_followed_to_its_figures_left_out_and_put_in_other_words(officer: Officer) -> None:  # noqa: F811
    page = officer.page
    officer.open("/sag")
    sentence = page.locator(LEVEL)
    expect(sentence.locator(".cells")).to_be_hidden()
    sentence.locator("summary").press("Enter")
    expect(sentence.locator(".cells")).to_be_visible()
    number = sentence.get_attribute("data-sentence")
    cell = page.locator(f'#tabel-2 [data-sentences~="{number}"]')
    assert (
        cell.count() == 1 and cell.evaluate(SHADE) == SHADED and sentence.locator("p").first.evaluate(SHADE) == SHADED
    )
    page.locator(LEVEL.replace("turnover", "x")).count()
    sentence.locator(".cells a").first.click()
    assert page.url.endswith(f"#{cell.get_attribute('id')}")
    officer.look("sag-tallene-bag")

    sentence.get_by_role("button", name="Udelad").click()
    expect(page.locator(f"{LEVEL}.off")).to_contain_text("er udeladt")
    assert page.url.endswith(LEVEL)
    page.locator(LEVEL).get_by_role("button", name="Tag med").click()
    expect(page.locator(LEVEL)).to_contain_text("er med")
    page.locator(LEVEL).get_by_role("link", name="Ret").click()
    page.get_by_label("Tekst").fill("Flere stopper end før.")
    officer.press("Gem")
    expect(page.locator(LEVEL)).to_contain_text("er med, rettet")
    expect(page.locator(LEVEL).locator("p").first).to_have_text("Flere stopper end før.")
    page.locator(LEVEL).get_by_role("button", name="Gendan").click()
    expect(page.locator(LEVEL)).not_to_contain_text("rettet")
    assert officer.faults == []


def test_the_recipient_is_chosen_and_stands_in_the_address(officer: Officer) -> None:  # noqa: F811
    page = officer.page
    officer.open(f"/sag?udgivelse={OLDER}")
    page.get_by_label("Modtager").select_option("oekonomiudvalget")
    page.get_by_label("Pile som i 2022").check()
    page.get_by_role("button", name="Vis", exact=True).click()
    page.wait_for_url("**modtager=oekonomiudvalget**")
    officer.ready()
    assert f"udgivelse={OLDER}" in page.url and "pile=2022" in page.url
    expect(page.locator(".publication")).to_contain_text("offentlig")
    expect(page.locator(".lead").first).to_contain_text("M-sag til Økonomiudvalget, til orientering")
    assert page.get_by_label("Pile som i 2022").is_checked() and officer.faults == []


def test_a_text_is_proof_read(officer: Officer) -> None:  # noqa: F811
    page = officer.page
    officer.open("/sag")
    page.get_by_role("link", name="Læs korrektur på en tekst").click()
    page.get_by_label("Eller en tekst").fill(WRONG)
    officer.press("Læs korrektur")
    expect(page.locator("mark")).to_contain_text("99,9")
    page.locator(".fault").click()
    expect(page.locator("#fund-1")).to_be_in_viewport()
    officer.look("korrektur-fund")
    page.get_by_label("Eller en tekst").fill("Vi følger udviklingen.")
    officer.press("Læs korrektur")
    expect(page.locator("#resultat")).to_have_text("Ingen fund")
    officer.look("korrektur-ingen-fund")
    assert officer.faults == []


def test_what_is_printed_is_the_paper_without_its_margin(officer: Officer, tmp_path: Path) -> None:  # noqa: F811
    officer.open("/sag?bag=1")
    officer.page.pdf(path=tmp_path / "sag.pdf", prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "sag.pdf", "-"], capture_output=True, check=True).stdout
    pages = told.decode().split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        assert "udgivelse 2022-06" in page and f"Side {number} af {len(pages)}" in page
    text = "\n".join(pages)
    assert "Personaleomsætning" in text and "Note 1." in text
    for words in ("Udelad", "Tallene bag", "Tilføj egen sætning", "Kopiér tabel", "Modtager"):
        assert words not in text, words
