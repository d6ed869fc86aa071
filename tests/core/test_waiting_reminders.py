"""Reminders of what waits and would lapse without a word: a later end that was proposed, and a second signature."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.acts.carrying_out import carry_out
from app.core.acts.reminders import list_to_remind, remind
from app.core.letters.check import over_since
from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act, acts_by_letter
from app.core.people.notices import MailWish
from app.core.people.persons import ensure_person
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mail import MailPart
from app.models.mandate import Mandate
from tests.acting import (
    accept,
    accept_extension,
    contest,
    extend,
    letters,
    reader,
    refuse_extension,
    refuse_signature,
    resume,
    sign,
    today,
    withdraw_extension,
)
from tests.core.duo import Duo
from tests.core.test_reminders import ends_in, over_a_time, run
from tests.mailing import reads_mail, with_mail
from tests.world import TODAY, World


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


def proposed(world: World, days: int = 200, *keys: str) -> Mandate:
    """A mandate with so many days to go, of which the giver proposes today to run a month longer."""
    return extend(world, ends_in(world, days, *keys), months=1)


def letter_of(world: World, mandate: Mandate, kind: str) -> Letter:
    return world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id, Letter.kind == kind)).one()


def told_last(world: World, mandate: Mandate) -> str:
    """The last sentence of the timeline of the holder."""
    return list_happenings(world.session, mandate.id, mandate.holder_id)[-1].sentence


def asked_to_extend(world: World, duo: Duo) -> Mandate:
    """A mandate of the two that runs, of which Godelieve signed today to let it run longer."""
    mandate = sign(world, duo.give(months=None, last_day=TODAY + timedelta(days=200)), duo.johan)
    return extend(world, accept(world, mandate), duo.godelieve, months=1)


def test_both_sides_are_warned_before_a_proposal_lapses(world: World) -> None:
    mandate = proposed(world)
    assert over_a_time(world, 35) == {23: ["extension"]}
    assert letters(world, mandate)[6:] == ["extension_unanswered.giver", "extension_waits.holder"]
    assert told_last(world, mandate).startswith("Wij schreven beide partijen dat een antwoord over verlengen nog kan")
    facts = letter_of(world, mandate, "extension_waits.holder").data
    assert (facts["answer_by"], facts["last_day"], facts["proposed_by"]) == ("2026-12-23", "2027-06-11", "giver")


def test_what_the_holder_proposed_waits_for_the_giver(world: World) -> None:
    mandate = extend(world, ends_in(world, 200), world.holder, months=1)
    assert over_a_time(world, 35) == {23: ["extension"]}
    assert letters(world, mandate)[6:] == ["extension_unanswered.holder", "extension_waits.giver"]


def test_the_letter_about_a_proposal_can_be_answered(world: World) -> None:
    mandate = proposed(world)
    over_a_time(world, 23)
    mandate, letter = get_mandate(world.session, mandate.id), letter_of(world, mandate, "extension_waits.holder")
    assert boxes_of(letter, mandate) == [Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION, Act.CONTEST]
    assert letter.data["high_risk"] == (Act.ACCEPT_EXTENSION not in acts_by_letter(mandate, Side.HOLDER, today(world)))
    assert over_since(mandate, letter, today(world)) is None
    accept_extension(world, mandate)
    assert over_since(get_mandate(world.session, mandate.id), letter, today(world)) == today(world)


@pytest.mark.parametrize("answer", [accept_extension, refuse_extension, withdraw_extension])
def test_an_answered_proposal_is_not_warned_of(world: World, answer) -> None:
    answer(world, proposed(world))
    assert over_a_time(world, 40) == {}


def test_a_proposal_of_a_week_or_less_needs_no_warning(world: World) -> None:
    mandate = ends_in(world, 37)
    assert over_a_time(world, 30) == {7: ["expiring_30"], 30: ["expiring_7"]}
    extend(world, mandate, months=1)
    assert over_a_time(world, 8) == {}


def test_a_proposal_that_lapses_with_the_end_is_told_instead_of_the_end(world: World) -> None:
    mandate = ends_in(world, 25)
    world.later(days=5)
    extend(world, mandate, months=1)
    assert over_a_time(world, 25) == {13: ["extension"]}


def test_an_end_is_told_when_the_proposal_before_it_is_refused(world: World) -> None:
    mandate = proposed(world, 25)
    assert over_a_time(world, 19) == {18: ["extension"]}
    refuse_extension(world, mandate)
    assert over_a_time(world, 8) == {0: ["expiring_7"]}


def test_a_proposal_while_it_stands_still_is_warned_of_once_it_can_be_answered(world: World) -> None:
    mandate = proposed(world)
    world.later(days=20)
    contest(world, mandate)
    world.later(days=5)
    assert run(world) == []
    resume(world, mandate)
    assert [run(world), run(world)] == [["extension"], []]


def test_a_warning_of_a_proposal_comes_by_mail_alone_for_who_chose_that(world: World) -> None:
    reads_mail(with_mail(world), MailWish.INSTEAD)
    mandate = proposed(world)
    over_a_time(world, 23)
    assert letters(world, mandate)[6:] == ["extension_waits.holder"]
    assert world.session.scalars(select(MailPart.kind).order_by(MailPart.cause_id.desc())).first() == (
        "extension_unanswered.giver"
    )


def test_the_second_is_warned_and_the_other_side_hears_nothing(world: World, duo: Duo) -> None:
    mandate = duo.give()
    assert over_a_time(world, 35) == {23: ["signing_giver"]}
    assert letters(world, mandate) == ["to_sign.giver", "sign_waits.giver"]
    letter = letter_of(world, mandate, "sign_waits.giver")
    assert letter.address_lines[0] == letter.data["recipient_name"] == "Johan De Smet"
    told = [one.sentence for one in list_happenings(world.session, mandate.id, mandate.giver_id)]
    words = "Wij schreven Johan De Smet dat tekenen voor VZW De Beekhoek nog kan tot en met"
    assert told[-1] == f"{words} 23\u00a0december\u00a02026."


def test_the_warning_of_a_signature_is_not_in_the_timeline_of_the_other_side(world: World, duo: Duo) -> None:
    mandate = asked_to_extend(world, duo)
    assert over_a_time(world, 25) == {23: ["signing_giver"]}
    assert letters(world, mandate)[-1] == "sign_waits.giver"
    read = [one.kind for one in list_happenings(world.session, mandate.id, mandate.holder_id)]
    assert "reminded" not in read


@pytest.mark.parametrize("by", ["godelieve", "johan"])
def test_a_signature_that_came_or_was_refused_is_not_warned_of(world: World, duo: Duo, by: str) -> None:
    mandate = duo.give()
    refuse_signature(world, mandate, getattr(duo, by))
    assert over_a_time(world, 35) == {}
    other = sign(world, duo.give("permit.view"), duo.johan)
    # Now the other side has to answer, and that is warned of.
    assert over_a_time(world, 25) == {23: ["lapsing"]}
    assert "sign_waits.giver" not in letters(world, other)


def test_the_second_signs_with_the_letter_that_warns_him(world: World, duo: Duo) -> None:
    mandate = duo.give()
    over_a_time(world, 23)
    mandate, letter = get_mandate(world.session, mandate.id), letter_of(world, mandate, "sign_waits.giver")
    assert boxes_of(letter, mandate) == [Act.SIGN, Act.REFUSE_SIGNATURE]
    johan = ensure_person(world.session, "reader", "Johan", "De Smet")
    actor = reader(world, mandate, mandate.giver, johan)
    assert actor.letter_id == letter.id
    carry_out(world.session, actor, Act.SIGN, mandate.id, policy=world.policy, now=world.now)
    assert get_mandate(world.session, mandate.id).second_signed_on == today(world)


def test_who_signed_first_to_accept_is_not_told_that_nobody_answered(world: World, duo: Duo) -> None:
    mandate = duo.get()
    world.later(days=2)
    accept(world, mandate, duo.godelieve)
    assert over_a_time(world, 25) == {21: ["signing_giver", "lapsing"]}
    assert letters(world, mandate)[-2:] == ["sign_waits.giver", "lapsing.holder"]
    words = "Wij schreven Boekhoudkantoor Peeters BV dat een antwoord nog kan tot en met"
    assert told_last(world, mandate) == f"{words} 23\u00a0december\u00a02026."


def test_who_signed_first_to_extend_is_not_told_that_nobody_answered(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give(months=None, last_day=TODAY + timedelta(days=200)), duo.johan))
    extend(world, mandate, world.holder, months=1)
    world.later(days=2)
    accept_extension(world, mandate, duo.godelieve)
    assert over_a_time(world, 25) == {21: ["signing_giver", "extension"]}
    assert letters(world, mandate)[-2:] == ["sign_waits.giver", "extension_unanswered.holder"]
    words = "Wij schreven Boekhoudkantoor Peeters BV dat een antwoord over verlengen nog kan tot en met"
    assert told_last(world, mandate) == f"{words} 23\u00a0december\u00a02026."


def test_a_warning_to_the_second_takes_no_day_of_what_both_are_reminded_of(world: World, duo: Duo) -> None:
    mandate = sign(world, duo.give(months=None, last_day=TODAY + timedelta(days=83)), duo.johan)
    extend(world, accept(world, mandate), duo.godelieve, months=1)
    assert over_a_time(world, 25) == {23: ["signing_giver", "expiring_60"]}


def test_a_late_job_sends_each_warning_once(world: World, duo: Duo) -> None:
    duo.give()
    proposed(world)
    (told,) = over_a_time(world, 40, frozenset(range(27))).items()
    assert (told[0], sorted(told[1])) == (27, ["extension", "signing_giver"])
    for mandate_id in list_to_remind(world.session, now=world.now):
        remind(world.session, mandate_id, policy=world.policy, now=world.now)
    found = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "reminded"))
    assert sorted(one.data["reminder"] for one in found) == ["extension", "signing_giver"]
