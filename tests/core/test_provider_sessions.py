"""Sessions that a provider ends: those it means, and no other; and each of its words counts once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.people.persons import ensure_person
from app.core.people.provider_sessions import delete_old_tokens, end_by_provider, use_token
from app.core.people.web_sessions import Origin, find_session, start_session

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
ISSUER = "https://issuer.example"
PEOPLE = ("one", "two")
ORIGINS = (Origin.of("citizen", ISSUER, "a"), Origin.of("citizen", ISSUER, "b"), Origin.of("staff", ISSUER, "a"), None)


def left_open(session: Session, provider: str, sid: str | None, subject: str | None) -> list[tuple[str, int]]:
    """Who is still here, and in which of ORIGINS, after a provider ended something."""
    tokens = {}
    for name in PEOPLE:
        person = ensure_person(session, name, name, "Claes")
        for number, origin in enumerate(ORIGINS):
            tokens[name, number] = start_session(session, "{}", person.id, now=NOW, origin=origin)[0]
    end_by_provider(session, Origin.of(provider, ISSUER, sid), subject, now=NOW)
    day = timedelta(days=1)
    return [key for key, token in tokens.items() if find_session(session, token, idle=day, now=NOW) is not None]


EVERYTHING = [(name, number) for name in PEOPLE for number in range(len(ORIGINS))]
ENDED = {
    "one session there": ("citizen", "a", None, [("one", 0), ("two", 0)]),
    "one session of one person": ("citizen", "a", "one", [("one", 0)]),
    "one person": ("citizen", None, "one", [("one", 0), ("one", 1)]),
    "by the other provider": ("staff", "a", "two", [("two", 2)]),
    "of nobody we know": ("citizen", None, "three", []),
    "of nobody": ("citizen", None, None, []),
}


@pytest.mark.parametrize(("provider", "sid", "subject", "ended"), ENDED.values(), ids=ENDED.keys())
def test_a_provider_ends_what_it_means_and_nothing_else(
    session: Session, provider: str, sid: str | None, subject: str | None, ended: list[tuple[str, int]]
) -> None:
    assert left_open(session, provider, sid, subject) == [one for one in EVERYTHING if one not in ended]


def test_a_token_is_used_once_and_two_issuers_may_number_alike(session: Session) -> None:
    until = NOW + timedelta(minutes=20)
    use_token(session, ISSUER, "1", until=until)
    use_token(session, "https://another.example", "1", until=until)
    with pytest.raises(Conflict, match="token_used"):
        use_token(session, ISSUER, "1", until=until)
    delete_old_tokens(session, now=until)
    with pytest.raises(Conflict, match="token_used"):
        use_token(session, ISSUER, "1", until=until)
    delete_old_tokens(session, now=until + timedelta(seconds=1))
    use_token(session, ISSUER, "1", until=until)
