"""The bench: prints what the product's speed is, as ratios to other ways of doing the same (`python tests/bench/run.py`).

Every part first checks that all engines give the same numbers, and stops if not. Then they run in turn, each in a process
of its own, and medians are printed: of the times, and of the ratios round by round. Data are drawn from a seed.
"""

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from clock import Contender, contender, interleave, ratio
from engines import from_parquet, in_memory
from municipalities import write_parquet

PARTS = {
    "one": "the figures of one municipality, rows in memory",
    "periods": "120 period ends against 20",
    "parquet": "municipalities from a Parquet file, all in one process",
}


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="default: all")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10, 98], help="municipalities in the file")
    parser.add_argument("--rounds", type=int, default=0, help="default: 40 of what is fast, 9 of what is slow")
    asked = parser.parse_args()
    missing = [name for name in ("duckdb", "polars") if importlib.util.find_spec(name) is None]
    if missing and {"one", "parquet"} & set(asked.parts):
        raise SystemExit(f"{' and '.join(missing)} not installed: run  {sys.executable} -m pip install -e '.[bench]'")
    with tempfile.TemporaryDirectory() as folder:
        for part in asked.parts:
            print(f"\n{PARTS[part]}")
            {"one": one, "periods": periods, "parquet": parquet}[part](Path(folder), asked)


def one(folder: Path, asked: argparse.Namespace) -> None:
    """One municipality, compute only: 20 period ends × (11 groups + 12 centers × groups), eight tallies."""
    path = str(folder / "1.parquet")
    print(f"  {write_parquet(path, 1)} rows")
    engines = ["product", "numpy", "polars", "duckdb", "pandas"]
    ours, *others = compared([contender(name, in_memory, name, path, 20) for name in engines], asked.rounds or 40)
    told(ours, others, {"numpy": "wall under 2"})


def periods(folder: Path, asked: argparse.Namespace) -> None:
    """The same municipality with 120 period ends (months) and with 20 (quarters)."""
    few, many = (contender(f"{count} period ends", in_memory, "product", "", count) for count in (20, 120))
    told(*_many_and_few(many, few, asked.rounds or 40), {"20 period ends": "wall at most 2,5"})


def _many_and_few(many: Contender, few: Contender, rounds: int) -> tuple[Contender, list[Contender]]:
    sizes = [one.first_result().shape[-1] for one in (many, few)]
    assert sizes == [120, 20], sizes
    interleave([many, few], rounds)
    return many, [few]


def parquet(folder: Path, asked: argparse.Namespace) -> None:
    """All municipalities of a file, read in each run, in one process."""
    for size in asked.sizes:
        path = str(folder / f"{size}.parquet")
        print(f"  {size} municipalities, {write_parquet(path, size)} rows")
        goals = {
            "polars": "wall 0,75, processor 0,5, memory 0,8",
            "duckdb": "wall 0,55, processor 0,4",
        }
        engines = ["product", "polars", "duckdb"]
        all_engines = [contender(name, from_parquet, name, path, 20, size) for name in engines]
        ours, *others = compared(all_engines, asked.rounds or (40 if size == 1 else 9))
        told(ours, others, goals if size == 98 else {})


def compared(contenders: list[Contender], rounds: int) -> list[Contender]:
    """The contenders with their times; the run stops unless all give the same numbers first."""
    results = [one.first_result() for one in contenders]
    for one, result in zip(contenders[1:], results[1:], strict=True):
        differing = np.count_nonzero(result != results[0]) if result.shape == results[0].shape else "all"
        if differing:
            raise SystemExit(f"{one.name} and {contenders[0].name} differ in {differing} numbers: nothing was timed")
    print(f"  same numbers from all: {results[0].size} of them, of {results[0].shape[1]} tallies")
    interleave(contenders, rounds)
    return contenders


def told(ours: Contender, others: list[Contender], goals: dict[str, str]) -> None:
    """Prints the medians and our ratios to the others, and ends the processes."""
    print(f"  {'':16}{'wall ms':>10}{'processor':>11}{'peak MB':>9}    ours over it: wall, processor, memory    goal")
    for one in (ours, *others):
        line = f"  {one.name:16}{np.median(one.walls) * 1e3:10.1f}{np.median(one.processors) * 1e3:11.1f}{one.peak / 2**20:9.0f}"
        if one is not ours:
            memory = f"{ours.peak / one.peak:.2f}" if one.peak else ""
            line += f"    {ratio(ours.walls, one.walls):.2f}  {ratio(ours.processors, one.processors):.2f}  {memory:14}"
        print(f"{line}    {goals.get(one.name, '')}".rstrip())
        one.stop()


if __name__ == "__main__":
    main()
