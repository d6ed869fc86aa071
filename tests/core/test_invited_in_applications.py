"""An invitation that is answered in another application: only for its user, and only what works in its domains."""

import uuid
from dataclasses import replace

import pytest

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.errors import NotAllowed
from app.core.letters.codes import SOURCE_TRIES, WrongTry
from app.core.rights.accepting import accept_relation, refuse_relation
from app.core.rights.opening import Shown, open_as_user
from app.core.rights.wishes import RightWish
from app.core.views.invitations import read_invited
from app.models.journal import Ground, JournalEntry
from app.models.letter import CodeAttempt
from app.models.lifecycle import Status
from app.models.work_relation import WorkRelation
from tests.acting import count
from tests.colleagues import EVA, EXECUTOR, appoint, kinds_of, person, with_letter
from tests.core.test_api_tokens import client_of
from tests.mailing import VAULT
from tests.world import OFFICE, TODAY, World

SUBSIDIES, PERMITS = "subsidies.executor", "permits.executor"


@pytest.fixture
def eva(world: World) -> Actor:
    """Eva, who works for nobody yet, in an application that has one domain."""
    who = (person(world, "Eva").id, None)
    return Actor.through_api(Caller(client_of(world).id, None, frozenset({"subsidies"}), frozenset(), *who, "one"))


def with_number(world: World, eva: Actor, *wishes: RightWish) -> tuple[WorkRelation, Actor]:
    """An invitation by e-mail, and Eva who gave its number."""
    relation = appoint(world, EVA, *wishes)
    relation.mail_number = "260914000151"
    return relation, eva.invited_by(relation.party_id, invitation_id=relation.id)


def test_it_is_accepted_under_the_name_of_the_user(world: World, eva: Actor) -> None:
    relation, eva = with_number(world, eva, RightWish(SUBSIDIES))
    for _ in range(2):
        accept_relation(world.session, eva, relation.id, now=world.now)
    assert kinds_of(world, person(world, "Eva")) == [SUBSIDIES]
    entry = world.session.query(JournalEntry).filter_by(kind="colleague_accepted").one()
    assert (entry.ground, entry.client_id, entry.person_id) == (Ground.OWN_NAME, eva.client_id, eva.person_id)


@pytest.mark.parametrize("act", [accept_relation, refuse_relation])
def test_what_works_elsewhere_too_is_left_alone(world: World, eva: Actor, act) -> None:
    relation, eva = with_number(world, eva, RightWish(SUBSIDIES), RightWish(EXECUTOR))
    with pytest.raises(NotAllowed, match="outside_domains"):
        act(world.session, eva, relation.id, now=world.now)
    assert relation.status_on(TODAY) is Status.OFFERED


def test_only_what_works_in_its_domains_is_shown(world: World, eva: Actor) -> None:
    _, eva = with_number(world, eva, RightWish(SUBSIDIES), RightWish(PERMITS))
    shown = read_invited(world.session, eva, now=world.now)
    assert ([one.right.kind for one in shown.appointment.rights], shown.appointment.complete) == ([SUBSIDIES], False)
    eva = replace(eva, domains=frozenset({"mobility"}))
    with pytest.raises(NotAllowed, match="outside_domains"):
        read_invited(world.session, eva, now=world.now)


def test_the_letter_of_another_invitation_opens_nothing_there_either(world: World, eva: Actor) -> None:
    relation, _ = with_number(world, eva, RightWish(SUBSIDIES))
    letter = with_letter(world, relation, person(world, "Eva")).letter_id
    other = appoint(world, replace(EVA, first_name="Tom"), RightWish(SUBSIDIES))
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        accept_relation(world.session, eva.invited_by(relation.party_id, letter_id=letter), other.id, now=world.now)


def test_an_application_by_itself_tries_no_code(world: World, eva: Actor) -> None:
    itself = replace(eva, person_id=None, actor_id=None)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        open_as_user(world.session, itself, Shown(OFFICE, "260914000151", None), vault=VAULT, now=world.now)
    assert count(world, CodeAttempt) == 0


@pytest.mark.parametrize("code", ["7K4Q-92XD", None])
def test_who_tries_too_often_is_held_back_in_whichever_application(world: World, eva: Actor, code) -> None:
    for number in range(SOURCE_TRIES):
        with pytest.raises(WrongTry):
            open_as_user(world.session, eva, shown(number, code), vault=VAULT, now=world.now)
    elsewhere = replace(eva, client_id=uuid.uuid4())
    with pytest.raises(NotAllowed, match="too_many_tries"):
        open_as_user(world.session, elsewhere, shown(99, code), vault=VAULT, now=world.now)


def shown(number: int, code: str | None) -> Shown:
    """A number that could be right, and is not."""
    digits = 2609140000 + number
    return Shown(OFFICE, f"{digits}{digits % 97 or 97:02}", code)
