"""An entity hears of what happens in its own domains: an act on some parts is told of those, and of no others."""

import uuid

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.days import apply_days
from app.core.caller import Caller
from app.core.clients.registering import ClientPlan, add_client
from app.core.events.delivering import NOT_ALLOWED, Telling, lay_out, take_delivery
from app.core.events.feed import Events, give_places, list_events
from app.core.events.webhooks import add_webhook
from app.core.mandates.narrower import Narrower
from app.core.rights.wishes import RightWish
from app.core.views.mandate_search import MandateFilter, search_mandates
from app.models.api_client import ApiClient
from app.models.event import Event
from app.models.journal import EntryDomain
from app.models.lifecycle import Status
from app.models.webhook import WebhookDelivery
from tests.acting import accept, accept_extension, contest, ending, extend, sign, stop
from tests.colleagues import appoint, colleague
from tests.core.duo import Duo
from tests.core.test_api_tokens import VAULT
from tests.world import BAKERY, World

OURS, OTHERS = "hinder.manage", "permit.view"  # of subsidies, of vergunningen
BOTH = ("subsidies", "vergunningen")


def caller(*domains: str) -> Caller:
    return Caller(uuid.uuid4(), "ondernemen", frozenset(domains), frozenset({"events"}), None, None, "api:1")


def read(world: World, *domains: str, after: int = 0) -> Events:
    while give_places(world.session):
        pass
    return list_events(world.session, caller(*domains), after=after, size=100, now=world.now)


def heard(world: World, after: int = 0) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """What each domain hears, and who has both, with the domains that each is told."""
    asked = {"ours": BOTH[:1], "others": BOTH[1:], "both": BOTH}
    found = {name: read(world, *domains, after=after).events for name, domains in asked.items()}
    return {name: [(one.type.removeprefix("mandate."), one.domains) for one in told] for name, told in found.items()}


def test_a_stop_of_some_parts_is_told_of_their_domain_and_the_feed_goes_past_it(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    before = read(world, *BOTH)
    assert {one.domains for one in before.events} == {BOTH}
    stop(world, mandate, type_keys=[OTHERS])
    told = ("stopped", ("vergunningen",))
    assert heard(world, before.next) == {"ours": [], "others": [told], "both": [told]}
    assert read(world, "subsidies", after=before.next).next == read(world, *BOTH).next


def test_nor_is_a_mandate_changed_for_whom_nothing_changed(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    world.later(hours=1)
    stop(world, mandate, type_keys=[OTHERS])
    asked = MandateFilter(giver=BAKERY, changed_since=world.now)
    found = {
        domain: search_mandates(
            world.session, Actor.through_api(caller(domain)), asked, first=0, size=9, now=world.now
        ).total
        for domain in BOTH
    }
    assert found == {"subsidies": 0, "vergunningen": 1}


def test_what_is_about_the_whole_mandate_is_told_of_the_parts_that_still_run(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    stop(world, mandate, type_keys=[OTHERS])
    after = read(world, *BOTH).next
    contest(world, mandate)
    told = ("suspended", ("subsidies",))
    assert heard(world, after) == {"ours": [told], "others": [], "both": [told]}


def test_what_was_left_out_is_told_at_the_answer_and_not_of_what_follows(world: World) -> None:
    mandate = world.ask(OURS, OTHERS)
    after = read(world, *BOTH).next
    accept(world, mandate, world.giver, narrower=Narrower((OURS,)))
    world.later(days=1)
    contest(world, mandate)
    assert heard(world, after) == {
        "ours": [("accepted", ("subsidies",)), ("suspended", ("subsidies",))],
        "others": [("accepted", ("vergunningen",))],
        "both": [("accepted", BOTH), ("suspended", ("subsidies",))],
    }


def test_a_later_end_of_one_part_is_told_of_that_one(world: World) -> None:
    mandate = ending(world, OURS, OTHERS)
    after = read(world, *BOTH).next
    extend(world, mandate, months=6, type_keys=[OURS])
    accept_extension(world, mandate)
    told = [("extension-proposed", ("subsidies",)), ("extended", ("subsidies",))]
    assert heard(world, after) == {"ours": told, "others": [], "both": told}


def test_the_last_day_is_told_of_the_parts_that_it_ended(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    stop(world, mandate, type_keys=[OTHERS])
    after = read(world, *BOTH).next
    world.later(days=400)
    apply_days(world.session, mandate.id, policy=world.policy, now=world.now)
    assert mandate.status_on(world.now.date()) is Status.EXPIRED
    assert heard(world, after)["ours"] == [("expired", ("subsidies",))]
    assert heard(world, after)["others"] == []


def test_what_the_second_signs_about_some_parts_is_told_of_those(world: World) -> None:
    duo = Duo(world)
    mandate = sign(world, duo.give(OURS, OTHERS, months=3), duo.johan)
    accept(world, mandate)
    after = read(world, *BOTH).next
    extend(world, mandate, duo.godelieve, months=3, type_keys=[OURS])
    sign(world, mandate, duo.johan)
    told = [("signed", ("subsidies",)), ("extension-proposed", ("subsidies",))]
    assert heard(world, after) == {"ours": told, "others": [], "both": told}


def test_a_right_in_one_domain_is_told_of_that_one(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    els = colleague(world, "Els", "reader")
    after = read(world, *BOTH).next
    appoint(world, els.id, RightWish("subsidies.executor", mandate_ids=(mandate.id,)))
    told = ("executors-changed", ("subsidies",))
    assert heard(world, after) == {"ours": [told], "others": [], "both": [told]}


def test_what_was_written_before_tells_of_all_that_its_mandate_is_about(world: World) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    stop(world, mandate, type_keys=[OTHERS])
    world.session.query(EntryDomain).delete()
    world.session.expire_all()
    assert heard(world)["ours"][-1] == ("stopped", ("subsidies",))


@pytest.fixture
def told_of(world: World) -> ApiClient:
    """An application that is told of subsidies."""
    plan = ClientPlan("loket", "Loket", "ondernemen", ("subsidies",), ("events",))
    client = add_client(world.session, Actor.job(), plan, now=world.now)
    add_webhook(
        world.session, Actor.job(), "loket", "https://loket.voorbeeld.be/x", VAULT, demo=False, now=world.now
    )
    return client


def tellings(world: World) -> list[WebhookDelivery]:
    while give_places(world.session):
        pass
    lay_out(world.session, now=world.now)
    return list(world.session.scalars(select(WebhookDelivery).join(Event).order_by(Event.position)))


def test_an_address_is_told_of_the_same(world: World, told_of: ApiClient) -> None:
    mandate = accept(world, world.give(OURS, OTHERS))
    stop(world, mandate, type_keys=[OTHERS])
    told = [take_delivery(world.session, one.id, VAULT, now=world.now) for one in tellings(world)]
    assert [(one.event.type, one.event.domains) for one in told if isinstance(one, Telling)] == [
        ("mandate.given", ("subsidies",)), ("mandate.accepted", ("subsidies",))
    ]  # fmt: skip


def test_what_waits_is_not_told_of_a_domain_that_was_taken_from_the_application(
    world: World, told_of: ApiClient
) -> None:
    world.give(OURS)
    (waits,) = tellings(world)
    told_of.domains = ["werk"]
    world.session.flush()
    assert take_delivery(world.session, waits.id, VAULT, now=world.now) == NOT_ALLOWED
