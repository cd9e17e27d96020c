"""What an extract tells otherwise than the one before it: by cause, where HR can find it, and nothing of a person."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_accepted_before import ORDINARY, accept, person, read, small_office, withdrawn
from test_accepted_before import office as office  # a fixture
from test_answering import data as data  # a fixture
from test_refresh import run

from kpi.extracts.checking.not_run import not_run, without_guesses
from kpi.extracts.findings import STOP, Finding
from kpi.refreshing import refresh
from kpi.refreshing.office import Office

GONE, CHANGED = "forsvundne_raekker", "aendret_historik"


def about_gone(draft: refresh.Draft) -> list[Finding]:
    return [one for one in draft.findings if one.code == GONE]


def told(draft: refresh.Draft) -> list[str]:
    return [one.message for one in about_gone(draft)]


def test_who_is_gone_is_told_by_department_job_and_line_of_the_last_file(office: Office) -> None:
    accept(office, read(office, *ORDINARY, name="løn juni.csv"))
    [finding] = about_gone(read(office, *ORDINARY[:2], *ORDINARY[3:]))
    assert (finding.file, finding.cell, finding.count) == ("", None, 1)
    assert finding.message == (
        "1 ansættelse fra sidste udtræk står ikke i dette og tæller ikke længere med. Den stod i sidste udtræk på "
        "linje 4 i løn juni.csv (afdeling SK01 Skole 1, stillingskode 3001 Lærer). Spørg lønkontoret, om den skal "
        "ud, f.eks. fordi den var oprettet ved en fejl."
    )
    said = json.dumps(finding.as_json(with_lines=True), ensure_ascii=False)
    assert not [row["CPR"] for row in ORDINARY if row["CPR"] in said]


def test_of_an_employment_with_several_rows_the_last_is_told(office: Office) -> None:
    moved = [person(8, Slutdato="31-12-2021"), person(8, Startdato="01-01-2022", Afdeling="SK02")]
    accept(office, read(office, *ORDINARY, *reversed(moved)))
    [text] = told(read(office, *ORDINARY))
    assert "linje 7 i løn.csv (afdeling SK02 Skole 2" in text and "linje 8" not in text


def test_of_many_the_first_lines_are_told_and_how_many_more(office: Office) -> None:
    many = [person(number) for number in range(1, 16)]
    accept(office, read(office, *many))
    [finding] = about_gone(read(office, many[0], *many[13:]))
    assert finding.count == 12 and finding.message.count(" i løn.csv (") == 10
    assert "linje 3 i løn.csv" in finding.message and "linje 13 i løn.csv" not in finding.message
    assert " og 2 andre. Spørg lønkontoret, om de skal ud" in finding.message


@pytest.mark.parametrize("typed", [{"CPR": "610190-0777"}, {"Tjenestenummer": "777"}])
def test_a_number_that_is_typed_otherwise_is_told_at_its_cell(office: Office, typed: dict) -> None:
    once = person(7, Startdato="01-09-2020", Ansættelsesdato="01-09-2020")
    accept(office, read(office, *ORDINARY, once))
    otherwise = [*ORDINARY[3:], once | typed, *ORDINARY[:3]]
    [finding] = about_gone(read(office, *otherwise, name="ny.csv"))
    assert (finding.file, finding.cell, finding.row, finding.value) == ("ny.csv", "A4", 4, None)
    assert (
        "ligner en ansættelse, der i sidste udtræk stod på linje 7 i løn.csv, men personens nummer" in finding.message
    )
    assert not [row["CPR"] for row in otherwise if row["CPR"] in finding.message]


def test_each_cause_is_a_finding_of_its_own(office: Office) -> None:
    left = [person(number, Afdeling="SK02") for number in range(11, 14)]
    mistyped = person(21, Ansættelsesdato="01-09-2020", Startdato="01-09-2020")
    accept(office, read(office, *ORDINARY, *left, mistyped))
    found = about_gone(read(office, *ORDINARY[1:], mistyped | {"CPR": "610190-0888"}))
    assert [(one.cell, one.count) for one in found] == [("A6", 1), (None, 3), (None, 1)]
    assert "stod på linje 10 i løn.csv" in found[0].message
    assert found[1].message.startswith("Afdelingen SK02 ") and "(3 ansættelser) fra sidste udtræk mangler helt" in (
        found[1].message
    )
    assert "linje 2 i løn.csv (afdeling SK01" in found[2].message
    assert len({one.mark for one in found}) == 3


def test_a_department_with_few_or_that_is_still_there_is_told_by_its_lines(office: Office) -> None:
    others = [person(number, Afdeling="SK02") for number in range(11, 15)]
    accept(office, read(office, *ORDINARY, *others))
    assert "mangler helt" not in told(read(office, *ORDINARY, others[0]))[0]
    withdrawn(office)
    accept(office, read(office, *ORDINARY, *others[:2]))
    [two] = told(read(office, *ORDINARY))
    assert "mangler helt" not in two and "linje 7 i løn.csv" in two and "linje 8 i løn.csv" in two


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_every_employment_that_is_gone_is_counted_once(tmp_path_factory, kept: set[int], mistyped: set[int]) -> None:
    office = small_office(tmp_path_factory.mktemp("drawn"))
    starts = [f"{day:02}-08-2020" for day in range(1, 9)]
    rows = [person(n, Startdato=start, Ansættelsesdato=start) for n, start in enumerate(starts, 1)]
    accept(office, read(office, *rows, person(50)))
    now = [rows[n] | ({"CPR": f"610190-07{n:02}"} if n in mistyped else {}) for n in sorted(kept | mistyped)]
    found = about_gone(read(office, *now, person(50)))
    at_cells = [one for one in found if one.cell]
    assert sum(one.count for one in found) == 8 - len(kept - mistyped)
    assert sum(one.count for one in at_cells) == len(mistyped)


UNREADABLE = {
    "a row": ({"Startdato": "31-02-2022"}, True),
    "a row without a number": ({"CPR": ""}, True),
    "a row that ends before it begins": ({"Slutdato": "01-01-2019"}, True),
    "a code without a place": ({"Stillingskode": "9999"}, False),
}


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_while_rows_cannot_be_read_nobody_is_told_to_be_gone(office: Office, wrong: str) -> None:
    """Else the very rows that must be mended could be accepted as gone."""
    cells, hides = UNREADABLE[wrong]
    accept(office, read(office, *ORDINARY))
    draft = read(office, *ORDINARY[1:4], ORDINARY[4] | cells)
    assert STOP in {one.severity for one in draft.findings}
    codes = {one.code for one in draft.findings}
    said = [one.text for one in not_run(draft.findings)]
    sentence = (
        "Ikke kørt: forsvundne ansættelser og ændret historik siden sidste udtræk. Først skal alle rækker kunne læses."
    )
    assert (codes & {GONE, CHANGED} == set()) == hides and (sentence in said) == hides
    assert GONE in {one.code for one in read(office, *ORDINARY[1:]).findings}


def test_an_advert_that_cannot_be_read_hides_nobody() -> None:
    gone = Finding(GONE, "1 ansættelse er væk.", tables=(2, 3, 4, 5))
    broken = Finding("ulaeselig_dato", "Datoen findes ikke.", "emply.csv", row=2, tables=(1,))
    assert without_guesses([broken, gone]) == (broken, gone)
    assert "forsvundne" not in " ".join(one.text for one in not_run([broken]))
    assert without_guesses([replace(broken, tables=(2, 3)), gone]) == (replace(broken, tables=(2, 3)),)


def test_the_command_says_the_same_as_the_page(data, tmp_path, capsys) -> None:
    """`check` holds lists against each other, and says when it could not."""
    rows = [person(n) for n in range(1, 4)]
    columns = [name for name in rows[0] if name not in ("Startdato", "Slutdato")]
    path = tmp_path / "liste.csv"

    def lines(*told: tuple[dict, str]) -> str:
        return "\n".join(";".join([*(row[name] for name in columns), day]) for row, day in told)

    head = ";".join([*columns, "Opgørelsesdato"]) + "\n"
    june, december = "30-06-2022", "31-12-2022"
    stands = [(row, june) for row in rows] + [(rows[0], december), (rows[1], december)]
    path.write_text(head + lines(*stands), encoding="utf-8")
    _, _, err = run(capsys, "check", path)
    assert f"Advarsel {GONE}: liste.csv, A4: 1 ansættelse på statuslisten står hverken på den næste" in err
    path.write_text(head + lines(*stands, (rows[2] | {"Ansættelsesdato": "31-02-2020"}, december)), encoding="utf-8")
    status, _, err = run(capsys, "check", path)
    assert status == 1 and GONE not in err
    assert "Ikke kørt: forsvundne ansættelser og ændret historik siden sidste udtræk." in err


def test_a_past_that_is_told_otherwise_is_told_at_its_rows(office: Office) -> None:
    accept(office, read(office, *ORDINARY))
    [finding] = read(office, ORDINARY[0] | {"Afdeling": "SK02"}, *ORDINARY[1:]).findings
    assert (finding.code, finding.cell, finding.count) == (CHANGED, "I2", 1)
    assert finding.message == (
        "Historikken før 01-08-2022 er ændret siden sidste udtræk. Tal, der er udgivet, kan derfor blive ændret. Se "
        "forskellen, før du udgiver, og skriv, hvad den skyldes. Rækken tæller i tabel 2 til 5."
    )
