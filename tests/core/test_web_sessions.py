"""Sessions of browsers: they expire, they can be ended, and a copy of the table opens nothing."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.people import own_sessions, web_sessions
from app.models.person import Person
from app.models.web_session import WebSession

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
IDLE = timedelta(minutes=30)


def find(session: Session, token: str, now: datetime = NOW) -> web_sessions.OpenSession | None:
    return web_sessions.find_session(session, token, idle=IDLE, now=now)


def test_a_session_is_found_by_its_token_and_the_table_does_not_hold_it(session: Session) -> None:
    token, session_id = web_sessions.start_session(session, '{"a": 1}', None, now=NOW)
    found = find(session, token)
    assert found == web_sessions.OpenSession(session_id, '{"a": 1}', None, NOW, False)
    assert find(session, token + "x") is None
    row = session.scalars(select(WebSession)).one()
    assert token not in (row.token_digest, row.data)


def test_a_session_expires_when_nobody_is_seen_for_half_an_hour(session: Session) -> None:
    token, session_id = web_sessions.start_session(session, "{}", None, now=NOW)
    web_sessions.keep_session(session, session_id, '{"b": 2}', now=NOW + IDLE)
    session.expire_all()
    seen = find(session, token, NOW + 2 * IDLE)
    assert seen is not None
    assert (seen.data, seen.expired) == ('{"b": 2}', False)
    late = find(session, token, NOW + 2 * IDLE + timedelta(seconds=1))
    assert late is not None
    assert late.expired


def test_no_session_lasts_longer_than_a_working_day(session: Session) -> None:
    token, session_id = web_sessions.start_session(session, "{}", None, now=NOW)
    end = NOW + web_sessions.LONGEST
    web_sessions.keep_session(session, session_id, "{}", now=end)
    session.expire_all()
    found = find(session, token, end + timedelta(seconds=1))
    assert found is not None
    assert found.expired


def test_an_ended_session_is_gone_and_cannot_come_back(session: Session) -> None:
    token, session_id = web_sessions.start_session(session, '{"secret": 1}', None, now=NOW)
    assert web_sessions.end_session(session, session_id, now=NOW)
    assert not web_sessions.end_session(session, session_id, now=NOW)
    web_sessions.keep_session(session, session_id, '{"secret": 1}', now=NOW)
    session.expire_all()
    assert find(session, token) is None
    assert session.scalars(select(WebSession)).one().data == "{}"


def test_all_sessions_of_a_person_can_be_ended_at_once(session: Session) -> None:
    people = [Person(first_name="Els", last_name="Wouters"), Person(first_name="Jan", last_name="Peeters")]
    session.add_all(people)
    session.flush()
    hers = [web_sessions.start_session(session, "{}", people[0].id, now=NOW)[0] for _ in range(2)]
    his, _ = web_sessions.start_session(session, "{}", people[1].id, now=NOW)
    web_sessions.end_all_of(session, people[0].id, now=NOW)
    session.expire_all()
    assert [find(session, token) for token in hers] == [None, None]
    assert find(session, his) is not None


def test_a_person_sees_and_ends_his_own_sessions_and_no_others(session: Session) -> None:
    maria, els = (Person(first_name=name, last_name="Claes") for name in ("Maria", "Els"))
    session.add_all([maria, els])
    session.flush()
    at = {name: NOW + timedelta(minutes=number) for number, name in enumerate(("old", "middle", "new"))}
    ids = {name: web_sessions.start_session(session, "{}", maria.id, now=moment)[1] for name, moment in at.items()}
    _, hers = web_sessions.start_session(session, "{}", els.id, now=NOW)

    def listed(now: datetime = NOW) -> list[uuid.UUID]:
        return [one.id for one in own_sessions.list_own_sessions(session, maria.id, idle=IDLE, now=now)]

    assert listed() == [ids["new"], ids["middle"], ids["old"]]
    assert listed(NOW + IDLE + timedelta(seconds=30)) == [ids["new"], ids["middle"]]
    with pytest.raises(NotFound, match="session_unknown"):
        own_sessions.end_own_session(session, maria.id, hers, now=NOW)
    own_sessions.end_own_session(session, maria.id, ids["middle"], now=NOW)
    assert listed() == [ids["new"], ids["old"]]
    own_sessions.end_other_sessions(session, maria.id, ids["new"], now=NOW)
    assert listed() == [ids["new"]]
    assert [one.id for one in own_sessions.list_own_sessions(session, els.id, idle=IDLE, now=NOW)] == [hers]
