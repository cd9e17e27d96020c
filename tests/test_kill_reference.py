"""Reference files are replaced and the writer is killed at every operation: the files before hold, or the new ones do.

As `test_kill`, whose disk this is: each case is a process of its own that is stopped at its n-th operation. Then the
folder is read as it stands, as somebody would who reads meanwhile; recovered as the next start does it; and read again.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_kill import KILLED, MODES, Look, in_processes, log, tell  # noqa: E402

from kpi.extracts.placement.reference import read_reference, reference_of  # noqa: E402
from kpi.refreshing import refresh  # noqa: E402
from kpi.refreshing.office import COMES_WITH_IT, Office, office_at  # noqa: E402
from kpi.refreshing.officers_files import Upload, files_in  # noqa: E402
from kpi.refreshing.replacing import folder, taking  # noqa: E402

WHO, AT = "Anne Holm", datetime(2026, 11, 22, 9, 30)


def opened(root: Path) -> Office:
    """The office whose store this is, with its reference files inside it, as the example's are."""
    office = office_at(root.parent, {"KPI_SECRET_FILE": str(root.parent.parent / "noegle")})
    own = root / "reference"
    return replace(office, own_reference=own, told=tuple(folder.recovered(own, root, office.journal)))


@cache
def sent(number: int) -> tuple[Upload, ...]:
    """Two files that hold only together: the group of one is used in the other."""
    groups = (COMES_WITH_IT / "grupper.csv").read_bytes() + f"ny{number};Nye {number};stillinger\r\n".encode()
    codes = (COMES_WITH_IT / "stillinger.csv").read_bytes() + f"999{number};Ny;;ny{number}\r\n".encode()
    return Upload("grupper.csv", groups), Upload("stillinger.csv", codes)


def take(office: Office, number: int) -> None:
    seen = taking.replacement(office, sent(number)).seen
    taking.take_in_use(office, sent(number), WHO, AT, seen)


def nothing(root: Path) -> None:
    opened(root)


def once(root: Path) -> None:
    take(opened(root), 1)


def twice(root: Path) -> None:
    take(opened(root), 2)


def placed(root: Path) -> None:
    lines = [
        ("ansaettelsesformer.csv", {"Ansættelsesform": "Projektansat", "Kategori": "elev"}),
        ("stillinger.csv", {"Stillingskode": "9998", "Stilling": "Kok", "Gruppe": ""}),
        ("stillinger.csv", {"Stillingskode": "9997", "Stilling": "Tjener", "Gruppe": ""}),
    ]
    refresh.place(opened(root), lines, WHO, AT)


DEEDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "de første egne filer": (nothing, once),
    "to filer skiftet ud": (once, twice),
    "koder placeret i to filer": (once, placed),
    "koder placeret i en kopi": (nothing, placed),
}


def restarted(root: Path) -> dict:
    """What holds before and after the next start, what it said, and what is left beside."""
    before = held(root)
    office = opened(root)
    own = office.own_reference
    versions = folder.earlier_versions(own)
    return {
        "state": held(root),
        "read": before,
        "earlier": {
            f"{one}/{name}": told_of(folder.earlier_file(own, one, name)) for one in versions for name in versions[one]
        },
        "log": log(root),
        "told": office.told,
        "again": opened(root).told,
        "left": [str(path) for path in root.rglob("*") if path.is_dir() and path.name.startswith((".", folder.CHANGE))],
        "reads": [len(read_reference(one).files) for one in [own] if own.is_dir()],
    }


def held(root: Path) -> dict[str, str]:
    """The files that hold; they must hold together."""
    own = root / "reference"
    found = files_in(own if own.is_dir() else COMES_WITH_IT)
    reference_of(found)
    return {name: told_of(content) for name, content in found.items()}


def told_of(content: bytes) -> str:
    return content.decode("utf-8-sig")


def wrong_with(found: dict, old: dict, new: dict, must_be_new: bool) -> list[str]:
    wanted = [new] if must_be_new else [old, new]
    parts = ("state", "earlier", "log")
    wrong = [] if any(all(found[part] == one[part] for part in parts) for one in wanted) else [f"midt imellem: {found}"]
    wrong += [] if found["read"] == found["state"] else ["læst før oprydning: noget andet end efter"]
    wrong += [f"rettede to gange: {found['again']}"] if found["again"] else []
    return wrong + ([f"ligger endnu: {found['left']}"] if found["left"] else [])


def main(where: Path, modes: list[str], names: list[str]) -> None:
    warm = where / "varm" / "store"
    warm.parent.mkdir(parents=True)
    for do in (nothing, once, twice, restarted):
        do(warm)
    shutil.rmtree(warm.parent)
    tell(DEEDS, where, modes, names, Look(restarted, "state", wrong_with))


pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")


def judge(modes: list[str], capsys: pytest.CaptureFixture) -> None:
    found = in_processes(__file__, list(DEEDS), json.dumps(modes))
    for name, told in found.items():
        assert told["wrong"] == [], f"{name}: {len(told['wrong'])} af {told['cases']} tilfælde gik galt"
        assert set(told["ends"]) == {"gammel", "ny"}, name
        assert told["by mode"][KILLED] > 40, name
    cases, states = (sum(told[part] for told in found.values()) for part in ("cases", "states"))
    with capsys.disabled():
        print(
            f"\n{cases} afbrydelser af {len(found)} ændringer af referencefiler, {states} tilstande",
            end=" ",
        )


def test_the_files_before_hold_or_the_new_ones_do(capsys: pytest.CaptureFixture) -> None:
    judge([KILLED], capsys)


@pytest.mark.long
def test_so_it_is_where_the_power_goes_or_the_disk_fails(capsys: pytest.CaptureFixture) -> None:
    judge(list(MODES), capsys)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:])
