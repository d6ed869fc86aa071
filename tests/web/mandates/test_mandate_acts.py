"""One confirm page per act on a mandate, at home and at the counter."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.core.acts.answering import accept_mandate, withdraw_mandate
from app.core.acts.contesting import contest_mandate
from app.core.journal import list_entries
from app.core.mandates.lookup import get_mandate
from app.core.people import accounts
from app.db import Database
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.suspension import Suspension
from app.models.visit import IdentityMethod
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.conftest import START
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import read, walk
from tests.world import BAKERY, HOMELESS, OFFICE, World


def status_of(database: Database, mandate: Mandate) -> str:
    with database.reading() as session:
        return str(get_mandate(session, mandate.id).status_on(START.date()))


def count_letters(database: Database, mandate: Mandate) -> int:
    with database.reading() as session:
        query = select(func.count()).select_from(Letter).where(Letter.mandate_id == mandate.id)
        return session.execute(query).scalar_one()


def kinds_of(database: Database, mandate: Mandate) -> list[str]:
    with database.reading() as session:
        return [entry.kind for entry in list_entries(session, mandate.id)]


def test_withdrawing_says_what_follows_and_sends_one_letter(
    maria: LintingClient, world: World, offered: Mandate, sqlite_database: Database
) -> None:
    address = f"/mandaten/{offered.id}/intrekken"
    words = read(maria.see(address).main)
    assert "Na het intrekken kan Boekhoudkantoor Peeters BV niet meer aanvaarden." in words
    assert "Die komt ten laatste op dinsdag 1 december 2026." in words
    done = maria.fill_in(address)
    assert done.location == f"/mandaten/{offered.id}/klaar/intrekken"
    words = read(maria.see(done.location).main)
    assert "U hebt het mandaat ingetrokken" in words
    assert "Boekhoudkantoor Peeters BV krijgt een brief, ten laatste op dinsdag 1 december 2026." in words
    assert (status_of(sqlite_database, offered), count_letters(sqlite_database, offered)) == ("withdrawn", 3)


@pytest.mark.parametrize(("who", "slug"), [("maria", "stopzetten"), ("jan", "afstand-doen")])
def test_either_side_stops_an_active_mandate(
    browser: Browser, world: World, active: Mandate, who: str, slug: str, sqlite_database: Database
) -> None:
    client = browser(who)
    address = f"/mandaten/{active.id}/{slug}"
    page = client.see(address)
    assert page.select_one("main button.govuk-button--warning") is not None
    assert "Wat al ingediend is, blijft ingediend." in read(page.main)
    words = read(client.see(client.fill_in(address).location).main)
    assert "Het mandaat is stopgezet" in words
    assert "Uw brief komt ten laatste op dinsdag 1 december 2026." in words
    assert status_of(sqlite_database, active) == "stopped"


@pytest.mark.parametrize("slug", ["stopzetten", "intrekken"])
def test_pressing_twice_or_going_back_ends_on_the_same_page_and_does_it_once(
    maria: LintingClient, world: World, offered: Mandate, slug: str, sqlite_database: Database
) -> None:
    if slug == "stopzetten":
        accept_mandate(world.session, world.holder, offered.id, policy=world.policy, now=world.now)
        world.session.commit()
    address = f"/mandaten/{offered.id}/{slug}"
    form = maria.see(address).select_one("main form[method=post]")
    first = maria.send(form, address, {}).location
    letters = count_letters(sqlite_database, offered)
    assert maria.send(form, address, {}).location == first
    assert maria.get(address).location == first
    assert count_letters(sqlite_database, offered) == letters


def test_contesting_asks_what_is_wrong_and_pauses_at_once(
    maria: LintingClient, world: World, active: Mandate, sqlite_database: Database
) -> None:
    address = f"/mandaten/{active.id}/klopt-niet"
    refused = page_of(maria.fill_in(address, {}, 422), 422)
    assert errors_of(refused) == ["U hebt nog niet gekozen. Kies wat er niet klopt."]
    assert status_of(sqlite_database, active) == "active"
    done = maria.fill_in(address, {"reason": "pressure"})
    words = read(maria.see(done.location).main)
    assert "Het mandaat staat stil" in words
    assert "Wij bellen of schrijven u ten laatste op woensdag 25 november 2026." in words
    assert "U beslist ten laatste op woensdag 23 december 2026" in words
    assert status_of(sqlite_database, active) == "suspended"
    with sqlite_database.reading() as session:
        assert session.scalars(select(Suspension.reason)).all() == ["pressure"]


@pytest.mark.parametrize(("slug", "status", "heading"), [
    ("opnieuw-aanzetten", "active", "Het mandaat staat weer aan"),
    ("definitief-stopzetten", "stopped", "Het mandaat is stopgezet"),
])
def test_the_giver_decides_about_a_contested_mandate(
    maria: LintingClient, world: World, active: Mandate, slug: str, status: str, heading: str, sqlite_database: Database
) -> None:
    contest_mandate(world.session, world.holder, active.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    page = maria.see(f"/mandaten/{active.id}")
    assert "Geschorst" in read(page.main)
    assert "U beslist: opnieuw aanzetten of stopzetten." in read(page.main)
    done = maria.fill_in(f"/mandaten/{active.id}/{slug}")
    assert heading in read(maria.see(done.location).main)
    assert status_of(sqlite_database, active) == status
    maria.see(f"/mandaten/{active.id}")


def test_who_has_no_address_confirms_on_another_occasion(
    browser: Browser, world: World, sqlite_database: Database
) -> None:
    mandate = give_to_homeless(world)
    nora = browser("nora")
    page = nora.see(f"/mandaten/{mandate.id}")
    assert "Wacht op bevestiging" in read(page.main)
    assert "U kunt de brief aan een loket halen." in read(page.main) or "drukken" in read(page.main)
    assert "Wacht op uw bevestiging" in read(nora.see("/mandaten").main)
    done = nora.fill_in(f"/mandaten/{mandate.id}/bevestigen")
    assert "U hebt het mandaat bevestigd" in read(nora.see(done.location).main)
    assert status_of(sqlite_database, mandate) == "active"


def test_who_answered_in_this_sign_in_reads_that_confirming_is_for_later(
    browser: Browser, world: World, sqlite_database: Database
) -> None:
    mandate = give_to_homeless(world, accepted=False)
    nora, sentence = browser("nora"), "U kunt nu nog niet bevestigen. Doe dat later: meld u opnieuw aan"
    form = nora.see("/aanvaarden").select_one(".ml-mandate form")
    address = str(nora.get(str(nora.send(form, "/aanvaarden", {}).location)).location)  # type: ignore[arg-type]
    check = walk(nora, address, (("decide", {"decision": "accept"}), ("executor", {"who": ["self"]})))
    nora.fill_in(check)
    page = nora.see(f"/mandaten/{mandate.id}")
    words = read(page.main)
    assert words.index(sentence) < words.index("Afstand doen")
    assert not page.select(f"a[href='/mandaten/{mandate.id}/bevestigen']")
    refused = nora.see(f"/mandaten/{mandate.id}/bevestigen", 403)
    assert sentence in read(refused.main)
    assert not refused.select("main form")
    token = nora.see(f"/mandaten/{mandate.id}/afstand-doen").select_one("main form")
    posted = nora.send(token, f"/mandaten/{mandate.id}/bevestigen", {}, 403)  # type: ignore[arg-type]
    assert sentence in read(page_of(posted, 403).main)
    assert status_of(sqlite_database, mandate) == "to_confirm"
    later = browser("nora")
    assert sentence not in read(later.see(f"/mandaten/{mandate.id}").main)
    later.fill_in(f"/mandaten/{mandate.id}/bevestigen")
    assert status_of(sqlite_database, mandate) == "active"
    assert nora.get(f"/mandaten/{mandate.id}/bevestigen").location == f"/mandaten/{mandate.id}/klaar/bevestigen"
    again = nora.send(token, f"/mandaten/{mandate.id}/bevestigen", {})  # type: ignore[arg-type]
    assert again.location == f"/mandaten/{mandate.id}/klaar/bevestigen"


def give_to_homeless(world: World, *, accepted: bool = True) -> Mandate:
    """Maria gives to an enterprise without any address, and Nora accepts it in an earlier sign-in."""
    nora = world.add_representative(HOMELESS, "Nora", "Nieuw")
    accounts.create_account(world.session, "nora", "demo", nora.id)
    mandate = world.give("hinder.manage", other_number=HOMELESS)
    if accepted:
        accept_mandate(
            world.session, world.at_home(nora, mandate.holder, "an earlier sign-in"), mandate.id,
            policy=world.policy, now=world.now,
        )
    world.session.commit()
    return mandate


def test_an_act_that_is_not_open_says_what_is_so_now(
    maria: LintingClient, world: World, active: Mandate
) -> None:
    words = read(maria.see(f"/mandaten/{active.id}/intrekken", 409).main)
    assert "Dit kan nu niet" in words
    assert "Actief Boekhoudkantoor Peeters BV mag dit nu voor u doen." in words
    words = read(maria.see(f"/mandaten/{active.id}/afstand-doen", 409).main)
    assert "Dit kan nu niet" in words
    maria.see(f"/mandaten/{active.id}/verkopen", 404)


def test_an_answer_that_came_first_wins_and_the_page_says_so(
    maria: LintingClient, world: World, offered: Mandate, sqlite_database: Database
) -> None:
    address = f"/mandaten/{offered.id}/intrekken"
    form = maria.see(address).select_one("main form[method=post]")
    accept_mandate(world.session, world.holder, offered.id, policy=world.policy, now=world.now)
    world.session.commit()
    words = read(page_of(maria.send(form, address, {}, 409), 409).main)
    assert "Dit mandaat is al actief. U kunt het wel stopzetten." in words
    assert status_of(sqlite_database, offered) == "active"


def test_a_done_page_whose_act_was_never_done_shows_the_mandate(maria: LintingClient, active: Mandate) -> None:
    for slug in ("stopzetten", "klopt-niet", "opnieuw-aanzetten", "bevestigen"):
        assert maria.get(f"/mandaten/{active.id}/klaar/{slug}").location == f"/mandaten/{active.id}"


def test_over_mandates_have_a_page_without_buttons(
    maria: LintingClient, jan: LintingClient, world: World, offered: Mandate
) -> None:
    withdraw_mandate(world.session, world.giver, offered.id, policy=world.policy, now=world.now)
    world.session.commit()
    page = jan.see(f"/mandaten/{offered.id}")
    assert "Ingetrokken" in read(page.main)
    assert "Wat zou Boekhoudkantoor Peeters BV mogen doen?" in read(page.main)
    assert page.select("main .ml-actions") == []
    assert "Dit mandaat ging over: een hinderpremie aanvragen" in read(maria.see("/mandaten").main)


Counter = Callable[..., LintingClient]


def test_at_the_counter_the_clerk_reads_aloud_before_the_customer_acts(
    counter: Counter, world: World, active: Mandate, sqlite_database: Database
) -> None:
    karim = counter()
    address = f"/mandaten/{active.id}/stopzetten"
    page = karim.see(address)
    assert "Lees dit voor" in read(page.main)
    assert "Ik vraag nooit uw pincode. Gaat u akkoord?" in read(page.main)
    refused = page_of(karim.fill_in(address, {}, 422), 422)
    assert errors_of(refused) == ["Lees alles voor en vraag of de klant akkoord is. Kruis dat dan aan."]
    assert status_of(sqlite_database, active) == "active"
    form = page.select_one("main form[method=post]")
    done = karim.send(form, address, {"agreed": "y"}).location
    assert karim.send(form, address, {"agreed": "y"}).location == done
    karim.see(done)
    assert status_of(sqlite_database, active) == "stopped"
    assert kinds_of(sqlite_database, active).count("stopped") == 1
    assert "Aan het loket" not in read(karim.see(f"/mandaten/{active.id}").main)
    assert "Dat gebeurde aan het loket in Gent, met hulp van medewerker 4711." in read(
        karim.see(f"/mandaten/{active.id}").main
    )


@pytest.mark.parametrize(("slug", "number", "values", "status"), [
    ("intrekken", BAKERY, {}, "withdrawn"),
    ("klopt-niet", OFFICE, {"reason": "not_given"}, "suspended"),
])
def test_every_act_is_open_to_the_customer_at_the_counter(
    counter: Counter, world: World, offered: Mandate, slug: str, number: str, values: dict[str, str], status: str,
    sqlite_database: Database,
) -> None:
    karim = counter(number=number)
    done = karim.fill_in(f"/mandaten/{offered.id}/{slug}", {"agreed": "y"} | values)
    karim.see(done.location)
    assert status_of(sqlite_database, offered) == status


@pytest.mark.parametrize("slug", ["opnieuw-aanzetten", "definitief-stopzetten"])
def test_a_customer_at_the_counter_decides_about_a_contest(
    counter: Counter, world: World, active: Mandate, slug: str
) -> None:
    contest_mandate(world.session, world.giver, active.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    karim = counter()
    karim.see(karim.fill_in(f"/mandaten/{active.id}/{slug}", {"agreed": "y"}).location)


def test_without_a_proof_of_identity_the_clerk_only_looks(
    counter: Counter, world: World, active: Mandate
) -> None:
    karim = counter(IdentityMethod.NONE)
    page = karim.see(f"/mandaten/{active.id}")
    assert page.select("main .ml-actions") == []
    assert "Zonder bewijs van identiteit kunt u alleen klaarzetten." in read(page.main)
    karim.see(f"/mandaten/{active.id}/stopzetten", 403)


def test_a_weak_proof_stops_but_does_not_switch_on_again(counter: Counter, world: World) -> None:
    mandate = world.give("kmop.manage")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    contest_mandate(world.session, world.giver, mandate.id, reason="other", policy=world.policy, now=world.now)
    world.session.commit()
    karim = counter(IdentityMethod.VOUCHED_FOR)
    page = read(karim.see(f"/mandaten/{mandate.id}").main)
    assert "Definitief stopzetten" in page
    assert "Opnieuw aanzetten" not in page
    assert "Met dit bewijs" in page
    karim.see(f"/mandaten/{mandate.id}/opnieuw-aanzetten", 403)
