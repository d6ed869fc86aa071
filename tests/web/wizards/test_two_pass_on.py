"""Passing on where two people sign, on the pages: the first at home or at the counter, then the second; and not."""

import uuid
from collections.abc import Callable

import pytest

from app.core.mandates.chains import list_chains
from app.core.mandates.lookup import get_mandate
from app.models.function import Function
from app.models.mandate import Mandate
from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient
from tests.web.wizards.conftest import Browser, add_account
from tests.web.wizards.walk import Answers, begin, read, send_looked_at, walk
from tests.world import FARM, OFFICE, World

Counter = Callable[..., LintingClient]
KEY = "permit.manage"
THIRD = "Hoeve Vanhoutte"


@pytest.fixture
def ann(browser: Browser, world: World, source: Mandate) -> Callable[[], LintingClient]:
    """Two people sign for the office now: Jan and Ann. Opens Ann's browser."""
    add_account(world, "ann", world.add_representative(OFFICE, "Ann", "Maes", signs="two"))
    world.session.query(Function).filter_by(enterprise_number=OFFICE).update({"signs": "two"})
    world.session.commit()
    return lambda: browser("ann")


def answers(source_id: uuid.UUID) -> Answers:
    return (
        ("source", {"mandate": str(source_id)}),
        ("holder", {"q": FARM}),
        ("holder-check", {"right": "yes"}),
        ("types", {"types": [KEY]}),
        ("until", {"until": "source"}),
    )


def second(world: World, way: str) -> dict[str, str]:
    function = world.session.query(Function).filter_by(enterprise_number=OFFICE, first_name="Ann").one()
    chosen = {"second": f"{function.id}:{way}"}
    world.session.rollback()
    return chosen


def first_signs(jan: LintingClient, world: World, source_id: uuid.UUID) -> str:
    """Jan passes it on as the first of two; the page that says so."""
    check = walk(jan, begin(jan, "/doorgeven"), (*answers(source_id), ("joint", second(world, "online"))))
    return str(jan.fill_in(check, {"read": "y"}).location)


def chains_of(world: World, source_id: uuid.UUID) -> list[Mandate]:
    world.session.expire_all()
    found = list(list_chains(world.session, get_mandate(world.session, source_id)))
    world.session.expunge_all()
    world.session.rollback()
    return found


def test_the_first_chooses_who_signs_and_the_second_passes_it_on(
    jan: LintingClient, ann: Callable[[], LintingClient], maria: LintingClient, world: World, source: Mandate
) -> None:
    source_id = source.id
    before = read(maria.see(f"/mandaten/{source_id}").main)
    joint = walk(jan, begin(jan, "/doorgeven"), answers(source_id))
    assert joint.endswith("/joint")
    words = read(jan.see(joint).main)
    assert "Ann Maes, later online" in words
    assert "met een brief" not in words
    check = str(jan.fill_in(joint, second(world, "online")).location)
    words = read(jan.see(check).main)
    assert "Wie tekent mee? Ann Maes, later online" in words
    assert f"Bakkerij De Zoete Inval BV en {THIRD} horen er niets van" in words
    assert "Tekenen als eerste" in words
    done = str(jan.fill_in(check, {"read": "y"}).location)
    words = read(jan.see(done).main)
    assert "U hebt als eerste getekend" in words
    assert "Ann Maes tekent online, of aan een loket." in words
    assert f"Bakkerij De Zoete Inval BV en {THIRD} krijgen pas nieuws na de tweede handtekening." in words
    assert jan.get(f"{done}/print.pdf").mimetype == "application/pdf"
    assert read(maria.see(f"/mandaten/{source_id}").main) == before
    other = ann()
    assert "U moet nog mee tekenen." in read(other.see("/mandaten").main)
    waits = f"wil een deel van het mandaat (volmacht) van Bakkerij De Zoete Inval BV doorgeven aan {THIRD}."
    assert waits in read(other.see(f"/mandaten/{source_id}").main)
    address = f"/mandaten/{source_id}/mee-tekenen"
    assert "U hebt zelf al getekend." in read(jan.see(address, 403).main)
    words = read(other.see(address).main)
    assert waits in words
    assert "Jan Peeters tekende als eerste. Uw handtekening is de tweede." in words
    assert f"Dan sturen wij 3 brieven: 1 naar u, 1 naar Bakkerij De Zoete Inval BV en 1 naar {THIRD}." in words
    words = read(other.see(str(other.fill_in(address).location)).main)
    assert "U hebt mee getekend" in words
    assert f"{THIRD} mag nog niets doen" in words
    assert f"Bakkerij De Zoete Inval BV en {THIRD} krijgen ook een brief." in words
    assert len(chains_of(world, source_id)) == 1
    assert "U hebt het doorgegeven" in read(jan.see(done).main)


def test_what_waits_is_not_passed_on_a_second_time(
    jan: LintingClient, ann: Callable[[], LintingClient], world: World, source: Mandate
) -> None:
    source_id = source.id
    first_signs(jan, world, source_id)
    page = jan.see(f"/mandaten/{source_id}").main
    assert not page.select('a[href^="/doorgeven"]')
    assert "Ann Maes moet nog mee tekenen om een deel door te geven" in read(page)


def test_the_second_does_not_sign_and_nothing_was_passed_on(
    jan: LintingClient, ann: Callable[[], LintingClient], world: World, source: Mandate
) -> None:
    source_id = source.id
    done = first_signs(jan, world, source_id)
    other, address = ann(), f"/mandaten/{source_id}/niet-tekenen"
    assert f"Bakkerij De Zoete Inval BV en {THIRD} horen er niets van." in read(other.see(address).main)
    words = read(other.see(str(other.fill_in(address).location)).main)
    assert "Er is niet getekend. Er verandert niets." in words
    assert chains_of(world, source_id) == []
    assert "Dit is niet doorgegeven" in read(jan.see(done).main)
    assert jan.see(f"/mandaten/{source_id}").main.select('a[href^="/doorgeven"]')


def test_both_sign_in_one_visit_to_the_counter(
    counter: Counter, ann: Callable[[], LintingClient], world: World, source: Mandate
) -> None:
    source_id = source.id
    karim = counter(number=OFFICE)
    world.session.query(Function).filter_by(enterprise_number=OFFICE).update({"signs": "two"})
    world.session.commit()
    joint = walk(karim, begin(karim, "/doorgeven"), answers(source_id))
    alone = str(karim.fill_in(joint, second(world, "counter")).location)
    consent = str(karim.fill_in(alone, {"chose": "yes", "told": "no"}).location)
    told = str(karim.fill_in(consent, {"agreed": "y", "keeps": "y"}).location)
    check = str(karim.fill_in(told, {"told_back": "right"}).location)
    done = str(send_looked_at(karim, world, check, {"read": "y"}).location)
    karim.send(karim.see(done).select_one("main form[method=post]"), "", {})
    function = second(world, "counter")["second"].partition(":")[0]
    identity = karim.fill_in("/loket/klant/wie", {"who": f"function:{function}"})
    karim.fill_in(str(identity.location), {"method": "eid_read", "document_kind": "identity_card", "last_four": "1234"})
    sign = f"/mandaten/{source_id}/mee-tekenen"
    karim.fill_in(str(karim.get(sign).location), {"chose": "yes", "told": "no"})
    told = str(karim.get(sign).location)
    words = read(karim.see(told).main)
    assert f"Dit mag {THIRD} dan doen" in words
    assert f"wat mag {THIRD} voor u doen?" in words
    karim.fill_in(told, {"told_back": "right"})
    assert "/loket/klant/nakijken/" in str(karim.fill_in(sign, {"agreed": "y"}).location)
    colleague_agrees(world)
    karim.fill_in(sign, {"agreed": "y"})
    (chain,) = chains_of(world, source_id)
    assert chain.holder.name == THIRD
