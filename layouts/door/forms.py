"""What every form carries: a token that is bound to the session and to the person, so that no other site can send it.

A form puts `token()` in a hidden field named `FIELD`; the gate checks it before the route sees anything.
"""

import hmac
import secrets

import flask

from layouts.door.identity import person

FIELD = "bevis"


def token() -> str:
    """The token of the session; a new one where the session has none, or was somebody else's."""
    session = flask.session
    if session.get("hvem") != person().name or not session.get(FIELD):
        session.clear()
        session["hvem"], session[FIELD] = person().name, secrets.token_urlsafe(32)
    return session[FIELD]


def is_token(told: str | None) -> bool:
    """Whether it is the token of this session and this person."""
    held = flask.session.get(FIELD)
    if not held or not told or flask.session.get("hvem") != person().name:
        return False
    return hmac.compare_digest(held.encode(), told.encode())


def set_up_cookie(server: flask.Flask, secure: bool) -> None:
    """Nothing; the session's cookie is out of reach for scripts and other sites, and over TLS where there is a proxy.

    On one machine cookies are shared by all ports, so each run has a name of its own.
    """
    server.config |= {
        "SESSION_COOKIE_NAME": "__Host-arbejdskraft" if secure else f"arbejdskraft-{secrets.token_hex(4)}",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_PATH": "/",
    }
