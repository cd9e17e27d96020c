"""Whatever an audience can read stands in the frames that the solver has judged: tables of downloads, and the files.

Pages draw the same tables.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

import app
from kpi import pipeline, showing
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.figures.cohorts import as_figures
from kpi.figures.solver import solve
from kpi.papers.annex import annex
from kpi.papers.assembly import document_of
from kpi.papers.comparisons.compared import compared_table
from kpi.papers.comparisons.contributed import contributed_tables
from kpi.papers.recipients import RECIPIENTS
from kpi.papers.table import Table
from kpi.papers.whole import whole_document
from kpi.papers.writers.onefile import one_file_html
from kpi.papers.writers.word import paper_docx
from kpi.papers.written import Written
from kpi.publications.publication import Publication, Store
from layouts import downloads
from layouts.reading import Reading

ROOT = Path(__file__).resolve().parent.parent
AUDIENCES = [INTERNAL, PUBLIC]


@pytest.fixture(scope="module")
def publications(tmp_path_factory) -> list[Publication]:
    """The example's publications of June and December 2022, the second after what the first has told."""
    folder = tmp_path_factory.mktemp("december")
    subprocess.run([sys.executable, "data/example/make.py", "--clean", str(folder)], cwd=ROOT, check=True)
    made: list[Publication] = []
    told: dict[str, list] = {}
    june, december = ROOT / "data/example/2022-06-30/extract", folder / "extract"
    for extract, as_of, drawn in (
        (june, date(2022, 6, 30), date(2022, 7, 31)),
        (december, date(2022, 12, 31), date(2023, 2, 3)),
    ):
        intake = pipeline.take_in([extract], ROOT / "data/reference", as_of, drawn)
        protected = showing.for_audiences(pipeline.all_figures(intake), AUDIENCES, intake.reference, told)
        one = pipeline.publication_of(intake, protected, "Eksempel Kommune", True, datetime(2022, 9, 26, 12))
        for key in protected:
            told.setdefault(key, []).extend([one.figures[key], as_figures(one.retention[key], as_of)])
        made.append(one)
    return made


@pytest.fixture(scope="module")
def server(publications, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    for one in publications:
        Store(folder).add(one)
    return app.create_app(app.Settings(folder, example=True)).server


def tables(server, publication: Publication, audience) -> list[Table]:
    """Every table that can be downloaded."""
    with server.test_request_context():
        reading = Reading(publication, audience)
        made = downloads.tables_of(reading) | downloads.group_tables(reading)
        return [make() for make in made.values()]


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.key)
def test_every_number_of_every_table_is_one_that_the_solver_has_judged(server, publications, audience):
    seen = 0
    for publication in publications:
        frame = publication.figures[audience.key]
        numbers: dict[str, set] = {}
        for row in frame[frame["status"] != "suppressed"].to_dict("records"):
            told = numbers.setdefault(f"{row['measure']}/{row['place'] or row['group']}/{row['period_end']}", set())
            told |= {round(row[side], 6) for side in ("numerator", "denominator", "value") if row[side] == row[side]}
        for table in tables(server, publication, audience):
            for cell in (cell for row in table.rows for cell in row.cells if cell.address and cell.value is not None):
                known = numbers.get(cell.address, ())
                is_change = cell.text[0] in "+-−" or cell.text == "0,0" or "procentpoint" in cell.spoken
                assert known if is_change else round(cell.value, 6) in known, (table.key, cell)
                seen += 1
    assert seen > 2_000


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.key)
def test_no_comparison_holds_a_number_of_a_hidden_figure(publications, audience):
    for publication in publications:
        frame, evidence = publication.figures[audience.key], publication.evidence[audience.key]
        shown = frame[(frame["status"] == "ok") & (frame["series"] != "quarter")]
        key = ["measure", "group", "place_kind", "place", "period_end"]
        cells = set(shown[key].astype(str).itertuples(index=False, name=None))
        counted = evidence[evidence[["difference", "low", "high", "p_value", "up"]].notna().any(axis=1)]
        for row in counted.astype({"period_end": str, "before_end": str}).to_dict("records"):
            place = tuple(row[name] for name in key[:-1])
            assert (*place, row["period_end"]) in cells and (*place, row["before_end"]) in cells
        assert len(counted) > 50


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.key)
def test_of_all_of_it_each_hidden_figure_has_three_values(publications, audience):
    reference = pipeline.read_reference(ROOT / "data/reference")
    told = [
        frame
        for one in publications
        for frame in (one.figures[audience.key], as_figures(one.retention[audience.key], one.as_of))
    ]
    solved = solve(told, showing.structure(reference), audience)
    assert len(solved.cells)
    assert not len(solved.unsafe)


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.key)
def test_the_tables_of_one_audience_are_made_of_its_own_frames_alone(server, publications, audience):
    whole = publications[-1]
    kinds = {name: {audience.key: getattr(whole, name)[audience.key]} for name in ("figures", "evidence", "retention")}
    assert tables(server, whole, audience) == tables(server, replace(whole, **kinds), audience)


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda one: one.key)
def test_the_files_of_one_audience_are_made_of_its_own_frames_alone(publications, audience):
    """Paper, annex and the one page can tell nothing but what the solver has judged: they are given nothing else."""
    kinds = ("figures", "evidence", "retention")
    for publication in publications:
        alone = replace(
            publication, **{name: {audience.key: getattr(publication, name)[audience.key]} for name in kinds}
        )
        assert files(publication, audience) == files(alone, audience)
        nothing = publication.figures[audience.key].assign(status="suppressed", numerator=float("nan"))
        other = replace(alone, figures={audience.key: nothing.assign(denominator=float("nan"), value=float("nan"))})
        for name, content in files(other, audience).items():
            assert content != files(alone, audience)[name], "the comparison sees what is told"


def files(publication: Publication, audience) -> dict[str, bytes | str]:
    """The papers of the audience's recipients, the annex and the page."""
    more = [compared_table(publication, audience.key, number) for number in (2, 3, 4, 5)]
    more += contributed_tables(publication, audience.key)
    papers = {
        one.key: paper_docx(document_of(publication, one, Written()))
        for one in RECIPIENTS
        if one.audience == audience.key
    }
    assert papers
    return papers | {
        "bilag1": annex(publication, audience, "", more),
        "tabeller": one_file_html(whole_document(publication, audience.key)),
    }
