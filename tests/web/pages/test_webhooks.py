"""Where an application is told of what happens: added with a secret, renewed, sent again, ended."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from app.core.actor import Actor
from app.core.clients.registering import ClientPlan, add_client
from app.core.events.delivering import NOT_ALLOWED, WAITS, Outcome, lay_out, store_outcome
from app.core.events.feed import give_places
from app.core.events.webhooks import list_webhooks
from app.core.people.roles import ADMINISTRATOR, Role
from app.db import Database
from app.models.journal import JournalEntry
from app.models.webhook import Webhook, WebhookDelivery
from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock
from tests.web.pages.test_administration import form_to, staff
from tests.web.small_world import START
from tests.world import World

LOKET = "/beheer/toepassingen/loket"
NEW, THERE = f"{LOKET}/adressen/nieuw", "https://loket.voorbeeld.be/meldingen"
SCOPES = ("checks", "events")


@pytest.fixture
def inge(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """An administrator, who finds an application of an entity, and one of none."""
    with sqlite_database.writing.begin() as session:
        for key, entity in (("loket", "ondernemen"), ("elders", None)):
            plan = ClientPlan(key, f"Toepassing {key}", entity, ("subsidies",), SCOPES)
            add_client(session, Actor.job(), plan, now=START)
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


@pytest.fixture
def hook(inge: LintingClient, world: World) -> str:
    """The page of an address that was told of one gift."""
    inge.send(inge.see(NEW).select_one("main form"), NEW, {"address": THERE}, 200)
    world.give()
    world.session.commit()
    while give_places(world.session):
        pass
    lay_out(world.session, now=START)
    world.session.commit()
    ((known,),) = world.session.query(Webhook.id)
    world.session.rollback()
    return f"{LOKET}/adressen/{known}"


def fail(world: World, outcome: Outcome) -> None:
    """Try until it is given up."""
    (delivery,) = world.session.query(WebhookDelivery)
    for _ in range(len(WAITS) + 1):
        store_outcome(world.session, delivery.id, outcome, now=START)
    world.session.commit()


def test_an_address_is_added_and_its_secret_shown_once(inge: LintingClient, world: World) -> None:
    assert "Nog geen adres" in words_of(inge.see(LOKET).select_one("main"))
    shown = inge.send(inge.see(NEW).select_one("main form"), NEW, {"address": THERE}, 200).text
    assert "whsec_" in shown
    assert "maar 1 keer" in shown
    card = inge.see(LOKET).select_one("main")
    assert "Nog niets te sturen" in words_of(card)
    assert "whsec_" not in inge.see(str(card.select_one("a[href*=adressen]")["href"])).text


@pytest.mark.parametrize(("address", "words"), [
    ("", "Het adres ontbreekt nog"),
    ("http://loket.voorbeeld.be/", "Vul een adres in dat met https begint"),
])  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(address: str, words: str, inge: LintingClient) -> None:
    assert words in inge.send(inge.see(NEW).select_one("main form"), NEW, {"address": address}, 422).text


def test_an_application_of_no_entity_is_told_nothing(inge: LintingClient) -> None:
    page = inge.see("/beheer/toepassingen/elders")
    assert "Wij sturen deze toepassing niets" in words_of(page.select_one("main"))
    other = NEW.replace("loket", "elders", 1)
    form = inge.see(other).select_one("main form")
    assert "Ze moet van een entiteit zijn" in inge.send(form, other, {"address": THERE}, 422).text


def test_what_was_given_up_says_why_and_is_sent_again(inge: LintingClient, hook: str, world: World) -> None:
    assert "1 bericht wacht" in words_of(inge.see(LOKET).select_one("main"))
    fail(world, Outcome(status=503))
    assert "1 bericht kwam niet aan" in words_of(inge.see(LOKET).select_one("main"))
    assert "antwoordde met status 503" in words_of(inge.see(hook).select_one("main"))
    twice = inge.see(hook).select_one("form[action$=opnieuw]")
    assert form_to(inge, hook, "/opnieuw") == f"{hook}?gedaan=opnieuw"
    inge.send(twice, hook, {})
    assert world.session.query(WebhookDelivery.state).all() == [("waiting",)]
    assert world.session.query(JournalEntry).filter_by(kind="client_changed").count() == 2


def test_an_address_that_wants_to_hear_nothing_more_is_shown_as_such(
    inge: LintingClient, hook: str, world: World
) -> None:
    fail(world, Outcome(status=410))
    words = words_of(inge.see(LOKET).select_one("main"))
    assert "Geen adres meer." in words
    assert f"{THERE} Gestopt op" in words
    assert "Wilde niets meer horen (status 410)" in words
    assert inge.get(hook).status_code == 404


def test_what_an_application_may_not_hear_says_so(inge: LintingClient, hook: str, world: World) -> None:
    (delivery,) = world.session.query(WebhookDelivery)
    store_outcome(world.session, delivery.id, NOT_ALLOWED, now=START)
    world.session.commit()
    assert "mocht dit toen niet horen" in words_of(inge.see(hook).select_one("main"))


def test_what_arrived_says_when(inge: LintingClient, hook: str, world: World) -> None:
    (delivery,) = world.session.query(WebhookDelivery)
    store_outcome(world.session, delivery.id, Outcome(status=200), now=START)
    world.session.commit()
    assert "Alles kwam aan" in words_of(inge.see(LOKET).select_one("main"))
    assert "1, het laatste op" in words_of(inge.see(hook).select_one("main"))


def test_a_new_secret_leaves_no_gap_and_a_stop_is_final(inge: LintingClient, hook: str, world: World) -> None:
    shown = inge.send(inge.see(f"{hook}/geheim").select_one("main form"), f"{hook}/geheim", {}, 200).text
    assert "tekent nog 7 dagen mee" in shown
    assert "Het vorige geheim tekent nog mee tot" in words_of(inge.see(hook).select_one("main"))
    stop = inge.see(hook).select_one("form[action$=stoppen]")
    assert "Vink aan dat u dit weet" in inge.send(stop, hook, {}, 422).text
    assert form_to(inge, hook, "/stoppen", sure="y") == f"{LOKET}?gedaan=adres-weg"
    assert inge.get(hook).status_code == 404
    assert list_webhooks(world.session, world.session.query(Webhook).one().client_id) == []


def test_loading_the_page_of_a_new_secret_anew_makes_no_other(inge: LintingClient, hook: str, world: World) -> None:
    assert str(inge.see(hook).find("a", string="Een nieuw geheim maken")["href"]) == f"{hook}/geheim"
    form = inge.see(f"{hook}/geheim").select_one("main form")
    kept = [inge.send(form, f"{hook}/geheim", {}, status) and _secrets(world) for status in (200, 409)]
    assert kept[0] == kept[1]
    page = inge.see(hook).select_one("main")
    assert page.select_one("a[href$=geheim]") is None
    assert inge.get(f"{hook}/geheim").location == hook
    assert "sluit dit adres dan af en voeg het opnieuw toe" in words_of(page)


def _secrets(world: World) -> list[object]:
    kept = world.session.query(Webhook.sealed_secret, Webhook.sealed_previous).all()
    world.session.rollback()  # let the page write
    return kept


def test_first_somebody_proves_again_who_he_is(inge: LintingClient, hook: str, still_clock: StillClock) -> None:
    pages = ((f"{hook}/geheim", "form"), (hook, "form[action$=stoppen]"))
    forms = [(page, inge.see(page).select_one(f"main {which}")) for page, which in pages]
    still_clock.wait(timedelta(minutes=11))
    for page in (NEW, f"{hook}/geheim"):
        assert "/opnieuw-aanmelden" in str(inge.get(page).location)
    for page, form in forms:
        assert "/opnieuw-aanmelden" in str(inge.send(form, page, {"sure": "y"}).location)


def test_an_address_is_found_with_its_own_application_only(
    app: Flask, inge: LintingClient, hook: str
) -> None:  # fmt: skip
    assert inge.get(hook.replace("loket", "elders", 1)).status_code == 404
    assert inge.get(f"{LOKET}/adressen/{uuid.uuid4()}").status_code == 404
    other: LintingClient = app.test_client()  # type: ignore[assignment]
    other.come_in_as("maria")
    assert [other.get(page).status_code for page in (NEW, hook)] == [404, 404]
