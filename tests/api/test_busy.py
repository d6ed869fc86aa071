"""What the database cannot do now: 503 with Retry-After, and the same key goes on; a deadlock nobody notices."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.core.clients import kept_answers
from app.db import Database
from app.models.kept_answer import KeptAnswer
from app.models.mandate import Mandate
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.api.test_starting import GIFT
from tests.web.conftest import StillClock
from tests.web.small_world import START, make_world
from tests.web.test_busy import IMPATIENT, held
from tests.world import World

KEY = {"Idempotency-Key": "key-of-this-gift"}


@pytest.mark.parametrize(("language", "title"), [("nl", "Het is nu erg druk"), ("en", "The service is very busy")])
def test_a_lock_that_is_not_had_in_time_is_a_problem_of_its_own(
    api: ApiClient, sqlite_database: Database, language: str, title: str
) -> None:
    event.listen(
        sqlite_database.engine, "checkout", lambda one, _record, _proxy: one.execute(f"PRAGMA busy_timeout={IMPATIENT}")
    )
    with held(str(sqlite_database.url.database)):
        problem = api.post("/mandates", GIFT, 503, headers={**KEY, "Accept-Language": language})
    assert problem.headers["Retry-After"] == "60"
    assert (problem.body["type"], problem.body["title"]) == ("urn:problem-type:belgif:serviceUnavailable", title)
    assert "Idempotency-Key" in problem.body["detail"]
    assert api.post("/mandates", GIFT, 201, headers=KEY).body["status"] == "offered"


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
def test_an_act_that_deadlocks_is_carried_out_again(
    fresh_database: Database, tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_world(fresh_database).session.close()
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    app = create_app(settings, database=fresh_database, clock=StillClock(START), press=press)
    with fresh_database.writing() as session:
        world = World(session, START, settled=True)
        mandate_id = world.give("hinder.manage").id
        client = ApiClient(app, Callers(app, world).portal(world.jan, world.office), alone=False)
        session.commit()
    has_it, hold, times = threading.Event(), kept_answers.hold_claim, []

    def cross() -> None:
        """Somebody who has the mandate, and waits for the row that we hold; he is patient, so we are undone."""
        with fresh_database.writing.begin() as other:
            other.execute(text("SET LOCAL deadlock_timeout = '60s'"))
            other.execute(select(Mandate.id).where(Mandate.id == mandate_id).with_for_update())
            has_it.set()
            other.execute(select(KeptAnswer.key).with_for_update()).all()

    rival = threading.Thread(target=cross)

    def holding(*values: object) -> None:
        hold(*values)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == 1:
            rival.start()
            assert has_it.wait(10)

    monkeypatch.setattr(kept_answers, "hold_claim", holding)
    answer = client.post(f"/mandates/{mandate_id}/accept", None, 200)
    rival.join(30)
    assert (answer.body["status"], len(times)) == ("active", 2)
