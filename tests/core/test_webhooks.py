"""Telling applications of events: when a telling goes no further, and what it is signed with."""

from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.clients.registering import ClientPlan, add_client
from app.core.errors import Conflict
from app.core.events.webhooks import OVERLAP, add_webhook, renew_secret, secrets_of
from app.models.webhook import Webhook
from tests.core.test_api_tokens import VAULT
from tests.world import World

JOB = Actor.job()
THERE = "https://loket.voorbeeld.be/meldingen"


@pytest.fixture
def hook(world: World) -> Webhook:
    """An address of an application that may hear of subsidies."""
    plan = ClientPlan("loket", "Loket", "ondernemen", ("subsidies",), ("checks", "events"))
    add_client(world.session, JOB, plan, now=world.now)
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
