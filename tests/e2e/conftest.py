"""A real server, a real browser, and people who walk through a demo on its first Monday."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from app import create_app
from app.config import read_settings
from app.db import Database
from tests.e2e.prepared import Prepared, settle
from tests.e2e.town import PATIENCE, Town, load_demo, make_demo_app, serving
from tests.e2e.visitor import Visitor
from tests.world import World

CHROMIUM = "/usr/bin/chromium"
BARE_CHROMIUM = "/usr/bin/chromium-headless-shell"  # the same engine, without the windows, tabs and menus around it
# Chromium refuses to run as root inside its sandbox, and tests often run as root in a container. Debian's asks for a
# graphics card even where there is none: drawing as if there were one takes a third more, and drawing in a process of
# its own a tenth.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu"]
# Chromium makes the frame anew for each page, with all that draws in it. Kept from page to page, as it was before, it
# takes a quarter less. The other feature is what Playwright switches on itself: only the last list of them counts.
KEPT_FRAME = "--enable-features=CDPScreenshotNewSurface,RenderDocument:level/crashed-frame"


@pytest.fixture
def live_app(tmp_path: Path, sqlite_database: Database) -> Flask:
    """The application of a demo, on a database of its own."""
    return create_app(read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)}), database=sqlite_database)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The data of a demo as it is on its first day, letters printed; copy it, never write in it.

    Printing takes a while, so the workers of one run share it: the first makes it, the others wait.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "demo"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            load_demo(folder)
            (folder / "ready").touch()
    return folder


@pytest.fixture
def demo_app(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application of a demo with all its people and mandates, on a copy of its own."""
    shutil.copytree(demo_folder, tmp_path / "demo")
    app = make_demo_app(tmp_path / "demo")
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def live_url(live_app: Flask) -> Iterator[str]:
    """Where the application answers."""
    with serving(live_app) as url:
        yield url


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What starts browsers; there can be only one."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Chromium, without what stands around a page."""
    browser = driver.chromium.launch(executable_path=BARE_CHROMIUM, args=[*ARGUMENTS, KEPT_FRAME])
    yield browser
    browser.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody who was never here before: empty cache, no cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
    yield context
    context.close()


@pytest.fixture
def town(demo_app: Flask, browser: Browser) -> Iterator[Town]:
    """The demo in use, on data of its own."""
    with serving(demo_app) as url:
        town = Town(demo_app, url, browser)
        yield town
        town.close()


@pytest.fixture(scope="module")
def prepared(
    make_database: Callable[[str], Database], tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Prepared]:
    """One server for all journeys of a module; see `world`."""
    folder = tmp_path_factory.mktemp("doors")
    settled = make_database("sqlite")
    settle(settled)
    settled.dispose()
    with ExitStack() as stack:

        def serve(app: Flask) -> str:
            return stack.enter_context(serving(app))

        prepared = Prepared(settled.url.database, folder, serve, browser)
        yield prepared
        prepared.close()


@pytest.fixture
def world(prepared: Prepared) -> Iterator[World]:
    """The world in which a dossier is prepared."""
    world = prepared.clear()
    yield world
    world.session.close()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def come(request: pytest.FixtureRequest, town: Town) -> Callable[[], Visitor]:
    """How people come in this test: all with scripts, or all without."""
    return lambda: town.come(scripts=request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def sign_in(request: pytest.FixtureRequest, prepared: Prepared) -> Callable[[str, str], Visitor]:
    """Somebody else sits down at the same screen."""

    def change(name: str, path: str) -> Visitor:
        visitor = prepared.come(scripts=request.param)
        visitor.page.context.clear_cookies()
        return visitor.sign_in(name, path)

    return change
