"""Every form of date, number and word converts, and what will not do gives a finding with its cell and a sentence."""

from __future__ import annotations

import datetime
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.definitions.model import StaffGroup
from kpi.definitions.people import OPEN, Coverage, People, day_number
from kpi.extracts.cells.convert import converted
from kpi.extracts.cells.refusals import WRITTEN, Refused
from kpi.extracts.checking import period_checks, plausibility
from kpi.extracts.columns import KINDS, Type
from kpi.extracts.findings import SEVERITY, Finding
from kpi.extracts.people import lists
from kpi.extracts.read import read
from kpi.extracts.rows import ADVERT_COLUMNS, EMPLOYMENT_COLUMNS, LEAVER_COLUMNS, STATUS_COLUMNS, Extracts
from kpi.extracts.sheets import Cells
from kpi.extracts.validate import validate

KEY = b"k" * 32
ROW = {
    "CPR": "610190-0001",
    "Tjenestenummer": "900001",
    "Afdeling": "SK01",
    "Stillingskode": "3001",
    "Ansættelsesform": "Fastansat",
    "Beskæftigelsesdecimal": "1",
    "Leder": "Nej",
    "Ansættelsesdato": "01-08-2020",
    "Startdato": "01-08-2020",
    "Slutdato": "",
    "Fratrædelsesdato": "",
}
ADVERT = {
    "Job-id": "J1",
    "Titel": "Lærer",
    "Område": "Skole",
    "Publiceret": "26-01-2022",
    "Ansøgningsfrist": "16-02-2022",
    "Afsluttet": "",
    "Antal ansatte": "1",
}


def taken(folder: Path, rows: list[dict], *, on: date | None = None) -> tuple[Extracts, list[Finding]]:
    """The rows and findings of a CSV with these rows; the columns are those of the first."""
    path = folder / "udtræk.csv"
    text = "\r\n".join(";".join(str(cell) for cell in cells) for cells in (list(rows[0]), *(r.values() for r in rows)))
    path.write_text(text, encoding="utf-8-sig", newline="")
    sheets, findings = read([path])
    extracts, more = validate(sheets, key=KEY, on=on)
    return extracts, findings + more


def one(folder: Path, **cells: object) -> tuple[Extracts, list[Finding]]:
    """The rows and findings of one history row in which these cells are changed; blanks in names are `_`."""
    return taken(folder, [ROW | {name.replace("_", " "): value for name, value in cells.items()}])


def without(row: dict, *names: str) -> dict:
    return {name: value for name, value in row.items() if name not in names}


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def told(findings: list[Finding]) -> list[tuple]:
    return [(finding.code, finding.cell, finding.value, finding.message) for finding in findings]


# --- the rows that come out


def test_a_history_comes_out_with_its_columns_types_and_addresses(tmp_path: Path) -> None:
    extracts, findings = taken(
        tmp_path,
        [
            ROW,
            ROW
            | {"CPR": "6202900002", "Tjenestenummer": "9100", "Beskæftigelsesdecimal": "0,8649", "Leder": "Ja"}
            | {"Slutdato": "31-03-2022", "Fratrædelsesdato": "31-03-2022"},
        ],
    )
    history = extracts.history
    assert findings == []
    assert tuple(history.columns) == EMPLOYMENT_COLUMNS
    assert history["rate"].tolist() == [1_000_000, 864_900]
    assert history["leader"].tolist() == [False, True]
    assert history["end"].tolist() == [OPEN, day("2022-03-31")]
    assert history["left"].tolist() == [OPEN, day("2022-03-31")]
    assert history["start"].tolist() == [day("2020-08-01")] * 2
    assert history["line"].tolist() == [2, 3]
    assert history["service_number"].tolist() == ["1", "0"]
    assert [str(kind) for kind in history.dtypes[["rate", "start", "end", "left", "hired", "file"]]] == ["int64"] * 6
    assert [str(kind) for kind in history.dtypes[["hourly", "leader"]]] == ["bool", "bool"]
    source = extracts.sources[0]
    assert (source.file, source.sheet, source.kind, source.rows) == ("udtræk.csv", None, "ansaettelser", 2)
    assert source.cell("Afdeling", 3) == "C3"
    assert len(source.sha256) == 64


def test_nothing_in_gives_nothing_out_with_the_right_columns() -> None:
    extracts, findings = validate([], key=KEY)
    assert findings == []
    assert tuple(extracts.history.columns) == EMPLOYMENT_COLUMNS
    assert tuple(extracts.status.columns) == STATUS_COLUMNS
    assert tuple(extracts.leavers.columns) == LEAVER_COLUMNS
    assert tuple(extracts.adverts.columns) == ADVERT_COLUMNS
    assert str(extracts.history["start"].dtype) == "int64"
    assert extracts.other == {}


def test_no_number_gets_out(tmp_path: Path) -> None:
    extracts, findings = taken(
        tmp_path,
        [
            ROW | {"Tjenestenummer": "912345"},
            ROW | {"Tjenestenummer": "", "CPR": "620290-0002"},
            ROW | {"Startdato": "620290-0002"},
        ],
    )
    said = repr([finding.as_json() for finding in findings]) + extracts.history.to_csv()
    assert not re.search(r"610190|620290|912345", said)
    assert [finding.value for finding in findings] == [None, None]
    assert findings[1].message == (
        "Cellen i kolonnen Startdato rummer noget, der kan udpege en person, og vises ikke. Skriv dag, måned og år "
        "som dd-mm-åååå: 5. marts 2021 skrives 05-03-2021. Rækken tæller i tabel 2 til 5."
    )


@pytest.mark.parametrize(
    "cells", [{"Startdato": "Hanne Jensen"}, {"Leder": "Hanne Jensen"}, {"Slutdato": "6101900001"}]
)
def test_what_may_be_a_person_in_the_wrong_column_is_not_repeated(tmp_path: Path, cells: dict) -> None:
    _, findings = one(tmp_path, **cells)
    assert len(findings) == 1
    assert findings[0].value is None
    assert "Hanne" not in findings[0].message
    assert "6101900001" not in findings[0].message


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("610190-0001", "6101900001", True),
        ("610190 0001", "6101900001", True),
        ("0101600001", "101600001", True),
        ("010160-0001", "10160-0001", True),
        ('="0101600001"', "'0101600001", True),
        ("610190\u20130001", "6101900001", True),
        ("610190\u20110001", "610190-0001", True),
        ("610190 - 0001", "6101900001", True),
        ("61.01.90-0001", "6101900001", True),
        ("6101900001.0", "6101900001", True),
        ("6101900001,00", "6101900001", True),
        ("6.101.900.001", "610190-0001", True),
        ("101.600.001", "0101600001", True),
        ("1.234.567", "1234567", False),
        ("A-17", "A17", False),
        ("X0001", "X0002", False),
        ("Person A", "Person B", False),
        ("A17", "A17", True),
        ("6101900001", "6101900002", False),
    ],
)
def test_the_same_person_is_the_same_however_the_number_is_written(
    tmp_path: Path, first: str, second: str, same: bool
) -> None:
    rows = [ROW | {"CPR": first}, ROW | {"CPR": second, "Tjenestenummer": "900002"}]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert (extracts.history["person"].nunique() == 1) == same
    assert extracts.history["employment"].nunique() == 2


@pytest.mark.parametrize(
    "number", ["610190-xxxx", "10190-****", "610190-", "610190\u2013", "xxxxxx-0001", "******0001", "XXXXXXXXXX"]
)
def test_a_number_that_is_partly_hidden_is_no_number(tmp_path: Path, number: str) -> None:
    extracts, findings = one(tmp_path, CPR=number)
    assert [(found.code, found.cell, found.value) for found in findings] == [("person_mangler", "A2", None)]
    assert "er skjult eller tomt i udtrækket" in findings[0].message
    assert extracts.history.empty


def test_birth_dates_are_no_person_numbers(tmp_path: Path) -> None:
    born = [f"{1 + n % 28:02d}{1 + n % 12:02d}{60 + n % 30}" for n in range(25)]
    _, findings = taken(tmp_path, [ROW | {"CPR": date_, "Tjenestenummer": str(n)} for n, date_ in enumerate(born)])
    assert [(found.code, found.cell, found.count, found.message) for found in findings] == [
        (
            "person_mangler",
            "A2",
            25,
            "CPR er kun fødselsdatoen, så programmet ikke kan kende personerne fra hinanden. Hent udtrækket med hele "
            "nummeret på formen ddmmåå-xxxx. De 25 rækker tæller i tabel 2 til 5.",
        )
    ]


@pytest.mark.parametrize("first", [100101, 1, 200101, 700000])
def test_numbers_in_a_row_are_no_birth_dates(tmp_path: Path, first: int) -> None:
    numbers = [f"{first + n:06d}" for n in range(60)]
    extracts, findings = taken(tmp_path, [ROW | {"CPR": n, "Tjenestenummer": n} for n in numbers])
    assert findings == []
    assert extracts.history["person"].nunique() == 60


@pytest.mark.parametrize("same", [("1234567", "1.234.567"), ("900001", "900001.0"), ("900001", "900001,00")])
def test_a_service_number_is_the_same_with_and_without_what_a_program_puts_on_it(
    tmp_path: Path, same: tuple[str, str]
) -> None:
    rows = [UNTIL | {"Tjenestenummer": same[0]}, AFTER | {"Tjenestenummer": same[1]}]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history["employment"].nunique() == 1
    assert extracts.history["service_number"].tolist() == ["0", "0"]


def test_the_hash_depends_on_the_key_and_on_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(";".join(ROW) + "\n" + ";".join(ROW.values()) + "\n", encoding="utf-8")
    sheets, _ = read([tmp_path])
    person = [validate(sheets, key=key)[0].history["person"][0] for key in (KEY, KEY, b"another")]
    assert person[0] == person[1] != person[2]
    assert re.fullmatch(r"[0-9a-f]{32}", person[0])


def test_an_employment_is_a_person_an_institution_and_a_number(tmp_path: Path) -> None:
    rows = [
        {"Institution": place, **ROW, "CPR": person, "Tjenestenummer": number, "Afdeling": f"SK{line}"}
        for line, (place, person, number) in enumerate(
            [("AB", "A", "17"), ("AB", "A", "0017"), ("CD", "A", "17"), ("AB", "B", "17"), ("AB", "A", "18")]
        )
    ]
    rows = [row | {"Startdato": f"0{n + 1}-08-2020", "Slutdato": f"0{n + 1}-08-2020"} for n, row in enumerate(rows)]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    employment = extracts.history["employment"].tolist()
    assert employment[0] == employment[1]
    assert len(set(employment)) == 4


def test_service_numbers_are_ordered_as_numbers_where_they_are_numbers(tmp_path: Path) -> None:
    numbers = ["10099", "9100", "A1", "000042"]
    extracts, _ = taken(tmp_path, [ROW | {"CPR": n, "Tjenestenummer": n} for n in numbers])
    assert extracts.history["service_number"].tolist() == ["2", "1", "3", "0"]


def test_the_hire_date_is_the_start_where_none_is_given(tmp_path: Path) -> None:
    extracts, findings = one(tmp_path, Ansættelsesdato="", Startdato="01-03-2021")
    assert findings == []
    assert extracts.history["hired"].tolist() == [day("2021-03-01")]


# --- dates

RIGHT_DATES = [
    "01-03-2022",
    "1-3-2022",
    "01.03.2022",
    "01/03/2022",
    "2022-03-01",
    "2022/03/01",
    "01032022",
    "1032022",
    "20220301",
    "44621",
    "01-03-2022 00:00",
    "2022-03-01T00:00:00",
    "2022-03-01 00:00:00.000",
    "  01-03-2022\u00a0",
]


@pytest.mark.parametrize("text", RIGHT_DATES)
def test_every_form_of_a_date_is_that_date(tmp_path: Path, text: str) -> None:
    extracts, findings = one(tmp_path, Startdato=text)
    assert findings == []
    assert extracts.history["start"].tolist() == [day("2022-03-01")]


@pytest.mark.parametrize(
    "text", ["", "31-12-9999", "9999-12-31", "99991231", "00-00-0000", "31/12/9999", "31129999", "2958465"]
)
@pytest.mark.parametrize("column", ["Slutdato", "Fratrædelsesdato"])
def test_every_form_of_an_open_end_is_open(tmp_path: Path, column: str, text: str) -> None:
    extracts, findings = one(tmp_path, **{column: text})
    assert findings == []
    assert extracts.history[["end", "left"]].to_numpy().tolist() == [[OPEN, OPEN]]


@pytest.mark.parametrize("text", ["1/1/1900", "01-01-1900", "1900-01-01"])
def test_new_year_1900_is_open_as_a_leave_date_only(tmp_path: Path, text: str) -> None:
    extracts, findings = one(tmp_path, Fratrædelsesdato=text)
    assert findings == []
    assert extracts.history["left"].tolist() == [OPEN]
    assert [finding.code for finding in one(tmp_path, Slutdato=text)[1]] == ["slut_foer_start"]


WRONG_DATES = [
    ("31-06-2022", "Datoen 31-06-2022 findes ikke, for juni 2022 har 30 dage. Find den rigtige dato, og skriv dag, "
                   "måned og år: 5. marts 2021 skrives 05-03-2021."),
    ("29-02-2022", "Datoen 29-02-2022 findes ikke, for februar 2022 har 28 dage. Find den rigtige dato, og skriv "
                   "dag, måned og år: 5. marts 2021 skrives 05-03-2021."),
    ("06/31/2022", "Datoen 06/31/2022 findes ikke, for der er ingen måned 31. Skriv dagen først og så måneden: 5. "
                   "marts 2021 skrives 05-03-2021."),
    ("01-03-22", "Datoen 01-03-22 har kun to cifre i årstallet. Skriv årstallet med fire cifre: 5. marts 2021 "
                 "skrives 05-03-2021."),
    ("010322", "Datoen 010322 har kun to cifre i årstallet. Skriv årstallet med fire cifre: 5. marts 2021 skrives "
               "05-03-2021."),
    ("01-03-0222", "Årstallet i 01-03-0222 kan ikke være rigtigt. Skriv dag, måned og hele årstallet: 5. marts 2021 "
                   "skrives 05-03-2021."),
    ("snart", "«snart» er ikke en dato. Skriv dag, måned og år som dd-mm-åååå: 5. marts 2021 skrives 05-03-2021."),
    ("01-03/2022", "«01-03/2022» er ikke en dato. Skriv dag, måned og år som dd-mm-åååå: 5. marts 2021 skrives "
                   "05-03-2021."),
    ("01-03-2022 25:00", "«01-03-2022 25:00» er ikke en dato. Skriv dag, måned og år som dd-mm-åååå: 5. marts 2021 "
                         "skrives 05-03-2021."),
    ("12,5", "«12,5» er ikke en dato. Skriv dag, måned og år som dd-mm-åååå: 5. marts 2021 skrives 05-03-2021."),
    ("", "Startdato mangler i rækken. Udfyld cellen: 5. marts 2021 skrives 05-03-2021."),
    ("00-00-0000", "Startdato mangler i rækken. Udfyld cellen: 5. marts 2021 skrives 05-03-2021."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), WRONG_DATES)
def test_what_is_no_date_is_told_with_its_cell_and_a_right_one(tmp_path: Path, text: str, says: str) -> None:
    extracts, findings = one(tmp_path, Startdato=text)
    assert told(findings) == [("ulaeselig_dato", "I2", text, f"{says} Rækken tæller i tabel 2 til 5.")]
    assert (findings[0].row, findings[0].column, findings[0].tables) == (2, "Startdato", (2, 3, 4, 5))
    assert extracts.history.empty


@pytest.mark.parametrize(
    "cells",
    [{"Startdato": "31-02-2022"}, {"Startdato": "03-13-2022"}, {"Slutdato": "01-06-22"}, {"Fratrædelsesdato": "snart"},
     {"Startdato": ""}, {"Beskæftigelsesdecimal": "O,8649"}, {"Beskæftigelsesdecimal": "8,649"}],
    ids=lambda cells: next(iter(cells.values())) or "empty",
)  # fmt: skip
def test_an_example_is_never_what_the_cell_may_have_meant(tmp_path: Path, cells: dict) -> None:
    """The officer who read "f.eks. 28-02-2022" took it for the answer: an example is of its own, and says what of."""
    [found] = taken(tmp_path, [ROW | cells, ROW | {"Tjenestenummer": "900002"}])[1]
    shown = ("5. marts 2021 skrives 05-03-2021", "24 timer om ugen skrives 0,6486")
    assert sum(f": {example}. " in found.message for example in shown) == 1
    left = found.message.replace(found.value or "\0", "")
    assert set(re.findall(r"\d\d-\d\d-\d{4}|0,\d+", left)) <= {"05-03-2021", "0,6486"}
    assert "f.eks." not in found.message


@pytest.mark.parametrize("kind", WRITTEN, ids=str)
def test_how_a_value_is_written_is_right(kind: Type) -> None:
    example = WRITTEN[kind].rsplit(" ", 1)[1]
    column = next(column for one in KINDS for column in one.columns if column.type is kind)
    [value] = converted(Cells(column, column.name, "A", [example], np.zeros(1, np.int64)))
    assert not isinstance(value, Refused)
    day, month = (day_number(date(2021, 3, day)) for day in (5, 1))
    meant = {Type.DATE: day, Type.END: day, Type.LEAVE: day, Type.MONTH: month, Type.COUNT: 12, Type.DECIMAL: 12.5}
    meant |= {Type.RATE: 648_600, Type.DEGREE: 648_600, Type.HOURS: 662_162}
    assert value == meant.get(kind, value)


def test_one_cause_is_one_finding_with_its_count_and_first_five_cells(tmp_path: Path) -> None:
    bad = ["31-06-2022", "31-09-2022", "30-02-2022", "31-04-2022", "31-06-2022", "31-11-2022", "01-01-22"]
    rows = [ROW | {"CPR": f"person {n}", "Fratrædelsesdato": text} for n, text in enumerate(bad)]
    _, findings = taken(tmp_path, [ROW, *rows])
    assert [(finding.cell, finding.count, finding.cells) for finding in findings] == [
        ("K3", 6, ("K3", "K4", "K5", "K6", "K7")),
        ("K9", 1, ("K9",)),
    ]
    assert findings[0].message.endswith("skrives 05-03-2021. De 6 rækker tæller i tabel 2 til 5.")


def written(when: date, form: int) -> object:
    """The date in one of the forms that an extract may have it in."""
    return [
        f"{when:%d-%m-%Y}",
        f"{when:%d.%m.%Y}",
        f"{when.day}/{when.month}/{when.year}",
        when.isoformat(),
        f"{when:%d%m%Y}",
        f"{when.isoformat()}T00:00:00",
        when,
        datetime.datetime(when.year, when.month, when.day),
        (when - date(1899, 12, 30)).days,
    ][form]


@given(when=st.dates(date(1955, 1, 1), date(2118, 12, 31)), form=st.integers(0, 8))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_dates_survive_every_form_in_excel(tmp_path: Path, when: date, form: int) -> None:
    extracts, findings = in_excel(tmp_path, ROW | {"Ansættelsesdato": "", "Startdato": written(when, form)})
    assert findings == []
    assert extracts.history["start"].tolist() == [day_number(when)]


def in_excel(folder: Path, *rows: dict) -> tuple[Extracts, list[Finding]]:
    """The rows and findings of a workbook with these rows, numbers as numbers and dates as dates."""
    path = folder / "udtræk.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd-mm-yyyy"}) as book:
        sheet = book.add_worksheet("Ansatte")
        for place, row in enumerate((list(rows[0]), *(list(row.values()) for row in rows))):
            sheet.write_row(place, 0, row)
    sheets, findings = read([path])
    extracts, more = validate(sheets, key=KEY)
    return extracts, findings + more


def test_excel_s_own_cells_are_what_they_are(tmp_path: Path) -> None:
    numbers = {"CPR": 101600001, "Tjenestenummer": 42.0, "Stillingskode": 3001.0, "Beskæftigelsesdecimal": 0.8649}
    days = {"Startdato": date(2022, 4, 3), "Slutdato": 2958465, "Fratrædelsesdato": 1, "Leder": True}
    extracts, findings = in_excel(tmp_path, ROW | numbers | days, ROW | {"CPR": "0101600001", "Tjenestenummer": "0042"}
                                  | {"Startdato": date(2022, 4, 1), "Slutdato": date(2022, 4, 2)})  # fmt: skip
    assert findings == []
    assert extracts.history["employment"].nunique() == 1
    assert extracts.history["job_code"].tolist() == ["3001", "3001"]
    assert extracts.history["rate"].tolist() == [864_900, 1_000_000]
    assert extracts.history["start"].tolist() == [day("2022-04-03"), day("2022-04-01")]
    assert extracts.history[["end", "left"]].to_numpy().tolist()[0] == [OPEN, OPEN]
    assert extracts.history["leader"].tolist() == [True, False]


def test_excel_s_hours_and_minutes_and_its_day_0_are_understood(tmp_path: Path) -> None:
    row = hours(datetime.timedelta(hours=32, minutes=30)) | {"Slutdato": datetime.time(0), "Fratrædelsesdato": 0}
    book = openpyxl.Workbook()
    for cells in (list(row), list(row.values())):
        book.active.append(cells)
    book.save(tmp_path / "udtræk.xlsx")
    extracts, findings = validate(read([tmp_path])[0], key=KEY)
    assert findings == []
    assert extracts.history["rate"].tolist() == [878_378]
    assert extracts.history[["end", "left"]].to_numpy().tolist() == [[OPEN, OPEN]]


def test_a_cell_in_excel_is_told_with_its_sheet(tmp_path: Path) -> None:
    _, findings = in_excel(tmp_path, ROW, ROW | {"CPR": "x 2", "Beskæftigelsesdecimal": date(2022, 5, 1)})
    assert [(finding.sheet, finding.cell, finding.value) for finding in findings] == [("Ansatte", "F3", "01-05-2022")]
    assert findings[0].message == (
        "«01-05-2022» er ikke et tal. Skriv tallet med cifre og komma: 24 timer om ugen skrives 0,6486. Rækken "
        "tæller i tabel 4 og 5."
    )


# --- rates and hours


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0,8649", 864_900),
        ("0.8649", 864_900),
        ("0.865", 865_000),
        ("1", 1_000_000),
        ("1,0000", 1_000_000),
        ("0", 0),
        ("1,3", 1_300_000),
        ("86,49 %", 864_900),
        ("86,49%", 864_900),
        ("32/37", 864_865),
        ("30,5 / 37", 824_324),
        ("\u00a00,5\u00a0", 500_000),
    ],
)
def test_every_form_of_a_rate_is_that_rate(tmp_path: Path, text: str, rate: int) -> None:
    extracts, findings = one(tmp_path, Beskæftigelsesdecimal=text)
    assert findings == []
    assert extracts.history["rate"].tolist() == [rate]


WRONG_RATES = [
    ("1.030", "ulaeseligt_tal", "«1.030» kan læses både som 1030 og som 1,030. Skriv tallet med komma og uden "
                                "punktum: 24 timer om ugen skrives 0,6486."),
    ("fuld", "ulaeseligt_tal", "«fuld» er ikke et tal. Skriv tallet med cifre og komma: 24 timer om ugen skrives "
                               "0,6486."),
    ("1,030.5", "ulaeseligt_tal", "«1,030.5» er ikke et tal. Skriv tallet med cifre og komma: 24 timer om ugen "
                                  "skrives 0,6486."),
    ("32/0", "ulaeseligt_tal", "«32/0» er ikke et tal. Skriv tallet med cifre og komma: 24 timer om ugen skrives "
                               "0,6486."),
    ("", "ulaeseligt_tal", "Beskæftigelsesdecimal mangler i rækken. Udfyld cellen: 24 timer om ugen skrives 0,6486."),
    ("37", "sats_udenfor", "Beskæftigelsesdecimal 37 ligger uden for 0 til 1,3. Skriv decimalen, hvor 1 er 37 timer: "
                           "24 timer om ugen skrives 0,6486."),
    ("1,3001", "sats_udenfor", "Beskæftigelsesdecimal 1,3001 ligger uden for 0 til 1,3. Skriv decimalen, hvor 1 er "
                               "37 timer: 24 timer om ugen skrives 0,6486."),
    ("0,5-", "sats_udenfor", "Beskæftigelsesdecimal 0,5- ligger uden for 0 til 1,3. Skriv decimalen, hvor 1 er 37 "
                             "timer: 24 timer om ugen skrives 0,6486."),
    ("\u22120,5", "sats_udenfor", "Beskæftigelsesdecimal −0,5 ligger uden for 0 til 1,3. Skriv decimalen, hvor 1 er "
                                  "37 timer: 24 timer om ugen skrives 0,6486."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "says"), WRONG_RATES)
def test_what_is_no_rate_is_told_with_its_cell_and_a_right_one(tmp_path: Path, text: str, code: str, says: str) -> None:
    _, findings = one(tmp_path, Beskæftigelsesdecimal=text)
    assert told(findings) == [(code, "F2", text, f"{says} Rækken tæller i tabel 4 og 5.")]


def hours(text: object) -> dict:
    return {("Timer pr. uge" if name == "Beskæftigelsesdecimal" else name): value for name, value in ROW.items()} | {
        "Timer pr. uge": text
    }


@pytest.mark.parametrize(("text", "rate"), [("37", 1_000_000), ("32", 864_865), ("32,5", 878_378),
                                            ("48", 1_297_297), ("32:30", 878_378)])  # fmt: skip
def test_hours_are_divided_by_37(tmp_path: Path, text: str, rate: int) -> None:
    extracts, findings = taken(tmp_path, [hours(text)])
    assert findings == []
    assert extracts.history["rate"].tolist() == [rate]


def test_hours_outside_0_to_48_are_told(tmp_path: Path) -> None:
    _, findings = taken(tmp_path, [hours("160,33")])
    assert told(findings) == [
        (
            "sats_udenfor",
            "F2",
            "160,33",
            "Timer pr. uge 160,33 ligger uden for 0 til 48. Skriv timerne pr. uge: 24 timer og 30 minutter skrives "
            "24,5. Rækken tæller i tabel 4 og 5.",
        )
    ]


@given(rate=st.decimals(0, Decimal("1.3"), places=6), form=st.integers(0, 3))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_rates_survive_every_form(tmp_path: Path, rate: Decimal, form: int) -> None:
    text = [f"{rate}".replace(".", ","), f"{rate:f}", f"{rate * 100:f} %".replace(".", ","), float(rate)][form]
    extracts, findings = in_excel(tmp_path, ROW | {"Beskæftigelsesdecimal": text})
    assert findings == []
    assert extracts.history["rate"].tolist() == [int(rate * 10**6)]


def of_hours(*hours: str) -> list[dict]:
    """Rows with these weekly hours, each of a person of its own."""
    named = {"Timer pr. uge" if name == "Beskæftigelsesdecimal" else name: value for name, value in ROW.items()}
    return [named | {"CPR": f"P{n}", "Timer pr. uge": text} for n, text in enumerate(hours)]


def test_hours_that_look_like_rates_are_told(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, of_hours("0", "1", "0,8649", "1,3", "0,5", "1"))
    assert [(found.code, found.severity, found.cell, found.count, found.message) for found in findings] == [
        (
            "tvetydig_kolonne",
            "advarsel",
            "F3",
            5,
            "Timer pr. uge er højst 1,3 i alle rækker, så det ligner decimaler, hvor 1 er fuld tid. De er læst som "
            "timer om ugen. Er de decimaler, så kald kolonnen Beskæftigelsesdecimal: 24 timer om ugen skrives 0,6486. "
            "De 5 rækker tæller i tabel 4 og 5.",
        )
    ]
    assert extracts.history["rate"].tolist()[1] == 27027


@pytest.mark.parametrize("hours", [("1", "1", "1", "1"), ("1", "1", "1", "1", "1,31"), ("0", "0", "0", "0", "0")])
def test_hours_that_may_be_hours_are_not_told_of(tmp_path: Path, hours: tuple[str, ...]) -> None:
    assert taken(tmp_path, of_hours(*hours))[1] == []


@pytest.mark.parametrize(("levels", "is_told"), [("12345" * 4, True), ("0" + "1" * 30, False), ("1" * 19, False)])
def test_a_column_that_makes_everybody_a_leader_is_told(tmp_path: Path, levels: str, is_told: bool) -> None:
    named = {"Ledelsesniveau" if name == "Leder" else name: value for name, value in ROW.items()}
    rows = [named | {"CPR": f"P{n}", "Ledelsesniveau": level} for n, level in enumerate(levels)]
    _, findings = taken(tmp_path, rows)
    text = (
        "Ledelsesniveau gør alle 20 rækker til ledere; et tal fra 1 til 9 læses som leder. Skriv Ja ved ledere og Nej "
        "ved alle andre, og kald kolonnen Leder. De 20 rækker tæller i tabel 3."
    )
    told_of = [("tvetydig_kolonne", "advarsel", "G2", text)] if is_told else []
    assert [(found.code, found.severity, found.cell, found.message) for found in findings] == told_of


@given(worked=st.decimals(0, 48, places=2))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_hours_are_rounded_half_up_to_a_millionth(tmp_path: Path, worked: Decimal) -> None:
    extracts, findings = taken(tmp_path, [hours(f"{worked}".replace(".", ","))])
    assert findings == []
    expected = (worked * 10**6 / 37).quantize(Decimal(1), ROUND_HALF_UP)
    assert extracts.history["rate"].tolist() == [int(expected)]


@pytest.mark.parametrize(
    ("values", "rates", "reading", "first"),
    [
        (["1", "0,8649"], [1_000_000, 864_900], "en decimal, hvor 1 er fuld tid", "1 er blevet til decimalen 1,0000"),
        (["37", "32"], [1_000_000, 864_865], "timer pr. uge, hvor 37 er fuld tid", "37 er blevet til decimalen 1,0000"),
        (["86,49", "100"], [864_900, 1_000_000], "procent, hvor 100 er fuld tid",
         "86,49 er blevet til decimalen 0,8649"),
    ],
)  # fmt: skip
def test_a_degree_is_read_by_its_range_and_the_reading_is_shown(
    tmp_path: Path, values: list[str], rates: list[int], reading: str, first: str
) -> None:
    rows = [
        {("Beskæftigelsesgrad" if name == "Beskæftigelsesdecimal" else name): cell for name, cell in ROW.items()}
        | {"Beskæftigelsesgrad": value, "CPR": f"person {place}"}
        for place, value in enumerate(values)
    ]
    extracts, findings = taken(tmp_path, rows)
    assert extracts.history["rate"].tolist() == rates
    assert told(findings) == [
        (
            "tvetydig_kolonne",
            "F2",
            values[0],
            f"Beskæftigelsesgrad er læst som {reading}: {first}. Svar, hvad tallene er. Er de noget helt andet, så "
            "kald kolonnen Beskæftigelsesdecimal, og skriv decimaler: 24 timer om ugen skrives 0,6486. De 2 rækker "
            "tæller i tabel 4 og 5.",
        )
    ]
    assert findings[0].severity == "advarsel"


def parts(numerator: str, denominator: str) -> dict:
    return without(ROW, "Beskæftigelsesdecimal") | {"Tæller": numerator, "Nævner": denominator}


def test_a_numerator_and_a_denominator_make_a_rate(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [parts("32", "37"), parts("18,5", "37,00") | {"CPR": "person 2"}])
    assert findings == []
    assert extracts.history["rate"].tolist() == [864_865, 500_000]


def test_a_numerator_over_nothing_is_told(tmp_path: Path) -> None:
    _, findings = taken(tmp_path, [parts("32", "0")])
    assert told(findings) == [
        (
            "sats_udenfor",
            "K2",
            "32",
            "Tæller divideret med Nævner ligger uden for 0 til 1,3. Ret tallene: 24 af 37 timer skrives 24 og 37. "
            "Rækken tæller i tabel 4 og 5.",
        )
    ]
    _, findings = taken(tmp_path, [without(parts("32", ""), "Nævner")])
    assert [(finding.code, finding.column) for finding in findings] == [("kolonne_mangler", "Nævner")]


def test_an_hourly_paid_row_needs_no_rate(tmp_path: Path) -> None:
    rows = [ROW | {"Lønform": "Måned"}, ROW | {"CPR": "person 2", "Lønform": "Timelønnet", "Beskæftigelsesdecimal": ""}]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history["hourly"].tolist() == [False, True]
    assert extracts.history["rate"].tolist() == [1_000_000, 0]


# --- words


@pytest.mark.parametrize(
    ("text", "leader"),
    [
        ("Ja", True),
        ("ja", True),
        ("J", True),
        ("1", True),
        ("x", True),
        ("Nej", False),
        ("N", False),
        ("0", False),
        ("", False),
        ("FALSK", False),
    ],
)
def test_every_form_of_yes_and_no(tmp_path: Path, text: str, leader: bool) -> None:
    extracts, findings = one(tmp_path, Leder=text)
    assert findings == []
    assert extracts.history["leader"].tolist() == [leader]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Leder": "måske"}, ("ulaeselig_vaerdi", "G2", "måske", "«måske» er hverken Ja eller Nej. Skriv Ja eller "
                                                                 "Nej. Rækken tæller i tabel 3.")),
        ({"CPR": ""}, ("person_mangler", "A2", None, "CPR mangler i rækken. Skriv personens nummer på formen "
                       "ddmmåå-xxxx. Rækken tæller i tabel 2 til 5.")),
        ({"CPR": "1,0123E+09"}, ("person_mangler", "A2", None, "CPR er vist i Excels korte form (med E+), så nogle "
                                                               "cifre er gået tabt. Formatér kolonnen som tekst, og "
                                                               "hent udtrækket igen, så numrene står på formen "
                                                               "ddmmåå-xxxx. Rækken tæller i tabel 2 til 5.")),
        ({"CPR": "610190-XXXX"}, ("person_mangler", "A2", None, "CPR er skjult eller tomt i udtrækket, så programmet "
                                                                "ikke kan kende personerne fra hinanden. Hent "
                                                                "udtrækket med hele nummeret på formen ddmmåå-xxxx. "
                                                                "Rækken tæller i tabel 2 til 5.")),
        ({"CPR": "0000000000"}, ("person_mangler", "A2", None, "CPR er skjult eller tomt i udtrækket, så programmet "
                                                               "ikke kan kende personerne fra hinanden. Hent "
                                                               "udtrækket med hele nummeret på formen ddmmåå-xxxx. "
                                                               "Rækken tæller i tabel 2 til 5.")),
        ({"Tjenestenummer": ""}, ("ulaeselig_vaerdi", "B2", None, "Tjenestenummer mangler i rækken. Udfyld cellen; "
                                                                  "et eksempel på, hvad der kan stå, er 900001. "
                                                                  "Rækken tæller i tabel 2 til 5.")),
        ({"Tjenestenummer": "1E+11"}, ("ulaeselig_vaerdi", "B2", None, "Tjenestenummer er vist i Excels korte form "
                                                                      "(med E+), så nogle cifre er gået tabt. "
                                                                      "Formatér kolonnen som tekst, og hent "
                                                                      "udtrækket igen; et helt nummer ser ud som "
                                                                      "900001. Rækken tæller i tabel 2 til 5.")),
        ({"Afdeling": ""}, ("ulaeselig_vaerdi", "C2", "", "Afdeling mangler i rækken. Udfyld cellen; et eksempel på, "
                                                          "hvad der kan stå, er SK01. Rækken tæller i tabel 2 til 5.")),
    ],
)  # fmt: skip
def test_what_is_no_such_word_is_told(tmp_path: Path, cells: dict, expected: tuple) -> None:
    _, findings = one(tmp_path, **cells)
    assert told(findings) == [expected]


@pytest.mark.parametrize(
    ("name", "text", "hourly"),
    [("Lønform", "Måned", False), ("Lønform", "Timeløn", True), ("Lønform", "", False),
     ("SalariedIndicator", "true", False), ("SalariedIndicator", "false", True), ("Månedslønnet", "Ja", False)],
)  # fmt: skip
def test_the_pay_form_tells_who_is_paid_by_the_hour(tmp_path: Path, name: str, text: str, hourly: bool) -> None:
    extracts, findings = taken(tmp_path, [ROW | {name: text}])
    assert findings == []
    assert extracts.history["hourly"].tolist() == [hourly]


def test_a_pay_form_that_tells_nothing_is_a_warning(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [ROW | {"Lønform": "4"}])
    assert told(findings) == [
        (
            "tvetydig_kolonne",
            "L2",
            "4",
            "Lønform «4» siger hverken måned eller time. Rækken regnes som månedslønnet. Skriv Måned eller Time. "
            "Rækken tæller i tabel 2 til 5.",
        )
    ]
    assert extracts.history["hourly"].tolist() == [False]


def test_a_first_day_out_ends_the_rows_before_it_and_deleted_rows_never_were(tmp_path: Path) -> None:
    rows = [
        ROW | {"Slutdato": "31-12-9999", "Statuskode": "1"},
        ROW | {"Startdato": "01-04-2022", "Slutdato": "31-12-9999", "Statuskode": "8"},
        ROW | {"CPR": "person 2", "Statuskode": "3"},
        ROW | {"CPR": "person 3", "Statuskode": "S"},
    ]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history["line"].tolist() == [2, 4]
    assert extracts.history["end"].tolist() == [day("2022-03-31"), OPEN]


def test_an_unknown_status_is_a_warning(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [ROW | {"Statuskode": "ZZ"}])
    assert [(finding.code, finding.cell, finding.message) for finding in findings] == [
        (
            "tvetydig_kolonne",
            "L2",
            "Statuskode «ZZ» er ikke en kendt statuskode. Rækken regnes som ansat. Skriv 0, 1, 3, 4, 7, 8, 9 eller "
            "S; 1 er en almindelig ansættelse. Rækken tæller i tabel 2 til 5.",
        )
    ]
    assert len(extracts.history) == 1


@pytest.mark.parametrize("status", ["7", "8", "9", "S"])
def test_a_row_that_only_says_that_somebody_left_may_leave_the_rest_out(tmp_path: Path, status: str) -> None:
    bare = dict.fromkeys(ROW, "") | {"CPR": ROW["CPR"], "Tjenestenummer": ROW["Tjenestenummer"]}
    rows = [
        ROW | {"Slutdato": "31-12-9999", "Statuskode": "1"},
        bare | {"Startdato": "01-04-2022", "Slutdato": "31-12-9999", "Statuskode": status},
    ]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history["line"].tolist() == [2]
    assert extracts.history["end"].tolist() == [OPEN if status == "S" else day("2022-03-31")]


def test_a_row_that_says_that_somebody_left_must_say_who_and_when(tmp_path: Path) -> None:
    _, findings = taken(
        tmp_path, [ROW | {"Statuskode": "1"}, dict.fromkeys(ROW, "") | {"Afdeling": "SK01", "Statuskode": "8"}]
    )
    assert [(one.code, one.cell) for one in findings] == [
        ("person_mangler", "A3"),
        ("ulaeselig_vaerdi", "B3"),
        ("ulaeselig_dato", "I3"),
    ]


def test_a_hire_after_a_first_day_out_goes_on(tmp_path: Path) -> None:
    rows = [
        ROW | {"Statuskode": "1"},
        ROW | {"Startdato": "01-04-2022", "Statuskode": "8"},
        ROW | {"Startdato": "01-09-2022", "Statuskode": "3"},
    ]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history[["line", "end"]].to_numpy().tolist() == [[2, day("2022-03-31")], [4, OPEN]]


def test_a_status_list_leaves_out_who_has_left_and_a_leavers_list_does_not(tmp_path: Path) -> None:
    rows = [LISTED | {"Statuskode": "1"}, LEFT | {"Statuskode": "8"}]
    extracts, findings = taken(tmp_path, rows, on=date(2022, 6, 30))
    assert (findings, extracts.status["line"].tolist()) == ([], [2])
    extracts, findings = taken(tmp_path, [LEFT | {"Statuskode": "8"}])
    assert (findings, extracts.leavers["line"].tolist()) == ([], [2])


def test_a_file_whose_every_row_has_left_does_not_count_as_nobody_in_silence(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [ROW | {"Statuskode": "8"}])
    assert extracts.history.empty
    assert told(findings) == [
        (
            "tom_fil",
            None,
            None,
            "Alle rækker har en Statuskode, der siger, at ansættelsen er ophørt eller slettet (7, 8, 9 eller S), så "
            "ingen af dem tæller. Træk listen igen med dem, der er ansat (status 0, 1 eller 3). Rækkerne tæller i "
            "tabel 2 til 5.",
        )
    ]


# --- columns


@pytest.mark.parametrize("name", list(ROW))
def test_a_missing_column_is_told_by_name(tmp_path: Path, name: str) -> None:
    extracts, findings = taken(tmp_path, [without(ROW, name)])
    missing = [finding for finding in findings if finding.code == "kolonne_mangler"]
    assert [(finding.column, finding.row, finding.cell, finding.value) for finding in missing] == [
        (name, None, None, None)
    ]
    assert extracts.history.empty


def test_a_missing_column_is_told_with_what_to_write_and_what_it_moves(tmp_path: Path) -> None:
    assert [finding.message for finding in taken(tmp_path, [without(ROW, "Slutdato")])[1]] == [
        "Kolonnen Slutdato mangler. Tilføj den med overskriften Slutdato. I en række kan der f.eks. stå 31-03-2022. "
        "Kolonnen tæller i tabel 2 til 5."
    ]
    assert [finding.message for finding in taken(tmp_path, [without(ROW, "CPR")])[1]] == [
        "Kolonnen CPR mangler. Tilføj den med overskriften CPR. Kolonnen tæller i tabel 2 til 5."
    ]
    assert [finding.message for finding in taken(tmp_path, [without(ROW, "Beskæftigelsesdecimal")])[1]] == [
        "Kolonnen Beskæftigelsesdecimal (eller Timer pr. uge, Beskæftigelsesgrad eller Tæller) mangler. Tilføj den "
        "med overskriften Beskæftigelsesdecimal. I en række kan der f.eks. stå 0,8649. Kolonnen tæller i tabel 4 og "
        "5."
    ]


# --- lists

LISTED = without(ROW, "Startdato", "Slutdato")
LEFT = LISTED | {"CPR": "person 2", "Fratrædelsesdato": "31-03-2022"}


def test_a_status_list_tells_its_day_in_a_column(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [LISTED | {"Opgørelsesdato": "30-06-2022"}], on=date(2021, 1, 1))
    assert findings == []
    assert tuple(extracts.status.columns) == STATUS_COLUMNS
    assert extracts.status["on"].tolist() == [day("2022-06-30")]
    assert extracts.sources[0].kind == "bestand"


def test_a_status_list_takes_the_day_it_is_told(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [LISTED, LEFT], on=date(2022, 3, 31))
    assert findings == []
    assert extracts.status["on"].tolist() == [day("2022-03-31")] * 2


def test_a_status_list_without_a_day_asks_for_it(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [LISTED, LEFT])
    assert [(finding.code, finding.column, finding.message) for finding in findings] == [
        (
            "kolonne_mangler",
            "Opgørelsesdato",
            "Kolonnen Opgørelsesdato mangler. Listen siger derfor ikke, hvilken dag den gælder. Skriv dagen i feltet "
            "«Statuslistens dag» (i kommandoen: --on åååå-mm-dd), eller tilføj kolonnen med dagen i hver række: 5. "
            "marts 2021 skrives 05-03-2021. Kolonnen tæller i tabel 2 til 5.",
        )
    ]
    assert extracts.status.empty


@pytest.mark.parametrize("on", [None, date(2022, 6, 30)])
def test_a_list_whose_every_row_has_a_leave_date_is_a_leavers_list(tmp_path: Path, on: date | None) -> None:
    extracts, findings = taken(tmp_path, [LEFT], on=on)
    assert findings == []
    assert tuple(extracts.leavers.columns) == LEAVER_COLUMNS
    assert extracts.leavers["left"].tolist() == [day("2022-03-31")]
    assert extracts.sources[0].kind == "fratraadte"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([LEFT | {"Ansættelsesdato": "01-05-2022"}],
         ("slut_foer_start", "I2", "31-03-2022", "Fratrædelsesdato 31-03-2022 ligger før Ansættelsesdato 01-05-2022. "
                                                 "Find ud af, hvilken dato der er forkert, og ret den. "
                                                 "Ansættelsesdato 01-03-2021 og Fratrædelsesdato 31-03-2021 ville "
                                                 "passe sammen. Rækken tæller i tabel 2 til 5.")),
        ([LEFT, LEFT | {"Afdeling": "SK02"}],
         ("overlappende_raekker", "A3", None, "Linje 2 og linje 3 er samme ansættelse den 31-03-2022, men siger ikke "
                                              "det samme om Afdeling. Find ud af, hvilken af de to der er forkert, "
                                              "og slet den. Rækken tæller i tabel 2 til 5.")),
        ([LISTED | {"Ansættelsesdato": "01-07-2022", "Opgørelsesdato": "30-06-2022"}],
         ("ansat_efter_start", "H2", "01-07-2022", "Ansættelsesdato 01-07-2022 ligger efter Opgørelsesdato "
                                                   "30-06-2022. Ansættelsen regnes fra Opgørelsesdato. Er den "
                                                   "rigtig, skal Ansættelsesdato være 30-06-2022 eller en tidligere "
                                                   "dag. Rækken tæller i tabel 3.")),
    ],
)  # fmt: skip
def test_rows_of_lists_that_contradict_themselves_are_told(tmp_path: Path, rows: list[dict], expected: tuple) -> None:
    assert told(taken(tmp_path, rows)[1]) == [expected]


# --- rows against each other

UNTIL = ROW | {"Slutdato": "31-03-2022"}
AFTER = ROW | {"Startdato": "01-04-2022"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ROW | {"Startdato": "15-03-2022", "Slutdato": "01-03-2022"}],
         ("slut_foer_start", "J2", "01-03-2022", "Slutdato 01-03-2022 ligger før Startdato 15-03-2022. Find ud af, "
                                                 "hvilken dato der er forkert, og ret den. Startdato 01-03-2021 og "
                                                 "Slutdato 31-03-2021 ville passe sammen. Rækken tæller i tabel 2 "
                                                 "til 5.")),
        ([UNTIL, ROW, ROW],
         ("dublet", "A4", None, "Linje 4 er magen til linje 3, og kun den ene er talt med. Slet den ene af dem. "
                                "Rækken tæller i tabel 2 til 5.")),
        ([UNTIL, AFTER | {"Startdato": "31-03-2022", "Afdeling": "SK02", "Leder": "Ja"}],
         ("overlappende_raekker", "I3", "31-03-2022", "Linje 2 og linje 3 er samme ansættelse og gælder begge den "
                                                      "31-03-2022, men siger ikke det samme om Afdeling og Leder. "
                                                      "Den ene skal slutte, før den anden begynder. Er linje 3 "
                                                      "rigtig, skal linje 2 have Slutdato 30-03-2022. Rækken tæller "
                                                      "i tabel 2 til 5.")),
        ([ROW | {"Ansættelsesdato": "01-09-2020"}],
         ("ansat_efter_start", "H2", "01-09-2020", "Ansættelsesdato 01-09-2020 ligger efter Startdato 01-08-2020. "
                                                   "Ansættelsen regnes fra Startdato. Er den rigtig, skal "
                                                   "Ansættelsesdato være 01-08-2020 eller en tidligere dag. Rækken "
                                                   "tæller i tabel 3.")),
        ([ROW | {"Fratrædelsesdato": "15-05-2022"}],
         ("fratraadt_uden_slut", "K2", "15-05-2022", "Ansættelsen har Fratrædelsesdato 15-05-2022, men ingen "
                                                     "Slutdato. Den regnes til og med 15-05-2022. Er personen "
                                                     "fratrådt, så skriv 15-05-2022 i Slutdato også; ellers slet "
                                                     "Fratrædelsesdato. Rækken tæller i tabel 2 til 5.")),
        ([UNTIL | {"Fratrædelsesdato": "15-03-2022"}],
         ("fratraadt_foer_slut", "K2", "15-03-2022", "Ansættelsen har Fratrædelsesdato 15-03-2022, men rækken har "
                                                     "Slutdato 31-03-2022. Ansættelsen regnes til og med 15-03-2022. "
                                                     "Er Fratrædelsesdato rigtig, skal Slutdato være 15-03-2022; "
                                                     "ellers ret Fratrædelsesdato. Rækken tæller i tabel 2 til 5.")),
    ],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_told(tmp_path: Path, rows: list[dict], expected: tuple) -> None:
    assert told(taken(tmp_path, rows)[1]) == [expected]


def test_rows_of_an_employment_that_begin_on_one_day_are_not_to_end_before_it(tmp_path: Path) -> None:
    _, findings = taken(tmp_path, [UNTIL, UNTIL | {"Afdeling": "SK02"}])
    assert [(found.cell, found.message) for found in findings] == [
        (
            "I3",
            f"Linje 2 og linje 3 er samme ansættelse og gælder begge den {UNTIL['Startdato']}, men siger ikke det "
            "samme om Afdeling. De begynder samme dag. Find ud af, hvilken af de to der er forkert, og slet den. "
            "Rækken tæller i tabel 2 til 5.",
        )
    ]


def test_a_whole_row_that_is_wrong_is_told_without_a_column(tmp_path: Path) -> None:
    _, findings = taken(tmp_path, [UNTIL, ROW, ROW, ROW])
    assert [(one.row, one.column, one.cell, one.count, one.cells) for one in findings] == [
        (4, None, "A4", 2, ("A4", "A5"))
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [UNTIL, AFTER],
        [UNTIL, AFTER | {"Afdeling": "SK02"}],
        [
            UNTIL | {"Fratrædelsesdato": "30-06-2022"},
            AFTER | {"Slutdato": "30-06-2022", "Fratrædelsesdato": "30-06-2022"},
        ],
        [UNTIL | {"Slutdato": "30-04-2022"}, AFTER],
        [UNTIL, AFTER | {"Startdato": "15-03-2022", "Tjenestenummer": "900002", "Afdeling": "SK02"}],
        [UNTIL, AFTER | {"Startdato": "15-03-2022", "CPR": "person 2", "Afdeling": "SK02"}],
        [UNTIL | {"Fratrædelsesdato": "31-03-2022"}],
    ],
)
def test_rows_that_agree_are_not_told_of(tmp_path: Path, rows: list[dict]) -> None:
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert len(extracts.history) == len(rows)


def test_ends_and_leave_dates_come_out_as_they_were_read(tmp_path: Path) -> None:
    extracts, _ = taken(tmp_path, [UNTIL | {"Fratrædelsesdato": "15-03-2022"}])
    assert extracts.history[["end", "left"]].to_numpy().tolist() == [[day("2022-03-31"), day("2022-03-15")]]


def test_rows_are_held_against_those_of_other_files_too(tmp_path: Path) -> None:
    for name, row in {"a.csv": UNTIL, "b.csv": UNTIL, "c.csv": UNTIL | {"Afdeling": "SK02"}}.items():
        (tmp_path / name).write_text(f"{';'.join(row)}\n{';'.join(row.values())}\n", encoding="utf-8")
    extracts, findings = validate(read([tmp_path])[0], key=KEY)
    assert [(one.code, one.file, one.cell) for one in findings] == [
        ("dublet", "b.csv", "A2"),
        ("overlappende_raekker", "c.csv", "I2"),
    ]
    assert "Linje 2 er magen til linje 2 i a.csv, og kun den ene" in findings[0].message
    assert "Linje 2 i a.csv og linje 2 er samme ansættelse" in findings[1].message
    assert [source.file for source in extracts.sources] == ["a.csv", "b.csv", "c.csv"]
    assert extracts.history["file"].tolist() == [0, 2]


def test_a_row_of_another_sheet_is_told_with_its_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    again = ROW | {"CPR": "P2", "Slutdato": "31-12-2021"}
    later = again | {"Startdato": "01-12-2021", "Slutdato": "", "Afdeling": "SK02"}
    for name, rows in {"Maj": [ROW, again], "Juni": [ROW, later]}.items():
        sheet = book.create_sheet(name)
        for cells in (list(ROW), *(list(row.values()) for row in rows)):
            sheet.append(cells)
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text(f"{';'.join(ROW)}\n{';'.join(ROW.values())}\n", encoding="utf-8")
    _, findings = validate(read([tmp_path])[0], key=KEY)
    assert [(found.file, found.sheet, found.message.partition(".")[0]) for found in findings] == [
        ("a.xlsx", "Juni", "Linje 2 er magen til linje 2 i arket «Maj», og kun den ene er talt med"),
        ("b.csv", None, "Linje 2 er magen til linje 2 i a"),
        ("a.xlsx", "Juni", "Linje 3 i arket «Maj» og linje 3 er samme ansættelse og gælder begge den 01-12-2021, men "
                           "siger ikke det samme om Afdeling"),
    ]  # fmt: skip
    assert "linje 2 i a.xlsx (arket «Maj»), og kun den ene er talt med." in findings[1].message
    assert "Er linje 3 rigtig, skal linje 3 i arket «Maj» have Slutdato 30-11-2021." in findings[2].message


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(0, 6), st.integers(0, 1)), max_size=9))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_overlaps_are_those_that_a_look_at_every_pair_finds(tmp_path: Path, drawn: list[tuple]) -> None:
    rows = [
        ROW
        | {"Tjenestenummer": str(number), "Afdeling": f"SK{unit}"}
        | {"Startdato": f"{start + 1:02d}-08-2020", "Slutdato": f"{start + length + 1:02d}-08-2020"}
        for number, start, length, unit in drawn
    ]
    if not rows:
        return
    found = [one for one in taken(tmp_path, rows)[1] if one.code == "overlappende_raekker"]
    clash = any(
        a[0] == b[0] and a[3] != b[3] and a[1] <= b[1] + b[2] and b[1] <= a[1] + a[2] for a in drawn for b in drawn
    )
    assert bool(found) == clash


# --- adverts and the kinds that no measure uses yet


def test_adverts_come_out_with_open_ends(tmp_path: Path) -> None:
    extracts, findings = taken(tmp_path, [ADVERT, ADVERT | {"Job-id": "J2", "Ansøgningsfrist": "", "Antal ansatte": 0}])
    assert findings == []
    assert tuple(extracts.adverts.columns) == ADVERT_COLUMNS
    assert extracts.adverts["deadline"].tolist() == [day("2022-02-16"), OPEN]
    assert extracts.adverts["closed"].tolist() == [OPEN, OPEN]
    assert extracts.adverts["hires"].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Antal ansatte": "2,5"}, ("ulaeseligt_tal", "G2", "2,5", "«2,5» er ikke et antal. Skriv et helt tal fra 0 "
                                                                   "og op: tolv skrives 12. Rækken tæller i tabel 1.")),
        ({"Antal ansatte": ""}, ("ulaeseligt_tal", "G2", "", "Antal ansatte mangler i rækken. Udfyld cellen: tolv "
                                                             "skrives 12. Rækken tæller i tabel 1.")),
        ({"Afsluttet": "25-01-2022"}, ("slut_foer_start", "F2", "25-01-2022", "Afsluttet 25-01-2022 ligger før "
                                                                      "Publiceret 26-01-2022. Find ud af, hvilken dato "
                                                                      "der er forkert, og ret den. Publiceret "
                                                                      "01-03-2021 og "
                                                                      "Afsluttet 31-03-2021 ville passe sammen. "
                                                                      "Rækken tæller i tabel 1.")),
    ],
)  # fmt: skip
def test_adverts_that_will_not_do_are_told(tmp_path: Path, cells: dict, expected: tuple) -> None:
    assert told(taken(tmp_path, [ADVERT | cells])[1]) == [expected]


@pytest.mark.parametrize(("text", "count"), [("1.030", 1030), ("1 030", 1030), ("7", 7), ("7,0", 7)])
def test_counts_are_whole_so_a_point_is_a_thousand(tmp_path: Path, text: str, count: int) -> None:
    extracts, findings = taken(tmp_path, [ADVERT | {"Antal ansatte": text}])
    assert findings == []
    assert extracts.adverts["hires"].tolist() == [count]


def test_kinds_that_no_measure_uses_are_kept_by_kind(tmp_path: Path) -> None:
    rows = [{"Afdeling": "SK01", "Måned": month, "Fraværsdage": "1.041,5", "Fuldtidsbeskæftigede": "23,4-"}
            for month in ("01-2022", "2022-01", "januar 2022", "01-01-2022", "17-01-2022")]  # fmt: skip
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    frame = extracts.other["sygefravaer"]
    assert frame["month"].tolist() == [day("2022-01-01")] * 5
    assert frame["absence_days"].tolist() == [1041.5] * 5
    assert frame["full_time"].tolist() == [-23.4] * 5
    assert set(frame) == {"unit", "month", "absence_days", "full_time", "file", "line"}


def test_a_row_that_no_table_uses_says_so(tmp_path: Path) -> None:
    row = {"Kilde": "Løn", "Dato": "30-06-2022", "Center": "", "Antal ansatte": "mange"}
    assert told(taken(tmp_path, [row])[1]) == [
        (
            "ulaeseligt_tal",
            "D2",
            "mange",
            "«mange» er ikke et tal. Skriv tallet med cifre og komma: tolv skrives 12. Rækken bruges ikke i nogen "
            "tabel endnu.",
        )
    ]


# --- all together


def test_all_findings_come_at_once_and_every_code_is_known(tmp_path: Path) -> None:
    rows = [
        ROW | {"CPR": "person 1", "Startdato": "31-06-2022", "Leder": "måske"},
        ROW | {"CPR": "", "Beskæftigelsesdecimal": "37"},
        ROW | {"CPR": "person 3", "Slutdato": "01-01-2020"},
        ROW | {"CPR": "person 4", "Fratrædelsesdato": "15-05-2022"},
    ]
    extracts, findings = taken(tmp_path, rows)
    codes = [finding.code for finding in findings]
    assert sorted(codes) == sorted(
        [
            "ulaeselig_dato",
            "ulaeselig_vaerdi",
            "person_mangler",
            "sats_udenfor",
            "slut_foer_start",
            "fratraadt_uden_slut",
        ]
    )
    assert set(codes) <= set(SEVERITY)
    assert len(extracts.history) == 1


def test_the_small_case_is_told_of_its_two_leave_dates_only() -> None:
    case = Path(__file__).resolve().parent / "cases" / "small"
    extracts, findings = validate(read([case / "extract"])[0], key=KEY)
    assert [(one.code, one.count) for one in findings] == [("fratraadt_uden_slut", 1), ("fratraadt_foer_slut", 1)]
    assert (len(extracts.history), len(extracts.adverts)) == (303, 400)
    assert extracts.history["person"].nunique() == 184


@given(st.lists(st.lists(st.text(max_size=12), min_size=11, max_size=11), min_size=1, max_size=4))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_in_any_cell_ends_in_findings_or_rows(tmp_path: Path, cells: list[list[str]]) -> None:
    extracts, findings = in_excel(tmp_path, *(dict(zip(ROW, row, strict=True)) for row in cells))
    assert len(extracts.history) or findings
    assert isinstance(extracts.history, pd.DataFrame)
    assert extracts.history["rate"].dtype == np.int64


# --- what the lists, the period and other figures say: no cell, but the same one sentence each


def test_what_lists_leave_open_is_told(tmp_path: Path) -> None:
    rows = [
        LISTED | {"CPR": f"person {n}", "Opgørelsesdato": f"30-06-{year}", "Ansættelsesform": form}
        for n, year, form in ((1, 2021, "Timevikar"), (1, 2022, "Fastansat"), (2, 2021, "Fastansat"))
    ]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    from_lists = lists.rows_from_lists(extracts.status, extracts.leavers)
    coded = from_lists.assign(
        category=from_lists["contract"].map({"Timevikar": -1, "Fastansat": 0}),
        employment=pd.factorize(from_lists["employment"])[0],
    )
    about = [one.rows for one in lists.list_findings(from_lists, coded, extracts.sources, used=True)]
    told = {person: f"{rows['employment'].iloc[0]}" for person, rows in from_lists.groupby("contract")}
    assert [len(rows) for rows in about] == [1, 1] and told["Timevikar"] in about[1][0]
    assert about[0][0].split()[0] in set(from_lists["employment"]) - {told["Timevikar"]}
    assert [
        (one.code, one.count, one.message)
        for one in lists.list_findings(from_lists, coded, extracts.sources, used=True)
    ] == [
        (
            "forsvundne_raekker",
            1,
            "1 ansættelse på statuslisten står hverken på den næste eller på en liste over fratrådte. Den tælles som "
            "fratrådt dagen før den næste liste. Tilføj den på listen over fratrådte med Fratrædelsesdato. Rækken "
            "tæller i tabel 2 til 5.",
        ),
        (
            "blev_fast_undervejs",
            1,
            "1 ansættelse skifter ansættelsesform mellem to lister. Listerne siger ikke hvornår. Derfor bruges "
            "ansættelsesdatoen, og tallet kan afvige fra historikkens.",
        ),
    ]
    assert [
        (one.code, one.message) for one in lists.list_findings(from_lists, coded, extracts.sources, used=False)
    ] == [("lister_ikke_brugt", "Der er både historik og lister. Kun historikken er brugt; listerne er ikke talt med.")]


def test_when_the_extract_was_drawn_is_told() -> None:
    assumed, findings = period_checks.drawn_on(date(2022, 6, 30), None)
    assert [(one.code, one.message) for one in findings] == [
        (
            "udtraeksdato_antaget",
            "Det er ikke oplyst, hvilken dag udtrækkene er trukket. Programmet går ud fra den 31-07-2022, 31 dage "
            "efter periodens slutning. Skriv dagen i feltet «Trukket» (i kommandoen: --drawn åååå-mm-dd).",
        )
    ]
    assert assumed == date(2022, 7, 31)
    early = period_checks.drawn_on(date(2022, 6, 30), date(2022, 7, 30))[1]
    assert [(one.code, one.tables, one.message) for one in early] == [
        (
            "udtraek_for_tidligt",
            (2, 3),
            "Udtrækkene er trukket den 30-07-2022, mindre end 31 dage efter periodens slutning den 30-06-2022. De "
            "seneste fratrædelser er derfor foreløbige. Træk helst udtrækkene igen den 31-07-2022 eller senere.",
        )
    ]
    assert period_checks.drawn_on(date(2022, 6, 30), date(2022, 7, 31))[1] == []


def test_persons_in_two_employments_are_told_of() -> None:
    assert [(one.code, one.count, one.message) for one in period_checks.several_employments(tuple("abcdefg"))] == [
        (
            "flere_ansaettelser",
            7,
            "7 personer har flere ansættelser på opgørelsesdagen. Hver person tælles én gang, med den ansættelse, der "
            "har den højeste beskæftigelsesgrad. Der skal ikke rettes noget, hvis antallet ligner det sædvanlige.",
        )
    ]
    assert period_checks.several_employments(()) == []


def people(groups: dict[int, tuple[int, int]]) -> People:
    """Staff of each group: so many on 30 June 2021 who leave the day after, and so many from then on; center 0."""
    first = [(group, 0, 18809) for group, (before, _) in groups.items() for _ in range(before)]
    later = [(group, 18809, OPEN) for group, (_, after) in groups.items() for _ in range(after)]
    staff = pd.DataFrame([*first, *later], columns=["group", "first", "out"]).assign(center=0)
    return People(pd.DataFrame(), staff, pd.DataFrame(), pd.DataFrame(), Coverage({}, None), {})


def test_a_group_that_grew_or_shrank_by_more_than_a_fifth_is_told_of() -> None:
    named = tuple(StaffGroup(key, key.title(), "stillinger") for key in ("a", "b", "c", "d"))
    counted = people({0: (20, 25), 1: (20, 24), 2: (50, 39), 3: (19, 40)})
    found = plausibility.large_swings(counted, named, date(2022, 6, 30))
    assert [(one.code, one.message) for one in found] == [
        (
            "stort_udsving",
            f"{name} er gået fra {before} til {after} ansatte på et år, mere end en femtedel. Se efter, om koder eller "
            "afdelinger er flyttet, og skriv i begrundelsen, hvad det skyldes.",
        )
        for name, before, after in (("A", 20, 25), ("C", 50, 39))
    ]


def test_a_control_total_that_differs_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [
        {"Kilde": "Løn", "Dato": "30-06-2022", "Center": center, "Antal ansatte": count}
        for center, count in (("", "25"), ("ISC", "24"), ("XX", "3"))
    ]
    extracts, _ = taken(tmp_path, rows)
    totals, sources = extracts.other["kontroltal"], extracts.sources
    found = plausibility.control_totals(people({0: (20, 25)}), totals, ("ISC",), sources)
    assert [(one.code, one.cell, one.value, one.message.partition(". ")[0]) for one in found] == [
        ("kontroltal_afviger", "D3", "24",
         "Kontroltallet for ISC den 30-06-2022 er 24, men udtrækket har 25"),
        ("kontroltal_afviger", "D4", "3",
         "Kontroltallet for XX den 30-06-2022 er 3, men centret står ikke i afdelinger.csv"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["010190-1234", "010190–1234", "0101 90 1234", "010190.1234", "０１０１９０1234"])
def test_a_finding_never_tells_what_looks_like_a_person_number_however_it_is_written(number):
    told = Finding("ulaeselig_dato", f"«{number}» er ikke en dato.", value=number, column=f"Dato {number}")
    assert number not in repr(told) and "1234" not in repr(told)
    assert Finding("ulaeselig_dato", "«31-12-21» er ikke en dato.", value="31-12-21").value == "31-12-21"
