"""The register: what HR's extract shows of the people on the day it is drawn, written as the standard template."""

import csv
from dataclasses import replace
from datetime import timedelta

import posts
from chance import Chance
from days import OPEN, danish

COLUMNS = (
    "CPR Tjenestenummer Afdeling Stillingskode Stilling Ansættelsesform Lønform Beskæftigelsesdecimal Leder "
    "Ansættelsesdato Startdato Slutdato Fratrædelsesdato"
).split()
NOTICE = timedelta(92)  # a leave date can be known this long before


def give_numbers(people):
    """Employment numbers in the order in which payroll made the employments."""
    chance, number = Chance("numbers"), 10000
    for employment in sorted((e for p in people for e in p.employments), key=lambda e: (e.hired, e.first)):
        number += chance.between(1, 5)
        employment.number = number


def rows(people, drawn):
    """The history as drawn on a day: rows that have begun, and leave dates as far as they are known."""
    titles = posts.titles()
    shown = [(e, p) for p in people for e in p.employments if e.first <= drawn]
    lines = []
    for employment, person in sorted(shown, key=lambda pair: pair[0].number):
        known = employment.left if _is_known(employment, drawn) else OPEN
        begun = [row for row in employment.rows if row.first <= drawn]
        for row in begun:
            end = row.last if row is not begun[-1] or row.last <= drawn else OPEN
            last = min(known, end)
            lines.append(_line(person, employment, replace(row, last=last), known, titles))
    return lines


def _is_known(employment, drawn):
    if employment.left <= drawn:
        return True
    return employment.left <= drawn + NOTICE and Chance("notice", employment.number).yes(0.55)


def _line(person, employment, row, left, titles):
    return {
        "CPR": person.number,
        "Tjenestenummer": str(employment.number),
        "Afdeling": row.unit,
        "Stillingskode": row.job,
        "Stilling": titles[row.job],
        "Ansættelsesform": row.form,
        "Lønform": row.pay,
        "Beskæftigelsesdecimal": f"{row.rate:.4f}".rstrip("0").rstrip(".").replace(".", ","),
        "Leder": "Ja" if row.leader else "Nej",
        "Ansættelsesdato": danish(employment.hired),
        "Startdato": danish(row.first),
        "Slutdato": danish(row.last),
        "Fratrædelsesdato": danish(left),
    }


def write(path, columns, lines):
    """A standard template: semicolons, UTF-8 with BOM, CRLF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(lines)
