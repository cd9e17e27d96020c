"""Breaks: HR's list of them, those that other reference files tell of, and what each of them parts, for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publications_for_tests import small_publication
from test_reference import FILES, faults, folder

from kpi.definitions.breaks import Break, Changed, as_json, between, first_counted, from_json
from kpi.extracts.placement.reference import read_reference
from kpi.papers.comparisons.guard import listed_breaks, with_period_notes
from kpi.papers.explanations.standing import standing_table
from kpi.papers.paper import BY_NUMBER
from kpi.papers.paper_tables import printed_with_care, tables_of
from kpi.papers.tables import paper_table
from kpi.publications.folders import Unpublishable
from kpi.publications.publication import Publication, Store
from kpi.publications.redefined import redefined, with_redefined

HEADER = "Fra;Nøgletal;Gruppe;Område;Center;Ændret;Tekst\n"
ONE = Break("turnover", date(2022, 1, 1), "fleksjob tælles nu med", Changed.POPULATION)


def declared(path: Path, lines: str, **changed: str):
    """The breaks of a reference folder whose `brud.csv` has the lines."""
    folder(path, **changed).joinpath("brud.csv").write_text(HEADER + lines, encoding="utf-8-sig")
    return read_reference(path)


# --- what they part


@pytest.mark.parametrize(
    ("measure", "start", "end", "first"),
    [
        ("turnover", "2021-06-30", "2022-06-30", date(2021, 6, 30)),
        ("left_within_3m", "2021-12-31", "2022-06-30", date(2022, 1, 1)),
        ("full_time_share", "2022-06-30", "2022-06-30", date(2022, 6, 30)),
        ("adverts", "2022-03-31", "2022-06-30", date(2022, 4, 1)),
    ],
)
def test_the_first_day_that_a_figure_counts(measure: str, start: str, end: str, first: date) -> None:
    assert first_counted(measure, start, end) == first


def test_a_break_touches_its_measure_its_rows_or_its_centres() -> None:
    day = date(2022, 1, 1)
    assert ONE.touches("turnover", "alle") and ONE.touches("turnover", "alle", "center", "ISC")
    assert not ONE.touches("weekly_hours", "alle")
    rows, centers = Break("", day, "x", rows=("laerere",)), Break("", day, "x", centers=("ISC",))
    assert rows.touches("weekly_hours", "laerere") and not rows.touches("weekly_hours", "alle")
    assert not rows.touches("weekly_hours", "laerere", "center", "ISC")
    assert centers.touches("turnover", "alle", "center", "ISC") and not centers.touches("turnover", "alle")
    assert not centers.touches("turnover", "alle", "center", "BYC")
    assert not centers.touches("turnover", "alle", "afdeling", "ISC")


def test_a_break_of_turnover_is_one_of_its_parts_and_other_readings_and_not_the_other_way_round() -> None:
    """The parts are procentpoint of turnover: where all of it cannot be compared, none of them can."""
    parts = ("turnover_left_3m", "turnover_left_3_12m", "turnover_left_later", "turnover_under_30", "turnover_30_59",
             "turnover_60_plus", "turnover_reason_pension", "stayers_left", "turnover_mean_stock")  # fmt: skip
    assert all(ONE.touches(part, "laerere") for part in parts)
    assert not any(ONE.touches(other, "laerere") for other in ("first_year_exit_3m", "seniors_58", "left_within_3m"))
    assert not replace(ONE, measure="turnover_under_30").touches("turnover", "laerere")
    assert between([ONE], "turnover_under_30", "laerere", ("2020-12-31", "2021-12-31"), "2022-12-31") == (ONE,)


@given(st.dates(date(2019, 1, 1), date(2023, 12, 31)))
def test_two_years_are_parted_where_any_day_of_them_lies_on_either_side(day: date) -> None:
    """A rolling year counts from the stock it begins with to its last day; both years are of one piece or they part."""
    found = between([replace(ONE, from_day=day)], "turnover", "alle", ("2020-06-30", "2021-06-30"), "2022-06-30")
    assert bool(found) == (date(2020, 6, 30) < day <= date(2022, 6, 30))


def test_breaks_are_kept_as_they_are() -> None:
    kept = (ONE, Break("", None, "x", Changed.ORGANISATION, ("a", "b"), ("ISC",)))
    assert from_json(as_json(kept)) == kept


# --- HR's list


def test_without_a_list_there_are_no_breaks_and_an_empty_list_is_none(tmp_path: Path) -> None:
    assert read_reference(folder(tmp_path)).breaks == ()
    reference = declared(tmp_path, "")
    assert reference.breaks == () and "brud.csv" in reference.files


def test_a_line_becomes_a_break(tmp_path: Path) -> None:
    reference = declared(
        tmp_path,
        "01-01-2022;Personaleomsætning;;;;Kredsen;Fleksjob tælles nu med.\n"
        "2021-07-01;weekly_hours;Lærere, skoler;;;opgørelsen;Timer måles\n"
        "01-02-2022;;;Dagtilbud;;kilden;Nyt lønsystem\n"
        "01.03.2022;;;;ISC;organisationen;ISC er delt\n",
        afdelinger=FILES["afdelinger.csv"] + "DA01;Dagtilbud 1;Dagtilbud;ISC\n",
    )
    assert reference.breaks == (
        ONE,
        Break("weekly_hours", date(2021, 7, 1), "timer måles", Changed.DEFINITION, ("laerere",)),
        Break("", date(2022, 2, 1), "nyt lønsystem", Changed.SOURCE, ("Dagtilbud", "paedagoger")),
        Break("", date(2022, 3, 1), "ISC er delt", Changed.ORGANISATION, (), ("ISC",)),
    )


@pytest.mark.parametrize(
    ("line", "cell", "says"),
    [
        (";;;;;kredsen;x", "A2", "Fra mangler"),
        ("31-02-2022;;;;;kredsen;x", "A2", "Datoen 31-02-2022 findes ikke"),
        (
            "01-01-2022;Omsætning;;;;kredsen;x",
            "B2",
            "Nøgletallet «Omsætning» kendes ikke. Skriv Jobannoncer publiceret",
        ),
        ("01-01-2022;;kokke;;;kredsen;x", "C2", "Gruppen «kokke» står ikke i grupper.csv"),
        ("01-01-2022;;;Havn;;kredsen;x", "D2", "Området «Havn» står ikke i afdelinger.csv"),
        ("01-01-2022;;;;HAVN;kredsen;x", "E2", "Centret «HAVN» står ikke i afdelinger.csv"),
        (
            "01-01-2022;;;;;alt;x",
            "F2",
            "Ændret «alt» kendes ikke. Skriv opgørelsen, kredsen, kilden eller organisationen",
        ),
        ("01-01-2022;;;;;kredsen;", "G2", "Tekst mangler"),
        ("01-01-2022;;laerere;Skole;;kredsen;x", "C2", "højst én af dem"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_by_its_cell(tmp_path: Path, line: str, cell: str, says: str) -> None:
    tmp_path.joinpath("brud.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8-sig")
    (fault,) = faults(tmp_path)
    assert (fault.file, fault.cell) == ("brud.csv", cell) and says in fault.message


def test_a_list_without_a_column_says_which_and_what_the_header_is(tmp_path: Path) -> None:
    tmp_path.joinpath("brud.csv").write_text("Fra;Tekst\n01-01-2022;x\n", encoding="utf-8")
    (fault,) = faults(tmp_path)
    assert fault.message.startswith("brud.csv mangler Nøgletal, Gruppe, Område, Center og Ændret.")


# --- what the other files tell of


def test_a_code_that_goes_to_another_group_from_a_day_breaks_both_groups(tmp_path: Path) -> None:
    stillinger = (
        "Stillingskode;Stilling;Område;Gruppe;Gyldig fra;Gyldig til\n3001;Lærer;Skole;laerere;;\n"
        "3002;Leder;Skole;laerere;;31-07-2021\n3002;Leder;Skole;paedagoger;01-08-2021;\n"
        "3003;Vikar;Skole;laerere;;31-07-2021\n3003;Vikar;Skole;paedagoger;01-08-2021;\n"
        "3010;Pædagog;;;;31-12-2020\n3010;Pædagog;;;01-01-2021;\n"
    )
    (found,) = read_reference(folder(tmp_path, stillinger=stillinger)).breaks
    assert (found.from_day, found.changed, found.rows) == (
        date(2021, 8, 1),
        Changed.POPULATION,
        ("laerere", "paedagoger"),
    )
    assert found.reason == "stillingskoderne 3002 og 3003 er flyttet fra Lærere, skoler til Pædagoger"


def test_a_unit_that_goes_to_another_centre_or_area_breaks_those(tmp_path: Path) -> None:
    afdelinger = (
        "Afdeling;Navn;Område;Center;Gyldig fra;Gyldig til\nSK01;Skole 1;Skole;ISC;;30-06-2021\n"
        "SK01;Skole 1;Dagtilbud;BYC;01-07-2021;\n"
        "SK02;Skole 2;Skole;ISC;;30-06-2021\nSK02;Skole 2;Skole;ISC;01-07-2021;\n"
    )
    center, area = read_reference(folder(tmp_path, afdelinger=afdelinger)).breaks
    assert (center.changed, center.centers, center.rows) == (Changed.ORGANISATION, ("ISC", "BYC"), ())
    assert center.reason == "Skole 1 er flyttet fra ISC til BYC" and center.from_day == date(2021, 7, 1)
    assert (area.rows, area.reason) == (("laerere", "paedagoger"), "Skole 1 er flyttet fra Skole til Dagtilbud")


def otherwise(publication: Publication, **changed) -> Publication:
    return replace(publication, definitions=publication.definitions | changed)


def test_two_publications_alike_are_not_redefined() -> None:
    now = small_publication()
    assert redefined(now, now) == () and redefined(replace(now, definitions={}, reference={}), now) == ()


def test_a_definition_said_otherwise_is_a_break_without_a_day() -> None:
    now = small_publication()
    measures = [
        one | {"denominator": "ansatte midt i året"} if one["key"] == "turnover" else one | {"footnote": "Anden note."}
        for one in now.definitions["indicators"]
    ]
    assert redefined(now, otherwise(now, indicators=measures)) == (
        Break("turnover", None, "nævneren er nu ansatte midt i året"),
    )
    people = [
        one | {"words": "alle"} if one["key"] == "fast_10_timer" else one for one in now.definitions["populations"]
    ]
    found = redefined(now, otherwise(now, populations=people))
    assert {one.measure for one in found} >= {"full_time_share", "weekly_hours"}
    assert {(one.changed, one.reason) for one in found} == {(Changed.POPULATION, "tallet omfatter nu alle")}


@pytest.mark.parametrize(
    ("file", "old", "new", "changed", "rows", "centers"),
    [
        ("ansaettelsesformer.csv", "Ansættelsesform;Kategori\nA;vikar\n", "Ansættelsesform;Kategori\nA;fast\n",
         Changed.POPULATION, ("alle", "ledere", "laerere", "formel", "minus", "faa", "ingen"), ()),
        ("stillinger.csv", "Stillingskode;Område;Gruppe\n1;A;laerere\n", "Stillingskode;Område;Gruppe\n1;A;minus\n",
         Changed.POPULATION, ("laerere", "minus"), ()),
        ("afdelinger.csv", "Afdeling;Område;Center\nA;Skole;ISC\n", "Afdeling;Område;Center\nA;Skole;BYC\n",
         Changed.ORGANISATION, (), ("ISC", "BYC")),
    ],
)  # fmt: skip
def test_what_the_reference_files_place_otherwise_is_found(file, old, new, changed, rows, centers) -> None:
    now = small_publication()
    before, after = (replace(now, reference={file: text.encode("utf-8-sig")}) for text in (old, new))
    (found,) = redefined(before, after)
    assert (found.from_day, found.changed, found.rows, found.centers) == (None, changed, rows, centers)


def test_a_move_from_a_later_day_rewrites_nothing_that_was_told() -> None:
    now = small_publication()
    old = "Afdeling;Område;Center;Gyldig fra;Gyldig til\nA;Skole;ISC;;\n"
    new = "Afdeling;Område;Center;Gyldig fra;Gyldig til\nA;Skole;ISC;;30-06-2022\nA;Skole;BYC;01-07-2022;\n"
    before, after = (replace(now, reference={"afdelinger.csv": text.encode()}) for text in (old, new))
    assert redefined(before, after) == ()
    rewritten = replace(
        now, reference={"afdelinger.csv": new.replace("30-06-2022", "29-06-2022").replace("01-07", "30-06").encode()}
    )
    assert [one.centers for one in redefined(before, rewritten)] == [("ISC", "BYC")]


# --- where they are told


def with_breaks(*breaks: Break) -> Publication:
    return otherwise(small_publication(), breaks=as_json(breaks))


def test_a_figure_beyond_a_break_is_marked_and_its_arrow_judges_nothing() -> None:
    plain, broken = (paper_table(one, "intern", 2) for one in (small_publication(), with_breaks(ONE)))
    for row, marked in zip(plain.rows, broken.rows, strict=True):
        for number, (cell, other) in enumerate(zip(row.cells, marked.cells, strict=True)):
            beyond = number == 2 and cell.text not in ("–", "..")
            assert ("|" in other.mark) == (beyond and other.value is not None)
            assert (other.text, other.arrow) == (cell.text, cell.arrow)
            assert not (beyond and other.assessment)
    assert ("|", "brud: kan ikke holdes op mod kolonnen før") in broken.symbols
    told = "Brud (|): Kredsen, der tælles med, er ændret fra 1. januar 2022. Fleksjob tælles nu med."
    assert any(told in note for note in broken.notes) and not any("Brud" in note for note in plain.notes)
    assert not any("Brud" in note for note in paper_table(with_breaks(ONE), "intern", 4).notes)


def test_a_break_of_some_rows_names_them_and_marks_no_others() -> None:
    table = paper_table(with_breaks(replace(ONE, rows=("laerere", "faa"))), "intern", 2)
    (note,) = [note for note in table.notes if "Brud" in note]
    assert "for Lærere; skoler & <b>andre</b> og Få personer:" in note
    assert {row.key for row in table.rows if "|" in row.cells[2].mark} == {"laerere", "faa"}
    assert not any(
        "Brud" in n for n in paper_table(with_breaks(replace(ONE, from_day=date(2015, 1, 1))), "intern", 2).notes
    )


def test_it_is_told_on_paper_in_the_annex_and_on_the_groups_page() -> None:
    publication, told = with_breaks(ONE), "Fleksjob tælles nu med."
    assert any(told in note for table in tables_of(publication, "intern", BY_NUMBER[2], True) for note in table.notes)
    assert any(told in note for note in standing_table(publication, "intern", "laerere").notes)
    (listed,) = listed_breaks(publication)
    assert (listed.title, listed.who, listed.since) == ("Personaleomsætning", "Alle", "1. januar 2022")
    assert (listed.changed, listed.text) == ("Kredsen, der tælles med", told)


def test_what_the_columns_share_is_told_on_paper_and_not_twice() -> None:
    publication = small_publication()
    table = printed_with_care(publication, "offentlig", BY_NUMBER[2])
    shared = [note for note in table.notes if "har 6 måneder til fælles" in note]
    assert len(shared) == 1 and shared[0].startswith(
        f"Note {sum(n.startswith('Note') for n in table.notes)}. Jun. 2022"
    )
    assert table.notes[-1].startswith("* skjult")
    half = printed_with_care(publication, "intern", BY_NUMBER[3])
    assert any("dækker 6 måneder, 2021 dækker 12" in note for note in half.notes)
    missing = printed_with_care(publication, "intern", BY_NUMBER[4])
    assert missing.notes == paper_table(publication, "intern", 4).notes
    assert with_period_notes(table, publication, "offentlig", "weekly_hours", "alle").notes == table.notes


def test_a_publication_keeps_its_breaks_and_what_it_counts_otherwise(tmp_path: Path) -> None:
    before = small_publication("2021-12", as_of=date(2021, 12, 31))
    measures = [
        one | {"numerator": "noget andet"} for one in before.definitions["indicators"] if one["key"] == "turnover"
    ]
    now = with_redefined(otherwise(with_breaks(ONE), indicators=measures), before)
    store = Store(tmp_path)
    store.add(now)
    read = store.load("2022-06")
    assert read.breaks == (ONE,) and read.redefined_since == "2021-12"
    assert read.redefined == (Break("turnover", None, "tælleren er nu noget andet"),)
    note = next(note for note in paper_table(read, "intern", 2).notes if "siden udgivelse" in note)
    assert "Opgørelsen er ændret siden udgivelse 2021-12: tælleren er nu noget andet." in note
    assert [one.since for one in listed_breaks(read)] == ["Siden udgivelse 2021-12", "1. januar 2022"]


def test_a_break_with_a_person_number_cannot_be_published(tmp_path: Path) -> None:
    number = "01" + "0180-1234"
    with pytest.raises(Unpublishable):
        Store(tmp_path).add(with_breaks(replace(ONE, reason=f"sagen om {number}")))
