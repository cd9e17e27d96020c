"""Findings about codes that HR's reference files do not place: a stop until HR has placed them, never dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from kpi import danish
from kpi.definitions.person_numbers import looks_like_one
from kpi.definitions.populations import CATEGORIES
from kpi.extracts.asking.questions import Question, meaning_of
from kpi.extracts.columns import PEOPLE
from kpi.extracts.findings import Beside, Finding, about_rows
from kpi.extracts.placement.reference import Reference
from kpi.extracts.rows import Source

LONGEST_TITLE = 60


@dataclass(frozen=True)
class Unplaced:
    """The rows whose contract type, unit, or job code in their unit's area, no reference line holds for."""

    contracts: pd.DataFrame
    units: pd.DataFrame
    codes: pd.DataFrame


def unknown_codes(unplaced: Unplaced, reference: Reference, sources: tuple[Source, ...]) -> list[Finding]:
    """A finding for each contract type, unit and job code that is not placed for all its rows."""
    units = set(reference.units["unit"])
    words = {
        "ukendt_ansaettelsesform": (unplaced.contracts, ["contract"], _about_contract),
        "ukendt_afdeling": (unplaced.units, ["unit"], lambda unit, told: _about_unit(unit, told, unit in units)),
        "ukendt_stillingskode": (unplaced.codes, ["job_code", "area"], partial(_about_code, reference)),
    }
    found = []
    for code, (rows, keys, about) in words.items():
        for key, source, lines in _groups(rows, keys, sources):
            told = beside(lines, source, reference)
            finding = about_rows(code, about(*key, told), source, COLUMNS[code], list(lines["line"]), PEOPLE, key[0])
            found.append(replace(finding, beside=told))
    return found


def unknown_areas(adverts: pd.DataFrame, sources: tuple[Source, ...], areas: tuple[str, ...]) -> list[Finding]:
    """A finding for each area of adverts that no unit lies in, which asks for the one of `areas` that it is."""
    code = "ukendt_omraade"
    return [
        about_rows(
            code, _about_area(area), source, COLUMNS[code], list(lines["line"]), (1,), area, _asked(source, area, areas)
        )
        for (area,), source, lines in _groups(adverts, ["area"], sources)
    ]


COLUMNS = {
    "ukendt_ansaettelsesform": "Ansættelsesform",
    "ukendt_afdeling": "Afdeling",
    "ukendt_stillingskode": "Stillingskode",
    "ukendt_omraade": "Område",
}


def beside(rows: pd.DataFrame, source: Source, reference: Reference) -> Beside:
    """What the source says beside a code in its rows, and where the code may belong by what is placed already."""
    units = reference.units[reference.units["unit"].isin(rows["unit"])]
    if "area" in rows:
        units = units[units["area"].isin(rows["area"])]
    areas, centers = (tuple(one for one in dict.fromkeys(units[name]) if one) for name in ("area", "center"))
    titles = None if source.titles is None else _titles(source.titles.reindex(rows["line"]))
    told = Beside(rows["employment"].nunique(), areas, centers, titles)
    if "area" not in rows:
        return told
    codes, area = reference.job_codes, rows["area"].iloc[0]
    known = [*codes.loc[codes["code"] == rows["job_code"].iloc[0], "title"], *(title for title, _ in titles or ())]
    title = next(filter(None, known), "")
    group = _group_of(title, area, codes)
    belongs = reference.names[group] if group else "uden for faggrupperne"
    proposal = "" if group is None else f"Forslag: {belongs}, hvor «{title}» er placeret i dag."
    return replace(told, title=title, area=area, group=group, proposal=proposal)


def _titles(told: pd.Series) -> tuple[tuple[str, int], ...]:
    """The titles with their rows, the most used first; what looks like a person number is no title."""
    counted = told[told != ""].value_counts()
    shown = [(text[:LONGEST_TITLE], int(rows)) for text, rows in counted.items() if not looks_like_one(text)]
    return tuple(sorted(shown, key=lambda one: (-one[1], one[0])))


def _group_of(title: str, area: str, codes: pd.DataFrame) -> str | None:
    """The group that all lines of the title belong to, in the area or else anywhere; None where they do not agree."""
    alike = codes[codes["title"].str.casefold() == title.casefold()] if title else codes[:0]
    here = alike[alike["area"].isin(["", area])]
    groups = set((here if len(here) else alike)["group"])
    return groups.pop() if len(groups) == 1 else None


def _groups(
    rows: pd.DataFrame, keys: list[str], sources: tuple[Source, ...]
) -> Iterator[tuple[tuple[str, ...], Source, pd.DataFrame]]:
    """Each key in each file, with its source and the rows that it stands in."""
    groups = rows.sort_values(["file", "line"]).groupby([*keys, "file"], sort=False) if len(rows) else ()
    for (*key, file), lines in groups:
        yield tuple(map(str, key)), sources[file], lines


def _asked(source: Source, area: str, areas: tuple[str, ...]) -> Question | None:
    """Which of the areas an advert's is; None where the rows are no longer known by their source."""
    if not source.origin.key:
        return None
    return source.origin.asks(meaning_of("Område", area), f"Hvilket område er «{area}»?", areas)


def _about_contract(contract: str, told: Beside) -> str:
    known = danish.joined(list(CATEGORIES), "eller")
    return (
        f"Ansættelsesformen {contract} står ikke i ansaettelsesformer.csv. {told.text} Placér den, eller tilføj linjen "
        f"{contract};Kategori, hvor Kategori er {known}."
    )


def _about_unit(unit: str, told: Beside, is_known: bool) -> str:
    if is_known:
        mending = "Ret dens Gyldig fra eller Gyldig til i filen, eller ret afdelingen i rækken."
        return f"Afdelingen {unit} gælder ifølge afdelinger.csv ikke i hele den tid, rækken gælder. {mending}"
    return (
        f"Afdelingen {unit} står ikke i afdelinger.csv. {told.text} Placér den, eller tilføj linjen "
        f"{unit};Navn;Område;Center med dens eget navn, område og center."
    )


def _about_code(reference: Reference, code: str, area: str, told: Beside) -> str:
    is_known = code in set(reference.job_codes["code"])
    what = f"er ikke placeret i området {area}" if is_known else "står ikke i stillinger.csv"
    return (
        f"Stillingskoden {code} {what}. {told.text} Placér den, eller tilføj linjen {code};Stilling;{area};Gruppe med "
        f"stillingens navn og faggruppe. Hører den ikke til nogen faggruppe, er Gruppe tom. {told.proposal}"
    ).strip()


def _about_area(area: str) -> str:
    return f"Området {area} står ikke i afdelinger.csv. Sig, hvilket område det er, eller ret det i filen."
