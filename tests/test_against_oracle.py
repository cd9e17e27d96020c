"""The product and the person-by-person oracle say the same of random municipalities, through the command line."""

import csv
import json
from datetime import date

import oracle
import pytest
import random_extracts

from kpi.__main__ import main

AS_OF = [date(2022, 6, 30), date(2021, 12, 31), date(2022, 2, 28), date(2020, 2, 29)]


def figures_of(case, extract="extract", audience="raa", drawn=None):
    out = case / "figures.csv"
    dates = json.loads((case / "case.json").read_text(encoding="utf-8"))
    arguments = ["figures", str(case / extract), "--as-of", dates["as_of"], "--drawn", drawn or dates["drawn"]]
    arguments += ["--covers-from", dates["covers_from"]] if "covers_from" in dates else []
    arguments += ["--reference", str(case / "reference"), "--audience", audience, "--out", str(out)]
    assert main(arguments) == 0
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_of(case, extract="extract", audience="raa"):
    dates = {name: date.fromisoformat(day) for name, day in json.loads((case / "case.json").read_text()).items()}
    return oracle.figures(case / extract, case / "reference", audience=audience, **dates)


def of_the_seven(rows):
    return [row for row in rows if row["measure"] not in ("adverts_undecided", "adverts_hires")]


@pytest.mark.parametrize("audience", ["raa", "intern", "offentlig"])
@pytest.mark.parametrize("seed", range(4))
def test_random_careers_give_the_oracles_figures(tmp_path, seed, audience):
    random_extracts.write_case(tmp_path, seed, 250, as_of=AS_OF[seed % len(AS_OF)])
    got = of_the_seven(figures_of(tmp_path, audience=audience))
    faults = oracle.disagreements(expected_of(tmp_path, audience=audience), got, more_hidden_allowed=audience != "raa")
    assert not faults, "\n".join(faults[:20])


def test_thousands_of_persons_give_the_oracles_figures(tmp_path):
    random_extracts.write_case(tmp_path, "thousands", 3000)
    faults = oracle.disagreements(expected_of(tmp_path), of_the_seven(figures_of(tmp_path)))
    assert not faults, "\n".join(faults[:20])


@pytest.mark.parametrize("covers_from", [date(2021, 6, 30), date(2021, 7, 1), date(2021, 1, 1), date(2020, 12, 31)])
def test_what_is_not_covered_is_missing(tmp_path, covers_from):
    random_extracts.write_case(tmp_path, f"gap {covers_from}", 150, covers_from=covers_from)
    expected, got = expected_of(tmp_path), of_the_seven(figures_of(tmp_path))
    assert any(row["status"] == "missing" for row in expected)
    assert not oracle.disagreements(expected, got)


@pytest.mark.parametrize("seed", range(3))
def test_lists_give_the_figures_of_the_history(tmp_path, seed):
    random_extracts.write_case(tmp_path, f"lists {seed}", 300, with_lists=True)
    from_history, from_lists = figures_of(tmp_path), figures_of(tmp_path, "extract_lists")
    assert from_lists == from_history
    assert not oracle.disagreements(expected_of(tmp_path, "extract_lists"), of_the_seven(from_lists))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_more_random_careers_give_the_oracles_figures(tmp_path, seed):
    random_extracts.write_case(tmp_path, seed, 400, as_of=AS_OF[seed % len(AS_OF)])
    assert not oracle.disagreements(expected_of(tmp_path), of_the_seven(figures_of(tmp_path)))
