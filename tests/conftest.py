"""What every test can ask for: the example, a browser where there is one, and how long counterexamples are sought."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import app
from kpi.publications.publication import Publication

IN_CI = os.environ.get("CI", "").lower() in {"true", "1"}
LONG_FUZZ = os.environ.get("KPI_LONG_FUZZ", "") not in {"", "0"}

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
MAC_CHROME = Path("/Applications/Google Chrome.app")
NO_BROWSER = "no Chromium, Chrome or Edge found: install one (Debian: apt install chromium) to run the browser tests"

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "long", deadline=None, max_examples=2_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the tests marked long, and 20 times as many examples")


def pytest_configure(config: pytest.Config) -> None:
    """Chooses the hypothesis profile: the same examples every time in CI, fresh ones elsewhere, many when asked."""
    if not config.getoption("--hypothesis-profile"):
        settings.load_profile("long" if wants_long(config) else "ci" if IN_CI else "local")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if wants_long(config):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="long: runs with --long or KPI_LONG_FUZZ=1"))


def wants_long(config: pytest.Config) -> bool:
    """Whether minutes may be spent: `--long`, or KPI_LONG_FUZZ in the environment."""
    return bool(config.getoption("--long")) or LONG_FUZZ


def find_browser(platform: str = sys.platform) -> dict[str, Any] | None:
    """Playwright's launch arguments for a browser the machine already has, or None. Nothing is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return {"executable_path": found, "args": FLAGS}
    if platform == "darwin" and MAC_CHROME.exists():
        return {"channel": "chrome"}
    if platform == "win32":
        return {"channel": "msedge"}
    return None


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The example municipality's publication, made as on the first start."""
    return app.open_store(app.Settings(tmp_path_factory.mktemp("first"), example=True)).latest()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's, with the machine's own browser. Without one: a skip, or a failure where CI=true."""
    found = find_browser()
    if found is None and IN_CI:
        pytest.fail(NO_BROWSER, pytrace=False)
    if found is None:
        pytest.skip(NO_BROWSER)
    return {**browser_type_launch_args, **found}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Danish reader's browser. `bypass_csp` is not set here: only the axe test needs it."""
    return {**browser_context_args, "locale": "da-DK", "timezone_id": "Europe/Copenhagen"}
