"""A site that answers for as long as a test asks it, and a browser's page with axe in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dash
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

import app

AXE = Path(__file__).resolve().parent / "assets/axe.min.js"


class Quiet(WSGIRequestHandler):
    """Tells nothing of each request."""

    def log(self, *_: object) -> None:
        pass


@contextmanager
def served(site: dash.Dash) -> Iterator[str]:
    """The address where the site answers until the block ends."""
    server = make_server(app.HOST, 0, site.server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{app.HOST}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def page_with_axe(browser: Browser, context_args: dict) -> Iterator[Page]:
    """A page of a context of its own, until the block ends."""
    context = browser.new_context(**context_args)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()
