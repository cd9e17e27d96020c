"""A running app with the example's publication and an older one, and a reader who notes what goes wrong on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect
from publications_for_tests import small_publication
from served_for_tests import page_with_axe, served

import app
from kpi.publications.publication import Publication

OLDER = "2021-12"
"""The key of the small publication of the tests: names as bad as names can be, and marks that the example lacks."""
LOCAL_SCHEMES = {"data", "blob", "about"}
SIZES = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
    "zoomed": {"width": 320, "height": 256},
}
"""The last is a screen of 1280 by 1024 at 400 percent."""


@dataclass(frozen=True)
class Site:
    """Where the app answers, and the publications that it shows by their keys, the newest first."""

    address: str
    publications: Mapping[str, Publication]

    @property
    def newest(self) -> Publication:
        return next(iter(self.publications.values()))

    def at(self, path: str) -> str:
        return self.address + path


@dataclass
class Reader:
    """A page of a browser, and everything that went wrong on it."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(8_000)
        self._heard = {
            "console": lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"),
            "pageerror": lambda error: self.faults.append(f"page error: {error}"),
            "request": self._note_stranger,
            "response": self._note_status,
        }
        for event, heard in self._heard.items():
            self.page.on(event, heard)

    def leave(self) -> None:
        """Stops listening: the page is somebody else's now."""
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)

    def open(self, path: str) -> Response:
        """The answer, when the page stands: its title, its tables, its charts."""
        answer = self.page.goto(self.site.at(path))
        self.ready()
        return answer

    def ready(self) -> None:
        expect(self.page.locator("main h1")).to_be_visible()
        for chart in self.page.locator(".dash-graph").all():
            expect(chart.locator(".main-svg").first).to_be_visible()

    def _note_stranger(self, asked: Request) -> None:
        to = urlsplit(asked.url)
        if to.scheme not in LOCAL_SCHEMES and to.netloc != urlsplit(self.site.address).netloc:
            self.faults.append(f"request to elsewhere: {asked.url}")

    def _note_status(self, answer: Response) -> None:
        if answer.status >= 400:
            self.faults.append(f"{answer.status}: {answer.url}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = app.Settings(tmp_path_factory.mktemp("store"), example=True)
    store = app.open_store(settings)
    publication = store.latest()
    store.add(small_publication(OLDER, as_of=date(2021, 12, 31)))
    with served(app.create_app(settings)) as address:
        yield Site(address, {one.key: one for one in (publication, store.load(OLDER))})


@pytest.fixture(scope="session")
def shared_page(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """One page for all that is only looked at: its cache holds the scripts, as a reader's does."""
    with page_with_axe(browser, browser_context_args) as page:
        yield page


@pytest.fixture
def reader(shared_page: Page, site: Site) -> Iterator[Reader]:
    shared_page.set_viewport_size(SIZES["desk"])
    shared_page.emulate_media(media="null")
    found = Reader(shared_page, site)
    yield found
    found.leave()


@pytest.fixture
def reader_of_own(context: BrowserContext, site: Site) -> Reader:
    """A reader with a clipboard and files of their own."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    page = context.new_page()
    page.set_viewport_size(SIZES["desk"])
    return Reader(page, site)
