"""The addresses under `/data`. Each has its place in `roles.ROUTES`; only those with POST change anything."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus

import flask

from kpi.publications.folders import Unpublishable
from kpi.refreshing.office import Office
from layouts.data import (
    answers_pages,
    draft_files,
    draft_pages,
    front_pages,
    page,
    placing_pages,
    publish_pages,
    reference_pages,
    replacing_pages,
    room,
)

MEND = "Hent filen fra en sikkerhedskopi, eller bed it-afdelingen om det, og prøv igen."
DRAFT, PUBLISH, IMPORT = "/data/kladde/<draft>", "/data/udgiv/<as_of>", "/data/import/<key>"
REFERENCE = "/data/referencefiler"
GET: dict[str, Callable] = {
    "/data": front_pages.front,
    "/data/skabelon/<kind>.xlsx": front_pages.template,
    REFERENCE: reference_pages.files,
    f"{REFERENCE}/<file>.csv": reference_pages.as_it_lies,
    f"{REFERENCE}/skabelon/<file>.csv": reference_pages.template,
    f"{REFERENCE}/tidligere/<version>/<file>.csv": reference_pages.as_it_lay,
    f"{REFERENCE}/kladde/<draft>": replacing_pages.show,
    "/data/person": front_pages.about_person,
    IMPORT: front_pages.one_import,
    "/data/ny": draft_pages.new,
    DRAFT: draft_pages.start,
    f"{DRAFT}/status": draft_pages.status,
    f"{DRAFT}/fund": draft_pages.findings,
    f"{DRAFT}/fund.csv": draft_files.findings_file,
    f"{DRAFT}/fil/<int:number>": draft_files.marked_file,
    f"{DRAFT}/fil/<int:number>/laves": draft_files.making,
    f"{DRAFT}/fil/<int:number>/status": draft_files.making_status,
    f"{DRAFT}/placer": placing_pages.show,
    PUBLISH: publish_pages.start,
    f"{PUBLISH}/status": publish_pages.status,
    f"{PUBLISH}/tabeller": publish_pages.tables,
    f"{PUBLISH}/forskel": publish_pages.compare,
    f"{PUBLISH}/udgiv": publish_pages.last_step,
}
POST: dict[str, Callable] = {
    REFERENCE: replacing_pages.send,
    f"{REFERENCE}/kladde/<draft>/brug": replacing_pages.take_in_use,
    f"{REFERENCE}/kladde/<draft>/kasser": replacing_pages.throw_away,
    "/data/person": front_pages.look_up_person,
    "/data/svar": answers_pages.answer_kept,
    f"{IMPORT}/tilbage": front_pages.withdraw,
    "/data/ny": draft_pages.send,
    f"{DRAFT}/godkend": draft_pages.accept,
    f"{DRAFT}/placer": placing_pages.place,
    f"{DRAFT}/svar": answers_pages.answer_draft,
    f"{DRAFT}/igen": draft_pages.again,
    f"{DRAFT}/gem": draft_pages.store,
    f"{DRAFT}/kasser": draft_pages.throw_away,
    f"{PUBLISH}/begrundelse": publish_pages.keep_reason,
    f"{PUBLISH}/godkend": publish_pages.accept,
    f"{PUBLISH}/udgiv": publish_pages.publish,
}


def register(server: flask.Flask, office: Office, now: Callable[[], datetime] = datetime.now) -> room.Room:
    """The room where it all happens; the server now answers under `/data`."""
    for method, routes in (("GET", GET), ("POST", POST)):
        for rule, answer in routes.items():
            name = f"{method} {rule}".replace(".", "_")
            server.add_url_rule(rule, name, _told_of_damage(answer), methods=[method])
    return room.furnish(server, office, now)


def _told_of_damage(answer: Callable) -> Callable:
    """The answer; or, where a file of the store is not as it was written, the page that says which."""

    @wraps(answer)
    def told(**asked: object) -> flask.Response:
        try:
            return answer(**asked)
        except Unpublishable as error:
            return page.refused("Noget i datamappen er beskadiget", (str(error), MEND), HTTPStatus.CONFLICT, "/data")

    return told
