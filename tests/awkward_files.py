"""A corpus of awkward files, each of which says the same as one clean file: what payroll systems and people make.

`python -m tests.awkward_files DIR` writes them all. The people are invented: the day of each person number has 60
added to it (or, where the number must begin with a nought, the month), so that no person can have it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

OPEN = None
DAY = timedelta(days=1)
HISTORY = (
    "CPR", "Institution", "Tjenestenummer", "Afdeling", "Stillingskode", "Ansættelsesform", "Beskæftigelsesdecimal",
    "Lønform", "Leder", "Ansættelsesdato", "Startdato", "Slutdato", "Fratrædelsesårsag", "Fratrædelsesdato",
)  # fmt: skip
ADVERTS = ("Job-id", "Titel", "Område", "Publiceret", "Ansøgningsfrist", "Afsluttet", "Antal ansatte")
DATES = ("Ansættelsesdato", "Startdato", "Slutdato", "Fratrædelsesdato", "Opgørelsesdato", "Publiceret",
         "Ansøgningsfrist", "Afsluttet")  # fmt: skip
REASONS = ("Pension", "Død", "")
RATE = "Beskæftigelsesdecimal"
ON = date(2022, 6, 30)

Row = dict[str, object]


@dataclass(frozen=True)
class Awkward:
    """A file, which clean one it is `like`, what HR answers about it by the question's key, and what is warned of."""

    name: str
    data: bytes = field(repr=False)
    like: str
    answers: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    on: date | None = None


def history() -> list[Row]:
    """The clean rows: two dozen people with one to three rows each, some of whom left."""
    rows: list[Row] = []
    for number in range(24):
        born = (
            f"{61 + number:02d}0{1 + number % 9}{70 + number % 25}"
            if number % 4
            else f"0{1 + number % 9}7{number % 2}{80 + number % 19}"
        )
        hired = date(2015 + number % 6, 1 + number % 12, 1 + number % 28)
        rate = Decimal(("1", "0.8", "0.75", "0.9", "0.5")[number % 5])
        leaves = number % 3 == 0
        cuts = [hired, *(hired + timedelta(days=200 * (part + 1)) for part in range(number % 3))]
        last = cuts[-1] + timedelta(days=300 + number) if leaves else OPEN
        for place, start in enumerate(cuts):
            rows.append({
                "CPR": f"{born}-{1000 + 37 * number:04d}", "Institution": "AB", "Tjenestenummer": f"{20_000 + number}",
                "Afdeling": f"ÆL0{1 + (number + place) % 4}", "Stillingskode": f"{3000 + number % 7}",
                "Ansættelsesform": "Fleksjob" if number % 7 == 0 else "Fastansat", RATE: rate, "Lønform": "Måned",
                "Leder": "Ja" if number % 8 == 0 else "Nej", "Ansættelsesdato": hired, "Startdato": start,
                "Slutdato": cuts[place + 1] - DAY if place + 1 < len(cuts) else last,
                "Fratrædelsesårsag": REASONS[number // 3 % 3] if leaves else "", "Fratrædelsesdato": last,
            })  # fmt: skip
    return rows


def status_list() -> list[Row]:
    """The clean status list: everybody on one day."""
    kept = [row for row in history() if row["Slutdato"] is OPEN]
    without = ("Startdato", "Slutdato", "Fratrædelsesårsag")
    return [{name: value for name, value in row.items() if name not in without} for row in kept]


def leavers_list() -> list[Row]:
    """The clean list of those who left."""
    rows = [
        row for row in history() if row["Fratrædelsesdato"] is not OPEN and row["Slutdato"] == row["Fratrædelsesdato"]
    ]
    return [{name: value for name, value in row.items() if name not in ("Startdato", "Slutdato")} for row in rows]


def adverts() -> list[Row]:
    """The clean adverts."""
    return [
        {
            "Job-id": f"HR-{4100 + number}", "Titel": "Lærer, vikar" if number % 2 else "Sosu", "Område": "Skole",
            "Publiceret": date(2022, 1 + number % 6, 1 + number), "Ansøgningsfrist": date(2022, 7, 1 + number),
            "Afsluttet": date(2022, 8, 1 + number) if number % 3 else OPEN, "Antal ansatte": number % 3,
        }
        for number in range(18)
    ]  # fmt: skip


CLEAN: dict[str, Callable[[], list[Row]]] = {
    "history": history, "status": status_list, "leavers": leavers_list, "adverts": adverts,
}  # fmt: skip


# --- one cell, in the forms that a system or a person writes it

DATE_FORMS: dict[str, Callable[[date], str]] = {
    "dd-mm-yyyy": lambda day: f"{day:%d-%m-%Y}",
    "dd.mm.yyyy": lambda day: f"{day:%d.%m.%Y}",
    "dd/mm/yyyy": lambda day: f"{day:%d/%m/%Y}",
    "d-m-yyyy": lambda day: f"{day.day}-{day.month}-{day.year}",
    "yyyy-mm-dd": lambda day: day.isoformat(),
    "ddmmyyyy": lambda day: f"{day:%d%m%Y}",
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
    "with the hour": lambda day: f"{day:%d-%m-%Y} 00:00:00",
    "iso with the hour": lambda day: f"{day.isoformat()}T00:00:00",
}
OPEN_FORMS = {"empty": "", "31-12-9999": "31-12-9999", "9999-12-31": "9999-12-31", "noughts": "00-00-0000"}
RATE_FORMS: dict[str, Callable[[Decimal], str]] = {
    "comma": lambda rate: f"{rate:.4f}".replace(".", ","),
    "point": lambda rate: f"{rate:.2f}",
    "percent sign": lambda rate: f"{rate * 100:.1f} %".replace(".", ","),
    "fraction": lambda rate: f"{rate * 37:.2f}/37".replace(".", ","),
    "hard blanks": lambda rate: f"\u00a0{rate:.2f}\u202f".replace(".", ","),
}


def text_of(value: object) -> str:
    """The cell as the clean file has it."""
    if value is OPEN:
        return ""
    if isinstance(value, date):
        return DATE_FORMS["dd-mm-yyyy"](value)
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def told(rows: list[Row], **change: Callable[[Row], object]) -> list[Row]:
    """The rows with some cells written otherwise; blanks and points in a column's name are `_`."""
    return [row | {name: change[_plain(name)](row) for name in row if _plain(name) in change} for row in rows]


def _plain(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def renamed(rows: list[Row], names: dict[str, str | None]) -> list[Row]:
    """The rows with other headers; None takes the column away."""
    return [{names.get(name, name): value for name, value in row.items() if names.get(name, name)} for row in rows]


def grid(rows: list[Row]) -> list[list[object]]:
    """The header and the rows."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


# --- files


def csv(cells: list[list[object]], separator: str = ";", encoding: str = "utf-8-sig", newline: str = "\r\n") -> bytes:
    """The cells as a CSV; what holds the separator, an inverted comma or a new line is put in inverted commas."""

    def quoted(text: str) -> str:
        return (
            f'"{text.replace(chr(34), chr(34) * 2)}"' if any(sign in text for sign in (separator, '"', "\n")) else text
        )

    lines = (separator.join(quoted(text_of(cell)) for cell in row) for row in cells)
    return (newline.join(lines) + newline).encode(encoding)


def xlsx(sheets: dict[str, list[list[object]]], as_text: bool = False, top: int = 0) -> bytes:
    """The cells as a workbook: dates and numbers as Excel has them, or all as text; the header `top` rows down."""
    book_bytes = io.BytesIO()
    with xlsxwriter.Workbook(book_bytes, {"in_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(cells):
                written = [text_of(cell) if as_text else _in_excel(cell) for cell in row]
                sheet.write_row(top + place, 0, written)
    return book_bytes.getvalue()


def _in_excel(cell: object) -> object:
    return float(cell) if isinstance(cell, Decimal) else cell


def changed_in_excel(cells: list[list[object]], change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook after somebody has changed it in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Ansatte": cells})))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


# --- the corpus


def corpus() -> Iterator[Awkward]:
    """Every awkward file."""
    for part in (as_texts, date_and_number_forms, around_the_rows, in_excel, by_other_names, lists_and_adverts):
        yield from part()


def as_texts() -> Iterator[Awkward]:
    """The clean rows in every encoding, with every separator and line end."""
    cells = grid(history())
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        for title, separator in {"semicolon": ";", "comma": ",", "tab": "\t"}.items():
            yield Awkward(f"{encoding}-{title}.csv", csv(cells, separator, encoding), "history")
    for title, newline in {"lf": "\n", "cr": "\r"}.items():
        yield Awkward(f"newline-{title}.csv", csv(cells, newline=newline), "history")
    yield Awkward("sep.csv", b"sep=;\r\n" + csv(cells, encoding="cp1252"), "history")
    yield Awkward("all-quoted.txt", "\n".join(";".join(f'"{text_of(cell)}"' for cell in row) for row in cells).encode(),
                  "history")  # fmt: skip


def date_and_number_forms() -> Iterator[Awkward]:
    """Every form of a date, of an open end and of an employment rate."""
    for title, form in DATE_FORMS.items():
        forms = {_plain(name): (lambda row, name=name, form=form: row[name] and form(row[name])) for name in DATES}
        yield Awkward(f"date {title}.csv".replace("/", "_"), csv(grid(told(history(), **forms))), "history")
    for title, text in OPEN_FORMS.items():
        ends = {
            name: (lambda row, name=name, text=text: row[name] or text) for name in ("Slutdato", "Fratrædelsesdato")
        }
        yield Awkward(f"open {title}.csv", csv(grid(told(history(), **ends))), "history")
    unset = told(history(), Fratrædelsesdato=lambda row: row["Fratrædelsesdato"] or "1/1/1900")
    yield Awkward("left in 1900.csv", csv(grid(unset)), "history")
    for title, form in RATE_FORMS.items():
        rows = told(history(), **{RATE: lambda row, form=form: form(row[RATE])})
        yield Awkward(f"rate {title}.csv", csv(grid(rows)), "history")
    yield from units_of_the_rate()


def units_of_the_rate() -> Iterator[Awkward]:
    """The rate as hours, as a percentage, as a part of full time, and under names that do not tell."""
    hours = told(history(), **{RATE: lambda row: row[RATE] * 37})
    percent = told(history(), **{RATE: lambda row: row[RATE] * 100})
    for name in ("Timer pr. uge", "Ugentlig arbejdstid", "NORMTID"):
        yield Awkward(f"hours as {name}.csv", csv(grid(renamed(hours, {RATE: name}))), "history")
    part = told(history(), **{RATE: lambda row: f"{row[RATE] * 37:.2f}/37".replace(".", ",")})
    yield Awkward("hours of hours.csv", csv(grid(renamed(part, {RATE: "Arbejdstid pr. uge"}))), "history")
    clock = told(
        history(), **{RATE: lambda row: f"{int(row[RATE] * 37 * 60 // 60)}:{int(row[RATE] * 37 * 60 % 60):02d}"}
    )
    yield Awkward("hours by the clock.csv", csv(grid(renamed(clock, {RATE: "Timer"}))), "history")
    for unit, rows in {"decimal": history(), "procent": percent, "timer": hours}.items():
        for name in ("Beskæftigelsesgrad", "Besk.grad", "Ansættelsesgrad"):
            answers = {"enhed: Beskæftigelsesgrad": unit}
            yield Awkward(f"{name} in {unit}.csv", csv(grid(renamed(rows, {RATE: name}))), "history", answers)
    for numerator, denominator in (("Tæller", "Nævner"), ("numerator", "denominator")):
        rows = [row | {RATE: row[RATE] * 37, denominator: 37} for row in history()]
        yield Awkward(f"{numerator}.csv", csv(grid(renamed(rows, {RATE: numerator}))), "history")
    norm = [row | {"Normtid": 37, RATE: row[RATE] * 100} for row in history()]
    answers = {"beskæftigelse": "Beskæftigelsesgrad", "enhed: Beskæftigelsesgrad": "procent"}
    yield Awkward("norm and degree.csv", csv(grid(renamed(norm, {RATE: "Beskæftigelsesgrad"}))), "history", answers)


def around_the_rows() -> Iterator[Awkward]:
    """Titles above, totals and notes below, blank rows, the header once more, columns that nobody needs."""
    cells = grid(history())
    head, body = cells[0], cells[1:]
    width = len(head)
    title = [["Udtræk fra lønsystemet", *[""] * (width - 1)], [""] * width, ["Trukket 31-07-2022"]]
    total = [["I alt", *[""] * 5, "31,35", *[""] * (width - 7)], ["Kilde: lønsystemet, juni 2022"]]
    yield Awkward("titles.csv", csv([*title, *cells]), "history")
    yield Awkward("29 lines above.csv", csv([[""]] * 29 + cells), "history")
    yield Awkward("totals.csv", csv([*cells, [""] * width, *total]), "history")
    yield Awkward(
        "subtotals.csv", csv([head, *body[:9], ["", "", "", "Sum", "", "", "8,1"], *body[9:], *total[:1]]), "history"
    )
    yield Awkward("blank rows.csv", csv([head, *(row for one in body for row in (one, [""] * width))]), "history")
    yield Awkward("header again.csv", csv([head, *body[:10], head, *body[10:20], head, *body[20:]]), "history")
    short = [row[:-1] if row[-1] is OPEN else row for row in cells]
    yield Awkward("short rows.csv", csv(short), "history")
    more = [row | {"Fornavn": "Hanne", "Efternavn": "Opdigtet", "Note": 'Siger "hej";\nog farvel'} for row in history()]
    yield Awkward("names and notes.csv", csv(grid(more)), "history")
    twice = [[*row, row[3]] for row in cells]
    yield Awkward("the same column twice.csv", csv(twice), "history")
    other = [[*row, "Afdeling" if not place else f"XX{place}"] for place, row in enumerate(cells)]
    yield Awkward("another column of the name.csv", csv(other), "history", {"kolonne: Afdeling": "Afdeling"})
    first = [["Afdeling" if not place else f"XX{place}", *row] for place, row in enumerate(cells)]
    yield Awkward("the second of the name.csv", csv(first), "history", {"kolonne: Afdeling": "Afdeling (2)"})
    spelt = [[f" {name.upper().replace(' ', '_')}. " for name in head], *body]
    yield Awkward("names spelt otherwise.csv", csv(spelt), "history")
    blanks = [head, *([f"\u00a0{text_of(cell)} " for cell in row] for row in body)]
    yield Awkward("hard blanks.csv", csv(blanks), "history")


def in_excel() -> Iterator[Awkward]:
    """Workbooks: as Excel has cells, all as text, several sheets, merged, with what Excel does to numbers."""
    cells = grid(history())
    yield Awkward("plain.xlsx", xlsx({"Ansatte": cells}), "history")
    yield Awkward("as text.xlsx", xlsx({"Ansatte": cells}, as_text=True), "history")
    yield Awkward("header in line 8.xlsx", xlsx({"Ark1": cells}, top=7), "history")
    halves = {"Januar": cells[:20], "Februar": [cells[0], *cells[20:]]}
    yield Awkward("two sheets.xlsx", xlsx(halves), "history")
    beside = {"Forside": [["Udtræk"]], "Ansatte": cells, "Vejledning": cells, "Tomt": []}
    yield Awkward("beside.xlsx", xlsx(beside), "history", warnings=("ukendt_ark",))
    numbers = told(history(), CPR=lambda row: int(str(row["CPR"]).replace("-", "")),
                   Stillingskode=lambda row: float(row["Stillingskode"]),
                   Tjenestenummer=lambda row: float(row["Tjenestenummer"]))  # fmt: skip
    yield Awkward("numbers as numbers.xlsx", xlsx({"Ansatte": grid(numbers)}), "history")
    serials = told(
        history(),
        **{name: (lambda row, name=name: row[name] and (row[name] - date(1899, 12, 30)).days) for name in DATES},
    )
    yield Awkward("serials.xlsx", xlsx({"Ansatte": grid(serials)}), "history")
    hours = told(
        history(),
        **{
            name: (lambda row, name=name: row[name] and datetime.combine(row[name], datetime.min.time()))
            for name in DATES
        },
    )
    yield Awkward("with midnight.xlsx", xlsx({"Ansatte": grid(hours)}), "history")
    flags = told(history(), Leder=lambda row: row["Leder"] == "Ja")
    yield Awkward("true and false.xlsx", xlsx({"Ansatte": grid(flags)}), "history")
    smuggled = told(
        history(), CPR=lambda row: f'="{row["CPR"]}"', Tjenestenummer=lambda row: f"'{row['Tjenestenummer']}"
    )
    yield Awkward("protected numbers.csv", csv(grid(smuggled)), "history")
    yield Awkward("merged title.xlsx", changed_in_excel(cells, _merged_title), "history")
    yield Awkward("merged downwards.xlsx", changed_in_excel(cells, _merged_downwards), "history")
    yield Awkward("header in two rows.xlsx", changed_in_excel(cells, _header_in_two_rows), "history")
    yield Awkward("no name.csv", xlsx({"Ansatte": cells}), "history")


def _merged_title(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Ansatte i kommunen pr. 30. juni 2022"
    sheet.merge_cells("A1:M2")


def _merged_downwards(book: openpyxl.Workbook) -> None:
    sheet = book.active
    for column in (1, 3):
        for row in range(2, sheet.max_row + 1):
            last = row
            while last < sheet.max_row and all(
                sheet.cell(last + 1, at).value == sheet.cell(row, at).value for at in (1, 3)
            ):
                last += 1
            if last > row and not isinstance(sheet.cell(row, column), openpyxl.cell.cell.MergedCell):
                sheet.merge_cells(start_row=row, end_row=last, start_column=column, end_column=column)


def _header_in_two_rows(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.insert_rows(1)
    names = {cell.column: cell.value for cell in sheet[2]}
    for column, name in names.items():
        if name not in ("Startdato", "Slutdato"):
            sheet.cell(1, column, name)
            sheet.cell(2, column).value = None
            sheet.merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)
    first = next(column for column, name in names.items() if name == "Startdato")
    sheet.cell(1, first, "Gælder")
    sheet.merge_cells(start_row=1, end_row=1, start_column=first, end_column=first + 1)


# Headers as the systems write them, and the order that they have there.
SD = {
    "CPR": "PersonCivilRegistrationIdentifier", "Institution": "InstitutionIdentifier",
    "Tjenestenummer": "EmploymentIdentifier", "Afdeling": "DepartmentIdentifier",
    "Stillingskode": "JobPositionIdentifier", "Ansættelsesform": "AppointmentCode", RATE: "OccupationRate",
    "Lønform": "SalariedIndicator", "Leder": "Ledelsesniveau", "Ansættelsesdato": "EmploymentDate",
    "Startdato": "ActivationDate", "Slutdato": "DeactivationDate", "Fratrædelsesdato": "Fratrådt dato",
    "Fratrædelsesårsag": None,
}  # fmt: skip
OPUS = {
    "CPR": "CPR-nummer", "Institution": "SE-nr", "Tjenestenummer": "Medarb.nr.", "Afdeling": "orgUnit",
    "Stillingskode": "positionId", "Ansættelsesform": "workContractText", RATE: "numerator", "Leder": "isManager",
    "Lønform": "Medarbejderkreds", "Ansættelsesdato": "entryDate", "Startdato": "Gyldig fra", "Slutdato": "Gyldig til",
    "Fratrædelsesdato": "leaveDate", "Fratrædelsesårsag": "Fratrædelseskode",
}  # fmt: skip
EMPLY = {
    "Job-id": "shortId", "Publiceret": "Published", "Ansøgningsfrist": "Deadline", "Afsluttet": "Archived",
    "Antal ansatte": "Hired",
}  # fmt: skip


def by_other_names() -> Iterator[Awkward]:
    """As Silkeborg Data, KMD Opus and others write it, with what only HR can know."""
    yield Awkward("sd.csv", csv(grid(renamed(as_sd(history()), SD)), encoding="cp1252"), "history",
                  {"Fratrædelsesdato er": "første dag ude"})  # fmt: skip
    opus = [
        row | {RATE: row[RATE] * 37, "denominator": 37, "costCenter": f"K{place}"}
        for place, row in enumerate(history())
    ]
    opus = told(opus, Leder=lambda row: "true" if row["Leder"] == "Ja" else "false",
                Lønform=lambda row: "Månedslønnede",
                CPR=lambda row: int(str(row["CPR"]).replace("-", "")),
                **{name: (lambda row, name=name: row[name] and f"{row[name]:%d.%m.%Y}") for name in DATES})  # fmt: skip
    yield Awkward("opus.xlsx", xlsx({"Sheet1": grid(renamed(opus, OPUS))}), "history", {"kolonne: Afdeling": "orgUnit"})
    strange = renamed(history(), {"Afdeling": "Arb.sted nr.", "Slutdato": "Gældende til og med"})
    yield Awkward("strange names.csv", csv(grid(strange)), "history",
                  {"kolonne: Afdeling": "Arb.sted nr.", "kolonne: Slutdato": "Gældende til og med"})  # fmt: skip
    pay = told(history(), Lønform=lambda row: "4")
    yield Awkward("pay form in code.csv", csv(grid(pay)), "history", {"Lønform: 4": "måned"})
    codes = [row | {"Statuskode": "A7"} for row in history()]
    yield Awkward("status in code.csv", csv(grid(codes)), "history", {"Statuskode: A7": "ansat"})
    later = told(history(), Slutdato=lambda row: row["Slutdato"],
                 Fratrædelsesdato=lambda row: row["Fratrædelsesdato"] and row["Fratrædelsesdato"] + DAY)  # fmt: skip
    for title, words in {
        "in words": ("Afgang: EFTERLØN", "afgået ved døden", "Ikke oplyst"),
        "in more words": ("Alders-pension pr. 31. marts", "Dødsfald", "-"),
    }.items():
        said = told(history(), Fratrædelsesårsag=lambda row, words=words: _said(row["Fratrædelsesårsag"], words))
        yield Awkward(f"reasons {title}.csv", csv(grid(renamed(said, {"Fratrædelsesårsag": "Ophørsårsag"}))), "history")
    yield Awkward("first day out.csv", csv(grid(later)), "history", {"Fratrædelsesdato er": "første dag ude"})


def _said(reason: str, words: tuple[str, ...]) -> str:
    return dict(zip(REASONS, words, strict=True))[reason]


def as_sd(rows: list[Row]) -> list[Row]:
    """The rows with a status; who left has a row of status 8 on the first day out, and an open end before.

    Who died has status 7 there, and who is pensioned 9: no column tells it.
    """
    status = dict(zip(REASONS, "978", strict=True))
    told: list[Row] = []
    for place, row in enumerate(rows):
        left, is_last = row["Fratrædelsesdato"], row["Slutdato"] == row["Fratrædelsesdato"]
        out = left and left + DAY
        told.append(
            row
            | {"EmploymentStatusCode": "13"[place % 2], "Lønform": "true", "Leder": str(int(row["Leder"] == "Ja"))}
            | {"Slutdato": "9999-12-31" if is_last else row["Slutdato"], "Fratrædelsesdato": out}
        )
        if left and is_last:
            gone = dict.fromkeys(row, "") | {name: row[name] for name in ("CPR", "Institution", "Tjenestenummer")}
            gone |= {
                "EmploymentStatusCode": status[row["Fratrædelsesårsag"]],
                "Startdato": out,
                "Fratrædelsesdato": out,
            }
            told.append(gone | {"Slutdato": "9999-12-31"})
    deleted = rows[0] | {"EmploymentStatusCode": "S", "Startdato": date(2010, 1, 1), "Fratrædelsesdato": OPEN}
    return [*told, deleted]


def lists_and_adverts() -> Iterator[Awkward]:
    """Status lists, leavers' lists and adverts."""
    status, leavers, posts = status_list(), leavers_list(), adverts()
    dated = [row | {"Opgørelsesdato": ON} for row in status]
    yield Awkward("status.csv", csv(grid(dated)), "status")
    yield Awkward("status.xlsx", xlsx({"Bestand": grid(renamed(dated, {"Opgørelsesdato": "Statusdato"}))}), "status")
    yield Awkward("status by --on.csv", csv(grid(status)), "status", on=ON)
    yield Awkward("status by answer.csv", csv(grid(status)), "status", {"Opgørelsesdato: ": "30-06-2022"})
    yield Awkward("leavers.csv", csv(grid(leavers)), "leavers")
    yield Awkward("leavers by --on.csv", csv(grid(leavers)), "leavers", on=ON)
    yield Awkward("adverts.csv", csv(grid(posts)), "adverts")
    emply = told(posts, Publiceret=lambda row: f"{row['Publiceret']:%d-%m-%Y} 08:15",
                 Antal_ansatte=lambda row: str(row["Antal ansatte"]))  # fmt: skip
    emply = [row | {"Status": "Afsluttet"} for row in renamed(emply, EMPLY)]
    yield Awkward("emply.csv", csv(grid(emply), ","), "adverts")
    yield Awkward("emply.xlsx", xlsx({"Report": grid(emply)}, top=4), "adverts")
    renumbered = renamed(
        posts, {"Job-id": "Sags-id", "Publiceret": "Promotion date", "Antal ansatte": "Besatte stillinger"}
    )
    yield Awkward(
        "emply renamed.csv", csv(grid(renumbered)), "adverts", {"kolonne: Antal ansatte": "Besatte stillinger"}
    )
    areas = told(posts, Område=lambda row: "Skoleområdet (nyt)")
    yield Awkward("areas.csv", csv(grid(areas)), "adverts", {"Område: Skoleområdet (nyt)": "Skole"})


def clean(like: str) -> bytes:
    """The clean file of a kind."""
    rows = CLEAN[like]()
    return csv(grid([row | {"Opgørelsesdato": ON} for row in rows] if like == "status" else rows))


def write(folder: Path) -> list[Path]:
    """The paths of the whole corpus, written in the folder with the clean files."""
    folder.mkdir(parents=True, exist_ok=True)
    for like in CLEAN:
        (folder / f"clean-{like}.csv").write_bytes(clean(like))
    for file in corpus():
        (folder / file.name).write_bytes(file.data)
    return sorted(folder.iterdir())


if __name__ == "__main__":
    print(f"{len(write(Path(sys.argv[1])))} files in {sys.argv[1]}")
