"""The example municipality's publications, each made once for all the tests that ask for it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kpi import pipeline, showing
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.publications.publication import Publication

ROOT = Path(__file__).resolve().parent.parent


@cache
def example_publication() -> Publication:
    """The publication of the tables of October 2022, for both audiences."""
    extract = ROOT / "data/example/2022-06-30/extract"
    intake = pipeline.take_in([extract], ROOT / "data/reference", date(2022, 6, 30), date(2022, 7, 31))
    figures = pipeline.all_figures(intake)
    protected = showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference)
    return pipeline.publication_of(intake, protected, "Eksempel Kommune", True, datetime(2022, 9, 26, 12))


@cache
def december_publication() -> Publication:
    """The publication of the half-year after, from the extract without its seeded faults."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "data/example/make.py", "--clean", folder], cwd=ROOT, check=True)
        extract = Path(folder) / "extract"
        intake = pipeline.take_in([extract], ROOT / "data/reference", date(2022, 12, 31), date(2023, 2, 3))
    figures = pipeline.all_figures(intake)
    protected = showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference)
    return pipeline.publication_of(intake, protected, "Eksempel Kommune", True, datetime(2023, 2, 13, 12))
