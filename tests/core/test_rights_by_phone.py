"""Rights by phone: taken back by who was checked and decides, an invitation answered with its letter, never given."""

from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.drafts import start_draft
from app.core.distant import phone_calls
from app.core.distant.phone_calls import Caller
from app.core.distant.rights_calls import (
    Choice,
    RightsAct,
    check_caller_with_letter,
    do_choice,
    list_choices,
    list_invitation_choices,
)
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.letters.codes import WrongTry
from app.core.letters.party_overviews import order_overview
from app.core.people.notices import MailWish
from app.core.rights.accepting import accept_relation, refuse_relation
from app.core.rights.appointing import appoint_colleague
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.wishes import RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.person import Person
from app.models.phone_call import PhoneCall
from app.models.visit import Capacity
from app.models.work_relation import WorkRelation
from tests.acting import accept, get_mandate
from tests.colleagues import EVA, MANAGER, appoint, colleague, kinds_of, with_letter
from tests.core.doors import CODE, VAULT
from tests.core.test_rights import rows_of
from tests.mailing import reads_mail, send_due, told, with_mail
from tests.world import OFFICE, TODAY, World

JAN = Caller("Jan", "Peeters", Capacity.LEGAL_REPRESENTATIVE)
ANN = Caller("Ann", "Beller", Capacity.NONE)


@pytest.fixture
def karim(world: World) -> Actor:
    """A clerk on the phone, with nobody on the line whom he checked."""
    return Actor.on_the_phone(world.add_clerk().person_id)


def begin(world: World, karim: Actor, letter: Letter, caller: Caller = JAN, code: str = CODE) -> PhoneCall:
    hashed = VAULT.hash_code(letter.id, CODE)
    world.session.merge(LetterCode(letter_id=letter.id, code_hash=hashed, made_at=world.now))
    number = letter.dossier_number or get_mandate(world.session, letter.mandate_id).dossier_number
    return check_caller_with_letter(
        world.session, karim, number, code, OFFICE, caller, vault=VAULT, now=world.now
    )


def about_a_mandate(world: World, karim: Actor, caller: Caller = JAN) -> PhoneCall:
    """Who has the letter of a mandate to the office."""
    mandate = accept(world, world.give())
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.party_id == world.office.id)
    return begin(world, karim, world.session.scalars(query).first(), caller)


def invitation_of(world: World, relation: WorkRelation) -> Letter:
    return world.session.scalars(select(Letter).where(Letter.dossier_number == relation.dossier_number)).one()


def called(world: World, call: PhoneCall, name: str, act: RightsAct) -> Choice:
    return next(one for one in list_choices(world.session, call, name, now=world.now) if one.act is act)


def do(world: World, call: PhoneCall, choice: Choice) -> None:
    do_choice(world.session, phone_calls.actor_of(call), choice, policy=world.policy, now=world.now)


def journal(world: World) -> JournalEntry:
    entries = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()))
    return next(one for one in entries if "relation" in one.data)


def test_who_decides_takes_one_right_back_and_the_journal_says_how(world: World, karim: Actor) -> None:
    els = colleague(world, "Els", MANAGER)
    colleague(world, "Els")
    call = about_a_mandate(world, karim)
    choices = list_choices(world.session, call, "wouters ELS", now=world.now)
    assert [one.act for one in choices] == ["dismiss", "dismiss", "leave"]
    alone = {one.held.kind if one.held else "leaves": one.alone for one in choices}
    assert alone == {"executor": 1, "manager": 0, "leaves": 1}
    do(world, call, next(one for one in choices if one.held and one.held.kind == "executor"))
    entry = journal(world)
    assert (kinds_of(world, els), entry.kind, entry.channel) == (["manager"], "right_dismissed", "phone")
    assert (entry.ground, entry.capacity, entry.actor_id, entry.party_id) == (
        "verified_caller", "legal_representative", karim.actor_id, world.office.id
    )  # fmt: skip


def test_somebody_leaves_with_all_that_waits_for_him(world: World, karim: Actor) -> None:
    els = colleague(world, "Els", MANAGER)
    call = about_a_mandate(world, karim)
    choice = called(world, call, "Els Wouters", RightsAct.LEAVE)
    for _ in range(2):
        do(world, call, choice)
    assert (kinds_of(world, els), journal(world).kind) == ([], "colleague_left")


def test_an_invitation_is_withdrawn_by_who_names_the_newcomer(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    call = about_a_mandate(world, karim)
    do(world, call, called(world, call, "Eva Claes", RightsAct.WITHDRAW))
    assert relation.status_on(TODAY) is Status.WITHDRAWN


def test_what_lapsed_is_withdrawn_while_its_form_can_still_begin_it_and_its_letter_opens_no_call(
    world: World, karim: Actor
) -> None:
    relation = appoint(world, EVA)
    world.later(days=31)
    with pytest.raises(Conflict, match="appointment_lapsed"):
        begin(world, karim, invitation_of(world, relation), ANN)
    call = about_a_mandate(world, karim)
    do(world, call, called(world, call, "Eva Claes", RightsAct.WITHDRAW))
    assert relation.withdrawn_on == world.now.date()


def test_nobody_reads_who_works_there(world: World, karim: Actor) -> None:
    colleague(world, "Els")
    world.session.add(Person(first_name="Els", last_name="Wouters"))
    call = about_a_mandate(world, karim)
    for name in ("", "Els", "Wouters", "Eva Claes"):
        with pytest.raises(NotFound, match="nobody_called_so"):
            list_choices(world.session, call, name, now=world.now)


def test_of_two_with_one_name_nobody_is_taken(world: World, karim: Actor) -> None:
    appoint(world, EVA)
    appoint(world, EVA, RightWish(MANAGER))
    with pytest.raises(Conflict, match="more_called_so"):
        list_choices(world.session, about_a_mandate(world, karim), "Eva Claes", now=world.now)


def test_who_does_not_decide_takes_nothing_back(world: World, karim: Actor) -> None:
    els = colleague(world, "Els")
    relation = appoint(world, EVA)
    call = about_a_mandate(world, karim, ANN)
    actor = phone_calls.actor_of(call)
    with pytest.raises(NotAllowed, match="caller_does_not_decide"):
        list_choices(world.session, call, "Els Wouters", now=world.now)
    rights = [one.id for one in rows_of(world, els)]
    for act in (
        partial(dismiss_rights, world.session, actor, els.id, rights, policy=world.policy, now=world.now),
        partial(withdraw_invitation, world.session, actor, relation.id, policy=world.policy, now=world.now),
    ):
        with pytest.raises(NotAllowed, match="caller_does_not_decide"):
            act()
    assert kinds_of(world, els) == ["executor"]


def test_by_phone_nobody_is_appointed_and_nothing_accepted(world: World, karim: Actor) -> None:
    els = colleague(world, "Els")
    relation = appoint(world, EVA)
    calls = (about_a_mandate(world, karim), begin(world, karim, invitation_of(world, relation)))
    for actor in map(phone_calls.actor_of, calls):
        with pytest.raises(NotAllowed, match="not_by_phone"):
            appoint_colleague(
                world.session, actor, world.office.id, els.id, [RightWish(MANAGER)], policy=world.policy, now=world.now
            )
        with pytest.raises(NotAllowed, match="code_does_not_fit"):
            accept_relation(world.session, actor, relation.id, now=world.now)


def test_who_has_the_letter_of_an_invitation_refuses_it(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    letter = invitation_of(world, relation)
    call = begin(world, karim, letter, ANN)
    refuse, _ = list_invitation_choices(world.session, call, now=world.now)
    for _ in range(2):
        do(world, call, refuse)
    entry = journal(world)
    assert (relation.status_on(TODAY), entry.kind, entry.ground) == (
        Status.REFUSED, "colleague_refused", "verified_caller"
    )  # fmt: skip
    assert world.session.get_one(LetterCode, letter.id).used_at == world.now
    assert list_invitation_choices(world.session, call, now=world.now) == []
    with pytest.raises(Conflict, match="appointment_refused"):
        begin(world, karim, letter, ANN)


def test_with_the_letter_of_an_invitation_only_who_decides_withdraws_it(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    letter = invitation_of(world, relation)
    _, withdraw = list_invitation_choices(world.session, begin(world, karim, letter), now=world.now)
    with pytest.raises(NotAllowed, match="caller_does_not_decide"):
        do(world, begin(world, karim, letter, ANN), withdraw)
    do(world, begin(world, karim, letter), withdraw)
    assert relation.status_on(TODAY) is Status.WITHDRAWN


@pytest.mark.parametrize("with_its_letter", [True, False])
def test_an_invitation_taken_back_by_phone_is_told_to_who_was_invited_and_to_his_organisation(
    world: World, karim: Actor, with_its_letter: bool
) -> None:
    relation = appoint(world, EVA)
    if with_its_letter:
        call = begin(world, karim, invitation_of(world, relation))
        _, choice = list_invitation_choices(world.session, call, now=world.now)
    else:
        call = about_a_mandate(world, karim)
        choice = called(world, call, "Eva Claes", RightsAct.WITHDRAW)
    for _ in range(2):
        do(world, call, choice)
    query = select(Letter).where(Letter.kind.startswith("invitation_ended.")).order_by(Letter.kind.desc())
    to_party, to_eva = world.session.scalars(query).all()
    assert (to_party.kind, to_eva.kind) == ("invitation_ended.party", "invitation_ended.colleague")
    assert {to_party.dossier_number, to_eva.dossier_number} == {relation.dossier_number}
    assert to_eva.address_lines == ["Eva Claes", *to_party.address_lines]
    assert (to_eva.data["recipient_name"], to_eva.data["acted_by"]) == ("Eva Claes", "Jan Peeters")
    assert (to_party.data["invited"], to_party.data["by_mail"]) == (True, False)
    assert "aan de telefoon" in to_party.data["channel"]


def test_who_was_never_invited_hears_nothing_of_what_is_taken_back(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    relation.second_must_sign = True
    world.session.flush()
    call = about_a_mandate(world, karim)
    do(world, call, called(world, call, "Eva Claes", RightsAct.WITHDRAW))
    query = select(Letter.kind).where(Letter.kind.startswith("invitation_ended."))
    assert world.session.scalars(query).all() == ["invitation_ended.party"]


def test_the_letter_of_an_invitation_opens_that_one_and_nothing_else(world: World, karim: Actor) -> None:
    els = colleague(world, "Els")
    mine, other = appoint(world, EVA), appoint(world, EVA, RightWish(MANAGER))
    call = begin(world, karim, invitation_of(world, mine))
    actor = phone_calls.actor_of(call)
    rights = [one.id for one in rows_of(world, els)]
    for act in (
        partial(dismiss_rights, world.session, actor, els.id, rights, policy=world.policy, now=world.now),
        partial(withdraw_invitation, world.session, actor, other.id, policy=world.policy, now=world.now),
        partial(refuse_relation, world.session, actor, other.id, now=world.now),
        partial(order_overview, world.session, actor, world.office.id, policy=world.policy, now=world.now),
        partial(start_draft, world.session, actor, "prepare", now=world.now),
    ):
        with pytest.raises(NotAllowed, match="caller_not_checked_for_this"):
            act()


def test_without_the_letter_of_the_invitation_nobody_refuses_it(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    actor = phone_calls.actor_of(about_a_mandate(world, karim))
    with pytest.raises(NotAllowed, match="caller_not_checked_for_this"):
        refuse_relation(world.session, actor, relation.id, now=world.now)


def test_a_wrong_code_of_an_invitation_counts(world: World, karim: Actor) -> None:
    letter = invitation_of(world, appoint(world, EVA))
    with pytest.raises(WrongTry) as wrong:
        begin(world, karim, letter, code="2222-2222")
    assert isinstance(wrong.value, Invalid)
    assert wrong.value.values["left"] == 4


def test_a_clerk_helps_nobody_of_his_own_enterprise(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    person = world.session.get_one(Person, karim.actor_id)
    call = begin(world, karim, invitation_of(world, relation))
    world.add_representative(OFFICE, person.first_name, person.last_name)
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        begin(world, karim, invitation_of(world, relation))
    refuse, _ = list_invitation_choices(world.session, call, now=world.now)
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        do(world, call, refuse)


def test_who_was_invited_accepts_after_a_call_that_did_nothing(world: World, karim: Actor) -> None:
    relation = appoint(world, EVA)
    begin(world, karim, invitation_of(world, relation), ANN)
    eva = colleague(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert relation.status_on(TODAY) is Status.ACTIVE


def test_the_organisation_and_the_colleague_read_what_a_caller_ended(world: World, karim: Actor) -> None:
    els = colleague(world, "Els", MANAGER)
    colleague(world, "Els")
    call = about_a_mandate(world, karim)
    choices = list_choices(world.session, call, "Els Wouters", now=world.now)
    executes = next(one for one in choices if one.held and one.held.kind == "executor")
    for _ in range(2):
        do(world, call, executes)
    to_party, to_els = letters_of_end(world)
    assert (to_party.party_id, to_els.party_id) == (world.office.id, world.office.id)
    assert (to_party.address_lines[0], to_els.address_lines) == (
        world.office.name, ["Els Wouters", *to_party.address_lines]
    )  # fmt: skip
    assert (to_els.data["recipient_name"], to_els.data["whole"], to_els.data["alone"]) == ("Els Wouters", False, None)
    assert (to_party.data["acted_by"], to_party.data["alone"]) == ("Jan Peeters", 1)
    assert "aan de telefoon" in to_party.data["channel"]
    assert to_party.data["rights"][0].startswith("Mandaatuitvoerder: mag kijken en doen")
    assert kinds_of(world, els) == ["manager"]


def test_with_all_of_it_goes_what_waited_and_one_letter_each_says_so(world: World, karim: Actor) -> None:
    els = colleague(world, "Els")
    waits = appoint(world, EVA, RightWish(MANAGER))
    waits.person_id = els.id
    world.session.flush()
    call = about_a_mandate(world, karim)
    do(world, call, called(world, call, "Els Wouters", RightsAct.LEAVE))
    assert waits.status_on(TODAY) is Status.WITHDRAWN
    assert [(one.data["whole"], len(one.data["rights"])) for one in letters_of_end(world)] == [(True, 2)] * 2


def test_at_home_a_right_that_ends_is_on_the_screen_and_in_no_letter(world: World) -> None:
    els = colleague(world, "Els")
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    assert letters_of_end(world) == []


def test_one_e_mail_stands_beside_both_letters(world: World, karim: Actor) -> None:
    colleague(world, "Els")
    reads_mail(with_mail(world), MailWish.BESIDE, world.holder)
    call = about_a_mandate(world, karim)
    do(world, call, called(world, call, "Els Wouters", RightsAct.LEAVE))
    world.later(minutes=15)
    found = [kind for mail in told(send_due(world)) for kind in mail]
    assert [kind for kind in found if kind.startswith("rights_ended")] == ["rights_ended.party"]
    assert len(letters_of_end(world)) == 2


def letters_of_end(world: World) -> list[Letter]:
    """The letters about rights that ended: to the organisation, and then to the colleague."""
    query = select(Letter).where(Letter.kind.startswith("rights_ended.")).order_by(Letter.kind.desc())
    return list(world.session.scalars(query))
