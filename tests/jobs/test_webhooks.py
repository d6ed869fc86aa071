"""Telling applications: a real server that checks the signature, refusals, pauses, what is dead, and a new secret."""

import base64
import json
import socket
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from sqlalchemy import select
from standardwebhooks import Webhook as Checker

from app import create_app
from app.adapters.webhooks import Messenger, sign
from app.config import Settings
from app.core.actor import Actor
from app.core.clients.registering import ClientPlan, add_client, change_client
from app.core.errors import Conflict, Invalid, NotFound
from app.core.events import delivering, webhooks
from app.core.events.delivering import WAITS, Outcome, Telling, list_dead, send_again
from app.core.events.feed import Told
from app.core.events.webhooks import OVERLAP, add_webhook, check_webhook_address, end_webhook, renew_secret
from app.core.vault import Vault
from app.db import Database
from app.jobs.engine import Engine
from app.jobs.workshop import workshop_of
from app.models.webhook import WebhookDelivery
from tests.fakes import PlainPress
from tests.jobs.test_engine import Clock
from tests.jobs.village import Village

PLAN = ClientPlan("loket", "Loket", "ondernemen", ("subsidies",), ("events",))
JOB = Actor.job()


@dataclass
class Application:
    """What an application got, and what it answers from now on."""

    port: int = 0
    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/events"

    def checked(self, secret: str) -> list[dict[str, object]]:
        """All that it got, each time with the signature checked as the standard says."""
        return [Checker(secret).verify(body, headers) for headers, body in self.got]


@pytest.fixture
def application() -> Iterator[Application]:
    """An application that listens on this machine."""
    told = Application()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(told.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Scene:
    """The service with one application that is told; the clock begins now, as a signature counts for minutes."""

    app: Flask
    clock: Clock
    village: Village
    application: Application
    secret: str = ""
    webhook_id: uuid.UUID | None = None

    @property
    def database(self) -> Database:
        return self.village.database

    def work(self, **later: float) -> None:
        self.clock.now += timedelta(**later)
        Engine(workshop_of(self.app)).drain()

    def delivery(self) -> WebhookDelivery:
        with self.database.reading() as session:
            return session.scalars(select(WebhookDelivery)).one()

    def do(self, function: object, *values: object) -> object:
        with self.database.writing.begin() as session:
            return function(session, JOB, *values, now=self.clock.now)  # type: ignore[operator]


@pytest.fixture
def scene(settings: Settings, fresh_database: Database, application: Application) -> Scene:
    clock = Clock()
    clock.now = datetime.now(UTC)
    app = create_app(settings, database=fresh_database, clock=clock)
    app.extensions["press"] = PlainPress()
    scene = Scene(app, clock, Village(fresh_database, clock.now, 6), application)
    scene.village.give(clock.now)  # before anybody wanted to know
    with fresh_database.writing.begin() as session:
        add_client(session, JOB, PLAN, now=clock.now)
        made, scene.secret = add_webhook(
            session, JOB, "loket", application.address, app.extensions["vault"], demo=True, now=clock.now
        )
        scene.webhook_id = made.id
    scene.work()
    return scene


def test_an_application_is_told_once_of_what_happened_since_in_its_domains(scene: Scene) -> None:
    given = scene.village.give(scene.clock.now)
    scene.village.give(scene.clock.now, "permit.view")
    scene.work()
    scene.work(minutes=10)
    (event,) = scene.application.checked(scene.secret)
    headers, _ = scene.application.got[0]
    assert (event["type"], event["subject"]) == ("be.vlaanderen.mandaatloket.mandate.given", str(given))
    assert headers["webhook-id"] == event["id"]
    assert headers["content-type"] == "application/cloudevents+json"
    assert scene.delivery().state == "delivered"


def test_what_was_not_taken_is_tried_again_after_growing_pauses_until_it_is(scene: Scene) -> None:
    scene.application.status = 429
    scene.village.give(scene.clock.now)
    scene.work()
    scene.work(seconds=4)
    assert len(scene.application.got) == 1
    scene.work(seconds=2)
    scene.work(seconds=200)
    assert (len(scene.application.got), scene.delivery().last_status) == (2, 429)
    scene.application.status = 200
    scene.work(seconds=200)
    assert (scene.delivery().state, scene.delivery().attempts) == ("delivered", 3)
    first, *others = [(headers["webhook-id"], json.loads(body)) for headers, body in scene.application.got]
    assert others == [first, first]


def test_after_the_last_pause_it_is_dead_is_shown_and_can_be_sent_again(scene: Scene) -> None:
    scene.application.status = 301  # nobody is followed to somewhere else
    scene.village.give(scene.clock.now)
    for wait in (timedelta(), *WAITS):
        scene.work(seconds=wait.total_seconds())
    assert len(scene.application.got) == len(WAITS) + 1
    scene.work(days=9)
    dead = scene.delivery()
    assert (len(scene.application.got), dead.state) == (len(WAITS) + 1, "dead")
    with scene.database.reading() as session:
        assert [one.id for one in list_dead(session, scene.webhook_id)] == [dead.id]
        assert delivering.count_deliveries(session, scene.webhook_id) == {"waiting": 0, "delivered": 0, "dead": 1}
    scene.application.status = 200
    scene.do(send_again, dead.id)
    scene.work()
    assert scene.delivery().state == "delivered"
    with pytest.raises(Conflict, match="delivery_not_dead"):
        scene.do(send_again, dead.id)
    with pytest.raises(NotFound, match="delivery_unknown"):
        scene.do(send_again, uuid.uuid4())


def test_who_asks_never_to_be_told_again_is_not(scene: Scene) -> None:
    scene.application.status = 410
    scene.village.give(scene.clock.now)
    scene.work()
    assert (scene.delivery().state, scene.delivery().attempts) == ("dead", 1)


def test_a_new_secret_and_the_old_one_both_do_until_the_old_one_ends(scene: Scene) -> None:
    new = scene.do(renew_secret, scene.webhook_id, scene.app.extensions["vault"])
    scene.village.give(scene.clock.now)
    scene.work()
    assert scene.application.checked(scene.secret) == scene.application.checked(str(new))
    scene.application.got.clear()
    scene.clock.now += OVERLAP
    scene.village.give(scene.clock.now)
    scene.work()
    ((headers, body),) = scene.application.got
    assert headers["webhook-signature"].count("v1,") == 1
    signed = sign(headers["webhook-id"], scene.clock.now, body, [base64.b64decode(str(new).removeprefix("whsec_"))])
    assert headers["webhook-signature"] == signed["webhook-signature"]


def test_an_address_that_ended_gets_nothing_not_even_what_waited(scene: Scene) -> None:
    scene.application.status = 500
    scene.village.give(scene.clock.now)
    scene.work()
    scene.do(end_webhook, scene.webhook_id)
    scene.village.give(scene.clock.now)
    scene.work(hours=1)
    assert len(scene.application.got) == 1
    listed = scene.app.test_cli_runner().invoke(args=["webhook", "list", "loket"]).output
    assert f"{scene.webhook_id}: {scene.application.address}, ended " in listed
    assert listed.strip().endswith("1 never told")
    with pytest.raises(NotFound, match="webhook_unknown"):
        scene.do(end_webhook, scene.webhook_id)
    with pytest.raises(Conflict, match="delivery_not_dead"):
        scene.do(send_again, scene.delivery().id)


def test_an_application_has_an_address_once_and_five_at_most(scene: Scene) -> None:
    vault = scene.app.extensions["vault"]
    add = lambda address: scene.do(_adding(vault), address)  # noqa: E731
    with pytest.raises(Conflict, match="webhook_known"):
        add(scene.application.address)
    for number in range(webhooks.MOST - 1):
        add(f"{scene.application.address}/{number}")
    with pytest.raises(Conflict, match="webhooks_enough"):
        add("https://loket.example/events")


def _adding(vault: Vault, key: str = "loket") -> object:
    return lambda session, actor, address, now: add_webhook(session, actor, key, address, vault, demo=True, now=now)


@pytest.mark.parametrize(
    "address",
    ["http://loket.example/", "https://localhost/", "https://127.0.0.1/", "https://10.0.0.7/", "https://[::1]/",
     "https://169.254.169.254/latest", "https://maria@loket.example/", "https://loket.example/#a", "ftp://a.example/",
     "https://loket.example:99999/", "https://" + "a" * 64 + ".example/", "loket.example", "https://",
     "https://a.example/ b",
     "https://a.example/" + "a" * 500],
)  # fmt: skip
def test_an_address_is_https_and_outside(address: str) -> None:
    with pytest.raises(Invalid, match="webhook_address"):
        check_webhook_address(address, demo=False)
    check_webhook_address("https://loket.example:8443/events?of=us", demo=False)


def test_a_name_that_leads_inside_is_not_posted_to(scene: Scene) -> None:
    scene.village.give(scene.clock.now)
    scene.app.extensions["messenger"] = Messenger("https://loket.example", to_ourselves=False)
    scene.work()
    assert (scene.application.got, scene.delivery().last_error) == ([], "address_within")


@pytest.mark.parametrize("host", [
    "127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "224.0.0.1", "[::1]", "[::ffff:10.0.0.7]", "[fec0::1]",
    "[64:ff9b::a00:7]", "[2002:a00:7::1]", "[ff02::1]", "[fd00::1]",
])  # fmt: skip
def test_no_way_of_writing_an_address_inside_is_posted_to(host: str) -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    told = Told("1", 1, "mandate.given", now, "2", ("subsidies",))
    telling = Telling(uuid.uuid4(), f"https://{host}/", (b"0" * 32,), told)
    assert Messenger("https://loket.example", to_ourselves=False).tell(telling, now) == Outcome(error="address_within")


def test_an_application_that_is_away_is_left_alone_for_two_minutes_and_holds_up_nobody(scene: Scene) -> None:
    scene.application.status = 502
    for _ in range(4):
        scene.village.give(scene.clock.now)
    scene.work()
    assert len(scene.application.got) == 1
    scene.work(seconds=60)
    assert len(scene.application.got) == 1
    scene.application.status = 200
    for _ in WAITS[:3]:
        scene.work(hours=2)
    assert len({headers["webhook-id"] for headers, _ in scene.application.got}) == 4


def test_who_sends_a_sign_now_and_then_is_too_slow(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.adapters.webhooks.messenger.SECONDS_IN_ALL", 0.3)
    telling = _telling(scene)
    with socket.create_server(("127.0.0.1", 0)) as server:  # which accepts, and says nothing
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        outcome = scene.app.extensions["messenger"].tell(replace(telling, address=address), scene.clock.now)
    assert (outcome, outcome.is_away) == (Outcome(error="too_slow"), True)


def test_an_application_of_no_entity_is_told_nothing(scene: Scene) -> None:
    scene.do(add_client, replace(PLAN, key="free", name="Vrij", entity_key=None))
    with pytest.raises(Conflict, match="webhook_not_for"):
        scene.do(_adding(scene.app.extensions["vault"], "free"), "https://loket.example/events")


def test_only_an_application_that_may_hear_of_events_is_told(scene: Scene) -> None:
    scene.village.give(scene.clock.now)
    scene.do(change_client, "loket", replace(PLAN, scopes=("checks",)))  # before it was told
    scene.work()
    assert scene.application.got == []
    with pytest.raises(Conflict, match="webhook_not_for"):
        scene.do(_adding(scene.app.extensions["vault"]), "https://loket.example/events")


def test_nobody_listens(scene: Scene) -> None:
    messenger = scene.app.extensions["messenger"]
    telling = _telling(scene)
    nowhere = replace(telling, address="http://127.0.0.1:1/")
    assert messenger.tell(nowhere, scene.clock.now) == Outcome(error="ConnectionError")


def _telling(scene: Scene) -> delivering.Telling:
    scene.application.status = 429
    scene.village.give(scene.clock.now)
    scene.work()
    with scene.database.reading() as session:
        vault = scene.app.extensions["vault"]
        telling = delivering.take_delivery(session, scene.delivery().id, vault, now=scene.clock.now)
    assert telling is not None
    return telling


def test_the_signature_is_that_of_the_standard() -> None:
    """The example that the standard publishes with its libraries."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [secret])
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
