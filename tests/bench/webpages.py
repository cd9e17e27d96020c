"""The pages of the example municipality, ten publications stored: the server, and a browser on its first visit."""

import json
import shutil
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from kpi.definitions.periods import shifted

PAGES = (
    "/",
    "/noegletal/personaleomsaetning",
    "/noegletal/korte-ansaettelser",
    "/faggruppe/laerere",
    "/sag",
    "/metode",
)
WITH_CHART = "/noegletal/personaleomsaetning"
PUBLICATIONS = 10
HALF_YEAR = 6
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def store_publications(folder: str) -> None:
    """Ten publications of the example's extracts, half a year apart, in the folder."""
    import app
    from kpi import pipeline, showing
    from kpi.definitions.disclosure import INTERNAL, PUBLIC
    from kpi.publications.publication import Store

    case = json.loads((app.EXAMPLE / "case.json").read_text(encoding="utf-8"))
    newest, drawn = (date.fromisoformat(case[name]) for name in ("as_of", "drawn"))
    placed = pipeline.read_in([app.EXAMPLE / "extract"], app.ROOT / "data/reference", b"bench" * 8)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for back in range(PUBLICATIONS):
        as_of = shifted(date(newest.year, 12, 31), newest.month - 12 - HALF_YEAR * back)
        intake = pipeline.people_of(placed, as_of, pipeline.Drawn(drawn))
        figures = pipeline.all_figures(intake)
        made = pipeline.publication_of(
            intake,
            showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference),
            "Eksempel Kommune",
            True,
            datetime(2022, 8, 1),
        )
        Store(Path(folder)).add(made)


def paper_and_annex(folder: str) -> Callable[[], int]:
    """A run that makes the Word paper and the workbook of the newest publication; gives their bytes."""
    from kpi.definitions.disclosure import INTERNAL
    from kpi.papers.annex import annex
    from kpi.papers.assembly import document_of
    from kpi.papers.recipients import BY_KEY
    from kpi.papers.writers.word import paper_docx
    from kpi.publications.publication import Store

    publication = Store(Path(folder)).latest()

    def run() -> int:
        return len(paper_docx(document_of(publication, BY_KEY["direktionen"]))) + len(annex(publication, INTERNAL))

    return run


def answered(folder: str, path: str) -> Callable[[], int]:
    """A run in which the server answers with the document and the page's content; gives the content's bytes."""
    import app

    client = app.create_app(app.Settings(Path(folder), example=True)).server.test_client()
    names = {"pathname": path, "search": ""}
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [{"id": "_pages_location", "property": name, "value": value} for name, value in names.items()],
        "changedPropIds": ["_pages_location.pathname"],
    }

    def run() -> int:
        document = client.get(path, headers={"Host": "127.0.0.1"})
        content = client.post("/_dash-update-component", json=body, headers={"Host": "127.0.0.1"})
        if (document.status_code, content.status_code) != (200, 200):
            raise RuntimeError(f"{path}: {document.status_code}, {content.status_code}")
        return len(content.data)

    return run


def drawn_in_a_browser(folder: str, path: str) -> Callable[[], float]:
    """A run in which a new browser opens the page; gives the seconds until its chart is painted."""
    import waitress
    from playwright.sync_api import sync_playwright

    import app

    site = app.create_app(app.Settings(Path(folder), example=True)).server
    server = waitress.create_server(site, host=app.HOST, port=0, threads=app.THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    browser = sync_playwright().start().chromium.launch(executable_path=browser_here(), args=FLAGS)

    def run() -> float:
        context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"http://{app.HOST}:{server.effective_port}{path}")
        page.locator("html[data-painted]").wait_for(state="attached")
        milliseconds = page.locator("html").get_attribute("data-painted")
        context.close()
        return float(milliseconds) / 1000

    return run


WATCH = """
new MutationObserver((_, watcher) => {
  if (!document.querySelector(".dash-graph .main-svg .scatterlayer .trace")) return;
  watcher.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.documentElement.dataset.painted = performance.now();
  }));
}).observe(document, { childList: true, subtree: true });
"""


def browser_here() -> str | None:
    """The path of a browser that the machine already has."""
    if sys.platform == "darwin":
        return "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return next(filter(None, map(shutil.which, BROWSERS)), None)
