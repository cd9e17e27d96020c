"""Birth years and reasons at the door: as little as age bands and six words need, and nothing of it as it was typed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_validate import ROW as EMPLOYED

from kpi.definitions.model import Source
from kpi.definitions.people import OPEN, day_number
from kpi.definitions.populations import REASONS, UNTOLD
from kpi.extracts.findings import WARNING
from kpi.extracts.people.coverage import coverage
from kpi.extracts.people.leaving import birth_years, reasons
from kpi.extracts.people.lists import rows_from_lists
from kpi.extracts.pseudonyms import birth_year
from kpi.extracts.read import read
from kpi.extracts.rows import ADVERT_COLUMNS, EMPLOYMENT_COLUMNS, STATUS_COLUMNS, Extracts, empty
from kpi.extracts.validate import validate
from kpi.publications.stored_rows import as_parquet, from_parquet, no_rows

HISTORY = {"Startdato": "01-08-2020", "Slutdato": "31-03-2022", "Fratrædelsesdato": "31-03-2022"}
ROW = {name: told for name, told in EMPLOYED.items() if name not in HISTORY}
SECRET = "Flyttet til Opdigtet Hansen, Møllevej 4"


def taken(folder: Path, rows: list[dict]) -> tuple[Extracts, list]:
    path = folder / "udtræk.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    sheets, unreadable = read([path])
    extracts, findings = validate(sheets, key=b"k" * 32)
    return extracts, [*unreadable, *findings]


# --- birth years

# The table of the CPR office: the seventh digit, the year of two digits, the year of birth.
CENTURIES = [
    *((seventh, year, 1900 + year) for seventh in "0123" for year in (0, 36, 37, 57, 58, 99)),
    *((seventh, year, 2000 + year) for seventh in "49" for year in (0, 36)),
    *((seventh, year, 1900 + year) for seventh in "49" for year in (37, 57, 58, 99)),
    *((seventh, year, 2000 + year) for seventh in "5678" for year in (0, 36, 37, 57)),
    *((seventh, year, UNTOLD) for seventh in "5678" for year in (58, 99)),
]


@pytest.mark.parametrize(("seventh", "year", "born"), CENTURIES)
@pytest.mark.parametrize("day", ["61", "91", "01", "31"])
def test_the_seventh_digit_tells_the_century(seventh: str, year: int, born: int, day: str) -> None:
    assert birth_year(f"{day}12{year:02d}{seventh}000") == born


@pytest.mark.parametrize(
    "text",
    ["", "P1", "0012900000", "3212900000", "9212900000", "6013900000", "6100900000", "61019000000", "610190-0001"],
)
def test_what_is_no_cpr_number_tells_no_year(text: str) -> None:
    assert birth_year(text) == UNTOLD


def test_a_birth_year_goes_along_with_its_person(tmp_path: Path) -> None:
    rows = [ROW | HISTORY | {"CPR": number, "Tjenestenummer": str(place)} for place, number in
            enumerate(("610190-0001", "6106654000", "person 3"))]  # fmt: skip
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.history["birth_year"].tolist() == [1990, 1965, UNTOLD]


def test_any_row_of_a_person_tells_the_birth_year() -> None:
    rows = pd.DataFrame({"birth_year": [UNTOLD, 1970, UNTOLD, UNTOLD]})
    assert birth_years(rows, np.array([0, 0, 1, 0])).tolist() == [1970, 1970, UNTOLD, 1970]


# --- reasons

WORDS = {
    "egen opsigelse": ("Egen opsigelse", "EGEN", "Opsigelse fra medarbejder", "medarbejderens opsigelse", "Eget ønske",
                       "Har selv sagt op", "Ansøgt afsked", "Egen anmodning"),
    "afsked": ("Afsked", "Uansøgt afsked", "Afskediget", "Bortvist", "Opsagt af arbejdsgiver", "Opsagt",
               "Stilling nedlagt", "afskedigelse pga. egen sygdom"),
    "pension": ("Pension", "Alderspension", "FØRTIDSPENSION", "Efterløn", "Afsked med pension"),
    "udløb": ("Udløb", "Udløb af tidsbegrænset ansættelse", "Vikariat ophørt", "Åremål"),
    "død": ("Død", "Afgået ved døden", "Dødsfald"),
    "andet": ("Andet", "Anden årsag", "Øvrige", "Virksomhedsoverdragelse"),
    "": ("", "-", "Uoplyst", "ukendt", "Ikke oplyst", "0"),
}  # fmt: skip


@pytest.mark.parametrize(("word", "reason"), [(word, reason) for reason, words in WORDS.items() for word in words])
def test_a_word_is_one_of_six_reasons_or_none(tmp_path: Path, word: str, reason: str) -> None:
    extracts, findings = taken(tmp_path, [ROW | HISTORY | {"Fratrædelsesårsag": word}])
    assert findings == []
    assert extracts.history["reason"].tolist() == [REASONS.index(reason) if reason else UNTOLD]


@pytest.mark.parametrize("word", [SECRET, "Kode-17", "K X", "010190-1234"])
def test_what_nobody_knows_is_another_reason_with_a_warning_that_does_not_repeat_it(tmp_path: Path, word: str) -> None:
    extracts, findings = taken(
        tmp_path, [ROW | HISTORY | {"Årsag": word}, ROW | HISTORY | {"CPR": "person 2", "Årsag": ""}]
    )
    assert extracts.history["reason"].tolist() == [REASONS.index("andet"), UNTOLD]
    assert [(one.code, one.severity, one.cell, one.value, one.count) for one in findings] == [
        ("ukendt_aarsag", WARNING, "L2", None, 1)
    ]
    assert word not in findings[0].message
    stored = as_parquet(extracts.history)
    assert word.encode() not in stored
    assert not from_parquet(stored, "history").astype(str).apply(lambda column: column.str.contains(word)).any().any()


@pytest.mark.parametrize("name", ["Fratrædelseskode", "Ophørsårsag", "fratrædelsesårsagskode", "AFGANGSÅRSAG"])
def test_the_column_goes_by_other_names(tmp_path: Path, name: str) -> None:
    extracts, _ = taken(tmp_path, [ROW | {"Fratrædelsesdato": "31-03-2022", name: "Pension"}])
    assert extracts.leavers["reason"].tolist() == [REASONS.index("pension")]


def test_silkeborg_datas_status_tells_who_died_and_who_was_pensioned(tmp_path: Path) -> None:
    """A first day out of status 7 or 9 gives its reason to the rows before it; its own words win; 8 tells none."""
    open_row = ROW | HISTORY | {"Slutdato": "", "Fratrædelsesdato": "", "Fratrædelsesårsag": ""}
    rows = []
    for number, (status, word) in enumerate((("7", ""), ("8", ""), ("9", ""), ("8", "Afsked"), ("9", "Eget ønske"))):
        who = open_row | {"CPR": f"person {number}", "Tjenestenummer": str(number)}
        rows += [who | {"Statuskode": "1", "Slutdato": "31-12-2020"}]
        rows += [who | {"Statuskode": "1", "Startdato": "01-01-2021"}]
        rows += [who | {"Statuskode": status, "Startdato": "01-04-2022", "Fratrædelsesårsag": word}]
    rows[0] |= {"Fratrædelsesårsag": "Alderspension"}
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    told = ("død", "", "pension", "afsked", "egen opsigelse")
    wanted = [REASONS.index(reason) if reason else UNTOLD for reason in told for _ in range(2)]
    wanted[0] = REASONS.index("pension")
    assert extracts.history["reason"].tolist() == wanted
    assert extracts.history["end"].tolist()[1::2] == [day_number(date(2022, 3, 31))] * 5


def test_a_leavers_list_with_status_tells_it_too(tmp_path: Path) -> None:
    rows = [ROW | {"CPR": f"p {status}", "Fratrædelsesdato": "31-03-2022", "Statuskode": status} for status in "789"]
    extracts, findings = taken(tmp_path, rows)
    assert findings == []
    assert extracts.leavers["reason"].tolist() == [REASONS.index("død"), UNTOLD, REASONS.index("pension")]


def test_rows_that_differ_in_the_reason_alone_are_one(tmp_path: Path) -> None:
    rows = [ROW | HISTORY | {"Fratrædelsesårsag": word} for word in ("Pension", "")]
    extracts, findings = taken(tmp_path, rows)
    assert [one.code for one in findings] == ["dublet"]
    assert len(extracts.history) == 1


# --- which exit has it

A, B = 0, 1
ENDED = {
    "the row that ends the employment has it": [(A, 0, 99, OPEN, 2, 2)],
    "one that began before and ends before has not": [(A, 0, 49, OPEN, UNTOLD, UNTOLD), (A, 50, 99, OPEN, 2, 2)],
    "a reason on an earlier row is that of the last": [(A, 0, 49, OPEN, 2, UNTOLD), (A, 50, 99, OPEN, UNTOLD, 2)],
    "the latest row that tells wins": [(A, 50, 99, OPEN, 4, 4), (A, 0, 49, OPEN, 2, UNTOLD)],
    "a leave date ends it before the row": [(A, 0, OPEN, 60, 1, 1)],
    "rows after the leave date are gone": [(A, 0, 59, 60, 1, UNTOLD), (A, 60, 200, OPEN, UNTOLD, 1)],
    "a row that begins after the leave date never was": [(A, 0, 50, 60, 1, 1), (A, 61, 200, OPEN, UNTOLD, UNTOLD)],
    "another employment has its own": [(A, 0, 99, OPEN, 2, 2), (B, 0, 99, OPEN, UNTOLD, UNTOLD)],
}


@pytest.mark.parametrize("rows", ENDED.values(), ids=ENDED)
def test_whose_end_a_reason_is_of(rows: list[tuple]) -> None:
    frame = pd.DataFrame(rows, columns=["employment", "start", "end", "left", "reason", "wanted"])
    assert reasons(frame, frame["employment"].to_numpy()).tolist() == frame["wanted"].tolist()


# --- lists, imports of earlier versions, and what is covered


def test_lists_carry_both_to_the_rows_made_of_them(tmp_path: Path) -> None:
    status = taken(tmp_path, [ROW | {"Opgørelsesdato": "30-06-2021", "Fratrædelsesdato": ""}])[0].status
    leavers = taken(tmp_path, [ROW | {"Fratrædelsesdato": "31-03-2022", "Årsag": "Død"}])[0].leavers
    rows = rows_from_lists(status, leavers)
    assert rows["birth_year"].tolist() == [1990, 1990]
    assert rows["reason"].tolist() == [UNTOLD, REASONS.index("død")]
    assert str(rows["reason"].dtype) == "int64"


@pytest.mark.parametrize("kind", ["history", "status", "leavers"])
def test_an_import_of_an_earlier_version_tells_neither(kind: str, tmp_path: Path) -> None:
    rows = no_rows(kind)
    rows.loc[0] = [{"O": "a", "b": False}.get(dtype.kind, 1) if dtype != "str" else "a" for dtype in rows.dtypes]
    earlier = rows.drop(columns=[name for name in ("birth_year", "reason") if name in rows])
    written = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pandas(earlier, preserve_index=False), written)
    found = from_parquet(written.read_bytes(), kind)
    assert list(found) == list(rows)
    assert found["birth_year"].tolist() == [UNTOLD]
    assert "reason" not in found or found["reason"].tolist() == [UNTOLD]
    assert len(earlier.columns) < len(rows.columns)


def covered(history: pd.DataFrame, leavers: pd.DataFrame) -> dict:
    status = empty(STATUS_COLUMNS)
    return coverage(history, status, leavers, empty(ADVERT_COLUMNS), date(2022, 7, 31), date(2020, 1, 1)).stretches


def test_reasons_cover_from_the_half_year_of_the_first_exit_that_has_one(tmp_path: Path) -> None:
    early = (
        ROW | {"Fratrædelsesårsag": ""} | {"Startdato": "01-08-2020", "Slutdato": "31-12-2020", "Fratrædelsesdato": ""}
    )
    rows = [early | {"CPR": "a"}, early | {"CPR": "b", "Slutdato": "31-03-2022", "Fratrædelsesårsag": "Pension"}]
    history = taken(tmp_path, rows)[0].history
    found = covered(history, empty(EMPLOYMENT_COLUMNS))
    assert found[Source.REASONS] == ((day_number(date(2022, 1, 1)), day_number(date(2022, 7, 31))),)
    assert found[Source.AGES] == ()
    untold = covered(history.assign(reason=UNTOLD, birth_year=1970), empty(EMPLOYMENT_COLUMNS))
    assert untold[Source.REASONS] == () and untold[Source.AGES] == ((-OPEN, OPEN),)


def test_of_leavers_lists_those_with_reasons_cover_their_half_years(tmp_path: Path) -> None:
    def of(day: str, word: str) -> pd.DataFrame:
        return taken(tmp_path, [ROW | {"Fratrædelsesdato": day, "Årsag": word}])[0].leavers

    parts = [of("31-03-2021", "Pension").assign(file=0), of("30-09-2021", "").assign(file=1)]
    found = covered(empty(EMPLOYMENT_COLUMNS), pd.concat(parts, ignore_index=True))
    first, last = (day_number(date(2021, month, day)) for month, day in ((1, 1), (6, 30)))
    assert found[Source.REASONS] == ((first, last),)
    assert found[Source.EXITS] == ((first, day_number(date(2021, 12, 31))),)
