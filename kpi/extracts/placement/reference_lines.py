"""The lines of HR's reference files, each with the address of its cells, or what is wrong with the file."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.person_numbers import looks_like_one
from kpi.extracts.cells.texts import letter_of, text_of
from kpi.extracts.columns import folded
from kpi.extracts.findings import SHOWN_CELLS, Finding
from kpi.extracts.placement.reference_files import REFERENCE_FILES

OF_A_PERSON = (
    "Cellen ligner et personnummer. Hver udgivelse gemmer filen, som den er, og derfra kan intet slettes. Slet cellen, "
    "eller hele kolonnen, hvis den ikke bruges; en afdelings kode skal stå i Afdeling."
)


@dataclass(frozen=True)
class Line:
    """A line of a reference file: its number from 1, its cells by column name, and the columns' letters."""

    file: str
    number: int
    cells: dict[str, str]
    letters: dict[str, str]

    def fault(self, column: str, text: str) -> Finding:
        """The finding that something is wrong with the line's cell."""
        cell = f"{self.letters[column]}{self.number}"
        return Finding("referencefil_fejl", text, self.file, None, self.number, column, cell, self.cells[column],
                       cells=(cell,))  # fmt: skip


def missing(name: str, needed: Sequence[str]) -> Finding:
    """The finding that the file is not there, or cannot be opened."""
    header = ";".join(needed)
    text = f"Referencefilen {name} mangler eller kan ikke åbnes. Læg den i mappen med overskriften {header}."
    return Finding("referencefil_fejl", text, name)


def lines_of(
    name: str, content: bytes, needed: Sequence[str], faults: list[Finding], others: Sequence[str] = ()
) -> list[Line]:
    """The file's lines under its header; none, and a fault, where a `needed` column is missing.

    `others` are columns that may be there.
    """
    table = table_of(content)
    faults += _of_persons(name, table)
    heads = [folded(cell) for cell in table[0][1]] if table else []
    missing = [column for column in needed if folded(column) not in heads]
    if missing:
        header = ";".join(needed)
        text = f"{name} mangler {danish.joined(missing)}. Overskriften skal være {header}, og skilletegnet semikolon."
        faults.append(Finding("referencefil_fejl", text, name, row=1, column=missing[0]))
        return []
    places = {column: heads.index(folded(column)) for column in (*needed, *others) if folded(column) in heads}
    letters = {column: letter_of(place) for column, place in places.items()}
    return [
        Line(name, number, {column: row[at] if at < len(row) else "" for column, at in places.items()}, letters)
        for number, row in table[1:]
    ]


def _of_persons(name: str, table: list[tuple[int, list[str]]]) -> Iterator[Finding]:
    """A fault for each column with cells like person numbers, also one that nobody reads; codes are let be."""
    codes = {folded(column.name) for column in REFERENCE_FILES[name].columns if column.is_code}
    heads = table[0][1] if table else []
    found: dict[int, list[int]] = {}
    for number, row in table:
        for place in (place for place, text in enumerate(row) if looks_like_one(text)):
            is_code = place < len(heads) and folded(heads[place]) in codes
            if not is_code or number == table[0][0]:
                found.setdefault(place, []).append(number)
    for place, lines in found.items():
        cells = tuple(f"{letter_of(place)}{number}" for number in lines)
        more = f" Det gælder {danish.number(len(lines), 0)} celler i kolonnen." if len(lines) > 1 else ""
        column = heads[place] if place < len(heads) else ""
        yield Finding("referencefil_fejl", OF_A_PERSON + more, name, None, lines[0], column, cells[0],
                      count=len(lines), cells=cells[:SHOWN_CELLS], lines=tuple(lines))  # fmt: skip


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file with its encoding: UTF-8, or Windows-1252 as Excel saves a plain CSV."""
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def separator_of(text: str) -> str:
    """The semicolon, tab or comma that the header of a file's text has most of."""
    return max(";\t,", key=text.split("\n", 1)[0].count)


def table_of(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that are not blank, with their line from 1; none where the file is no text."""
    text, _ = decoded(content)
    if "\0" in text:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        rows = [(reader.line_num, [text_of(cell) for cell in row]) for row in reader]
    except csv.Error:
        return []
    return [(number, row) for number, row in rows if any(row)]
