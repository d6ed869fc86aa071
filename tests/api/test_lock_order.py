"""What starts another mandate waits for its giver first, as at every other door: nobody waits in a circle."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.adapters.press import Press
from app.config import read_settings
from app.core.mandates.lookup import get_mandate
from app.db import Database
from app.models.party import Party
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.jobs.test_register_race import wait_until_somebody_waits_for_a_lock
from tests.web.conftest import StillClock
from tests.web.small_world import START, make_world
from tests.world import OTHER, World


@pytest.mark.parametrize("fresh_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("act", ["transfer", "pass-on"])
def test_who_has_the_giver_gets_the_mandate(act: str, fresh_database: Database, tmp_path: Path, press: Press) -> None:
    make_world(fresh_database).session.close()
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    app = create_app(settings, database=fresh_database, clock=StillClock(START), press=press)
    with fresh_database.writing() as session:
        world = World(session, START, settled=True)
        mandate_id, giver_id = accept(world, world.give("permit.manage")).id, world.bakery.id
        who = (world.maria, world.bakery) if act == "transfer" else (world.jan, world.office)
        client = ApiClient(app, Callers(app, world).portal(*who), alone=False)
    with ThreadPoolExecutor(1) as other:
        with fresh_database.writing.begin() as session:
            session.execute(select(Party.id).where(Party.id == giver_id).with_for_update())
            sent = other.submit(client.post, f"/mandates/{mandate_id}/{act}", {"holder": OTHER}, 201)
            wait_until_somebody_waits_for_a_lock(fresh_database)
            get_mandate(session, mandate_id, lock=True)
        assert sent.result().body["status"] == "offered"
