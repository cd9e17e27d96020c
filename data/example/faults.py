"""A dozen deliberate faults in the extract of February 2023, each of its own kind, with what HR would do about it."""

from chance import Chance

STOP, WARNING = "stop", "advarsel"


def commit(staff, adverts, totals):
    """Put the faults into the lines of the three files, and return one record per fault with the file's line number."""
    chance, made = Chance("faults"), []
    pool = _targets(chance, staff)
    for fault in IN_STAFF:
        made.append((staff, "ansaettelser.csv", *fault(staff, pool)))
    made.append((adverts, "annoncer.csv", *_unknown_area(chance, adverts)))
    made.append((totals, "kontroltal.csv", *_other_total(totals)))
    return [_record(*one) for one in made]


def _record(lines, file, line, column, code, severity, what, mend):
    row = _index(lines, line) + 2
    return {"file": file, "row": row, "column": column, "code": code, "severity": severity, "what": what, "mend": mend}


def _index(lines, line):
    return next(index for index, other in enumerate(lines) if other is line)


def _targets(chance, staff):
    """Lines of people with one employment of one row, all different: a fault then has one consequence."""
    people = {}
    for line in staff:
        people[line["CPR"]] = people.get(line["CPR"], 0) + 1
    alone = [line for line in staff if people[line["CPR"]] == 1 and line["Leder"] == "Nej"]
    return iter(chance.shuffled([line for line in alone if _kind(line) == ("Fastansat", "Månedslønnet")]))


def _kind(line):
    return line["Ansættelsesform"], line["Lønform"]


def _next(pool, ended=False, job=None, since="2014", part_time=False):
    """The next line that began with the employment, in 2015 or later, and is as wanted."""
    return next(
        line
        for line in pool
        if bool(line["Fratrædelsesdato"]) == ended
        and line["Startdato"][6:] > since
        and line["Ansættelsesdato"] == line["Startdato"]
        and (job is None or line["Stillingskode"] == job)
        and (not part_time or line["Beskæftigelsesdecimal"].startswith("0,8"))
    )


def _unreadable_date(staff, pool):
    line = _next(pool)
    right, line["Startdato"] = line["Startdato"], "31-02-" + line["Startdato"][6:]
    return line, "Startdato", "ulaeselig_dato", STOP, "a day that does not exist", f"write {right}"


def _unreadable_number(staff, pool):
    line = _next(pool, part_time=True)
    right = line["Beskæftigelsesdecimal"]
    line["Beskæftigelsesdecimal"] = "O" + right[1:]
    return line, "Beskæftigelsesdecimal", "ulaeseligt_tal", STOP, "the letter O for a nought", f"write {right}"


def _end_before_start(staff, pool):
    line = _next(pool, ended=True, since="2019")
    right, line["Slutdato"] = line["Slutdato"], "01-01-2018"
    return line, "Slutdato", "slut_foer_start", STOP, "the row ends before it begins", f"write {right}"


def _overlap(staff, pool):
    line = _next(pool, since="2019")
    rate = "1" if line["Beskæftigelsesdecimal"] == "0,5405" else "0,5405"
    second = dict(line, Startdato="01-09-2022", Beskæftigelsesdecimal=rate)
    staff.insert(_index(staff, line) + 1, second)
    what = "two rows of one employment with different hours from 1 September 2022: the first was not ended"
    return second, "Startdato", "overlappende_raekker", STOP, what, "write 31-08-2022 as Slutdato of the row above"


def _unknown_job(staff, pool):
    line = _next(pool)
    right, line["Stillingskode"] = line["Stillingskode"], "3999"
    what = "a job code that HR's list does not have"
    return line, "Stillingskode", "ukendt_stillingskode", STOP, what, f"place it in stillinger.csv, or write {right}"


def _job_out_of_place(staff, pool):
    line = _next(pool, job="3201")
    line["Stillingskode"], line["Stilling"] = "5102", "Musikskolelærer"
    what = "a known job code in an area that no line of stillinger.csv covers"
    return line, "Stillingskode", "ukendt_stillingskode", STOP, what, "write 3201, or add a line for the area"


def _unknown_unit(staff, pool):
    line = _next(pool)
    right, line["Afdeling"] = line["Afdeling"], "DA99"
    what = "a unit that HR's list does not have"
    return line, "Afdeling", "ukendt_afdeling", STOP, what, f"place it in afdelinger.csv, or write {right}"


def _unknown_form(staff, pool):
    line = _next(pool)
    line["Ansættelsesform"] = "Projektansat"
    mend = "place it in ansaettelsesformer.csv, or write Fastansat"
    return line, "Ansættelsesform", "ukendt_ansaettelsesform", STOP, "a contract form without a category", mend


def _rate_outside(staff, pool):
    line = _next(pool, part_time=True)
    right = line["Beskæftigelsesdecimal"]
    line["Beskæftigelsesdecimal"] = f"{right[2]},{right[3:]}"
    what = "the comma one place too far to the right"
    return line, "Beskæftigelsesdecimal", "sats_udenfor", STOP, what, f"write {right}"


def _nobody(staff, pool):
    line = _next(pool)
    right, line["CPR"] = line["CPR"], ""
    return line, "CPR", "person_mangler", STOP, "no person number", f"write {right}"


def _duplicate(staff, pool):
    line = _next(pool)
    copy = dict(line)
    staff.insert(_index(staff, line) + 1, copy)
    return copy, None, "dublet", WARNING, "the row above once more", "nothing: one of the two is left out"


def _hired_after_start(staff, pool):
    line = _next(pool, since="2018")
    right = line["Ansættelsesdato"]
    line["Ansættelsesdato"] = _year_later(right)
    return line, "Ansættelsesdato", "ansat_efter_start", WARNING, "hired a year after the row begins", f"write {right}"


def _year_later(text):
    """The same day a year later; a leap day is written as 28 February."""
    return f"{text[:6].replace('29-02', '28-02')}{int(text[6:]) + 1}"


def _left_without_end(staff, pool):
    line = _next(pool, ended=True)
    right, line["Slutdato"] = line["Slutdato"], ""
    what = "a leave date, but the row has no end"
    return (
        line,
        "Fratrædelsesdato",
        "fratraadt_uden_slut",
        WARNING,
        what,
        f"write {right} as Slutdato; the leave date is used",
    )


def _left_before_end(staff, pool):
    line = _next(pool, ended=True)
    right = line["Slutdato"]
    line["Slutdato"] = _year_later(right)
    what = "the leave date lies before the row's end"
    return (
        line,
        "Fratrædelsesdato",
        "fratraadt_foer_slut",
        WARNING,
        what,
        f"write {right} as Slutdato; the leave date is used",
    )


def _nine_digits(staff, pool):
    line = _next(pool)
    line["CPR"], right = line["CPR"].replace("-", "")[1:], line["CPR"]
    what = (
        "nine digits: the one that was lost is not the nought that Excel drops, so the row reads as somebody else's. "
        "Seen only against the extract before, where the employment has another person"
    )
    return line, "CPR", "forsvundne_raekker", WARNING, what, f"write {right}"


IN_STAFF = (
    _unreadable_date,
    _unreadable_number,
    _end_before_start,
    _overlap,
    _unknown_job,
    _job_out_of_place,
    _unknown_unit,
    _unknown_form,
    _rate_outside,
    _nobody,
    _duplicate,
    _hired_after_start,
    _left_without_end,
    _left_before_end,
    _nine_digits,
)


def _unknown_area(chance, adverts):
    line = chance.pick(
        [line for line in adverts if line["Område"] == "Skoleområdet" and line["Publiceret"][3:] == "11-2022"]
    )
    line["Område"] = "Skoler"
    return line, "Område", "ukendt_omraade", STOP, "an area that HR's list of units does not have", "write Skoleområdet"


def _other_total(totals):
    line = next(line for line in totals if line["Center"] == "BURC")
    right, line["Antal ansatte"] = line["Antal ansatte"], str(int(line["Antal ansatte"]) + 17)
    return (
        line,
        "Antal ansatte",
        "kontroltal_afviger",
        WARNING,
        "17 more than the extract has",
        f"find the 17, or write {right}",
    )
