"""Telling applications of events: when a telling goes no further, and what it is signed with."""

import uuid
from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.clients.registering import ClientPlan, add_client
from app.core.errors import Conflict
from app.core.events.delivering import (
    DELIVER,
    NOT_ALLOWED,
    OVER,
    Outcome,
    Telling,
    count_deliveries,
    lay_out,
    list_dead,
    send_again,
    store_outcome,
    take_delivery,
)
from app.core.events.feed import give_places
from app.core.events.stuck import give_up_stuck
from app.core.events.webhooks import OVERLAP, add_webhook, end_webhook, list_ended, list_gone, renew_secret, secrets_of
from app.core.journal import TELL_EVENTS
from app.core.outbox import has_work
from app.db import Database
from app.models.api_client import ApiClient
from app.models.journal import JournalEntry
from app.models.outbox import OutboxItem
from app.models.webhook import Webhook, WebhookDelivery
from tests.core.test_api_tokens import VAULT
from tests.world import NOON, World

JOB = Actor.job()
PLAN = ClientPlan("loket", "Loket", "ondernemen", ("subsidies",), ("checks", "events"))
THERE = "https://loket.voorbeeld.be/meldingen"


@pytest.fixture
def hook(world: World) -> Webhook:
    """An address of an application that may hear of subsidies."""
    add_client(world.session, JOB, PLAN, now=world.now)
    return add_webhook(world.session, JOB, "loket", THERE, VAULT, demo=False, now=world.now)[0]


def test_no_third_secret_silences_the_one_that_an_application_still_uses(world: World, hook: Webhook) -> None:
    old = secrets_of(hook, VAULT, now=world.now)
    renew_secret(world.session, JOB, hook.id, VAULT, now=world.now)
    almost = world.now + OVERLAP - timedelta(seconds=1)
    with pytest.raises(Conflict, match="webhook_renewed") as refused:
        renew_secret(world.session, JOB, hook.id, VAULT, now=almost)
    assert "voeg het opnieuw toe" in refused.value.sentence
    signing = secrets_of(hook, VAULT, now=almost)
    assert signing[1:] == old
    renew_secret(world.session, JOB, hook.id, VAULT, now=world.now + OVERLAP)
    assert secrets_of(hook, VAULT, now=world.now + OVERLAP)[1:] == signing[:1]


def test_what_was_being_done_while_an_address_was_added_is_looked_for_again(fresh_database: Database) -> None:
    """Whoever acts looks whether anybody wants to be told before the address is there, and commits after it is."""
    with fresh_database.writing.begin() as session:
        World(session)
        add_client(session, JOB, PLAN, now=NOON)
    acting, alone = fresh_database.writing(), fresh_database.is_sqlite  # which has one writer at a time
    if not alone:
        World(acting, settled=True).give()
    with fresh_database.writing.begin() as session:
        add_webhook(session, JOB, "loket", THERE, VAULT, demo=False, now=NOON)
    acting.commit()
    with fresh_database.writing.begin() as session:
        assert has_work(session, now=NOON + timedelta(minutes=1), kinds=[TELL_EVENTS])
        give_places(session)
        assert lay_out(session, now=NOON) == (0 if alone else 1)
    acting.close()


def told(world: World, hook: Webhook) -> uuid.UUID:
    """Something happened that the application is to be told; the id of that telling."""
    world.give()
    while give_places(world.session):
        pass
    assert lay_out(world.session, now=world.now) == 1
    query = world.session.query(WebhookDelivery.id).filter_by(webhook_id=hook.id)
    return query.one()[0]


def test_an_address_that_wants_to_hear_nothing_more_ends(world: World, hook: Webhook) -> None:
    store_outcome(world.session, told(world, hook), Outcome(status=410), now=world.now)
    assert list_gone(world.session, hook.client_id) == [hook]
    assert hook.ended_at == world.now
    world.give("permit.view")
    while give_places(world.session):
        pass
    assert lay_out(world.session, now=world.now) == 0
    changes = world.session.query(JournalEntry).filter_by(kind="client_changed").order_by(JournalEntry.id)
    assert [one.data["what"] for one in changes][-1] == "gone"


def test_one_that_somebody_ended_meanwhile_ends_once(world: World, hook: Webhook) -> None:
    delivery = told(world, hook)
    hook.ended_at = world.now - timedelta(seconds=1)
    world.session.flush()
    store_outcome(world.session, delivery, Outcome(status=410), now=world.now)
    assert hook.ended_at == world.now - timedelta(seconds=1)
    assert world.session.get_one(WebhookDelivery, delivery).state == "dead"


def may(world: World, hook: Webhook, *scopes: str) -> None:
    world.session.get_one(ApiClient, hook.client_id).scopes = list(scopes)
    world.session.flush()


def test_what_waits_while_the_application_may_not_hear_it_is_dead_and_is_sent_again_by_hand(
    world: World, hook: Webhook
) -> None:
    telling = told(world, hook)
    may(world, hook, "checks")
    assert take_delivery(world.session, telling, VAULT, now=world.now) == NOT_ALLOWED
    store_outcome(world.session, telling, NOT_ALLOWED, now=world.now)
    assert [(one.id, one.last_error) for one in list_dead(world.session, hook.id)] == [(telling, "not_allowed")]
    assert hook.quiet_until is None
    may(world, hook, "checks", "events")
    send_again(world.session, JOB, telling, now=world.now)
    assert isinstance(take_delivery(world.session, telling, VAULT, now=world.now), Telling)
    assert count_deliveries(world.session, hook.id) == {"waiting": 1, "delivered": 0, "dead": 0}


def test_what_waits_for_an_address_that_ends_is_dead_and_says_so(world: World, hook: Webhook) -> None:
    telling = told(world, hook)
    end_webhook(world.session, JOB, hook.id, now=world.now)
    assert state_of(world, telling) == ("dead", "ended")
    assert [one.id for one in list_ended(world.session, hook.client_id)] == [hook.id]
    assert take_delivery(world.session, telling, VAULT, now=world.now) is None
    # What a worker had in its hands then it learns at its next try.
    world.session.get_one(WebhookDelivery, telling).state = "waiting"
    assert take_delivery(world.session, telling, VAULT, now=world.now) == OVER
    store_outcome(world.session, telling, OVER, now=world.now)
    assert state_of(world, telling) == ("dead", "ended")
    assert hook.quiet_until is None


def test_what_was_told_while_its_address_ended_is_told(world: World, hook: Webhook) -> None:
    telling = told(world, hook)
    assert isinstance(take_delivery(world.session, telling, VAULT, now=world.now), Telling)
    end_webhook(world.session, JOB, hook.id, now=world.now)  # while a worker posts
    store_outcome(world.session, telling, Outcome(status=200), now=world.now)
    assert state_of(world, telling) == ("delivered", None)
    kept = world.session.get_one(WebhookDelivery, telling)
    assert (kept.attempts, kept.last_status, kept.tried_at) == (1, 200, world.now)
    assert list_ended(world.session, hook.client_id) == []


def test_what_failed_while_its_address_ended_stays_dead(world: World, hook: Webhook) -> None:
    telling = told(world, hook)
    end_webhook(world.session, JOB, hook.id, now=world.now)
    store_outcome(world.session, telling, Outcome(status=500), now=world.now)
    assert state_of(world, telling) == ("dead", "ended")
    assert hook.quiet_until is None


@pytest.mark.parametrize(("left_by", "reason"), [("address", "ended"), ("scope", "not_allowed"), ("outbox", "lost")])
def test_what_nobody_would_send_any_more_is_dead_with_the_reason(
    left_by: str, reason: str, world: World, hook: Webhook
) -> None:
    """As an earlier version left it: waiting, and nobody who would ever look at it again."""
    telling = told(world, hook)
    assert give_up_stuck(world.session) == 0
    if left_by == "address":
        hook.ended_at = world.now
    else:
        world.session.query(OutboxItem).filter_by(kind=DELIVER).update({"done_at": world.now})
    if left_by == "scope":
        may(world, hook, "checks")
    world.session.flush()
    assert give_up_stuck(world.session) == 1
    assert state_of(world, telling) == ("dead", reason)
    assert give_up_stuck(world.session) == 0
    if left_by == "outbox":
        send_again(world.session, JOB, telling, now=world.now + timedelta(days=1))
        assert give_up_stuck(world.session) == 0


def state_of(world: World, telling: uuid.UUID) -> tuple[str, str | None]:
    world.session.expire_all()
    found = world.session.get_one(WebhookDelivery, telling)
    return found.state, found.last_error
