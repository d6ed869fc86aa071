"""Who gave a name on a screen comes from the journal to stand with that name, on both engines."""

import uuid

from sqlalchemy import text

from app import migrations
from app.db import Database
from tests.app.test_migrations import insert_first_rows

PERSON = uuid.UUID(int=1)  # the person among the first rows
ENTRY = (
    "INSERT INTO journal (at, kind, actor_id, channel, ground, data) "
    "VALUES ('2026-09-14 08:42:00.000000', :kind, '00000000000000000000000000000001', 'self', 'staff_duty', :data)"
)
TOLD = (
    ("entity_renamed", '{"entity": "landbouw"}'),
    ("domain_added", '{"entity": "landbouw", "domain": "steun"}'),
    ("name_undone", '{"what": "domain", "key": "steun"}'),
    ("entity_added", '{"entity": "verdwenen"}'),
)


def test_a_name_of_the_screen_is_known_after_the_step_and_one_that_a_file_replaced_is_not(
    bare_database: Database,
) -> None:
    migrations.upgrade(bare_database, "0001")
    with bare_database.writing.begin() as session:
        insert_first_rows(session.connection())
    migrations.upgrade(bare_database, "0054")
    with bare_database.writing.begin() as session:
        for kind, data in TOLD:
            session.execute(text(ENTRY), {"kind": kind, "data": data})
    migrations.upgrade(bare_database, "0055")
    with bare_database.reading() as session:
        entity = session.execute(text("SELECT named_by FROM entity")).scalar_one()
        domain = session.execute(text("SELECT named_by FROM domain")).scalar_one()
    assert uuid.UUID(str(entity)) == PERSON
    assert domain is None
