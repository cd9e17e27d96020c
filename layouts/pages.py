"""The pages and their addresses."""

import dash
import flask
from dash import html

from layouts import actions, guides, measure, method, overview, paper, staff_group
from layouts.frame import shell

PLURAL = "/faggrupper"
"""What the page of all groups is called in the navigation, and so what a person types."""


def register(app: dash.Dash) -> None:
    """Nothing; the app's pages are registered. Their layouts are functions that ask the server that answers."""
    app.layout = html.Div(dash.page_container)
    app.server.add_url_rule(PLURAL, "faggrupper", _to_all_groups)
    for place, page in enumerate((overview, measure, staff_group, paper, actions, method, guides)):
        page.register(order=place)
    dash.register_page(
        "not_found_404",
        path="/siden-findes-ikke",
        title=shell.titled("Siden findes ikke"),
        layout=shell.not_found,
        order=99,
    )


def _to_all_groups() -> flask.Response:
    """The way to the page of all groups, with what the address asks for."""
    asked = flask.request.query_string.decode()
    return flask.redirect(staff_group.PATH + (f"?{asked}" if asked else ""))
