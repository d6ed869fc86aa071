"""What the done page about a colleague says, whenever somebody reads it."""

from datetime import timedelta

import pytest
from bs4 import Tag

from app.core.people.rights import list_relations_of
from app.core.rights.accepting import sign_appointment
from app.core.rights.ending import dismiss_rights
from app.models.function import Function
from app.models.lifecycle import Status
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.colleagues import EXECUTOR, MANAGER, colleague, kinds_of
from tests.web.client import LintingClient
from tests.web.colleagues.test_appointing import NO_END, PATH, begin
from tests.web.colleagues.test_invited import NAME
from tests.web.small_world import add_account
from tests.web.wizards.walk import read, walk
from tests.world import OFFICE, World

VIEW, MANAGES = ("level", {"level": "view"}), ("level", {"level": "manager"})


@pytest.fixture
def els(world: World) -> Person:
    """Els, who executes until the end of the month."""
    found = colleague(world, "Els", EXECUTOR, last_day=world.now.date() + timedelta(days=7))
    world.session.commit()
    return found


@pytest.fixture
def rik(world: World) -> Person:
    """Rik, who signs with Jan for the office."""
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    found = world.add_representative(OFFICE, "Rik", "Peeters", signs="two")
    add_account(world, "rik", found)
    world.session.commit()
    return found


def invite(jan: LintingClient) -> str:
    """The done page of an invitation."""
    check = walk(jan, begin(jan), (("who", {"who": "new"}), ("new", NAME), VIEW, NO_END))
    return str(jan.fill_in(check).location)


def change(jan: LintingClient, els: Person) -> tuple[Tag, str]:
    """The check page and the address of the done page: Els becomes manager too, and nothing has an end."""
    form = jan.see(f"{PATH}/{els.id}/wijzigen").select_one("main form")
    assert form is not None
    first = str(jan.send(form, str(form["action"]), {}).location)
    check = walk(jan, first, (MANAGES, NO_END))
    return jan.see(check), str(jan.fill_in(check).location)


def waiting(world: World) -> WorkRelation:
    world.session.expire_all()
    return world.session.query(WorkRelation).filter(WorkRelation.accepted_on.is_(None)).one()


def test_a_change_that_waits_for_the_second_is_not_called_done(
    jan: LintingClient, world: World, els: Person, rik: Person
) -> None:
    check, done = change(jan, els)
    assert "Zodra de tweede persoon tekent, komt dit in de plaats van wat Els Wouters nu mag." in read(check)
    page = jan.see(done)
    assert read(page.h1) == "U hebt als eerste getekend"
    assert "Tot dan verandert er niets aan wat Els Wouters nu mag." in read(page)
    relation = waiting(world)
    assert kinds_of(world, els) == ["executor"]
    address = f"{PATH}/uitnodiging/{relation.id}/tekenen"
    world.session.commit()
    assert "Dit komt in de plaats van wat Els Wouters nu mag." in read(jan.see(address))
    actor = world.at_home(rik, world.office)
    sign_appointment(world.session, actor, relation.id, policy=world.policy, now=world.now)
    world.session.commit()
    assert read(jan.see(done).h1) == "Het recht van Els Wouters is gewijzigd"


def test_a_change_that_was_taken_back_says_so(jan: LintingClient, world: World, els: Person, rik: Person) -> None:
    _, done = change(jan, els)
    address = f"{PATH}/uitnodiging/{waiting(world).id}/intrekken"
    world.session.commit()
    jan.fill_in(address)
    page = jan.see(done)
    assert read(page.h1) == "De aanduiding van Els Wouters is ingetrokken"
    assert "Wat Els Wouters al mocht, is daardoor niet veranderd." in read(page)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("withdrawn_on", "De aanduiding van Eva Claes is ingetrokken"),
        ("refused_on", "Eva Claes weigerde de uitnodiging"),
    ],
)
def test_an_invitation_that_came_to_nothing_says_so(
    jan: LintingClient, world: World, field: str, words: str
) -> None:
    done = invite(jan)
    setattr(waiting(world), field, world.now.date())
    world.session.commit()
    page = jan.see(done)
    assert read(page.h1) == words
    assert "Eva Claes kreeg dit recht niet." in read(page)
    assert PATH in [one["href"] for one in page.select("main a")]
    assert jan.get(f"{done}/print.pdf").status_code == 200


def test_an_invitation_that_nobody_answered_in_time_says_so(jan: LintingClient, world: World) -> None:
    done = invite(jan)
    waiting(world).answer_by = world.now.date() - timedelta(days=1)
    world.session.commit()
    page = jan.see(done)
    assert read(page.h1) == "De aanduiding van Eva Claes is vervallen"
    assert "Niemand antwoordde of tekende op tijd" in read(page)


def test_the_first_day_is_that_of_the_right_and_not_of_reading(
    jan: LintingClient, browser, world: World, els: Person, still_clock
) -> None:
    check = walk(jan, begin(jan), (("who", {"who": str(els.id)}), MANAGES, NO_END))
    done = str(jan.fill_in(check).location)
    still_clock.wait(timedelta(days=3))
    assert "vanaf 23 november 2026" in read(browser("jan").see(done))


def test_a_newcomer_has_it_from_the_day_of_his_yes(
    jan: LintingClient, browser, world: World, still_clock
) -> None:
    done = invite(jan)
    still_clock.wait(timedelta(days=3))
    waiting(world).accepted_on = world.now.date() + timedelta(days=2)
    world.session.commit()
    assert "vanaf 25 november 2026" in read(browser("jan").see(done))


def test_what_was_given_and_taken_back_is_over_while_older_rights_go_on(
    jan: LintingClient, world: World, still_clock
) -> None:
    ann = colleague(world, "Ann", MANAGER, first_day=world.now.date() - timedelta(days=30))
    world.session.commit()
    check = walk(jan, begin(jan), (("who", {"who": str(ann.id)}), VIEW, NO_END))
    done = str(jan.fill_in(check).location)
    assert read(jan.see(done).h1) == "Ann Wouters is aangeduid"
    world.session.expire_all()
    (relation,) = list_relations_of(world.session, ann.id, world.office.id)
    given = [one.id for one in relation.rights if one.kind == EXECUTOR]
    dismiss_rights(world.session, world.holder, ann.id, given, policy=world.policy, now=world.now)
    assert relation.status_on(world.now.date()) is Status.ACTIVE
    world.session.commit()
    page = jan.see(done)
    assert read(page.h1) == "Het recht van Ann Wouters is voorbij"
