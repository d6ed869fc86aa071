"""Two signatures on the pages: the first chooses who signs too, the second signs at home, at the counter or by code."""

from collections.abc import Callable

import pytest

from app.core.mandates.lookup import get_mandate
from app.models.function import Function
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from tests.web.client import LintingClient, page_of
from tests.web.conftest import START
from tests.web.wizards.conftest import Browser, add_account
from tests.web.wizards.walk import ANSWERS, begin, read, walk
from tests.world import BAKERY, World

Counter = Callable[..., LintingClient]
TYPES = (*ANSWERS[:3], ("types", {"types": ["subsidy.view"]}), *ANSWERS[4:])


@pytest.fixture
def piet(browser: Browser, world: World) -> Callable[[], LintingClient]:
    """Two people sign for the bakery now: Maria and Piet. Opens Piet's browser."""
    world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
    add_account(world, "piet", world.add_representative(BAKERY, "Piet", "Zwaan", signs="two"))
    world.session.commit()
    return lambda: browser("piet")


def second(world: World, way: str) -> dict[str, str]:
    function = world.session.query(Function).filter_by(enterprise_number=BAKERY, first_name="Piet").one()
    chosen = {"second": f"{function.id}:{way}"}
    world.session.rollback()
    return chosen


def the_mandate(world: World) -> Mandate:
    found = get_mandate(world.session, world.session.query(Mandate.id).one()[0])
    world.session.expunge_all()
    world.session.rollback()
    return found


def test_the_first_chooses_who_signs_and_the_second_signs_at_home(
    maria: LintingClient, piet: Callable[[], LintingClient], world: World
) -> None:
    joint = walk(maria, begin(maria, "/geven"), TYPES)
    assert joint.endswith("/joint")
    words = read(maria.see(joint).main)
    assert "Piet Zwaan, met een brief" in words
    assert "nu hier aan het loket" not in words
    assert "Kies wie de tweede handtekening zet." in read(page_of(maria.fill_in(joint, status=422), 422).main)
    check = str(maria.fill_in(joint, second(world, "online")).location)
    words = read(maria.see(check).main)
    assert "Piet Zwaan tekent samen met u." in words
    assert "Wie tekent mee? Piet Zwaan, later online" in words
    done = str(maria.fill_in(check, {"read": "y"}).location)
    words = read(maria.see(done).main)
    assert "U hebt als eerste getekend" in words
    assert "Piet Zwaan moet ook tekenen, ten laatste op" in words
    other = piet()
    assert "U moet nog mee tekenen." in read(other.see("/mandaten").main)
    address = f"/mandaten/{the_mandate(world).id}/mee-tekenen"
    words = read(other.see(address).main)
    assert "Maria Vermeulen tekende als eerste. Uw handtekening is de tweede." in words
    assert "U hebt zelf al getekend." in read(maria.see(address, 403).main)
    words = read(other.see(str(other.fill_in(address).location)).main)
    assert "U hebt mee getekend" in words
    assert "Boekhoudkantoor Peeters BV krijgt ook een brief." in words
    assert the_mandate(world).status_on(START.date()) == "offered"


def test_the_second_does_not_sign_and_nothing_was_sent(
    maria: LintingClient, piet: Callable[[], LintingClient], world: World
) -> None:
    check = walk(maria, begin(maria, "/geven"), (*TYPES, ("joint", second(world, "letter"))))
    maria.fill_in(check, {"read": "y"})
    other = piet()
    address = f"/mandaten/{the_mandate(world).id}/niet-tekenen"
    assert "hoort er niets van" in read(other.see(address).main)
    words = read(other.see(str(other.fill_in(address).location)).main)
    assert "Er is niet getekend. Er verandert niets." in words
    assert the_mandate(world).status_on(START.date()) == "withdrawn"


def test_the_holder_finds_nothing_before_the_second_signature(
    maria: LintingClient, jan: LintingClient, piet: Callable[[], LintingClient], world: World
) -> None:
    check = walk(maria, begin(maria, "/geven"), (*TYPES, ("joint", second(world, "letter"))))
    maria.fill_in(check, {"read": "y"})
    jan.see(f"/mandaten/{the_mandate(world).id}", 404)
    assert "nog geen mandaten" in read(jan.see("/mandaten").main)


def test_an_answer_of_two_is_signed_by_both(
    maria: LintingClient, piet: Callable[[], LintingClient], world: World
) -> None:
    mandate_id = world.ask("subsidy.view").id
    world.session.commit()
    form = maria.see(f"/mandaten/{mandate_id}").select_one("main form[method=post]")
    decide = str(maria.get(str(maria.send(form, "", {}).location)).location)
    joint = walk(maria, decide, (("decide", {"decision": "accept"}),))
    check = walk(maria, joint, (("joint", second(world, "letter")),))
    assert "Er verandert niets voor die handtekening." in read(maria.see(check).main)
    done = str(maria.fill_in(check).location)
    assert "U hebt als eerste getekend" in read(maria.see(done).main)
    other = piet()
    for one in (maria, other):
        assert "U moet nog antwoorden" not in read(one.see("/").main)
        assert "Er wacht nu geen mandaat" in read(one.see("/aanvaarden").main)
    assert "Moet u mee tekenen? Kijk dan bij Mijn mandaten." in read(other.see("/aanvaarden").main)
    other.fill_in(f"/mandaten/{mandate_id}/mee-tekenen")
    assert the_mandate(world).status_on(START.date()) == "active"


def test_who_answers_what_a_colleague_signed_first_reads_that_it_waits_for_the_second(
    maria: LintingClient, piet: Callable[[], LintingClient], world: World
) -> None:
    mandate_id = world.ask("subsidy.view").id
    world.session.commit()
    other = piet()
    form = other.see(f"/mandaten/{mandate_id}").select_one("main form[method=post]")
    busy = str(other.get(str(other.send(form, "", {}).location)).location)
    form = maria.see(f"/mandaten/{mandate_id}").select_one("main form[method=post]")
    decide = str(maria.get(str(maria.send(form, "", {}).location)).location)
    joint = walk(maria, decide, (("decide", {"decision": "accept"}),))
    maria.fill_in(walk(maria, joint, (("joint", second(world, "letter")),)))
    page = other.see(str(other.get(busy).location))
    assert read(page.h1) == "Iemand tekende al vóór u"
    assert "Maria Vermeulen tekende als eerste. Piet Zwaan moet ook tekenen, ten laatste op" in read(page)
    assert "U hebt als eerste getekend" not in read(page)


def test_both_sign_in_one_visit_to_the_counter(
    counter: Counter, piet: Callable[[], LintingClient], world: World
) -> None:
    karim = counter()
    world.session.query(Function).filter_by(enterprise_number=BAKERY, first_name="Mia").one().signs = "two"
    world.session.commit()
    joint = walk(karim, begin(karim, "/geven"), TYPES)
    consent = str(karim.fill_in(joint, second(world, "counter")).location)
    check = str(karim.fill_in(consent, {"agreed": "y", "keeps": "y"}).location)
    done = str(karim.fill_in(check, {"read": "y"}).location)
    assert "toont zijn of haar eigen identiteitskaart" in read(karim.see(done).main)
    form = karim.see(done).select_one("main form[method=post]")
    assert karim.send(form, "", {}).location == "/loket/klant/wie"
    function = second(world, "counter")["second"].partition(":")[0]
    identity = karim.fill_in("/loket/klant/wie", {"who": f"function:{function}"})
    karim.fill_in(str(identity.location), {"method": "eid_read", "document_kind": "identity_card", "last_four": "1234"})
    address = f"/mandaten/{the_mandate(world).id}/mee-tekenen"
    assert "U tekent nu mee." in read(karim.see(address).main)
    karim.fill_in(address, {"agreed": "y"})
    mandate = the_mandate(world)
    assert mandate.status_on(START.date()) == "offered"
    assert {one.second_person_id for one in mandate.signatures if one.side == Side.GIVER} != {None}
    over = karim.fill_in("/loket/volgende", {"reason": "done", "papers": "y", "printer": "y"})
    assert over.location == "/loket/klant"
