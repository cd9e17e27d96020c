"""HR's reference files become the reference, or everything that is wrong with them is told at once, by cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpi.definitions.model import StaffGroup
from kpi.definitions.people import OPEN, day_number
from kpi.extracts.asking.answers import NO_ANSWERS
from kpi.extracts.classify import classify, classify_adverts
from kpi.extracts.findings import Beside, Finding, Stopped
from kpi.extracts.placement.reference import EARLIEST, read_reference
from kpi.extracts.read import Upload, read
from kpi.extracts.validate import validate

FILES = {
    "grupper.csv": "Gruppe;Navn;Dækker\nhtk;HTK i alt;alle\nledere;HTK i alt - Ledere;ledere\n"
    "laerere;Lærere, skoler;stillinger\npaedagoger;Pædagoger;stillinger\n",
    "stillinger.csv": "Stillingskode;Stilling;Område;Gruppe\n3001;Lærer;Skole;laerere\n3010;Pædagog;;\n"
    "3010;Pædagog;Dagtilbud;paedagoger\n",
    "afdelinger.csv": "Afdeling;Navn;Område;Center\nÆL01;Ældrepleje 1;Ældrepleje;SUOC\nSK01;Skole 1;Skole;ISC\n"
    "ÆL02;Ældrepleje 2;Ældrepleje;SUOC\n",
    "ansaettelsesformer.csv": "Ansættelsesform;Kategori\nFastansat;fast\nParagraf 94;§94\n",
}


def folder(path: Path, encoding: str = "utf-8-sig", **changed: str) -> Path:
    """The folder with the files, some of them changed (by name without `.csv`)."""
    for name, text in FILES.items():
        path.joinpath(name).write_bytes(changed.get(name[:-4], text).encode(encoding))
    return path


def faults(path: Path, encoding: str = "utf-8-sig", **changed: str) -> list[Finding]:
    with pytest.raises(Stopped) as stopped:
        read_reference(folder(path, encoding, **changed))
    assert {finding.code for finding in stopped.value.findings} == {"referencefil_fejl"}
    assert {finding.severity for finding in stopped.value.findings} == {"stop"}
    return list(stopped.value.findings)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_files_become_the_reference(tmp_path: Path, encoding: str) -> None:
    reference = read_reference(folder(tmp_path, encoding))
    assert reference.groups[0] == StaffGroup("htk", "HTK i alt", "alle")
    assert [group.key for group in reference.groups] == ["htk", "ledere", "laerere", "paedagoger"]
    assert reference.job_codes.to_numpy().tolist() == [
        ["3001", "Lærer", "Skole", "laerere", EARLIEST, OPEN],
        ["3010", "Pædagog", "", "", EARLIEST, OPEN],
        ["3010", "Pædagog", "Dagtilbud", "paedagoger", EARLIEST, OPEN],
    ]
    assert list(reference.units) == ["unit", "name", "area", "center", "valid_from", "valid_to"]
    assert reference.areas == ("Ældrepleje", "Skole")
    assert reference.centers == ("SUOC", "ISC")
    assert reference.unit_codes == ("ÆL01", "SK01", "ÆL02")
    assert reference.contracts == {"Fastansat": "fast", "Paragraf 94": "§94"}
    assert reference.files["grupper.csv"] == FILES["grupper.csv"].encode(encoding)


def test_codes_and_units_may_hold_for_a_time(tmp_path: Path) -> None:
    text = (
        "Afdeling;Navn;Område;Center;Gyldig fra;Gyldig til\nSK01;Skole;Skole;ISC;;31-12-2021\n"
        "SK01;Skole;Dagtilbud;ISC;01-01-2022;\n"
    )
    units = read_reference(folder(tmp_path, afdelinger=text)).units
    assert units[["valid_from", "valid_to"]].to_numpy().tolist() == [
        [EARLIEST, day_number(date(2021, 12, 31))],
        [day_number(date(2022, 1, 1)), OPEN],
    ]


def test_blanks_quotes_and_empty_lines_do_not_count(tmp_path: Path) -> None:
    text = 'gruppe ; navn;DÆKKER\r\n\r\n htk ;"HTK; i alt";alle\r\n;;\r\n'
    rest = {"stillinger": "Stillingskode;Stilling;Område;Gruppe\n3001;Lærer;;\n"}
    assert read_reference(folder(tmp_path, grupper=text, **rest)).groups == (StaffGroup("htk", "HTK; i alt", "alle"),)


CASES = [
    ("grupper", "htk;HTK i alt;alle\nx;X;afdelinger\n", "C3",
     "Dækker «afdelinger» kendes ikke. Skriv alle, ledere eller stillinger."),
    ("grupper", "htk;HTK;alle\nlaerere;L;stillinger\npaedagoger;P;stillinger\nhtk;HTK;alle\n", "A5",
     "Gruppen «htk» står to gange. Giv hver gruppe sin egen nøgle, f.eks. laerere."),
    ("stillinger", "3001;Lærer;Skole;laere\n", "D2",
     "Gruppen «laere» dækker ikke stillinger i grupper.csv. Skriv laerere eller paedagoger, eller lad Gruppe være "
     "tom."),
    ("stillinger", "3001;Lærer;Skole;ledere\n", "D2",
     "Gruppen «ledere» dækker ikke stillinger i grupper.csv. Skriv laerere eller paedagoger, eller lad Gruppe være "
     "tom."),
    ("stillinger", "3001;Lærer;Skole;laerere\n3001;Lærer;;\n3001;Lærer;Skole;\n", "A4",
     "Stillingskode 3001 i området Skole står også i linje 2 og gælder de samme dage. Slet den ene linje, eller skil "
     "dem ad med Gyldig fra og Gyldig til: den ene til 31-12-2021, den anden fra 01-01-2022."),
    ("stillinger", ";Lærer;Skole;laerere\n", "A2", "Stillingskode mangler i linjen. Udfyld cellen; et eksempel på, "
                                                   "hvad der kan stå, er 3001."),
    ("afdelinger", "SK01;Skole 1;;ISC\n", "C2", "Område mangler i linjen. Udfyld cellen; et eksempel på, hvad der "
                                                "kan stå, er Skole."),
    ("afdelinger", "SK01;Skole 1;Skole;ISC\nSK01;Skole 1;Dagtilbud;ISC\n", "A3",
     "Afdeling SK01 står også i linje 2 og gælder de samme dage. Slet den ene linje, eller skil dem ad med Gyldig "
     "fra og Gyldig til: den ene til 31-12-2021, den anden fra 01-01-2022."),
    ("ansaettelsesformer", "Fastansat;fastansat\n", "B2",
     "Kategorien «fastansat» kendes ikke. Skriv fast, fleksjob, elev, ekstraordinær, §94 eller vikar."),
    ("ansaettelsesformer", "Fastansat;fast\nFastansat;vikar\n", "A3",
     "Ansættelsesformen «Fastansat» står to gange med hver sin kategori. Slet den linje, der er forkert."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "cell", "message"), CASES)
def test_a_fault_is_told_with_its_cell(tmp_path: Path, name: str, lines: str, cell: str, message: str) -> None:
    header = FILES[f"{name}.csv"].split("\n", 1)[0]
    rest = {"stillinger": "Stillingskode;Stilling;Område;Gruppe\n3001;Lærer;;\n"} if name == "grupper" else {}
    found = faults(tmp_path, **rest, **{name: f"{header}\n{lines}"})
    assert [(one.file, one.cell, one.message) for one in found] == [(f"{name}.csv", cell, message)]


@pytest.mark.parametrize(
    ("since", "until", "cell", "message"),
    [
        ("31-06-2022", "", "E2", "Datoen 31-06-2022 findes ikke, for juni 2022 har 30 dage. Find den rigtige dato, "
                                 "og skriv dag, måned og år: 5. marts 2021 skrives 05-03-2021."),
        ("", "snart", "F2", "«snart» er ikke en dato. Skriv dag, måned og år som dd-mm-åååå: 5. marts 2021 skrives "
                            "05-03-2021."),
        ("01-01-2022", "31-12-2021", "F2", "Gyldig til ligger før Gyldig fra. Ret den dato, der er forkert."),
    ],
)  # fmt: skip
def test_a_faulty_date_is_told_with_its_cell(tmp_path: Path, since: str, until: str, cell: str, message: str) -> None:
    text = f"Afdeling;Navn;Område;Center;Gyldig fra;Gyldig til\nSK01;Skole;Skole;ISC;{since};{until}\n"
    assert [(one.cell, one.message) for one in faults(tmp_path, afdelinger=text)] == [(cell, message)]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    folder(tmp_path).joinpath("afdelinger.csv").unlink()
    with pytest.raises(Stopped) as stopped:
        read_reference(tmp_path)
    assert [(one.file, one.message) for one in stopped.value.findings] == [
        (
            "afdelinger.csv",
            "Referencefilen afdelinger.csv mangler eller kan ikke åbnes. Læg den i mappen med overskriften "
            "Afdeling;Navn;Område;Center.",
        )
    ]


def test_missing_columns_are_told(tmp_path: Path) -> None:
    found = faults(tmp_path, afdelinger="Afdeling;Navn\nSK01;Skole\n")
    assert [(one.file, one.row, one.column, one.message) for one in found] == [
        (
            "afdelinger.csv",
            1,
            "Område",
            "afdelinger.csv mangler Område og Center. Overskriften skal være Afdeling;Navn;Område;Center, og "
            "skilletegnet semikolon.",
        )
    ]


@pytest.mark.parametrize("content", ["", "\x00\x01\x02", '"'])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: str) -> None:
    assert [one.file for one in faults(tmp_path, afdelinger=content)] == ["afdelinger.csv"]


def test_a_file_without_lines_is_told(tmp_path: Path) -> None:
    assert [one.message for one in faults(tmp_path, ansaettelsesformer="Ansættelsesform;Kategori\n")] == [
        "ansaettelsesformer.csv har ingen linjer under overskriften. Tilføj mindst én, f.eks. med Fastansat."
    ]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        grupper="Gruppe;Navn;Dækker\nhtk;HTK;alt\n",
        afdelinger="Afdeling;Navn\n",
        ansaettelsesformer="Ansættelsesform;Kategori\nx;y\n",
    )
    assert [one.file for one in found] == [
        "afdelinger.csv",
        "grupper.csv",
        "stillinger.csv",
        "stillinger.csv",
        "ansaettelsesformer.csv",
    ]


# --- codes that the reference files do not place: a stop with the cell, the value and how to place it

ROWS = [
    "CPR;Tjenestenummer;Afdeling;Stillingskode;Ansættelsesform;Beskæftigelsesdecimal;Leder;Ansættelsesdato;Startdato;"
    "Slutdato;Fratrædelsesdato"
]
GOOD = "person {0};{0};SK01;3001;Fastansat;1;Nej;01-08-2020;01-08-2020;;"


def classified(folder_: Path, *rows: str) -> list[Finding]:
    text = "\n".join([*ROWS, *(row.format(number) for number, row in enumerate(rows))])
    extracts, findings = validate(read([Upload("ansatte.csv", text.encode())])[0], key=b"k")
    assert findings == []
    history = extracts.history.assign(from_list=False)
    return classify(history, read_reference(folder(folder_)), extracts.sources)[1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("3001", "9999"), ("ukendt_stillingskode", "D3", "Stillingskode", "9999",
         "Stillingskoden 9999 står ikke i stillinger.csv. Den står ved 2 ansættelser i Skole (center ISC). Er kolonnen "
         "Stilling med i filen, står stillingens navn også her. Placér den, eller tilføj linjen "
         "9999;Stilling;Skole;Gruppe med stillingens navn og faggruppe. Hører den ikke til nogen faggruppe, er Gruppe "
         "tom. De 2 rækker tæller i tabel 2 til 5.")),
        (("SK01", "ÆL01"), ("ukendt_stillingskode", "D3", "Stillingskode", "3001",
         "Stillingskoden 3001 er ikke placeret i området Ældrepleje. Den står ved 2 ansættelser i Ældrepleje (center "
         "SUOC). Er kolonnen Stilling med i filen, står stillingens navn også her. Placér den, eller tilføj linjen "
         "3001;Stilling;Ældrepleje;Gruppe med stillingens navn og faggruppe. Hører den ikke til nogen faggruppe, er "
         "Gruppe tom. Forslag: Lærere, skoler, hvor «Lærer» er placeret i dag. De 2 rækker tæller i tabel 2 til 5.")),
        (("SK01", "XX99"), ("ukendt_afdeling", "C3", "Afdeling", "XX99",
         "Afdelingen XX99 står ikke i afdelinger.csv. Den står ved 2 ansættelser. Er kolonnen Stilling med i filen, "
         "står stillingens navn også her. Placér den, eller tilføj linjen XX99;Navn;Område;Center med "
         "dens eget navn, område og center. De 2 rækker tæller i tabel 2 til 5.")),
        (("Fastansat", "Projekt"), ("ukendt_ansaettelsesform", "E3", "Ansættelsesform", "Projekt",
         "Ansættelsesformen Projekt står ikke i ansaettelsesformer.csv. Den står ved 2 ansættelser i Skole (center "
         "ISC). Er kolonnen Stilling med i filen, står stillingens navn også her. Placér den, eller tilføj linjen "
         "Projekt;Kategori, hvor Kategori er fast, fleksjob, elev, ekstraordinær, §94 eller vikar. De 2 rækker "
         "tæller i tabel 2 til 5.")),
    ],
)  # fmt: skip
def test_a_code_that_nobody_has_placed_is_told(tmp_path: Path, change: tuple, expected: tuple) -> None:
    bad = GOOD.replace(*change)
    (found,) = classified(tmp_path, GOOD, bad, bad)
    assert (found.code, found.cell, found.column, found.value, found.message) == expected
    assert (found.severity, found.count, found.lines) == ("stop", 2, (3, 4))


def beside(path: Path, *rows: str, **changed: str) -> list[Beside]:
    """What is told beside each unknown code; a row is the person, the unit, the code, the contract and the title."""
    lines = [f"{ROWS[0]};Stillingsbetegnelse"]
    for number, row in enumerate(rows):
        person, unit, code, contract, title = row.split(";")
        begin = f"01-08-20{10 + number}"
        lines.append(
            f"person {person};{person};{unit};{code};{contract};1;Nej;{begin};{begin};31-07-20{11 + number};;{title}"
        )
    extracts, findings = validate(read([Upload("ansatte.csv", "\n".join(lines).encode())])[0], key=b"k")
    assert [one for one in findings if one.severity == "stop"] == []
    reference = read_reference(folder(path, **changed))
    found = classify(extracts.history.assign(from_list=False), reference, extracts.sources)[1]
    assert all(one.beside.text in one.message and one.beside.proposal in one.message for one in found)
    return [one.beside for one in found]


def test_rows_and_employments_are_counted_and_titles_told_with_the_most_used_first(tmp_path: Path) -> None:
    (told,) = beside(
        tmp_path,
        *("1;SK01;9999;Fastansat;Overlærer", "1;SK01;9999;Fastansat;Lærer", "2;SK01;9999;Fastansat;Lærer"),
        *("3;SK01;9999;Fastansat;", "4;SK01;3001;Fastansat;Skoleleder"),
    )
    assert (told.employments, told.areas, told.centers) == (3, ("Skole",), ("ISC",))
    assert told.titles == (("Lærer", 2), ("Overlærer", 1))
    assert told.text == (
        "Den står ved 3 ansættelser i Skole (center ISC), med stillingerne «Lærer» (2 rækker) og «Overlærer» (1 række)."
    )


def test_a_contract_tells_every_area_and_centre_that_its_rows_are_in(tmp_path: Path) -> None:
    (told,) = beside(
        tmp_path, "1;SK01;3001;Projekt;Lærer", "2;ÆL01;3010;Projekt;Pædagog", "3;ÆL02;3010;Projekt;Pædagog"
    )
    assert told.text == (
        "Den står ved 3 ansættelser i Ældrepleje og Skole (centrene SUOC og ISC), med stillingerne «Pædagog» "
        "(2 rækker) og «Lærer» (1 række)."
    )
    assert (told.group, told.proposal, told.area) == (None, "", "")


@pytest.mark.parametrize("title", ["010190-1234", "Vikar for 0101901234", "010190 1234"])
def test_a_title_that_looks_like_a_person_number_is_not_told(tmp_path: Path, title: str) -> None:
    (told,) = beside(tmp_path, f"1;SK01;9999;Fastansat;{title}", "2;XX99;3001;Fastansat;Lærer")[1:]
    assert told.titles == () and told.title == "" and "uden stillingens navn" in told.text


def test_what_is_not_named_of_many_titles_is_counted(tmp_path: Path) -> None:
    (told,) = beside(tmp_path, *(f"{one};SK01;9999;Fastansat;Titel {one}" for one in range(6)))
    assert told.text.endswith("«Titel 0» (1 række), «Titel 1» (1 række), «Titel 2» (1 række) og 3 andre.")


LINES = FILES["stillinger.csv"]


@pytest.mark.parametrize(
    ("lines", "title", "group"),
    [
        ("", "Lærer", "laerere"),
        ("", "lærer", "laerere"),
        ("", "Kok", None),
        ("", "", None),
        ("3011;Kok;Skole;\n", "Kok", ""),
        ("3011;Lærer;Ældrepleje;paedagoger\n", "Lærer", "laerere"),
        ("3011;Lærer;Skole;paedagoger\n", "Lærer", None),
        ("3011;Kok;Ældrepleje;paedagoger\n", "Kok", "paedagoger"),
        ("3011;Kok;Ældrepleje;paedagoger\n3012;Kok;Dagtilbud;\n", "Kok", None),
        ("3011;Kok;;paedagoger\n3012;Kok;Dagtilbud;\n", "Kok", "paedagoger"),
    ],
)
def test_the_group_where_the_title_is_placed_is_proposed_and_none_where_it_is_in_two(
    tmp_path: Path, lines: str, title: str, group: str | None
) -> None:
    (told,) = beside(tmp_path, f"1;SK01;9999;Fastansat;{title}", stillinger=LINES + lines)
    assert (told.title, told.area, told.group) == (title, "Skole", group)
    names = {None: "", "": "uden for faggrupperne", "laerere": "Lærere, skoler", "paedagoger": "Pædagoger"}
    assert told.proposal == (f"Forslag: {names[group]}, hvor «{title}» er placeret i dag." if group is not None else "")


def test_two_columns_that_may_be_the_title_are_no_question_and_the_clearer_name_is_used(tmp_path: Path) -> None:
    text = f"Stillingsgruppe;{ROWS[0]};Titel\nGruppe A;{GOOD.format(1).replace('3001', '9999')};Lærer"
    extracts, findings = validate(read([Upload("ansatte.csv", text.encode())])[0], key=b"k")
    assert findings == []
    history = extracts.history.assign(from_list=False)
    assert not {"title", "titles"} & set(history)
    (found,) = classify(history, read_reference(folder(tmp_path)), extracts.sources)[1]
    assert found.beside.titles == (("Lærer", 1),)


def test_an_area_of_adverts_that_no_unit_lies_in_is_told_and_asked_about(tmp_path: Path) -> None:
    text = (
        "Job-id;Titel;Område;Publiceret;Ansøgningsfrist;Afsluttet;Antal ansatte\n"
        "J1;x;Skole;26-01-2022;;;1\nJ2;x;Skolen;26-01-2022;;;1\n"
    )
    reference = read_reference(folder(tmp_path))
    files = [Upload("annoncer.csv", text.encode())]
    extracts, _ = validate(read(files)[0], key=b"k")
    (found,) = classify_adverts(extracts.adverts, reference, extracts.sources)[1]
    assert (found.code, found.cell, found.value, found.message) == (
        "ukendt_omraade",
        "C3",
        "Skolen",
        "Området Skolen står ikke i afdelinger.csv. Sig, hvilket område det er, eller ret det i filen. Rækken tæller i "
        "tabel 1.",
    )
    assert (found.question.text, found.question.choices) == ("Hvilket område er «Skolen»?", ("Ældrepleje", "Skole"))
    answers = NO_ANSWERS.with_answer(found.question, "Skole")
    extracts, _ = validate(read(files, answers)[0], key=b"k", answers=answers)
    coded, findings = classify_adverts(extracts.adverts, reference, extracts.sources)
    assert (findings, coded["area"].tolist()) == ([], [1, 1])


@pytest.mark.parametrize("number", ["010190-1234", "010190–1234", "0101 90 1234", "0101901234"])
@pytest.mark.parametrize(
    ("name", "of", "into", "cell"),
    [
        ("grupper", "Lærere, skoler", "Lærere {}", "B4"),
        ("stillinger", "3001;Lærer;", "3001;Lærer {};", "B2"),
        ("stillinger", "Stillingskode;Stilling;Område;Gruppe\n", "Stillingskode;Stilling;Område;Gruppe;{}\n", "E1"),
        ("stillinger", "3001;Lærer;Skole;laerere", "3001;Lærer;Skole;laerere;{}", "E2"),
        ("afdelinger", "Skole 1", "Hos {}", "B3"),
        ("brud", "", "Fra;Nøgletal;Gruppe;Område;Center;Ændret;Tekst\n01-01-2022;;;;;kredsen;{} er gået\n", "G2"),
    ],
)
def test_what_looks_like_a_person_number_is_told_by_cell_and_never_repeated(
    tmp_path: Path, name: str, of: str, into: str, cell: str, number: str
) -> None:
    before = FILES.get(f"{name}.csv", "")
    if not before:
        tmp_path.joinpath(f"{name}.csv").write_text(into.format(number), encoding="utf-8-sig")
    found = faults(tmp_path, **({name: before.replace(of, into.format(number))} if before else {}))
    assert [(one.file, one.cell, one.value) for one in found] == [(f"{name}.csv", cell, None)]
    assert number not in repr(found) and "personnummer" in found[0].message


def test_a_code_of_the_extract_may_look_like_anything(tmp_path: Path) -> None:
    codes = FILES["afdelinger.csv"].replace("SK01;", "0101901234;")
    assert "0101901234" in read_reference(folder(tmp_path, afdelinger=codes)).unit_codes
