"""The lines of the revision log: what each says of its cell, why, and how an amendment takes over those before it.

A line is a mapping: `audience` and the cell, `old` and `new` as they are printed with their statuses, `counts`, the
parts behind the cell that are not as they were, and `reason`. A cell that has changed more than once has `steps` too:
what was printed before each change, and its reason, the earliest first.
"""

from collections.abc import Iterable, Mapping

from kpi.publications.changes import COUNTS

CELL = ("audience", "measure", "group", "place_kind", "place", "period_end")
STEP = ("old", "old_status", "reason")


def prints_otherwise(line: Mapping) -> bool:
    """Whether the cell is printed otherwise than before; else only the counts behind it have changed."""
    return _differs(line, line)


def marked_parts(line: Mapping) -> tuple[str, ...]:
    """What is marked (r) of the cell: `value` where it is printed otherwise, and the counts that have changed."""
    return (*["value"] * prints_otherwise(line), *line.get("counts", ()))


def reasons_of(lines: Iterable[Mapping]) -> tuple[str, ...]:
    """Why the cells were changed: each reason once, as it was given then."""
    return tuple(dict.fromkeys(step["reason"] for line in lines for step in _told(line)))


def taken_over(earlier: Iterable[Mapping], own: Iterable[Mapping]) -> tuple[dict, ...]:
    """The lines of an amendment: those of what it supersedes, and its own; one for each cell.

    The figure before is that of the first publication that prints the cell otherwise.
    """
    lines = {_cell(one): dict(one) for one in earlier}
    for one in own:
        lines[_cell(one)] = _joined(lines[_cell(one)], one) if _cell(one) in lines else dict(one)
    return tuple(lines.values())


def _joined(first: Mapping, then: Mapping) -> dict:
    """The line of a cell that has changed once more."""
    line = then | {"steps": [*_steps(first), *_steps(then)]}
    line["counts"] = [part for part in COUNTS if part in (*first.get("counts", ()), *then["counts"])]
    return line | {name: _told(line)[0][name] for name in ("old", "old_status")}


def _told(line: Mapping) -> list[Mapping]:
    """The steps from the first figure that is printed otherwise than now; all where none is."""
    steps = _steps(line)
    first = next((place for place, step in enumerate(steps) if _differs(step, line)), 0)
    return steps[first:]


def _steps(line: Mapping) -> list[Mapping]:
    return line.get("steps") or [{name: line[name] for name in STEP}]


def _differs(before: Mapping, now: Mapping) -> bool:
    return (before["old"], before["old_status"]) != (now["new"], now["new_status"])


def _cell(line: Mapping) -> tuple[str, ...]:
    return tuple(line[name] for name in CELL)
