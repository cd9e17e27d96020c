"""The log of those who are turned away cannot be filled by somebody without a name, and tells how many there were."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from kpi.publications.folders import Unpublishable
from kpi.publications.journal import DENIED, Journal
from layouts.door.denials import MOST_ADDRESSES, WINDOW, Denials

WHY = "ikke logget ind"


class Clock:
    """What is to be done later, and how much later; done when the test says so."""

    def __init__(self):
        self.waiting: list = []

    def __call__(self, seconds: float, work) -> None:
        self.waiting.append((seconds, work))

    def minute(self) -> None:
        [(seconds, work)], self.waiting = self.waiting, []
        assert seconds == WINDOW
        work()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path)


def lines(journal: Journal) -> list[tuple[str, str]]:
    assert {(one["action"], one["outcome"], one["who"], one["role"]) for one in journal.audit()} <= {
        ("adgang", DENIED, "", "")
    }
    return [(one["target"], one["detail"]) for one in journal.audit()]


def test_an_address_has_one_line_at_once_and_one_with_the_count(journal: Journal, clock: Clock) -> None:
    denials = Denials(journal, clock)
    for path in ["/"] + 5_000 * ["/data"]:
        denials.note("10.0.0.8", f"GET {path}", WHY)
    assert lines(journal) == [("GET /", WHY)]
    clock.minute()
    assert lines(journal)[1:] == [("(flere forsøg)", f"{WHY}: 5.000 gange mere inden for et minut")]


def test_one_attempt_is_one_line_and_the_next_minute_is_a_new_one(journal: Journal, clock: Clock) -> None:
    denials = Denials(journal, clock)
    for _ in range(3):
        denials.note("10.0.0.8", "GET /", WHY)
        clock.minute()
    assert lines(journal) == 3 * [("GET /", WHY)]
    assert clock.waiting == []


def test_two_addresses_are_two(journal: Journal, clock: Clock) -> None:
    denials = Denials(journal, clock)
    for peer in ("10.0.0.8", "10.0.0.9", "10.0.0.8"):
        denials.note(peer, f"GET /{peer[-1]}", WHY)
    assert [target for target, _ in lines(journal)] == ["GET /8", "GET /9"]
    clock.minute()
    assert lines(journal)[2:] == [("(flere forsøg)", f"{WHY}: 1 gang mere inden for et minut")]


def test_a_thousand_addresses_do_not_fill_it_either(journal: Journal, clock: Clock) -> None:
    denials = Denials(journal, clock)
    for number in range(1_000):
        denials.note(f"2001:db8::{number:x}", "GET /", WHY)
    assert len(lines(journal)) == MOST_ADDRESSES + 1
    clock.minute()
    rest = 1_000 - MOST_ADDRESSES - 1
    assert lines(journal)[MOST_ADDRESSES + 1 :] == [("(flere forsøg)", f"{WHY}: {rest} gange mere inden for et minut")]


def test_many_at_once_are_all_counted(journal: Journal, clock: Clock) -> None:
    denials = Denials(journal, clock)

    def knock() -> None:
        for _ in range(200):
            denials.note("10.0.0.8", "GET /", WHY)

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    clock.minute()
    assert lines(journal) == [("GET /", WHY), ("(flere forsøg)", f"{WHY}: 1.599 gange mere inden for et minut")]


def test_the_minute_passes_by_itself(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("layouts.door.denials.WINDOW", 0.05)
    denials, closed = Denials(journal), threading.Event()
    real = denials.close_window
    monkeypatch.setattr(denials, "close_window", lambda: (real(), closed.set()))
    for _ in range(3):
        denials.note("10.0.0.8", "GET /", WHY)
    assert closed.wait(10)
    assert lines(journal)[-1][1] in (f"{WHY}: 2 gange mere inden for et minut", WHY)


def test_a_journal_that_cannot_be_written_turns_nobody_in(
    journal: Journal, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*told, **named) -> None:
        raise Unpublishable("Journalen kan ikke skrives.")

    monkeypatch.setattr(journal, "record", broken)
    with caplog.at_level(logging.ERROR, "arbejdskraft"):
        Denials(journal, clock).note("10.0.0.8", "GET /", WHY)
    assert "Journalen kunne ikke skrives" in caplog.text
    Denials(None, clock).note("10.0.0.8", "GET /", WHY)
