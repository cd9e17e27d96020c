"""Any CSV or Excel file becomes sheets of known kinds with the right lines, or one finding in Danish that says why."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.extracts.cells.texts import letter_of
from kpi.extracts.columns import BY_KEY, KINDS, folded
from kpi.extracts.read import Upload, read
from kpi.extracts.validate import validate

SMALL = Path(__file__).resolve().parent / "cases" / "small"
HEADER = (
    "CPR;Tjenestenummer;Afdeling;Stillingskode;Stilling;Ansættelsesform;Beskæftigelsesdecimal;Leder;"
    "Ansættelsesdato;Startdato;Slutdato;Fratrædelsesdato"
)
FIRST = "610190-0001;900001;SK01;3001;Lærer;Fastansat;1;Nej;01-08-2020;01-08-2020;;"
SECOND = "620290-0002;900002;ÆL02;4001;Sosu;Fleksjob;0,8649;Ja;01-03-2021;01-03-2021;31-03-2022;31-03-2022"
TABLE = f"{HEADER}\n{FIRST}\n{SECOND}\n"


def only(path: Path):
    """The one sheet of a file that reads without findings."""
    sheets, findings = read([path])
    assert findings == []
    assert len(sheets) == 1
    return sheets[0]


def text_file(folder: Path, text: str | bytes, name: str = "udtræk.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def workbook(folder: Path, sheets: dict[str, list[list]], name: str = "udtræk.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "dd-mm-yyyy"}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def grid(text: str) -> list[list]:
    return [line.split(";") for line in text.splitlines()]


def column(sheet, name: str) -> list:
    cells = sheet.columns[name]
    return [cells.of(row) for row in range(len(sheet.lines))]


# --- what is read


def test_the_small_case_has_the_rows_that_its_files_have() -> None:
    sheets, findings = read([SMALL / "extract"])
    assert findings == []
    assert [(sheet.file, sheet.kind.key, len(sheet.lines)) for sheet in sheets] == [
        ("annoncer.csv", "annoncer", 400),
        ("ansaettelser.csv", "ansaettelser", 303),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end_reads_the_same(
    tmp_path: Path, encoding: str, separator: str, newline: str
) -> None:
    quoted = TABLE.replace("0,8649", '"0,8649"').replace(";", separator).replace("\n", newline)
    sheet = only(text_file(tmp_path, quoted, encoding=encoding))
    assert list(sheet.lines) == [2, 3]
    assert column(sheet, "Afdeling") == ["SK01", "ÆL02"]
    assert column(sheet, "Beskæftigelsesdecimal") == ["1", "0,8649"]


def test_columns_that_no_figure_needs_are_dropped_as_the_file_is_read(tmp_path: Path) -> None:
    text = TABLE.replace("Stilling;", "Fornavn;").replace("Sosu", "Hanne")
    sheet = only(text_file(tmp_path, text))
    assert "Stilling" not in sheet.columns
    assert "Hanne" not in repr([cells.values for cells in sheet.columns.values()])
    assert "610190-0001" not in repr(sheet)


def test_what_stands_around_the_rows_is_not_read(tmp_path: Path) -> None:
    text = (
        "Udtræk fra lønsystemet;;;;;;;;;;;\n\nOpgjort pr. 30-06-2022;;;;;;;;;;;\n"
        f"{HEADER}\n{FIRST}\n;;;;;;;;;;;\n{HEADER}\n{SECOND}\n\n"
        "I alt;;;;;;1,8649;;;;;\nKilde: lønsystemet, juni 2022;;;;;;;;;;;\n"
    )
    sheet = only(text_file(tmp_path, text))
    assert list(sheet.lines) == [5, 8]
    assert sheet.columns["Fratrædelsesdato"].letter == "L"


@pytest.mark.parametrize(
    "titles",
    [["Side 2 af 7"], ["Høje-Taastrup;;;;;;;;;;;Side 2"], ["Personaleliste", "", "Side 2"], [";;;;;;;;;;;Side 2", ""]],
)
def test_a_page_s_titles_above_its_header_are_not_read(tmp_path: Path, titles: list[str]) -> None:
    text = "\n".join([HEADER, FIRST, *titles, HEADER, SECOND])
    assert list(only(text_file(tmp_path, text)).lines) == [2, 4 + len(titles)]


@pytest.mark.parametrize("row", ["610190-0003", ";900003", "Person C;900003", "Person C;;SK01;Fastansat"])
def test_a_row_above_a_repeated_header_is_read_where_it_may_be_a_person_s(tmp_path: Path, row: str) -> None:
    sheet = only(text_file(tmp_path, "\n".join([HEADER, FIRST, row, HEADER, SECOND])))
    assert list(sheet.lines) == [2, 3, 5]


def test_only_a_few_rows_above_a_repeated_header_are_its_titles(tmp_path: Path) -> None:
    sheet = only(text_file(tmp_path, "\n".join([HEADER, FIRST, *["Side"] * 7, HEADER, SECOND])))
    assert list(sheet.lines) == [2, 3, 4, 11]


def test_a_total_is_a_row_that_lacks_what_every_row_must_have(tmp_path: Path) -> None:
    text = "Kilde;Dato;Center;Antal ansatte\nTotal fra KRL;30-06-2022;;412\nKRL;30-06-2022;ISC;99\nI alt;;;511\n"
    assert list(only(text_file(tmp_path, text)).lines) == [2, 3]


def test_a_record_over_several_lines_keeps_the_line_it_begins_on(tmp_path: Path) -> None:
    text = f"{HEADER}\n{FIRST.replace('Lærer', chr(34) + 'Lærer' + chr(10) + 'vikar' + chr(34))}\n{SECOND}\n"
    assert list(only(text_file(tmp_path, text)).lines) == [2, 4]


@pytest.mark.parametrize("above", [29, 30, 31, 199])
def test_a_header_may_stand_far_down(tmp_path: Path, above: int) -> None:
    assert list(only(text_file(tmp_path, "\n" * above + TABLE)).lines) == [above + 2, above + 3]
    assert list(only(workbook(tmp_path, {"Ark1": [["x"]] * above + grid(TABLE)})).lines) == [above + 2, above + 3]


def test_a_header_is_not_searched_for_beyond_two_hundred_lines(tmp_path: Path) -> None:
    sheets, findings = read([text_file(tmp_path, "x\n" * 200 + TABLE)])
    assert sheets == []
    assert [finding.code for finding in findings] == ["ukendt_fil"]


def test_a_workbook_gives_every_sheet_but_the_rules_with_excel_s_own_cells(tmp_path: Path) -> None:
    adverts = "Job-id;Titel;Område;Publiceret;Ansøgningsfrist;Afsluttet;Antal ansatte\nJ1;Lærer;Skole;26-01-2020;;;0"
    path = workbook(
        tmp_path,
        {"Ansatte": [[], ["Titel"], *grid(TABLE)], "Vejledning": grid(TABLE), "Annoncer": grid(adverts), "Tomt": []},
    )
    sheets, findings = read([path])
    assert findings == []
    assert [(one.sheet, one.kind.key, list(one.lines)) for one in sheets] == [
        ("Ansatte", "ansaettelser", [4, 5]),
        ("Annoncer", "annoncer", [2]),
    ]


def test_a_file_is_known_by_what_is_in_it_and_not_by_its_name(tmp_path: Path) -> None:
    book = workbook(tmp_path, {"Ark1": grid(TABLE)})
    assert list(only(text_file(tmp_path, book.read_bytes(), "ansatte.csv")).lines) == [2, 3]
    assert list(only(text_file(tmp_path, TABLE, "ansatte.xlsx")).lines) == [2, 3]


def test_a_folder_gives_its_files_in_order_of_name_without_lock_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".skjult.csv"):
        text_file(tmp_path, TABLE, name)
    sheets, findings = read([tmp_path])
    assert findings == []
    assert [sheet.file for sheet in sheets] == ["a.csv", "b.csv"]


def test_a_folder_gives_the_files_in_its_folders_too_by_their_names_in_it(tmp_path: Path) -> None:
    for folder in ("2022/juni", "2022/.gammelt", "__MACOSX"):
        (tmp_path / folder).mkdir(parents=True)
    for name in (
        "b.csv",
        "2022/a.csv",
        "2022/juni/a.csv",
        "2022/.gammelt/c.csv",
        "2022/juni/~$a.xlsx",
        "__MACOSX/b.csv",
    ):
        text_file(tmp_path, TABLE, name)
    sheets, findings = read([tmp_path])
    assert findings == []
    assert [sheet.file for sheet in sheets] == ["2022/a.csv", "2022/juni/a.csv", "b.csv"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_is_known_by_its_columns_and_by_each_of_its_other_names(tmp_path: Path, kind) -> None:
    header = [column.name for column in kind.columns if column.template]
    row = [column.example for column in kind.columns if column.template]
    assert only(text_file(tmp_path, f"{';'.join(header)}\n{';'.join(row)}\n")).kind.key == kind.key
    for column_ in kind.columns:
        for alias in (column_.name, *column_.aliases):
            if column_.template:
                other = [alias.upper().replace(" ", "_") if name == column_.name else name for name in header]
                sheet = only(text_file(tmp_path, f"{';'.join(other)}\n{';'.join(row)}\n"))
                assert sheet.kind.key == kind.key
                told = sheet.titles is not None if column_.type == "stillingens navn" else column_.name in sheet.columns
                assert told == (column_.type != "bruges ikke")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_no_name_belongs_to_two_columns_of_a_kind(kind) -> None:
    names = [(folded(name), column.name) for column in kind.columns for name in (column.name, *column.aliases)]
    assert len(dict(names)) == len({name for name, _ in names})
    assert all(dict(names)[name] == owner for name, owner in names)


def test_names_are_compared_without_case_blanks_and_points(tmp_path: Path) -> None:
    assert folded(" CPR-nr. ") == folded("cprnr") == folded("\ufeffCPR_NR") == "cprnr"
    assert folded("Timer pr. uge") == folded("TIMER/PR UGE")
    assert folded("A\u030ar") == folded("År") != folded("Ar")


# The table of names in the extracts' description, word for word: the columns and what else they may be called.
NAMES = {
    "CPR": "CPR-nr, CPR-nr., CPR-nummer, Cprnr, Personnummer, PersonCivilRegistrationIdentifier, PersonID",
    "Tjenestenummer": "Tjenestenr, Tjenestenr., Tjnr, Tj.nr., Ansættelsesnr, AnsættelsesID, EmploymentIdentifier, "
    "Medarbejdernummer, Medarb.nr., Personalenummer, Lønnummer, Lønnr",
    "Institution": "Inst, Institutionskode, Institutionsnr, InstitutionIdentifier, SENR, SE-nr",
    "Afdeling": "Afdelingskode, Afdelingsnavn, Stamafdeling, DepartmentIdentifier, Organisationsenhed, Org.enhed, "
    "orgUnit, Enhed, Arbejdssted, LOS, LOSID, Omkostningssted, costCenter",
    "Ansættelsesdato": "Ansat dato, Ansat fra, Tiltrædelsesdato, Tiltrådt, EmploymentDate, entryDate, initialEntry, "
    "Ansættelse start",
    "Startdato": "Start, Fra, Fradato, Gyldig fra, ActivationDate",
    "Slutdato": "Slut, Til, Tildato, Gyldig til, DeactivationDate",
    "Fratrædelsesdato": "Fratrådt, Fratrådt dato, Fratrædelse, Ansat til, leaveDate, Ophørsdato",
    "Statuskode": "Status, STAT, Ansættelsesstatus, EmploymentStatusCode",
    "Beskæftigelsesdecimal": "Besk.dec., Beskdec, Ansættelsesbrøk, Stillingsbrøk, OccupationRate",
    "Beskæftigelsesgrad": "Beskæft.grad, Ansættelsesgrad",
    "Timer pr. uge": "Timer, Timer/uge, Ugentlige timer, Ugetimer, Ugentlig arbejdstid, Arbejdstid, "
    "Arbejdstid pr. uge, Normtid",
    "Lønform": "Aflønningsform, Aflønning, Løntype, DEL, Medarbejderkreds",
    "Månedslønnet": "SalariedIndicator",
    "Ansættelsesform": "Ansættelsestype, Ansættelseskode, AppointmentCode, workContract, workContractText, "
    "Medarbejdergruppe, Ansættelsesvilkår",
    "Stillingskode": "STK, STILKO0, STILKO1, STILKO2, STILKO3, JobPositionIdentifier, positionId, Klassifikation",
    "Leder": "Er leder, isManager, Ledelsesniveau",
    "Job-id": "Jobnr, Jobnummer, Nummer, Number, shortId, Sags-id",
    "Publiceret": "Published, Publiceringsdato, Promotion date",
    "Ansøgningsfrist": "Frist, Deadline",
    "Afsluttet": "Arkiveret, Archived, Lukket",
    "Antal ansatte": "Ansatte, Hired, Antal ansættelser",
}
NEVER_READ = (
    "Anciennitetsdato, SeniorityDate, AnniversaryDate, Jubilæumsdato, Jubi, Overenskomst, OK, Overenskomstkode, "
    "Overenskomstnr, SalaryAgreementIdentifier, Overenskomstområde, Stilling, Stillingsbetegnelse, Titel, "
    "EmploymentName, position, Stillingsgruppe, Personalegruppe, Center, NY1-niveau, NY7-niveau, ORG1, ORG6"
)
LIKE = {"Beskæftigelsesgrad": "Beskæftigelsesdecimal", "Timer pr. uge": "Beskæftigelsesdecimal"}


@pytest.mark.parametrize(
    ("canonical", "name"),
    [(canonical, name) for canonical, names in NAMES.items() for name in [canonical, *names.split(", ")]],
)
def test_every_name_of_the_description_is_its_column(tmp_path: Path, canonical: str, name: str) -> None:
    kind = BY_KEY["annoncer" if canonical in ("Job-id", *list(NAMES)[-4:]) else "ansaettelser"]
    header = [one.name for one in kind.columns if one.template and one.name != LIKE.get(canonical, canonical)]
    for spelt in (name, name.upper(), f" {name.lower()} ", name.replace(" ", "_").replace("-", " / ")):
        text = f"{';'.join([*header, spelt])}\n{';'.join(['x'] * (len(header) + 1))}\n"
        sheet = only(text_file(tmp_path, text))
        assert sheet.kind.key == kind.key
        assert sheet.columns[canonical].letter == letter_of(len(header))


@pytest.mark.parametrize("name", NEVER_READ.split(", "))
def test_some_columns_are_never_read_and_never_asked_about(tmp_path: Path, name: str) -> None:
    sheet = only(text_file(tmp_path, TABLE.replace("Stilling;", f"{name};")))
    assert "Lærer" not in repr([cells.values for cells in sheet.columns.values()])
    assert sheet.others == ()


def test_a_rate_s_name_may_hold_a_part_of_full_time(tmp_path: Path) -> None:
    for name in ("Beskæftigelsesdecimal", "Stillingsbrøk", "Arbejdstid", "Beskæftigelsesgrad"):
        path = text_file(
            tmp_path,
            TABLE.replace("Beskæftigelsesdecimal", name).replace(";1;", ";32/37;").replace("0,8649", "18,5/37"),
        )
        extracts, findings = validate([only(path)], key=b"k")
        assert [one.code for one in findings if one.severity == "stop"] == []
        assert extracts.history["rate"].tolist() == [864_865, 500_000], name


def test_columns_without_a_meaning_are_told_by_name_only(tmp_path: Path) -> None:
    sheet = only(text_file(tmp_path, TABLE.replace("Stilling;", "Fornavn;").replace("Sosu", "Hanne")))
    assert sheet.others == ("Fornavn",)
    assert "Hanne" not in repr(sheet)


def test_what_was_merged_downwards_stands_in_every_row_of_it(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Ark1": grid(TABLE)})
    book = openpyxl.load_workbook(path)
    book.active["C3"].value = None
    book.active.merge_cells("C2:C3")
    book.active.merge_cells("A2:B2")  # across: only the first of them has it
    book.save(path)
    sheet = only(path)
    assert column(sheet, "Afdeling") == ["SK01", "SK01"]
    assert column(sheet, "Tjenestenummer") == ["", "900002"]


def test_a_file_s_name_and_a_sheet_s_may_hold_a_number_that_is_not_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"610190-0001": grid(TABLE.replace("Leder", "x")), "b": []}, "610190-0001.xlsx")
    sheets, findings = read([path])
    _, more = validate(sheets, key=b"k")
    assert sheets[0].file == "(skjult, ligner et personnummer).xlsx"
    assert "610190" not in repr([findings, more, sheets[0].sheet])


def test_an_upload_is_read_from_memory_and_its_name_is_no_path(tmp_path: Path) -> None:
    sheets, findings = read([Upload("../../../etc/passwd.csv", TABLE.encode())])
    assert (findings, sheets[0].file, len(sheets[0].lines)) == ([], "../../../etc/passwd.csv", 2)


# --- what cannot be read: one finding each, never a traceback

EMPTY = "Filen er tom. Hent filen igen fra kildesystemet."
BROKEN = "Filen er beskadiget og kan ikke pakkes ud. Hent filen igen fra kildesystemet."
NOT_EXCEL = (
    "Filens navn ender på .xlsx, men indholdet er ikke en Excel-projektmappe. Åbn den i Excel, og gem den igen som "
    ".xlsx."
)
NOT_TEXT = (
    "Filen er hverken en tekstfil (CSV) eller en Excel-projektmappe (.xlsx). Gem udtrækket som en af dem, og hent "
    "filen "
    "igen."
)
UNKNOWN = (
    "Filen er ikke et udtræk, som programmet kender: ingen af de første 200 linjer er en overskrift med kendte "
    "kolonner. "
    "Hent en skabelon, og brug dens overskrifter, f.eks. CPR, Tjenestenummer, Afdeling og Stillingskode."
)
OLD = (
    "Filen er en gammel Excel-fil (.xls) eller er låst med en adgangskode. Åbn den i Excel, fjern adgangskoden, og gem "
    "den som Excel-projektmappe (.xlsx)."
)


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("tom.csv", b"", "tom_fil", EMPTY),
        ("tom.xlsx", b"", "tom_fil", EMPTY),
        ("blank.csv", b"\r\n  \r\n", "tom_fil", EMPTY),
        ("tekst.xlsx", b"hej med dig", "ulaeselig_fil", NOT_EXCEL),
        ("tekst.csv", b"hej med dig", "ukendt_fil", UNKNOWN),
        ("andet.csv", b"Navn;By\nA;B\n", "ukendt_fil", UNKNOWN),
        ("blandet.csv", b"\xef\xbb\xbf" + f"{HEADER}\r\n{FIRST}\r\n".encode() + b"L\xe6rer\r\n", "ulaeselig_fil",
         "Filen er mærket som UTF-8, men linje 3 har et tegn, der er gemt på en anden måde. Hent filen igen fra "
         "kildesystemet."),
        ("billede.csv", bytes(range(256)) * 4, "ulaeselig_fil", NOT_TEXT),
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ulaeselig_fil", OLD),
        ("brev.docx", zipped({"word/document.xml": b"<x/>"}), "ulaeselig_fil",
         "Filen er ikke en Excel-projektmappe. Gem den som .xlsx eller som CSV."),
        ("zip.xlsx", b"PK\x03\x04" + b"x" * 200, "ulaeselig_fil", BROKEN),
        ("skal.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "ulaeselig_fil",
         "Filen er beskadiget og kan ikke læses. Hent filen igen fra kildesystemet."),
        ("luk.csv", f'{HEADER}\n{FIRST.replace("Lærer", chr(34) + "Lærer")}\n{SECOND * 5000}'.encode(), "ulaeselig_fil",
         'Linje 2 har et anførselstegn, der ikke bliver lukket. Slet det, eller skriv det to gange, f.eks. '
         '"Lærer ""vikar""".'),
        ("skæv.csv", f"{HEADER}\n{FIRST}\n{SECOND.replace('Sosu', 'Sosu; vikar')}\n".encode(), "ulaeselig_fil",
         "Linje 3 har 13 felter, men overskriften har 12. Der er nok et skilletegn i en tekst; sæt teksten i "
         'anførselstegn, f.eks. "Lærer; vikar".'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gives_one_finding_that_says_why(
    tmp_path: Path, name: str, content: bytes, code: str, message: str
) -> None:
    _, findings = read([text_file(tmp_path, content, name)])
    assert [(finding.code, finding.message, finding.file) for finding in findings] == [(code, message, name)]
    assert findings[0].severity == "stop"


def test_a_header_without_rows_says_so(tmp_path: Path) -> None:
    sheets, findings = read([text_file(tmp_path, HEADER)])
    assert [sheet.kind.key for sheet in sheets] == ["ansaettelser"]
    assert [(one.code, one.message) for one in findings] == [
        (
            "tom_fil",
            "Filen har en overskrift (ansættelser med historik), men ingen rækker under den. Hent udtrækket igen. "
            "Rækkerne tæller i tabel 2 til 5.",
        )
    ]


def test_a_sheet_of_something_else_beside_an_extract_is_a_warning(tmp_path: Path) -> None:
    _, findings = read([workbook(tmp_path, {"Ansatte": grid(TABLE), "Noter": [["Husk at ringe"]]})])
    assert [(one.code, one.severity, one.sheet, one.message) for one in findings] == [
        (
            "ukendt_ark",
            "advarsel",
            "Noter",
            "Arket «Noter» er ikke læst, for det har ingen overskrift med kendte kolonner. Er det et udtræk, så giv "
            "det "
            "skabelonens overskrifter; ellers kan du godkende advarslen eller slette arket.",
        )
    ]


def test_workbooks_without_rows_or_without_an_extract_give_one_finding(tmp_path: Path) -> None:
    assert [one.code for one in read([workbook(tmp_path, {"Ark1": [], "Ark2": []})])[1]] == ["tom_fil"]
    assert [one.code for one in read([workbook(tmp_path, {"Ark1": [["a", "b"]], "Ark2": [["c"]]})])[1]] == [
        "ukendt_fil"
    ]


def test_a_path_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    _, findings = read([tmp_path / "findes-ikke.csv"])
    assert [(one.code, one.message) for one in findings] == [
        ("ulaeselig_fil", "Filen findes ikke eller kan ikke åbnes. Kontrollér navnet, og om filen er åben i Excel.")
    ]


def test_two_columns_that_may_be_the_same_are_told_of(tmp_path: Path) -> None:
    text = TABLE.replace("Afdeling;", "Enhed;").replace("Stilling;", "LOS;")
    _, findings = read([text_file(tmp_path, text)])
    assert [(one.code, one.severity, one.cell, one.message) for one in findings] == [
        (
            "tvetydig_kolonne",
            "advarsel",
            "C1",
            "Både kolonne C (Enhed) og kolonne E (LOS) kan være Afdeling, og de er ikke ens. Kolonne C er brugt. Lad "
            "kun "
            "den rigtige hedde Afdeling. Kolonnen tæller i tabel 2 til 5.",
        )
    ]


def test_the_canonical_name_wins_over_another_without_a_word(tmp_path: Path) -> None:
    sheet = only(text_file(tmp_path, TABLE.replace("Stilling;", "Organisationsenhed;")))
    assert column(sheet, "Afdeling") == ["SK01", "ÆL02"]


# --- large and malicious files


def changed(book: Path, name: str, change) -> bytes:
    """The workbook with one of its parts changed."""
    with zipfile.ZipFile(book) as archive:
        return zipped({entry: change(archive.read(entry)) if entry == name else archive.read(entry)
                       for entry in archive.namelist()})  # fmt: skip


def test_a_cell_far_out_is_refused_before_memory_is_asked_for(tmp_path: Path) -> None:
    book = workbook(tmp_path, {"Ark1": grid(TABLE)})
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = changed(book, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    _, findings = read([text_file(tmp_path, data, "langt.xlsx")])
    assert [(one.code, one.message) for one in findings] == [
        (
            "ulaeselig_fil",
            "Et ark har celler meget langt nede eller ude til højre. Kopiér rækkerne til et nyt, tomt ark, og gem det.",
        )
    ]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.extracts.files.unreadable.LARGEST_UNPACKED", 10_000)
    data = zipped({"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b" " * 20_000})
    _, findings = read([text_file(tmp_path, data, "bombe.xlsx")])
    assert [one.message for one in findings] == [
        "Filen fylder mere end 512 MB, når den pakkes ud. Træk kun det, som skal bruges."
    ]


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.extracts.files.unreadable.LARGEST_FILE", 10)
    _, findings = read([text_file(tmp_path, TABLE)])
    assert [one.message for one in findings] == [
        "Filen fylder mere end 80 MB. Træk kun de kolonner og år, som skal bruges."
    ]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("original")
    return [TABLE.encode(), TABLE.encode("utf-16"), workbook(folder, {"Ark1": grid(TABLE)}).read_bytes()]


@given(seed=st.integers(0, 2**32), which=st.integers(0, 2))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_mutated_bytes_end_in_findings_or_rows(tmp_path: Path, originals: list[bytes], seed: int, which: int) -> None:
    draw, data = random.Random(seed), bytearray(originals[which])
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(data))
        choice = draw.randrange(4)
        if choice == 0:
            data[at] = draw.randrange(256)
        elif choice == 1:
            del data[at : at + draw.randint(1, 40)]
        elif choice == 2:
            data[at:at] = bytes(draw.randrange(256) for _ in range(draw.randint(1, 8)))
        else:
            data[at:at] = data[at : at + draw.randint(1, 40)]
        data = data or bytearray(b"x")
    sheets, findings = read([text_file(tmp_path, bytes(data), "mutant.csv")])
    extracts, more = validate(sheets, key=b"k" * 32)
    rows = sum(len(frame) for frame in (extracts.history, extracts.status, extracts.leavers, extracts.adverts))
    assert rows or findings or more


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_one_finding(tmp_path: Path, originals: list[bytes], share: float) -> None:
    data = originals[2]
    _, findings = read([text_file(tmp_path, data[: int(len(data) * share)], "kort.xlsx")])
    assert [(one.code, one.message) for one in findings] == [("ulaeselig_fil", BROKEN)]
