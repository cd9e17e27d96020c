"""A running app with the example's publication and an older one, and a reader who notes what goes wrong on a page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from werkzeug.serving import WSGIRequestHandler, make_server

import app
from kpi.publications.publication import Publication

AXE = Path(__file__).resolve().parent.parent / "assets/axe.min.js"
OLDER = "2021-12"
"""The key of a publication that is the example's in all but its key: what an address names can be followed."""
LOCAL_SCHEMES = {"data", "blob", "about"}
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


class Quiet(WSGIRequestHandler):
    """Tells nothing of each request."""

    def log(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Site:
    """Where the app answers, and the publication that it shows."""

    address: str
    publication: Publication

    def at(self, path: str) -> str:
        return self.address + path


@dataclass
class Reader:
    """A page of a browser, and everything that went wrong on it."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        own = urlsplit(self.site.address).netloc
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("request", lambda asked: self._note_stranger(asked.url, own))
        self.page.on("response", self._note_status)

    def open(self, path: str) -> Response:
        """The answer, when the page stands: its title, its tables, its charts."""
        answer = self.page.goto(self.site.at(path))
        self.ready()
        return answer

    def ready(self) -> None:
        expect(self.page.locator("main h1")).to_be_visible()
        for chart in self.page.locator(".dash-graph").all():
            expect(chart.locator(".main-svg").first).to_be_visible()

    def _note_stranger(self, url: str, own: str) -> None:
        if urlsplit(url).scheme not in LOCAL_SCHEMES and urlsplit(url).netloc != own:
            self.faults.append(f"request to elsewhere: {url}")

    def _note_status(self, answer: Response) -> None:
        if answer.status >= 400:
            self.faults.append(f"{answer.status}: {answer.url}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = app.Settings(tmp_path_factory.mktemp("store"), example=True)
    store = app.open_store(settings)
    publication = store.latest()
    store.add(replace(publication, key=OLDER))
    server = make_server(app.HOST, 0, app.create_app(settings).server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield Site(f"http://{app.HOST}:{server.server_port}", publication)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def shared_context(browser: Browser, browser_context_args: dict) -> Iterator[BrowserContext]:
    """One context for all the pages that are only looked at: its cache holds the scripts, as a reader's does."""
    context = browser.new_context(**browser_context_args)
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.fixture
def reader(shared_context: BrowserContext, site: Site) -> Iterator[Reader]:
    page = shared_context.new_page()
    page.set_viewport_size(SIZES["desk"])
    yield Reader(page, site)
    page.close()
