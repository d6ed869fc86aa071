"""Who signs too, asked on the page of every act that two must sign; and the second one at the same counter."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core.acts.answering import accept_mandate
from app.core.acts.contesting import contest_mandate
from app.core.acts.extending import propose_extension
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.persons import get_person
from app.core.rights.granting import grant_right
from app.core.views.mandate import view_mandate
from app.db import Database
from app.models.function import Function
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.web.pages.mandate_consequences import script
from tests.acting import accept
from tests.colleagues import EXECUTOR, person
from tests.core.duo import Duo
from tests.four_eyes import colleague_agrees
from tests.web.client import LintingClient, page_of
from tests.web.conftest import START
from tests.web.small_world import add_account
from tests.web.wizards.conftest import Browser
from tests.web.wizards.walk import ANSWERS, begin, read, send_looked_at, walk
from tests.world import BAKERY, DUO, TODAY, World

QUESTION = "Wie tekent er samen met u?"
UNKNOWN = "00000000-0000-7000-8000-000000000000"
MISSING = "Kies wie de tweede handtekening zet."
Counter = Callable[..., LintingClient]


@pytest.fixture
def running(world: World) -> Mandate:
    """What Jan's office does for the bakery until 22 November 2027."""
    mandate = world.give("subsidy.view")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    return mandate


@pytest.fixture
def piet(browser: Browser, world: World, running: Mandate) -> Callable[[], LintingClient]:
    """Two people sign for the bakery now, Maria and Piet; opens Piet's browser."""
    world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
    add_account(world, "piet", world.add_representative(BAKERY, "Piet", "Zwaan", signs="two"))
    world.session.commit()
    return lambda: browser("piet")


def second(database: Database, way: str, first_name: str = "Piet") -> dict[str, str]:
    with database.reading() as session:
        row = session.query(Function).filter_by(enterprise_number=BAKERY, first_name=first_name).one()
        return {"second": f"{row.id}:{way}"}


def asked_by_letter(database: Database) -> list[str]:
    with database.reading() as session:
        letters = session.query(Letter).filter(Letter.kind.startswith("to_sign"))
        return [one.address_lines[0] for one in letters.order_by(Letter.ordered_at)]


def test_who_extends_says_who_signs_too(
    maria: LintingClient, piet: Callable[[], LintingClient], running: Mandate, sqlite_database: Database
) -> None:
    address = f"/mandaten/{running.id}/verlengen"
    check = str(maria.fill_in(address, {"period": "6"}).location)
    words = read(maria.see(check).main)
    assert QUESTION in words
    assert "Er verandert niets tot de tweede persoon ook tekent." in words
    assert "nu hier aan het loket" not in words
    assert MISSING in read(page_of(maria.fill_in(check, status=422), 422).main)
    done = str(maria.fill_in(check, second(sqlite_database, "online")).location)
    words = read(maria.see(done).main)
    assert "U hebt als eerste getekend" in words
    assert "Piet Zwaan moet ook tekenen" in words
    assert maria.get(check).location == done
    assert maria.get(f"{done}/afdruk.pdf").status_code == 200
    assert "/klaar/" not in str(piet().get(done).location)
    piet().fill_in(f"/mandaten/{running.id}/mee-tekenen")
    with sqlite_database.reading() as session:
        assert len(get_mandate(session, running.id).extensions) == 1


def test_who_accepts_an_extension_says_who_signs_too(
    maria: LintingClient, piet: Callable[[], LintingClient], running: Mandate, world: World, sqlite_database: Database
) -> None:
    wish = ExtensionWish(running.id, months=6)
    propose_extension(world.session, world.holder, wish, policy=world.policy, now=world.now)
    world.session.commit()
    address = f"/mandaten/{running.id}/verlenging-aanvaarden"
    assert QUESTION in read(maria.see(address).main)
    done = str(maria.fill_in(address, second(sqlite_database, "letter")).location)
    assert "U hebt als eerste getekend" in read(maria.see(done).main)
    assert asked_by_letter(sqlite_database) == ["Piet Zwaan"]


def test_who_resumes_says_who_signs_too_and_who_stops_signs_alone(
    maria: LintingClient, piet: Callable[[], LintingClient], running: Mandate, world: World, sqlite_database: Database
) -> None:
    contest_mandate(
        world.session, world.giver, running.id, reason="other", policy=world.policy, now=world.now
    )
    world.session.commit()
    address = f"/mandaten/{running.id}/opnieuw-aanzetten"
    assert MISSING in read(page_of(maria.fill_in(address, status=422), 422).main)
    assert QUESTION not in read(maria.see(f"/mandaten/{running.id}/definitief-stopzetten").main)
    done = str(maria.fill_in(address, second(sqlite_database, "letter")).location)
    assert "Piet Zwaan moet ook tekenen" in read(maria.see(done).main)


def test_where_one_signature_is_enough_nobody_is_asked(maria: LintingClient, running: Mandate, world: World) -> None:
    world.session.commit()
    check = str(maria.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "6"}).location)
    assert QUESTION not in read(maria.see(check).main)


@pytest.fixture
def karim(counter: Counter, piet: object, world: World) -> LintingClient:
    """The clerk who helps Mia, who signs together with another one."""
    client = counter()
    world.session.query(Function).filter_by(enterprise_number=BAKERY, first_name="Mia").one().signs = "two"
    world.session.commit()
    return client


def come_too(karim: LintingClient, database: Database) -> None:
    """Piet comes to the counter and shows who he is."""
    row = second(database, "counter")["second"].partition(":")[0]
    identity = karim.fill_in("/loket/klant/wie", {"who": f"function:{row}"})
    karim.fill_in(str(identity.location), {"method": "eid_read", "document_kind": "identity_card", "last_four": "1234"})


@pytest.mark.parametrize("nonsense", ["x:online", "x:y:z", f"{UNKNOWN}:by-pigeon", f"{UNKNOWN}:online"])
def test_a_second_whom_nobody_was_asked_for_changes_nothing(
    maria: LintingClient, running: Mandate, world: World, nonsense: str
) -> None:
    world.session.commit()
    done = str(maria.fill_in(f"/mandaten/{running.id}/stopzetten", {"second": nonsense}).location)
    assert "Het mandaat is stopgezet" in read(maria.see(done).main)


def test_both_extend_in_one_visit(karim: LintingClient, running: Mandate, sqlite_database: Database) -> None:
    check = str(karim.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "6"}).location)
    assert "Piet Zwaan, nu hier aan het loket" in read(karim.see(check).main)
    done = str(karim.fill_in(check, second(sqlite_database, "counter") | {"agreed": "y"}).location)
    form = karim.see(done).select_one("main form[method=post]")
    assert "Piet Zwaan tekent nu" in read(form)
    karim.send(form, "", {})
    come_too(karim, sqlite_database)
    karim.fill_in(f"/mandaten/{running.id}/mee-tekenen", {"agreed": "y"})
    assert asked_by_letter(sqlite_database) == []
    with sqlite_database.reading() as session:
        assert len(get_mandate(session, running.id).extensions) == 1


def test_the_letter_follows_when_the_customer_leaves_without_the_second(
    karim: LintingClient, running: Mandate, sqlite_database: Database
) -> None:
    check = str(karim.fill_in(f"/mandaten/{running.id}/verlengen", {"period": "6"}).location)
    karim.fill_in(check, second(sqlite_database, "counter") | {"agreed": "y"})
    assert asked_by_letter(sqlite_database) == []
    karim.fill_in("/loket/volgende", {"reason": "second_signature_missing", "papers": "y", "printer": "y"})
    assert asked_by_letter(sqlite_database) == ["Piet Zwaan"]


def test_the_second_at_the_counter_is_spoken_to_alone_and_tells_it_back(
    karim: LintingClient, world: World, sqlite_database: Database
) -> None:
    answers = (*ANSWERS[:3], ("types", {"types": ["kmop.manage"]}), *ANSWERS[4:])
    joint = walk(karim, begin(karim, "/geven"), answers)
    alone = str(karim.fill_in(joint, second(sqlite_database, "counter")).location)
    consent = str(karim.fill_in(alone, {"chose": "yes", "told": "no"}).location)
    told = str(karim.fill_in(consent, {"agreed": "y", "keeps": "y"}).location)
    check = str(karim.fill_in(told, {"told_back": "right"}).location)
    done = str(send_looked_at(karim, world, check, {"read": "y"}).location)
    karim.send(karim.see(done).select_one("main form[method=post]"), "", {})
    come_too(karim, sqlite_database)
    with sqlite_database.reading() as session:
        [mandate_id] = [row.id for row in session.query(Mandate) if row.second_must_sign]
    sign = f"/mandaten/{mandate_id}/mee-tekenen"
    alone = str(karim.get(sign).location)
    assert alone == f"{sign}/alleen"
    assert "Even alleen met de klant" in read(karim.see(alone).main)
    assert karim.get(f"{sign}/uitleg").location == sign
    assert "Kies of de klant dit zelf wil." in read(page_of(karim.fill_in(alone, status=422), 422).main)
    assert karim.fill_in(alone, {"chose": "yes", "told": "no"}).location == sign
    told = str(karim.get(sign).location)
    assert "U tekent nu mee." in read(karim.see(told).main)
    karim.fill_in(told, {"told_back": "right_afterwards"})
    assert "/loket/klant/nakijken/" in str(karim.fill_in(sign, {"agreed": "y"}).location)
    colleague_agrees(world)
    karim.fill_in(sign, {"agreed": "y"})
    with sqlite_database.reading() as session:
        assert get_mandate(session, mandate_id).status_on(START.date() + timedelta(days=1)) == "offered"


def test_a_second_who_doubts_reads_that_it_does_not_go_on_today(
    karim: LintingClient, world: World, sqlite_database: Database
) -> None:
    answers = (*ANSWERS[:3], ("types", {"types": ["kmop.manage"]}), *ANSWERS[4:])
    joint = walk(karim, begin(karim, "/geven"), answers)
    address = str(karim.fill_in(joint, second(sqlite_database, "counter")).location)
    asked = ({"chose": "yes", "told": "no"}, {"agreed": "y", "keeps": "y"}, {"told_back": "right"})
    for values in asked:
        address = str(karim.fill_in(address, values).location)
    address = str(send_looked_at(karim, world, address, {"read": "y"}).location)
    karim.send(karim.see(address).select_one("main form[method=post]"), "", {})
    come_too(karim, sqlite_database)
    with sqlite_database.reading() as session:
        [mandate_id] = [row.id for row in session.query(Mandate) if row.second_must_sign]
    sign = f"/mandaten/{mandate_id}/mee-tekenen"
    karim.fill_in(f"{sign}/alleen", {"chose": "unsure", "told": "no"})
    assert "Geef nu geen mandaat." in read(karim.see(sign, 403).main)


def test_who_signs_second_reads_or_hears_whom_the_first_named(browser: Browser, world: World) -> None:
    duo, els = Duo(world), person(world, "Els")
    grant_right(world.session, els.id, duo.party.id, EXECUTOR, first_day=TODAY)
    mandate = accept(world, world.give(other_number=DUO), duo.godelieve, executors=[els.id])
    add_account(world, "johan", get_person(world.session, duo.johan.person_id))
    heard = script(view_mandate(world.session, duo.johan, mandate.id, now=world.now), Act.SIGN)[0]
    world.session.commit()
    said = "Godelieve Maes koos wie het uitvoert. Els Wouters mag dit mandaat uitvoeren."
    assert said in heard
    assert said in read(browser("johan").see(f"/mandaten/{mandate.id}/mee-tekenen").main)
