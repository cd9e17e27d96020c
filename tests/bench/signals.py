"""How often a sign is wrong, and how often it is right (`python tests/bench/signals.py`): simulations from a seed.

Each comparison draws two years and asks the product's own methods. With nothing going on, about 5 % may be *clear* at
most. The house arrow is the sign of the difference of two printed values. `--comparisons` sets how many are drawn.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

from kpi.statistics.control_chart import control_chart
from kpi.statistics.differences import Difference, by_person, newcombe, rate_ratio
from kpi.statistics.multiplicity import benjamini_hochberg
from kpi.statistics.prediction import next_exits

SEED = 20221010
SIZES = (20, 80, 300, 3_000)
POWER_SIZES = (80, 300, 1_100, 2_900)
RATE = 0.20
FULL_TIME, LEAVES, CHANGES = 0.60, 0.18, 0.04
"""Of a staff: the share on full time, the share replaced in a year, and the share of the rest that changes hours."""
HOURS = np.array([37.0, 35, 34, 32, 30, 28])
HOURS_SHARES = np.array([0.45, 0.1, 0.1, 0.2, 0.1, 0.05])
BATCH = 3_000_000
"""Persons drawn at a time."""


def shares(random: np.random.Generator, n: int, times: int, points: float = 0.0) -> tuple[Difference, np.ndarray]:
    """Two shares of different people, `points` procentpoint apart, and the printed change in tenths."""
    before, after = (random.binomial(n, rate, times) for rate in (RATE, RATE + points / 100))
    return newcombe(before, n, after, n), tenths(after / n * 100) - tenths(before / n * 100)


def rates(random: np.random.Generator, n: int, times: int, points: float = 0.0) -> tuple[Difference, np.ndarray]:
    """Two years' exits of a stock, Poisson, as turnover has them."""
    before, after = (random.poisson(n * rate, times) for rate in (RATE, RATE + points / 100))
    found = rate_ratio(before, n, after, n)
    return Difference(*(one - 1 for one in found[:3]), found.p_value), tenths(after / n * 100) - tenths(
        before / n * 100
    )


def full_time(random: np.random.Generator, n: int, times: int, points: float = 0.0) -> tuple[Difference, np.ndarray]:
    """Full time of a staff that mostly is the same people; a rise is those on part time who go up."""

    def draw(size: tuple[int, int]) -> np.ndarray:
        return (random.random(size) < FULL_TIME).astype(float)

    return same_people(random, n, times, draw, points / 100 / (1 - FULL_TIME), 1.0, 100)


def hours(random: np.random.Generator, n: int, times: int, points: float = 0.0) -> tuple[Difference, np.ndarray]:
    """Weekly hours of a staff that mostly is the same people; `points` tenths of an hour more on average."""

    def draw(size: tuple[int, int]) -> np.ndarray:
        return random.choice(HOURS, size, p=HOURS_SHARES)

    lifted = points / 10 / float(np.dot(37 - HOURS, HOURS_SHARES))
    return same_people(random, n, times, draw, lifted, 37.0, 1)


def same_people(
    random: np.random.Generator, n: int, times: int, draw: Callable, lifted: float, top: float, unit: float
) -> tuple[Difference, np.ndarray]:
    """Each row is a staff at two dates: some are replaced, some of the rest draw anew, some are lifted to the top."""
    before = draw((times, n))
    replaced = random.random(before.shape) < LEAVES
    changed = ~replaced & (random.random(before.shape) < CHANGES)
    after = np.where(replaced | changed, draw(before.shape), before)
    after = np.where(random.random(before.shape) < lifted, top, after)
    u1 = (before - before.mean(axis=1, keepdims=True)) / n
    u2 = (after - after.mean(axis=1, keepdims=True)) / n
    variance = np.where(replaced, u1**2 + u2**2, (u2 - u1) ** 2).sum(axis=1) * unit**2
    m1, m2 = before.mean(axis=1) * unit, after.mean(axis=1) * unit
    return by_person(m2 - m1, variance), tenths(m2) - tenths(m1)


METHODS = {
    "shares of different people (Newcombe)": shares,
    "turnover (rate ratio)": rates,
    "full time, mostly the same people": full_time,
    "hours, mostly the same people": hours,
}


def tenths(values: np.ndarray) -> np.ndarray:
    """The values as they are printed, in tenths, half up."""
    return np.floor(values * 10 + 0.5 + 1e-9)


def drawn(
    method: Callable, random: np.random.Generator, n: int, times: int, points: float = 0.0
) -> tuple[float, float]:
    """The share of comparisons that are clear, and the share in which the house arrow points up or down."""
    clear, arrow, left = 0, 0, times
    while left:
        part = min(left, max(1, BATCH // n))
        found, printed = method(random, n, part, points)
        clear += int(np.count_nonzero(((found.low > 0) | (found.high < 0)) & (printed != 0)))
        arrow += int(np.count_nonzero(printed))
        left -= part
    return clear / times, arrow / times


def false_signals(random: np.random.Generator, times: int) -> None:
    """Prints how often a sign is clear, and an arrow points, where nothing has changed."""
    print(f"\nNothing has changed: clear signs, and (house arrows up or down), percent of {times} comparisons")
    print(f"{'persons':<42}" + "".join(f"{n:>16,}" for n in SIZES))
    for name, method in METHODS.items():
        rates_of = [drawn(method, random, n, times) for n in SIZES]
        print(f"{name:<42}" + "".join(f"{100 * clear:>8.1f} ({100 * arrow:>4.1f})" for clear, arrow in rates_of))


def power(random: np.random.Generator, times: int) -> None:
    """Prints how often a real change is clear."""
    print(f"\nA real change: clear signs, percent of {times} comparisons (hours: 0.3, 0.5 and 1.0 hour)")
    print(f"{'procentpoint':<34}{'':>8}" + "".join(f"{n:>10,}" for n in POWER_SIZES))
    for name, method in METHODS.items():
        for points in (3, 5, 10):
            found = [drawn(method, random, n, times, points)[0] for n in POWER_SIZES]
            print(f"{name:<38}{points:>4}" + "".join(f"{100 * one:>10.0f}" for one in found))


def families(random: np.random.Generator, times: int) -> None:
    """Prints how many of 45 quiet cells are clear, and how often any holds under Benjamini and Hochberg."""
    sizes = np.resize([60, 120, 300, 500, 2_400], 45)
    clear, any_holds = [], 0
    for _ in range(times):
        found = newcombe(random.binomial(sizes, RATE), sizes, random.binomial(sizes, RATE), sizes)
        clear.append(np.count_nonzero(found.p_value < 0.05))
        any_holds += bool(benjamini_hochberg(found.p_value).any())
    print(f"\n45 quiet cells, {times} times: {np.mean(clear):.2f} clear on average")
    print(f"  at least one of them holds when all are looked at together: {100 * any_holds / times:.1f} %")


def charts(random: np.random.Generator, times: int) -> None:
    """Prints how often a chart of quiet quarters, and of the same as rolling years, marks a point."""
    outside = {"quarters": [0, 0], "rolling twelve months": [0, 0]}
    for _ in range(times):
        months = random.poisson(40, 12 * 6).astype(float)
        quarters = months.reshape(-1, 3).sum(axis=1)
        rolling = np.convolve(months, np.ones(12), "valid")
        for name, series in (("quarters", quarters), ("rolling twelve months", rolling)):
            rules = {rule for marks in control_chart(series).marks for rule in marks}
            outside[name][0] += "limit" in rules
            outside[name][1] += bool(rules)
    print(f"\nControl charts of six quiet years, percent of {times}: a point outside a limit, and any rule")
    for name, (limit, any_rule) in outside.items():
        print(f"  {name:<24}{100 * limit / times:>6.1f}{100 * any_rule / times:>8.1f}")


def predictions(random: np.random.Generator, times: int) -> None:
    """Prints how often next year's exits are within the prediction interval."""
    print(f"\nNext year's exits within the 95 % prediction interval, percent of {times}")
    for mean_exits in (2, 5, 20, 80, 480):
        years = random.poisson(mean_exits, (times, 2))
        known = {int(k): next_exits(int(k), 100, 100) for k in np.unique(years[:, 0])}
        within = np.mean([known[int(k)].low <= following <= known[int(k)].high for k, following in years])
        print(f"  {mean_exits:>4} exits a year{100 * within:>8.1f}")


PARTS = {"false": false_signals, "power": power, "families": families, "charts": charts, "predictions": predictions}


def main() -> None:
    """Runs the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="default: all")
    parser.add_argument("--comparisons", type=int, default=4_000, help="how many are drawn (default: 4000)")
    asked = parser.parse_args()
    for part in asked.parts:
        PARTS[part](np.random.default_rng(SEED), asked.comparisons)


if __name__ == "__main__":
    main()
