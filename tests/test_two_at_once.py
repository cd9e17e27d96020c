"""Two persons who take in and publish at once: one comes first, and the other is told, with nothing of theirs kept."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kpi import showing
from kpi.extracts.findings import SEVERITY, WARNING
from kpi.extracts.placement.reference import read_reference
from kpi.publications.journal import ERASE, PLACE
from kpi.refreshing import refresh
from kpi.refreshing.acceptances import Acceptance, Refused
from kpi.refreshing.office import Office, office_at
from kpi.refreshing.one_person import erase_person

SMALL = Path(__file__).resolve().parent / "cases" / "small"
AS_OF, DRAWN, AT = date(2022, 6, 30), date(2022, 9, 30), datetime(2022, 10, 1, 9, 0)
ACCEPTED = [Acceptance(code, "Set efter") for code, severity in SEVERITY.items() if severity == WARNING]
TOGETHER = 1.0
"""Seconds that one waits in the middle for the other to come there too, which it must not."""


def office_in(folder: Path) -> Office:
    made = office_at(folder / "data", {"KPI_SECRET_FILE": str(folder / "noegle")})
    return replace(made, own_reference=SMALL / "reference")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path)


@pytest.fixture(autouse=True, scope="module")
def hidden_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is hidden of the very same extract is worked out once: of so few persons nearly all is, which takes long."""
    kept, real, patch = {}, showing.for_audiences, pytest.MonkeyPatch()

    def answer(figures, audiences, reference, earlier):
        key = tuple(sorted((audience, len(told)) for audience, told in earlier.items()))
        if key not in kept:
            kept[key] = real(figures, audiences, reference, earlier)
        return kept[key]

    patch.setattr(showing, "for_audiences", answer)
    first = office_in(tmp_path_factory.mktemp("first"))
    refresh.import_draft(first, draft_of(first), "Anne", AT, ACCEPTED)
    refresh.propose(first, AS_OF, AT)
    yield
    patch.undo()


def draft_of(office: Office) -> refresh.Draft:
    return refresh.read_draft(office, [SMALL / "extract"], DRAWN, AS_OF, DRAWN)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who came while another was between measuring and storing: whoever has measured waits for the others to do so."""
    met, both, real = [], threading.Barrier(2), refresh.propose

    def propose(office: Office, as_of: date, at: datetime, by: str = "", *rest) -> refresh.Proposal:
        proposal = real(office, as_of, at, by, *rest)
        try:
            both.wait(TOGETHER)
            met.append(by)
        except threading.BrokenBarrierError:
            both.reset()
        return proposal

    monkeypatch.setattr(refresh, "propose", propose)
    return met


def at_once(*works: Callable[[], str]) -> list[str | Exception]:
    """What each of the works gave or raised."""
    with futures.ThreadPoolExecutor(len(works)) as threads:
        begun = [threads.submit(work) for work in works]
        return [one.exception() or one.result() for one in begun]


def test_of_two_who_import_and_publish_at_once_one_does_and_one_does_not(office: Office, meeting: list[str]) -> None:
    read = draft_of(office)
    ended = at_once(
        *(lambda by=by: refresh.import_and_publish(office, read, by, AT, ACCEPTED) for by in ("Anne", "Bente"))
    )
    keys, refused = [one for one in ended if isinstance(one, str)], [one for one in ended if isinstance(one, Refused)]
    assert keys == ["2022-06"] and len(refused) == 1
    assert str(refused[0]).startswith("Der er allerede en udgivelse pr. ")
    assert meeting == []
    assert office.store.keys() == ["2022-06"] and len(office.imports.ids()) == 1
    [line] = office.journal.audit(action="udgivelse")
    assert office.store.load("2022-06").by == line["who"] in ("Anne", "Bente")
    assert not list(office.root.rglob(".sammen.json"))


def test_what_was_measured_before_another_import_is_not_published(office: Office) -> None:
    refresh.import_draft(office, draft_of(office), "Anne", AT, ACCEPTED)
    proposal = refresh.propose(office, AS_OF, AT)
    refresh.import_draft(office, draft_of(office), "Bente", AT, ACCEPTED)
    with pytest.raises(Refused, match=r"siden tallene blev beregnet\. Se dem igen, før du udgiver"):
        refresh.publish(office, proposal, "Anne", AT, ACCEPTED)
    assert office.store.keys() == []
    assert refresh.publish(office, refresh.propose(office, AS_OF, AT), "Anne", AT, ACCEPTED) == "2022-06"


def test_what_was_compared_with_another_publication_is_not_published(office: Office) -> None:
    refresh.import_draft(office, draft_of(office), "Anne", AT, ACCEPTED)
    early, late = (refresh.propose(office, AS_OF, AT) for _ in range(2))
    refresh.publish(office, early, "Anne", AT, ACCEPTED)
    with pytest.raises(Refused, match="siden tallene blev beregnet"):
        refresh.publish(office, late, "Bente", AT, ACCEPTED, "Igen")
    assert office.store.keys() == ["2022-06"]


def test_a_publication_that_the_disk_refuses_takes_its_import_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*told) -> None:
        raise OSError(28, "No space left on device")

    read = draft_of(office)
    monkeypatch.setattr("kpi.publications.publication.write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        refresh.import_and_publish(office, read, "Anne", AT, ACCEPTED)
    assert office.imports.ids() == [] and office.store.keys() == [] and office.journal.audit() == []
    assert not [
        path for path in office.root.rglob("*") if path.name.endswith(".skrives") or path.name == ".sammen.json"
    ]
    monkeypatch.undo()
    assert refresh.import_and_publish(office, read, "Anne", AT, ACCEPTED) == "2022-06"


def test_of_many_who_place_codes_at_once_nobodys_line_is_lost(tmp_path: Path) -> None:
    office = replace(office_in(tmp_path), own_reference=tmp_path / "data" / "reference")
    shutil.copytree(SMALL / "reference", office.own_reference)
    forms = [f"Form {number}" for number in range(12)]

    def place(form: str) -> Callable[[], None]:
        line = ("ansaettelsesformer.csv", {"Ansættelsesform": form, "Kategori": "elev"})
        return lambda: refresh.place(office, [line], form, AT)

    assert at_once(*map(place, forms)) == [None] * len(forms)
    contracts = read_reference(office.own_reference).contracts
    assert {form: contracts.get(form) for form in forms} == dict.fromkeys(forms, "elev")
    assert {line["who"] for line in office.journal.audit(action=PLACE)} == set(forms)


def test_who_erased_a_person_stands_in_the_log_by_import_and_the_next_start_misses_no_line(tmp_path: Path) -> None:
    office = office_in(tmp_path)
    for _ in range(2):
        refresh.import_draft(office, draft_of(office), "Anne", AT, ACCEPTED)
    number = (SMALL / "extract/ansaettelser.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(";")[0]
    erased = erase_person(office, number, "Bente", AT, "Anmodning om sletning")
    lines = office.journal.audit(action=ERASE)
    assert {line["target"] for line in lines} == {row.import_id for row in erased} == set(office.imports.ids())
    assert len(lines) == len(office.imports.ids()) and number not in repr(lines)
    assert office_in(tmp_path).told == ()
    assert erase_person(office, number, "Bente", AT, "Anmodning om sletning") == []
    assert len(office.journal.audit(action=ERASE)) == len(lines) + 1
