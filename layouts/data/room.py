"""The room where HR works: the office, the desk and the worker, one of each for a server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import flask

from kpi.refreshing.office import Office
from layouts.data.desk import Desk, Draft
from layouts.data.jobs import Worker
from layouts.data.previews import Previews
from layouts.door.identity import person

PLACE = "arbejdskraft-data"


@dataclass(frozen=True)
class Room:
    """Everything that the page `/data` works with; reference files that were sent lie on a desk of their own."""

    office: Office
    desk: Desk
    reference_desk: Desk
    worker: Worker
    previews: Previews
    now: Callable[[], datetime]

    def moment(self) -> datetime:
        """The time that is written in the books."""
        return self.now().replace(microsecond=0)

    def draft_of(self) -> Draft | None:
        """The draft of who asks."""
        return self.desk.of(person().name)

    def last_as_of(self) -> date | None:
        """The date of the newest publication."""
        store = self.office.store
        return next((store.as_of(key) for key in store.keys()), None)  # noqa: SIM118 (a method, not a dict)


def furnish(server: flask.Flask, office: Office, now: Callable[[], datetime] = datetime.now) -> Room:
    """The room of a server."""
    worker = Worker()
    desk, reference_desk = Desk(office.root, now), Desk(office.root, now)
    room = Room(office, desk, reference_desk, worker, Previews(office, worker, now), now)
    server.extensions[PLACE] = room
    return room


def room() -> Room:
    """The room of the server that answers now."""
    return flask.current_app.extensions[PLACE]
