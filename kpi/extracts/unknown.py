"""Findings about codes that HR's reference files do not place: a stop until HR has placed them, never dropped."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from kpi import danish
from kpi.definitions.populations import CATEGORIES
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.questions import Question, meaning_of
from kpi.extracts.reference import Reference
from kpi.extracts.rows import Source

STAFF_TABLES = (2, 3, 4, 5)


@dataclass(frozen=True)
class Unplaced:
    """The rows whose contract type, unit, or job code in their unit's area, no reference line holds for."""

    contracts: pd.DataFrame
    units: pd.DataFrame
    codes: pd.DataFrame


def unknown_codes(unplaced: Unplaced, reference: Reference, sources: tuple[Source, ...]) -> list[Finding]:
    """A finding for each contract type, unit and job code that is not placed for all its rows."""
    units, codes = set(reference.units["unit"]), set(reference.job_codes["code"])
    return [
        *_findings("ukendt_ansaettelsesform", unplaced.contracts, ["contract"], _about_contract, sources),
        *_findings("ukendt_afdeling", unplaced.units, ["unit"], lambda u: _about_unit(u, u in units), sources),
        *_findings(
            "ukendt_stillingskode",
            unplaced.codes,
            ["job_code", "area"],
            lambda c, a: _about_code(c, a, c in codes),
            sources,
        ),
    ]


def unknown_areas(adverts: pd.DataFrame, sources: tuple[Source, ...], areas: tuple[str, ...]) -> list[Finding]:
    """A finding for each area of adverts that no unit lies in, which asks for the one of `areas` that it is."""
    return _findings("ukendt_omraade", adverts, ["area"], _about_area, sources, areas)


COLUMNS = {
    "ukendt_ansaettelsesform": "Ansættelsesform",
    "ukendt_afdeling": "Afdeling",
    "ukendt_stillingskode": "Stillingskode",
    "ukendt_omraade": "Område",
}


def _findings(
    code: str,
    rows: pd.DataFrame,
    keys: list[str],
    words: Callable[..., str],
    sources: tuple[Source, ...],
    areas: tuple[str, ...] = (),
) -> list[Finding]:
    """One finding for each key in each file, with the rows it stands in."""
    tables = (1,) if code == "ukendt_omraade" else STAFF_TABLES
    groups = rows.sort_values(["file", "line"]).groupby([*keys, "file"], sort=False) if len(rows) else ()
    return [
        about_rows(
            code,
            words(*key[:-1]),
            sources[key[-1]],
            COLUMNS[code],
            list(lines["line"]),
            tables,
            str(key[0]),
            _asked(sources[key[-1]], str(key[0]), areas),
        )
        for key, lines in groups
    ]


def _asked(source: Source, area: str, areas: tuple[str, ...]) -> Question | None:
    """Which of the areas an advert's is; None where the rows are no longer known by their source."""
    if not areas or not source.origin.key:
        return None
    return source.origin.asks(meaning_of("Område", area), f"Hvilket område er «{area}»?", areas)


def _about_contract(contract: str) -> str:
    known = danish.joined(list(CATEGORIES), "eller")
    return (
        f"Ansættelsesformen {contract} står ikke i ansaettelsesformer.csv. Placér den, eller tilføj linjen "
        f"{contract};Kategori, hvor Kategori er {known}."
    )


def _about_unit(unit: str, is_known: bool) -> str:
    if is_known:
        mending = "Ret dens Gyldig fra eller Gyldig til i filen, eller ret afdelingen i rækken."
        return f"Afdelingen {unit} gælder ifølge afdelinger.csv ikke i hele den tid, rækken gælder. {mending}"
    return (
        f"Afdelingen {unit} står ikke i afdelinger.csv. Placér den, eller tilføj linjen {unit};Navn;Område;Center med "
        "dens eget navn, område og center."
    )


def _about_code(code: str, area: str, is_known: bool) -> str:
    what = f"er ikke placeret i området {area}" if is_known else "står ikke i stillinger.csv"
    return (
        f"Stillingskoden {code} {what}. Placér den, eller tilføj linjen {code};Stilling;{area};Gruppe med stillingens "
        "navn og faggruppe. Hører den ikke til nogen faggruppe, er Gruppe tom."
    )


def _about_area(area: str) -> str:
    return f"Området {area} står ikke i afdelinger.csv. Sig, hvilket område det er, eller ret det i filen."
