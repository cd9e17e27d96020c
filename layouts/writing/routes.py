"""The addresses of the forms. Each has its place in `roles.ROUTES`; only those with POST change anything."""

from collections.abc import Callable

import flask

from layouts import check
from layouts.papers import paper_files
from layouts.writing import actions, comments, faults, follow_ups, proofreading, sentences

GET: dict[str, Callable] = {
    "/handlinger/skriv": actions.form,
    "/handlinger/<int:line>/opfoelgning": follow_ups.form,
    "/sag/kommentar": comments.form,
    "/sag/saetning/ret": sentences.form,
    "/sag/saetning/egen": sentences.own_form,
    "/sag/hent/<publication>/<recipient>/<name>": paper_files.answer,
    "/sag/korrektur": proofreading.form,
    "/tjek/<publication>": check.answer,
}
POST: dict[str, Callable] = {
    "/handlinger/skriv": actions.write,
    "/handlinger/<int:line>/opfoelgning": follow_ups.keep,
    "/handlinger/<int:line>/modtagere": follow_ups.choose,
    "/sag/kommentar": comments.write,
    "/sag/kommentar/<int:comment>/modtagere": comments.choose,
    "/sag/kommentar/<int:comment>/vis": comments.show,
    "/sag/saetning/valg": sentences.choose,
    "/sag/saetning/ret": sentences.write,
    "/sag/saetning/egen": sentences.write_own,
    "/sag/fund/ret": faults.mend,
    "/sag/fund/behold": faults.keep,
    "/sag/korrektur": proofreading.read,
}


def register(server: flask.Flask) -> None:
    """Nothing; the server now answers at the addresses of the forms, and tells whether a publication is current."""
    for method, routes in (("GET", GET), ("POST", POST)):
        for rule, answer in routes.items():
            server.add_url_rule(rule, f"{method} {rule}", answer, methods=[method])
