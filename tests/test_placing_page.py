"""Placing codes on the page: what the extract says beside a code, what is proposed and what must be confirmed."""

from __future__ import annotations

import csv
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from test_data_page import Officer, alert, june, office_of

import app
from kpi.extracts.placement.reference import read_reference
from layouts.data.room import PLACE

HEADER = june()["ansaettelser.csv"].decode("utf-8-sig").splitlines()[0].split(";")
EMPLOYED = {
    "CPR": "0101{number:02}-0000",
    "Tjenestenummer": "{number}",
    "Afdeling": "SK01",
    "Stillingskode": "3101",
    "Stilling": "Lærer",
    "Ansættelsesform": "Fastansat",
    "Lønform": "Månedslønnet",
    "Beskæftigelsesdecimal": "1",
    "Leder": "Nej",
    "Ansættelsesdato": "01-08-2020",
    "Startdato": "01-08-2020",
}


@pytest.fixture
def officer(tmp_path: Path) -> Officer:
    office = office_of(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    return Officer(site.server.extensions[PLACE], site.server.test_client())


def extract(*changed: dict[str, str]) -> dict[str, bytes]:
    rows = [
        ";".join((EMPLOYED | change).get(name, "").format(number=number) for name in HEADER)
        for number, change in enumerate(changed, start=1)
    ]
    return {"ansaettelser.csv": "\n".join([";".join(HEADER), *rows]).encode()}


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = re.search(r'<form method="post" action="[^"]*/placer">.*?</form>', page, re.S)[0]
    told = {
        name: unescape(value) for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', form)
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        told[name] = unescape(chosen[1]) if chosen else ""
    told |= dict(re.findall(r'<input type="checkbox" [^>]*name="([^"]+)" value="([^"]+)" checked', form))
    return told


def lines_of(officer: Officer, file: str) -> list[list[str]]:
    text = (officer.room.office.own_reference / file).read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


def test_a_proposal_is_filled_in_and_counts_only_when_it_is_confirmed(officer: Officer) -> None:
    at = officer.draft(extract({"Stillingskode": "3999"}, {"Stillingskode": "3999"}, {}))
    page = officer.get(f"{at}/placer").text
    beside = "Den står ved 2 ansættelser i Skoleområdet (center ISC), med stillingen «Lærer» (2 rækker)."
    proposal = "Forslag: Lærere, skoler, hvor «Lærer» er placeret i dag."
    for told in (page, officer.get(f"{at}/fund").text):
        assert beside in unescape(told) and proposal in unescape(told)
    told = fields(page)
    (name,) = (name for name in told if name.endswith("-Gruppe"))
    number = name.removesuffix("-Gruppe")
    assert told == {f"{number}-Stilling": "Lærer", f"{number}-Område": "Skoleområdet", name: "laerere"}
    left = officer.post(f"{at}/placer", **told)
    assert left.status_code == 422 and "Et forslag skal bekræftes" in alert(left)
    renamed = officer.post(f"{at}/placer", **told | {f"{number}-Stilling": "Lærer i kor"})
    assert renamed.status_code == 422 and "Forslaget til 3999 er ikke bekræftet" in alert(renamed)
    assert fields(renamed.text) == told | {f"{number}-Stilling": "Lærer i kor"}
    assert not officer.room.office.own_reference.exists()
    confirmed = told | {f"{number}-bekraeftet": "ja", f"{number}-Stilling": "Lærer i kor"}
    refused = officer.post(f"{at}/placer", **confirmed | {f"{number}-Område": ""})
    assert refused.status_code == 422 and "Udfyld «Område» for 3999" in alert(refused)
    assert fields(refused.text) == confirmed | {f"{number}-Område": ""}
    assert officer.post(f"{at}/placer", **confirmed).status_code == 303
    assert ["3999", "Lærer i kor", "Skoleområdet", "laerere"] in [
        one[:4] for one in lines_of(officer, "stillinger.csv")
    ]
    assert "Ingen koder mangler en plads" in officer.get(f"{at}/placer").text


def test_another_place_than_the_proposed_one_is_the_officers_own_word(officer: Officer) -> None:
    at = officer.draft(extract({"Stillingskode": "3999"}))
    told = fields(officer.get(f"{at}/placer").text)
    (name,) = (name for name in told if name.endswith("-Gruppe"))
    assert officer.post(f"{at}/placer", **told | {name: "uden-for"}).status_code == 303
    codes = read_reference(officer.room.office.own_reference).job_codes
    assert codes.loc[codes["code"] == "3999", "group"].tolist() == [""]


def test_what_is_not_touched_waits_and_where_nothing_is_proposed_nothing_is_to_confirm(officer: Officer) -> None:
    changed = (
        {"Stillingskode": "3999", "Stilling": "Tryllekunstner"},
        {"Ansættelsesform": "Projekt"},
        {"Afdeling": "XX1"},
    )
    at = officer.draft(extract(*changed))
    page = officer.get(f"{at}/placer").text
    assert "checkbox" not in page and page.count("med stillingen «Lærer» (1 række)") == 2
    told = fields(page)
    assert sorted(value for value in told.values() if value) == ["Skoleområdet", "Tryllekunstner"]
    (category,) = (name for name in told if name.endswith("-Kategori"))
    assert officer.post(f"{at}/placer", **told | {category: "vikar"}).status_code == 303
    assert ["Projekt", "vikar"] in lines_of(officer, "ansaettelsesformer.csv")
    page = officer.get(f"{at}/placer").text
    assert [code in page for code in ("3999", "XX1", "Projekt")] == [True, True, False]


def test_what_was_written_for_a_code_without_a_place_is_not_lost(officer: Officer) -> None:
    at = officer.draft(extract({"Afdeling": "XX1"}))
    told = fields(officer.get(f"{at}/placer").text)
    (name,) = (name for name in told if name.endswith("-Navn"))
    half = officer.post(f"{at}/placer", **told | {name: "Skolen ved søen"})
    assert half.status_code == 422 and "Udfyld «Område» for XX1" in alert(half)
    assert fields(half.text)[name] == "Skolen ved søen"


def test_a_text_like_a_person_number_is_told_of_with_its_field_and_no_code_is_placed(officer: Officer) -> None:
    at = officer.draft(extract({"Stillingskode": "3999"}, {"Ansættelsesform": "Projekt"}))
    told = fields(officer.get(f"{at}/placer").text)
    title, category = (next(name for name in told if name.endswith(end)) for end in ("-Stilling", "-Kategori"))
    number = title.removesuffix("-Stilling")
    answer = officer.post(
        f"{at}/placer", **told | {title: "Ring 010190-1234", category: "vikar", f"{number}-bekraeftet": "ja"}
    )
    assert answer.status_code == 422 and not officer.room.office.own_reference.exists()
    assert alert(answer).startswith("Der står noget i «Stillingens navn» for 3999, som ligner et personnummer.")


def test_a_line_that_was_written_in_the_file_counts_when_the_draft_is_read_again(officer: Officer) -> None:
    at = officer.draft(extract({"Ansættelsesform": "Projekt"}))
    page = officer.get(f"{at}/placer").text
    assert f'action="{at}/igen"' in page and 'href="/data/referencefiler#ansaettelsesformer"' in page
    own = shutil.copytree(officer.room.office.reference, officer.room.office.own_reference)
    with (own / "ansaettelsesformer.csv").open("a", encoding="utf-8") as file:
        file.write("Projekt;vikar\r\n")
    assert officer.post(f"{at}/igen").status_code == 303
    assert "Ingen koder mangler en plads" in officer.get(f"{at}/placer").text
