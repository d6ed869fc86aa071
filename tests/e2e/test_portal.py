"""`make portal`, as its README walks it: sign in, hand over, give, hear of it, accept, come in, stop, and be out."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser

from app.config import ROOT
from app.migrations import newest_revision
from examples.registration import register
from setup import client as typed_client
from tests.e2e.journeys import choose_news, send_gift
from tests.e2e.town import PATIENCE, make_demo_app
from tests.e2e.visitor import Visitor
from tests.e2e.watched import RULES_OF_WIDTH, Watched, check_for_everybody
from tests.ports import free_ports

BAKERY, MAASLAND = "0199000151", "0199.000.745"
ON_THIS_MACHINE = "http://127.0.0.1:"
PATHS = ("/health/live", "/", "/.well-known/openid-configuration")  # where each of the three says that it is there


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - of this machine
            return bool(answer.status == 200)
    except OSError:
        return False


@dataclass
class SideBySide:
    """All three processes while they run, and the people who use them."""

    browser: Browser
    ports: list[int]

    @property
    def portal(self) -> str:
        return f"{ON_THIS_MACHINE}{self.ports[1]}"

    @property
    def mandaatloket(self) -> str:
        return f"{ON_THIS_MACHINE}{self.ports[0]}"

    def come(self, name: str) -> tuple[Visitor, Watched]:
        """Somebody who signs in at the portal, by the provider, and what his browser complains about."""
        context = self.browser.new_context(base_url=self.portal, locale="nl-BE")
        context.set_default_timeout(PATIENCE)
        watched = Watched(context, ON_THIS_MACHINE)
        visitor = Visitor(context.new_page(), None, self.portal)  # type: ignore[arg-type]
        visitor.go("/").press("Aanmelden").sees("Wie bent u?")
        return visitor.press(name).sees("Regel het hier"), watched


@pytest.fixture
def side_by_side(demo_folder: Path, tmp_path: Path, browser: Browser) -> Iterator[SideBySide]:
    """What `make portal` starts, on ports of its own, on a demo that is there already."""
    typed_client.main()
    copytree(demo_folder, tmp_path / "data")
    _as_of_migrations(tmp_path / "data" / "mandaatloket.sqlite")
    ports = free_ports(len(PATHS))
    _begin_to_register(tmp_path / "data", f"{ON_THIS_MACHINE}{ports[1]}")
    names = dict(zip(("PORT", "PORTAL_PORT", "PROVIDER_PORT"), map(str, ports), strict=True))
    environment = {**os.environ, **names, "DATA_DIR": str(tmp_path / "data")}
    process = subprocess.Popen([sys.executable, "-m", "examples.side_by_side"], cwd=ROOT, env=environment)
    try:
        until = time.monotonic() + PATIENCE / 1000 * 3
        while not all(answers(f"{ON_THIS_MACHINE}{port}{path}") for port, path in zip(ports, PATHS, strict=True)):
            assert process.poll() is None, (tmp_path / "data" / "portal.log").read_text()
            assert time.monotonic() < until, (tmp_path / "data" / "service.log").read_text()
            time.sleep(0.2)
        yield SideBySide(browser, ports)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE / 1000) == 0
    assert not any(answers(f"{ON_THIS_MACHINE}{port}{path}") for port, path in zip(ports, PATHS, strict=True))


def _as_of_migrations(database: Path) -> None:
    """The demo of the tests has its tables from the models; the service would make them once more."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [newest_revision()])
        connection.commit()


def _begin_to_register(folder: Path, portal: str) -> None:
    """Type the first commands of the registration here, where they take no process each; the rest is done for real."""
    app = make_demo_app(folder)

    def flask(*command: str) -> str:
        if command[0] == "webhook":
            raise SystemExit
        done = app.test_cli_runner().invoke(args=command)
        assert done.exit_code == 0, done.output
        return done.output

    with pytest.raises(SystemExit):
        register(folder, portal, flask)
    app.extensions["database"].dispose()


def look(visitor: Visitor, name: str) -> None:
    """A page of the portal is for everybody, on a wide and on a narrow screen."""
    for width, rules in ((390, ()), (1280, RULES_OF_WIDTH)):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        check_for_everybody(visitor.page, f"portal-{name}", rules)


def give(maria: Visitor) -> None:
    """From the portal to Mandaatloket, where nobody asks again who she is, and back."""
    maria.press("Mandaat geven").sees("Mandaat geven").write("Ondernemingsnummer", MAASLAND)
    look(maria, "give")
    maria.press("Verder in het Mandaatloket").sees("U komt van Ondernemersloket").press("Aanmelden")
    maria.press("Met eID of itsme").sees("U komt van Ondernemersloket").press("Verder", exact=True)
    maria.sees("Is dit de juiste onderneming").choose("Ja, dit is").press("Verder", exact=True)
    maria.sees("Vanaf wanneer").choose("Zodra").press("Verder", exact=True)
    send_gift(choose_news(maria))
    maria.press("Terug naar Ondernemersloket").sees("Wij vonden uw mandaat")
    assert "Dit mandaat wacht op het antwoord van Fiduciaire Maasland" in maria.text
    look(maria, "back")


def accept(ilse: Visitor) -> None:
    """In Mandaatloket, to which the portal leads."""
    ilse.go("/mandaten").sees("Mandaten van Fiduciaire Maasland")
    look(ilse, "mandates")
    waiting = ilse.page.locator("li", has_text="Bakkerij De Zoete Inval").filter(has_text="wacht op")
    ilse.push(waiting.get_by_role("link")).press("Met eID of itsme").press("Aanvaarden of weigeren")
    ilse.choose("Ja, ik aanvaard")
    ilse.press("Verder", exact=True).choose("Ik kies later").press("Verder", exact=True)
    ilse.tick_all().press("Mandaat aanvaarden en brieven versturen").sees("U hebt het mandaat aanvaard")


def stop(maria: Visitor) -> None:
    """In Mandaatloket too."""
    maria.go("/mandaten").sees("Mandaten van Bakkerij De Zoete Inval")
    running = maria.page.locator("li", has_text="Fiduciaire Maasland").filter(has_text="loopt")
    maria.push(running.get_by_role("link")).press("Dit mandaat stopzetten").sees("Wilt u dit mandaat stopzetten")
    maria.press("Mandaat stopzetten en brieven versturen").sees("Het mandaat is stopgezet")


def hears(visitor: Visitor, what: str) -> None:
    """The webhook comes by itself, after the worker posted it."""
    until = time.monotonic() + PATIENCE / 1000
    while what not in visitor.go("/meldingen").sees("Meldingen").text:
        assert time.monotonic() < until, visitor.text
        visitor.page.wait_for_timeout(500)


def test_a_page_opens_when_a_mandate_is_accepted_and_closes_when_it_stops(side_by_side: SideBySide) -> None:
    (maria, hers), (ilse, of_ilse) = side_by_side.come("Maria"), side_by_side.come("Ilse")
    give(maria)
    hears(maria, "is gegeven")
    guarded = f"/premies/{BAKERY}"
    ilse.go(guarded).sees("Deze pagina is nu niet open voor u")
    accept(ilse)
    hears(maria, "is aanvaard")
    look(maria, "news")
    ilse.go("/premies").sees("Voor wie vraagt u")
    look(ilse.press("Bakkerij De Zoete Inval").sees("Hinderpremie aanvragen voor Bakkerij De Zoete Inval"), "open")
    stop(maria)
    # The page stands open before her: the click that would send it is the next one.
    ilse.write("In welke straat", "Kerkstraat").press("Aanvraag versturen").sees("Deze pagina is nu niet open voor u")
    ilse.go(guarded).sees("Deze pagina is nu niet open voor u")
    hears(ilse, "is stopgezet")
    maria.go("/mandaten").press("Afmelden").press("Ja, afmelden").sees("Regel het hier")
    look(maria.go("/mandaten").sees("Wie bent u?"), "provider")
    maria.go(f"{side_by_side.mandaatloket}/mandaten").sees("Hoe wilt u zich aanmelden?")
    hers.check_quiet()
    of_ilse.check_quiet()
