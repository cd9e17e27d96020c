"""The half-year refresh is killed at every operation of the disk: the next start gives the old state or the new.

As `test_kill`, whose disk this is, but for the whole of what a person does: an office is opened, a small extract is
taken in and published through `refreshing.refresh`, with its lines in the journal. Each case is a process of its own
that is stopped at its n-th operation; then the office is opened again, as the next start does it, and asked.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_kill import KILLED, MODES, Look, files, in_processes, log, state, stop_at, tell  # noqa: E402

from kpi import pipeline, showing  # noqa: E402
from kpi.extracts.findings import SEVERITY, WARNING  # noqa: E402
from kpi.refreshing import refresh  # noqa: E402
from kpi.refreshing.acceptances import Acceptance  # noqa: E402
from kpi.refreshing.office import Office, office_at  # noqa: E402

SMALL = ROOT / "tests" / "cases" / "small"
AS_OF, DRAWN = date(2022, 6, 30), date(2022, 9, 30)
FIRST, THEN = datetime(2022, 10, 1, 9, 0), datetime(2022, 10, 3, 10, 30)
WHO, REASON = "Anne Holm", "Fratrædelser i juni er kommet med"
ACCEPTED = [Acceptance(code, "Set efter") for code, severity in SEVERITY.items() if severity == WARNING]


def opened(root: Path) -> Office:
    """The office whose store this is, opened as a start of the program does it."""
    key = root.parent.parent / "noegle"
    return replace(office_at(root.parent, {"KPI_SECRET_FILE": str(key)}), own_reference=SMALL / "reference")


@cache
def draft() -> refresh.Draft:
    """The small extract as it was read: by an office of its own, for reading writes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        key = f"{folder}/noegle"
        office = replace(office_at(Path(folder) / "data", {"KPI_SECRET_FILE": key}), own_reference=SMALL / "reference")
        return refresh.read_draft(office, [SMALL / "extract"], DRAWN, AS_OF, DRAWN)


def remember() -> None:
    """Measures once: the rows are the same every time, and what is pure need not be done a thousand times."""
    for module, names in (
        (pipeline, ("placed_by", "people_of", "all_figures")),
        (showing, ("for_audiences", "judged")),
    ):
        for name in names:
            setattr(module, name, remembered(getattr(module, name), lambda *given: ()))
    for name in ("difference", "revision_log"):
        setattr(refresh, name, remembered(getattr(refresh, name), lambda before, *given: before is None))


def remembered(pure: Callable, told_apart: Callable) -> Callable:
    kept: dict = {}

    def answer(*given):
        key = told_apart(*given)
        if key not in kept:
            kept[key] = pure(*given)
        return kept[key]

    return answer


# --- the deeds


def nothing(root: Path) -> None:
    opened(root)


def published(root: Path) -> None:
    refresh.import_and_publish(opened(root), draft(), WHO, FIRST, ACCEPTED)


def taken_in(root: Path) -> None:
    published(root)
    refresh.import_draft(opened(root), draft(), WHO, FIRST, ACCEPTED)


def import_and_publish(root: Path) -> None:
    refresh.import_and_publish(opened(root), draft(), WHO, THEN, ACCEPTED, REASON)


def import_alone(root: Path) -> None:
    refresh.import_draft(opened(root), draft(), WHO, THEN, ACCEPTED)


def publish_alone(root: Path) -> None:
    office = opened(root)
    refresh.publish(office, refresh.propose(office, AS_OF, THEN), WHO, THEN, ACCEPTED, REASON)


def withdraw(root: Path) -> None:
    refresh.withdraw(opened(root), "2022-10-01-1", WHO, THEN, "Forkert fil")


def start_again(root: Path) -> None:
    opened(root)


def half_published(root: Path) -> None:
    """An import is there, and the publication that was to be made of it is not."""
    published(root)
    stop_at(root, import_and_publish, lambda asked: asked[-1][1].endswith("publications/.2022-06-2.skrives"))


DEEDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "den første udgivelse af et udtræk": (nothing, import_and_publish),
    "et nyt udtræk udgivet som rettelse": (published, import_and_publish),
    "en import": (published, import_alone),
    "en udgivelse": (taken_in, publish_alone),
    "en tilbagetrækning": (published, withdraw),
    "næste start efter en halv udgivelse": (half_published, start_again),
}
SHORT = list(DEEDS)[1:4] + list(DEEDS)[5:]


# --- what the next start says


def restarted(root: Path) -> dict:
    """The store as the next start leaves it, and what that start said."""
    raw, lines = files(root), log(root)
    office = opened(root)
    found = {"state": state(root), "files": files(root), "log": log(root), "told": office.told}
    accepted = sorted([line["target"], line["code"], line["reason"]] for line in office.journal.acceptances())
    faults = [str(one) for key in office.imports.ids() for one in office.imports.verify(key)]
    faults += [str(one) for key in map(str, office.store.keys()) for one in office.store.verify(key)]
    left = [path.name for path in root.rglob("*") if path.name.endswith(".skrives") or path.name == ".sammen.json"]
    silent = (raw, lines) != (found["files"], found["log"]) and not office.told
    again = opened(root).told
    return found | {"accepted": accepted, "faults": faults + left, "silent": silent, "again": again}


def wrong_with(found: dict, old: dict, new: dict, must_be_new: bool) -> list[str]:
    """What is wrong after a restart: nothing, where all of it is as before the deed, or all as after it."""
    wanted = [new] if must_be_new else [old, new]
    parts = ("state", "files", "log", "accepted")
    wrong = [] if any(all(found[part] == one[part] for part in parts) for one in wanted) else ["midt imellem"]
    if wrong:
        as_new = {part: found[part] == new[part] for part in parts}
        as_old = {part: found[part] == old[part] for part in parts}
        wrong = [f"midt imellem: som den nye {as_new}, som den gamle {as_old}, {found['told']}"]
    wrong += ["sagde intet om, hvad der blev rettet"] if found["silent"] else []
    wrong += [f"rettede to gange: {found['again']}"] if found["again"] else []
    return wrong + ([f"ikke helt: {found['faults']}"] if found["faults"] else [])


def main(folder: Path, modes: list[str], names: list[str]) -> None:
    """Tries the deeds and prints what was found, as JSON; first everything once, so that children need not load it."""
    warm = folder / "varm" / "store"
    warm.parent.mkdir(parents=True)
    remember()
    for do in (nothing, published, import_and_publish, import_alone, publish_alone, withdraw, restarted):
        do(warm)
    shutil.rmtree(warm.parent)
    tell(DEEDS, folder, modes, names, Look(restarted, "state", wrong_with))


# --- the tests

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")


def judge(found: dict, names: list[str], capsys: pytest.CaptureFixture) -> None:
    assert list(sorted(found)) == sorted(names)
    for name, told in found.items():
        assert told["wrong"] == [], f"{name}: {len(told['wrong'])} af {told['cases']} tilfælde gik galt"
        assert told["operations"] > 3, name
        assert set(told["ends"]) == ({"gammel"} if name.startswith("næste start") else {"gammel", "ny"}), name
    cases, states = (sum(told[part] for told in found.values()) for part in ("cases", "states"))
    with capsys.disabled():
        print(f"\n{cases} afbrydelser af {len(found)} handlinger prøvet, {states} forskellige tilstande", end=" ")


def test_what_is_killed_anywhere_is_whole_or_undone_at_the_next_start(capsys: pytest.CaptureFixture) -> None:
    found = in_processes(__file__, SHORT, json.dumps([KILLED]))
    judge(found, SHORT, capsys)
    assert sum(told["cases"] for told in found.values()) > 150


@pytest.mark.long
def test_so_it_is_where_the_power_goes_or_the_disk_fails(capsys: pytest.CaptureFixture) -> None:
    found = in_processes(__file__, list(DEEDS), json.dumps(MODES))
    judge(found, list(DEEDS), capsys)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:])
