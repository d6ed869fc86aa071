"""Answering with the code of a letter."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.acts.giving import give_mandate
from app.core.acts.stopping import stop_mandate
from app.core.errors import Conflict, NotAllowed
from app.core.letters.codes import SOURCE_TRIES, TRIES, WrongTry, open_with_code, tries_left
from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_person_party
from app.core.vault import Vault, new_code
from app.models.letter import Letter, LetterCode
from app.models.mandate import Mandate
from tests.world import BAKERY, OFFICE, OTHER, World

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = "7K4Q-92XD"


def print_code(world: World, mandate: Mandate, kind: str = "invitation.holder", code: str = CODE) -> LetterCode:
    """Give the letter of this kind its code, as printing it would."""
    letter = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()
    stored = LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, code), made_at=world.now)
    world.session.add(stored)
    world.session.flush()
    return stored


def open_it(
    world: World, mandate: Mandate, *, code: str = CODE, number: str | None = OFFICE, source: str = "198.51.100.7"
) -> object:
    """Try the three that stand on the letter, or others."""
    return open_with_code(
        world.session, mandate.dossier_number, code, number, source=source, vault=VAULT, now=world.now
    )


def give_as_a_person(world: World) -> Mandate:
    """A mandate that Maria gives in her own name, without an enterprise."""
    me = ensure_person_party(world.session, world.maria.id)
    wish = world.wish("permit.view", starter_id=me.id)
    actor = world.at_home(world.maria, me)
    return give_mandate(world.session, actor, wish, policy=world.policy, now=world.now)


@pytest.mark.parametrize("typed", ["7K4Q-92XD", "7k4q92xd", " 7K4Q 92XD ", "7k4q–92xd"])
def test_the_code_may_be_typed_in_any_way(world: World, typed: str) -> None:
    mandate = world.give()
    print_code(world, mandate)
    opened = open_it(world, mandate, code=typed)
    assert opened.acts == (Act.ACCEPT, Act.REFUSE, Act.CONTEST)


def test_a_code_cannot_accept_when_a_type_forbids_it(world: World) -> None:
    mandate = world.give("permit.manage")
    print_code(world, mandate)
    assert open_it(world, mandate).acts == (Act.REFUSE, Act.CONTEST)


def test_the_same_words_for_a_number_that_does_not_exist(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    with pytest.raises(WrongTry) as wrong_code:
        open_it(world, mandate, code="ABCD-EFGH")
    with pytest.raises(WrongTry) as unknown:
        open_with_code(world.session, "123456789097", CODE, OFFICE, source="a", vault=VAULT, now=world.now)
    assert wrong_code.value.sentence == unknown.value.sentence


def test_the_letter_of_the_other_side_does_not_open_for_this_side(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    with pytest.raises(WrongTry):
        open_it(world, mandate, number=BAKERY)


def test_five_wrong_tries_with_the_right_number_void_the_code(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    for left in range(TRIES - 1, -1, -1):
        with pytest.raises(WrongTry) as wrong:
            open_it(world, mandate, code=new_code())
        assert wrong.value.values["left"] == left
    with pytest.raises(NotAllowed, match="code_void"):
        open_it(world, mandate)


def test_who_does_not_know_the_enterprise_number_locks_nobody_out(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    for _ in range(TRIES + 1):
        with pytest.raises(WrongTry):
            open_it(world, mandate, code=new_code(), number=OTHER)
    assert tries_left(world.session, mandate.dossier_number, world.now) == 0
    assert open_it(world, mandate).acts


def test_a_guess_without_the_enterprise_number_does_not_count_towards_voiding(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    for number in (*[OTHER] * (TRIES - 1), OFFICE):
        with pytest.raises(WrongTry):
            open_it(world, mandate, code=new_code(), number=number)
    assert open_it(world, mandate).acts


def test_tries_are_throttled_per_source(world: World) -> None:
    for number in range(SOURCE_TRIES):
        with pytest.raises(WrongTry):
            open_with_code(
                world.session, f"{number:012d}", CODE, OFFICE, source="one place", vault=VAULT, now=world.now
            )
    with pytest.raises(NotAllowed, match="too_many_tries"):
        open_with_code(world.session, "1" * 12, CODE, OFFICE, source="one place", vault=VAULT, now=world.now)


def test_a_letter_that_is_answered_says_so_only_to_who_has_the_right_three(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    stop_mandate(world.session, world.giver, mandate.id, policy=world.policy, now=world.now)
    with pytest.raises(Conflict, match="not_open_stopped"):
        open_it(world, mandate)
    with pytest.raises(WrongTry):
        open_it(world, mandate, code="ABCD-EFGH")


def test_a_code_that_came_too_late_names_the_last_day(world: World) -> None:
    mandate = world.give()
    print_code(world, mandate)
    world.later(days=31)
    with pytest.raises(Conflict, match="not_open_lapsed") as late:
        open_it(world, mandate)
    assert late.value.values["answer_by"] == mandate.started_on + timedelta(days=30)


def test_the_code_is_kept_only_as_a_hash_that_differs_per_letter(world: World) -> None:
    mandate = world.give()
    stored = print_code(world, mandate)
    other = print_code(world, mandate, "given.giver")
    assert stored.code_hash != other.code_hash
    assert CODE.replace("-", "") not in stored.code_hash


def test_a_person_without_an_enterprise_number_opens_the_letter(world: World) -> None:
    mandate = give_as_a_person(world)
    print_code(world, mandate, "given.giver")
    opened = open_it(world, mandate, number=None)
    assert (opened.side, opened.acts) == ("giver", (Act.WITHDRAW, Act.CONTEST))


def test_who_has_no_enterprise_number_opens_no_letter_to_an_enterprise(world: World) -> None:
    for mandate in (world.give("subsidy.view"), give_as_a_person(world)):
        print_code(world, mandate)
        with pytest.raises(WrongTry) as wrong:
            open_it(world, mandate, number=None)
        assert wrong.value.sentence.endswith("u kunt nog 4 keer proberen.")


def test_a_letter_to_a_person_opens_with_nobodys_enterprise_number(world: World) -> None:
    mandate = give_as_a_person(world)
    print_code(world, mandate, "given.giver")
    for number in (OFFICE, BAKERY, OTHER):
        with pytest.raises(WrongTry):
            open_it(world, mandate, number=number)
    assert open_it(world, mandate, number=None)


def test_a_letter_to_a_person_opens_under_its_own_dossier_only(world: World) -> None:
    mandate = give_as_a_person(world)
    print_code(world, mandate, "given.giver")
    with pytest.raises(WrongTry) as other:
        open_it(world, world.give(), number=None)
    with pytest.raises(WrongTry) as unknown:
        open_with_code(world.session, "123456789097", CODE, None, source="a", vault=VAULT, now=world.now)
    assert other.value.sentence == unknown.value.sentence


def test_five_wrong_tries_void_the_code_of_a_person(world: World) -> None:
    mandate = give_as_a_person(world)
    stored = print_code(world, mandate, "given.giver")
    for number in (*[OTHER] * TRIES, *[None] * (TRIES - 1)):
        with pytest.raises(WrongTry):
            open_it(world, mandate, code=new_code(), number=number)
    # Those with somebody's enterprise number were no tries of this person.
    assert stored.voided_at is None
    with pytest.raises(WrongTry):
        open_it(world, mandate, code=new_code(), number=None)
    with pytest.raises(NotAllowed, match="code_void"):
        open_it(world, mandate, number=None)


def test_tries_without_an_enterprise_number_do_not_void_the_code_of_an_enterprise(world: World) -> None:
    mandate = give_as_a_person(world)
    print_code(world, mandate)
    for number in (*[None] * TRIES, OFFICE):
        with pytest.raises(WrongTry):
            open_it(world, mandate, code=new_code(), number=number)
    assert open_it(world, mandate).acts
