"""The way back from a page that says no: to the page that was left, with the texts that were on their way in hand."""

from urllib.parse import urlsplit

import dash
import flask
from werkzeug.exceptions import HTTPException

from kpi.definitions.person_numbers import hidden

TEXTS = ("tekst", "begrundelse", "note", "svar")
"""The fields that somebody writes in at length. No other is told again: a form may ask for a person's number."""
ANY_PAGE = "/<path:path>"


def page() -> str:
    """The address of the page that was left, or else of the nearest above this one; empty where only the front is."""
    asked = flask.request
    left = urlsplit(asked.referrer or "")
    address = left.path + (f"?{left.query}" if left.query else "")
    if left.netloc == asked.host and left.path != asked.path and _answers(left.path):
        return address
    parts = asked.path.strip("/").split("/")
    here = [] if asked.method in ("GET", "HEAD") else [parts]
    above = [*here, *(parts[:length] for length in range(len(parts) - 1, 0, -1))]
    return next((path for path in ("/" + "/".join(one) for one in above) if _answers(path)), "")


def texts() -> list[str]:
    """What was written in the form that was sent from a page of our own, without anything like a person number."""
    asked = flask.request
    own = urlsplit(asked.headers.get("Origin") or asked.referrer or "").netloc == asked.host
    if asked.method != "POST" or asked.mimetype != "application/x-www-form-urlencoded" or not own:
        return []
    told = (asked.form.get(name, "").strip() for name in TEXTS)
    return [hidden(text) for text in told if text]


def leads_to_a_page(path: str) -> bool:
    """Whether one of the registered pages answers at the path."""
    for registered in dash.page_registry.values():
        template = registered["path_template"] or registered["path"]
        start, variable, _ = template.partition("<")
        if path.rstrip("/") == template.rstrip("/") or (variable and path.startswith(start) and path != start):
            return registered["module"] != "not_found_404"
    return False


def _answers(path: str) -> bool:
    """Whether there is a page at the path; one that begins with two slashes would lead to another machine."""
    if not path.startswith("/") or path.startswith("//"):
        return False
    try:
        rule, _ = flask.current_app.url_map.bind("").match(path, "GET", return_rule=True)
    except HTTPException:
        return False
    return leads_to_a_page(path) if rule.rule == ANY_PAGE else True
