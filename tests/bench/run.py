"""The bench (`python tests/bench/run.py`): the product's speed, as ratios to other ways of doing the same.

Where several engines compute, they must give the same numbers, or nothing is timed. Then they run in turn, each in a
process of its own, and medians are printed: of the times, and of the ratios round by round. Data come from a seed.
"""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import webpages
import workbook
from clock import Contender, contender, interleave, ratio
from engines import from_parquet, in_memory
from municipalities import write_parquet

FAST, SLOW = 40, 9
"""Rounds, unless they are asked for."""


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="default: all")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10, 98], help="municipalities in the Parquet file")
    parser.add_argument(
        "--rounds", type=int, default=0, help=f"default: {FAST} of what is fast, {SLOW} of what is slow"
    )
    asked = parser.parse_args()
    for extra, packages in EXTRAS.items():
        missing = [name for name in packages if importlib.util.find_spec(name) is None]
        if missing and set(packages[missing[0]]) & set(asked.parts):
            raise SystemExit(f"{missing[0]} is missing. Install it: {sys.executable} -m pip install -e '.[{extra}]'")
    for part in asked.parts:
        title, run = PARTS[part]
        print(f"\n{title}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), asked)


def one(folder: Path, asked: argparse.Namespace) -> None:
    """The figures of one municipality, from rows in memory."""
    path = str(folder / "1.parquet")
    print(f"  {write_parquet(path, 1)} rows")
    engines = ("product", "numpy", "polars", "duckdb", "pandas")
    all_engines = [contender(name, in_memory, name, path, 20) for name in engines]
    same_numbers(all_engines)
    timed(all_engines, asked.rounds or FAST, {"numpy": "wall under 2"})


def periods(_: Path, asked: argparse.Namespace) -> None:
    """The same with 120 period ends (months) and with 20 (quarters)."""
    both = [contender(f"{count} period ends", in_memory, "product", "", count) for count in (120, 20)]
    assert [one.first_result().shape[-1] for one in both] == [120, 20]
    timed(both, asked.rounds or FAST, {"20 period ends": "wall at most 2,5"})


def parquet(folder: Path, asked: argparse.Namespace) -> None:
    """All municipalities of a file, which each run reads."""
    goals = {"polars": "wall 0,75, processor 0,5, memory 0,8", "duckdb": "wall 0,55, processor 0,4"}
    for size in asked.sizes:
        path = str(folder / f"{size}.parquet")
        print(f"  {size} municipalities, {write_parquet(path, size)} rows")
        all_engines = [contender(name, from_parquet, name, path, 20, size) for name in ("product", *goals)]
        same_numbers(all_engines)
        timed(all_engines, asked.rounds or (FAST if size == 1 else SLOW), goals if size == 98 else {})


def from_workbook(folder: Path, asked: argparse.Namespace) -> None:
    """From HR's workbook to a publication on the disk, against reading the workbook's cells."""
    reference, history = folder / "reference", folder / "ansaettelser.xlsx"
    workbook.write_reference(reference)
    rows = workbook.write_history(history)
    print(f"  {rows} rows")
    publication = contender("to publication", workbook.frozen_publication, str(history), str(reference))
    cells = contender("reading cells", workbook.cells_read, str(history))
    assert publication.first_result() > 0
    assert cells.first_result() == rows + 1
    timed([publication, cells], asked.rounds or SLOW, {"reading cells": "wall under 3"})
    solver = contender("the solver, besides", workbook.kept_hidden, str(history), str(reference))
    assert solver.first_result() >= 0
    timed([solver], asked.rounds or SLOW, {"the solver, besides": "some seconds"}, headed=False)


def paper(folder: Path, asked: argparse.Namespace) -> None:
    """The Word paper for Direktionen and its annex, from the example's publication."""
    webpages.store_publications(str(folder / "publications"))
    made = contender("paper + annex", webpages.paper_and_annex, str(folder / "publications"))
    assert made.first_result() > 0
    timed([made], asked.rounds or FAST, {"paper + annex": "under 1500 ms"})


def pages(folder: Path, asked: argparse.Namespace) -> None:
    """The server's side of a visit: the document, and the page's content with its tables."""
    webpages.store_publications(str(folder / "publications"))
    for path in webpages.PAGES:
        page = contender(path, webpages.answered, str(folder / "publications"), path)
        page.first_result()
        timed([page], asked.rounds or FAST, {path: "under 50 ms"}, headed=path == webpages.PAGES[0])


def browser(folder: Path, asked: argparse.Namespace) -> None:
    """A first visit in a browser whose cache is empty, from the start to the painted chart."""
    if not webpages.browser_here():
        print("  no Chromium or Chrome found: left out")
        return
    webpages.store_publications(str(folder / "publications"))
    visit = contender("first visit", webpages.drawn_in_a_browser, str(folder / "publications"), webpages.WITH_CHART)
    visit.first_result()
    timed([visit], asked.rounds or SLOW, {"first visit": "under 1000 ms"})


PARTS: dict[str, tuple[str, Callable]] = {
    "one": ("Figures of one municipality, compute only: 20 period ends x 13 places x 11 groups, 8 tallies", one),
    "periods": ("120 period ends against 20", periods),
    "parquet": ("Municipalities from a Parquet file, all in one process", parquet),
    "workbook": ("One municipality, from the extract's xlsx to a frozen publication", from_workbook),
    "paper": ("The paper and its annex, from a frozen publication", paper),
    "pages": ("A page server side, warm, ten publications stored", pages),
    "browser": ("A page in headless Chromium, first visit, chart painted", browser),
}
EXTRAS = {
    "bench": {"duckdb": ("one", "parquet"), "polars": ("one", "parquet")},
    "test": {"playwright": ("browser",)},
}
"""The optional extras of pyproject.toml, their packages, and the parts that need them."""


def same_numbers(contenders: list[Contender]) -> None:
    """Nothing, where all give the same numbers; else the bench stops."""
    first, *others = contenders
    wanted = first.first_result()
    for one in others:
        found = one.first_result()
        differing = np.count_nonzero(found != wanted) if found.shape == wanted.shape else "all"
        if differing:
            raise SystemExit(f"{one.name} and {first.name} differ in {differing} numbers: nothing was timed")
    print(f"  {wanted.size} numbers, the same from all")


def timed(contenders: list[Contender], rounds: int, goals: dict[str, str], headed: bool = True) -> None:
    """Runs them in turn, prints the medians and the first one's ratios to the others, and ends the processes."""
    interleave(contenders, rounds)
    ours = contenders[0]
    if headed:
        of = f"   {ours.name} over it: wall, processor, memory" if len(contenders) > 1 else ""
        print(f"  {'':32}{'wall ms':>9}{'processor':>11}{'peak MB':>9}{of}")
    for one in contenders:
        wall, processor = (np.median(times) * 1e3 for times in (one.walls, one.processors))
        line = f"  {one.name:32}{wall:9.1f}{processor:11.1f}{one.peak / 2**20:9.0f}"
        if one is not ours:
            memory = ours.peak / one.peak if one.peak else np.nan
            line += f"   {ratio(ours.walls, one.walls):.2f}  {ratio(ours.processors, one.processors):.2f}  {memory:.2f}"
        print(line + (f"   goal: {goals[one.name]}" if one.name in goals else ""), flush=True)
    for one in contenders:
        one.stop()


if __name__ == "__main__":
    main()
