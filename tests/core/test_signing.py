"""Two signatures: what one representative signs waits for another one, who signs exactly the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.acts.carrying_out import find_refusal
from app.core.acts.giving import give_mandate
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.mandates.catalogue import get_types
from app.core.mandates.possible_acts import Act, acts_on
from app.core.mandates.signatures import Second
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.people.rights import list_executors
from app.core.permits.sight import find_sight
from app.core.permits.signing import possible_seconds
from app.core.register.functions import find_functions_of
from app.core.representation.checking import Question, may_represent
from app.core.rights.granting import grant_right
from app.core.views.figures import read_party_figures
from app.core.views.mandate import view_mandate
from app.core.views.overview_rows import list_rows
from app.core.views.tasks import count_to_answer, list_tasks
from app.core.views.timeline import list_happenings
from app.models.function import Function
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.signature import SigningWay
from app.models.user_right import RightKind
from tests.acting import (
    accept,
    accept_extension,
    confirm,
    contest,
    extend,
    kinds,
    letters,
    refuse,
    refuse_signature,
    resume,
    run_days,
    run_register,
    sign,
    status,
    stop,
    today,
    withdraw,
)
from tests.core.duo import Duo
from tests.world import BAKERY, DUO, FARM, HOMELESS, OFFICE, TODAY, World


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


def test_what_one_of_two_gives_waits_and_the_holder_hears_nothing(world: World, duo: Duo) -> None:
    mandate = duo.give()
    assert status(world, mandate) is Status.TO_SIGN
    assert letters(world, mandate) == ["to_sign.giver"]
    assert kinds(world, mandate) == ["given", "sign_asked"]
    assert acts_on(mandate, Side.HOLDER, TODAY) == []
    with pytest.raises(NotFound):
        view_mandate(world.session, world.holder, mandate.id, now=world.now)
    with pytest.raises(NotFound):
        accept(world, mandate)


def test_the_second_signature_sends_it_and_the_thirty_days_count_from_that_day(world: World, duo: Duo) -> None:
    mandate = duo.give()
    world.later(days=10)
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.OFFERED
    assert mandate.answer_by == TODAY + timedelta(days=40)
    assert letters(world, mandate) == ["to_sign.giver", "given.giver", "invitation.holder"]
    assert kinds(world, mandate) == ["given", "sign_asked", "signed"]
    assert mandate.status_on(TODAY + timedelta(days=9)) is Status.TO_SIGN
    accept(world, mandate)
    assert status(world, mandate) is Status.ACTIVE


def test_both_names_stand_in_the_journal_and_in_the_letters(world: World, duo: Duo) -> None:
    mandate = sign(world, duo.give(), duo.johan)
    told = [one.sentence for one in list_happenings(world.session, mandate.id, duo.party.id)]
    assert "Johan De Smet zette de tweede handtekening voor VZW De Beekhoek, na Godelieve Maes." in told
    letter = world.session.query(Letter).filter_by(mandate_id=mandate.id, kind="invitation.holder").one()
    assert letter.data["acted_by"] == "Johan De Smet samen met Godelieve Maes"
    asked = world.session.query(Letter).filter_by(mandate_id=mandate.id, kind="to_sign.giver").one()
    assert asked.address_lines[0] == asked.data["recipient_name"] == "Johan De Smet"
    assert asked.data["high_risk"] is False


def test_the_other_side_never_reads_what_went_on_inside(world: World, duo: Duo) -> None:
    mandate = sign(world, duo.give(), duo.johan)
    told = [one.kind for one in list_happenings(world.session, mandate.id, world.office.id)]
    assert told == ["given", "signed"]


def test_signing_twice_is_harmless_and_sends_nothing_again(world: World, duo: Duo) -> None:
    mandate = sign(world, sign(world, duo.give(), duo.johan), duo.johan)
    assert letters(world, mandate).count("invitation.holder") == 1


def test_nobody_signs_twice(world: World, duo: Duo) -> None:
    mandate = duo.give()
    with pytest.raises(NotAllowed, match="nobody_signs_twice"):
        sign(world, mandate, duo.godelieve)
    assert find_refusal(world.session, duo.godelieve, mandate, Act.SIGN, TODAY).code == "nobody_signs_twice"
    assert find_refusal(world.session, duo.johan, mandate, Act.SIGN, TODAY) is None


def test_a_second_row_of_the_register_makes_nobody_a_second_person(world: World, duo: Duo) -> None:
    world.add_function(DUO, "G.", "Maes", "two", "subject-godelieve")
    mandate = duo.give()
    again = replace(duo.godelieve, occasion="another sign-in")
    with pytest.raises(NotAllowed, match="nobody_signs_twice"):
        sign(world, mandate, again)


def test_a_row_with_the_sign_in_of_the_first_is_not_asked(world: World, duo: Duo) -> None:
    again = world.add_function(DUO, "G.", "Maes", "two", "subject-godelieve")
    with pytest.raises(Invalid, match="second_missing"):
        duo.give(second=Second(again.id))
    # Whichever of both rows stands for who signed first.
    for row in find_functions_of(world.session, "subject-godelieve", TODAY):
        found = possible_seconds(world.session, None, row.id, duo.party, TODAY)
        assert "subject-godelieve" not in {one.subject for one in found}


def test_who_signed_second_does_not_accept_for_the_other_side(world: World, duo: Duo) -> None:
    johan = ensure_person(world.session, "subject-johan", "Johan", "De Smet")
    grant_right(world.session, johan.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = sign(world, duo.give(), duo.johan)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, mandate, world.at_home(johan, world.office))


def test_a_namesake_and_a_stranger_do_not_sign(world: World, duo: Duo) -> None:
    mandate = duo.give()
    namesake = ensure_person(world.session, "another-johan", "Johan", "De Smet")
    with pytest.raises(NotAllowed, match="may_not_decide"):
        sign(world, mandate, world.at_home(namesake, duo.party))
    with pytest.raises(NotFound):
        sign(world, mandate, world.giver)


def test_a_manager_right_is_no_second_representative(world: World, duo: Duo) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, duo.party.id, RightKind.MANAGER, first_day=TODAY)
    mandate = duo.give()
    with pytest.raises(NotAllowed, match="second_must_represent"):
        sign(world, mandate, world.at_home(els, duo.party))


def test_a_manager_signs_alone_unless_the_type_asks_what_the_register_says(world: World, duo: Duo) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, duo.party.id, RightKind.MANAGER, first_day=TODAY)
    actor = world.at_home(els, duo.party)
    assert status(world, duo.give("hinder.manage", actor=actor)) is Status.OFFERED
    get_types(world.session, ["subsidy.view"])[0].signatures = "register"
    mandate = duo.give("subsidy.view", actor=actor)
    assert status(world, mandate) is Status.TO_SIGN
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.OFFERED


def test_a_type_that_asks_two_signatures_asks_them_of_who_signs_alone(world: World) -> None:
    piet = world.add_representative(BAKERY, "Piet", "Vermeulen")
    get_types(world.session, ["subsidy.view"])[0].signatures = "2"
    mandate = world.give("subsidy.view")
    assert status(world, mandate) is Status.TO_SIGN
    sign(world, mandate, world.at_home(piet, world.bakery))
    assert status(world, mandate) is Status.OFFERED


def test_a_type_that_follows_the_register_asks_one_signature_where_one_is_enough(world: World) -> None:
    get_types(world.session, ["subsidy.view"])[0].signatures = "register"
    assert status(world, world.give("subsidy.view")) is Status.OFFERED


def test_one_person_with_an_enterprise_number_never_needs_a_second(world: World) -> None:
    luc = world.add_representative(FARM, "Luc", "Vanhoutte", signs="two")
    farm = ensure_enterprise_party(world.session, FARM)
    get_types(world.session, ["subsidy.view"])[0].signatures = "2"
    wish = world.wish("subsidy.view", starter_id=farm.id)
    given = give_mandate(world.session, world.at_home(luc, farm), wish, policy=world.policy, now=world.now)
    assert status(world, given) is Status.OFFERED


def test_the_first_names_who_signs_second_and_somebody_else_may_still_do_it(world: World, duo: Duo) -> None:
    piet = duo.home("Piet", "Claes")
    mandate = duo.give(second=Second(duo.function("Piet").id, SigningWay.ONLINE))
    assert mandate.signatures[0].second.first_name == "Piet"
    assert letters(world, mandate) == ["to_sign.giver"]
    sign(world, mandate, duo.johan)
    assert mandate.signatures[0].second_person_id == duo.johan.person_id != piet.person_id


@pytest.mark.parametrize("wrong", ["self", "stranger", "counter"])
def test_who_cannot_sign_second_is_not_asked(world: World, duo: Duo, wrong: str) -> None:
    maria = world.session.query(Function).filter_by(enterprise_number=BAKERY).one()
    second = {
        "self": Second(duo.function("Godelieve").id),
        "stranger": Second(maria.id),
        "counter": Second(duo.function("Johan").id, SigningWay.COUNTER),
    }[wrong]
    with pytest.raises(Invalid, match="second_missing"):
        duo.give(second=second)


def test_either_representative_takes_it_back_and_the_own_side_gets_a_letter(world: World, duo: Duo) -> None:
    first, second, third = duo.give("hinder.manage"), duo.give("subsidy.view"), duo.give("leave.manage")
    refuse_signature(world, first, duo.johan)
    refuse_signature(world, refuse_signature(world, second, duo.godelieve), duo.godelieve)
    withdraw(world, third, duo.johan)
    for mandate in (first, second, third):
        assert status(world, mandate) is Status.WITHDRAWN
        assert letters(world, mandate) == ["to_sign.giver", "not_signed.giver"]
        assert kinds(world, mandate) == ["given", "sign_asked", "signature_refused"]
    with pytest.raises(Conflict, match="not_to_be_signed"):
        sign(world, first, duo.johan)


def test_what_nobody_signs_in_thirty_days_lapses_with_notice(world: World, duo: Duo) -> None:
    mandate = duo.give()
    world.later(days=30)
    assert run_days(world) == 0
    assert status(world, mandate) is Status.TO_SIGN
    world.later(days=1)
    assert status(world, mandate) is Status.LAPSED
    with pytest.raises(Conflict, match="signature_too_late"):
        sign(world, mandate, duo.johan)
    assert run_days(world) == 1
    assert run_days(world) == 0
    assert letters(world, mandate) == ["to_sign.giver", "not_signed.giver"]
    assert kinds(world, mandate)[2:] == ["unsigned", "lapsed"]


def test_nothing_else_can_be_done_with_what_waits(world: World, duo: Duo) -> None:
    mandate = duo.give()
    assert acts_on(mandate, Side.GIVER, TODAY) == [Act.SIGN, Act.REFUSE_SIGNATURE]
    for act in (stop, contest):
        with pytest.raises(Conflict, match="not_open_to_sign"):
            act(world, mandate, duo.godelieve)
    world.set_situation(OFFICE, "bankrupt")
    assert run_register(world) == 0
    with pytest.raises(Conflict, match="signing_party_stopped"):
        sign(world, mandate, duo.johan)


def test_the_holder_may_ask_the_same_meanwhile_and_then_the_second_signature_comes_too_late(
    world: World, duo: Duo
) -> None:
    mandate = duo.give("hinder.manage")
    world.ask("hinder.manage", other_number=DUO)
    with pytest.raises(Conflict, match="held_meanwhile"):
        sign(world, mandate, duo.johan)


def test_a_type_that_is_gone_is_not_signed_any_more(world: World, duo: Duo) -> None:
    mandate = duo.give("hinder.manage")
    mandate.lines[0].mandate_type.withdrawn_from = TODAY
    with pytest.raises(Invalid, match="type_withdrawn"):
        sign(world, mandate, duo.johan)


def test_what_waits_allows_nobody_anything(world: World, duo: Duo) -> None:
    duo.give("hinder.manage")
    question = Question(duo.party.id, "hinder.manage", AccessLevel.VIEW, TODAY, holder_id=world.office.id)
    assert not may_represent(world.session, question).allowed


def test_an_answer_of_two_waits_while_the_days_to_answer_go_on(world: World, duo: Duo) -> None:
    mandate = duo.get()
    by = mandate.answer_by
    accept(world, mandate, duo.godelieve)
    accept(world, mandate, duo.godelieve)
    assert status(world, mandate) is Status.REQUESTED
    assert mandate.answer_by == by == mandate.signatures[0].sign_by
    assert len(mandate.signatures) == 1
    assert acts_on(mandate, Side.GIVER, TODAY)[:3] == [Act.SIGN, Act.REFUSE_SIGNATURE, Act.REFUSE]
    assert view_mandate(world.session, duo.johan, mandate.id, now=world.now).status.sentence.startswith(
        "Johan De Smet moet nog mee tekenen om te aanvaarden"
    )
    with pytest.raises(Conflict, match="signature_waits"):
        accept(world, mandate, duo.johan)
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.ACTIVE
    assert kinds(world, mandate) == ["requested", "sign_asked", "signed", "accepted"]
    assert list_entries(world.session, mandate.id)[-1].data["first"] == str(duo.godelieve.person_id)


def test_who_was_chosen_to_execute_is_appointed_by_the_second_signature(world: World, duo: Duo) -> None:
    mandate = world.give(other_number=DUO)
    accept(world, mandate, duo.godelieve, executors=[duo.godelieve.person_id])
    assert list_executors(world.session, mandate, TODAY) == []
    sign(world, mandate, duo.johan)
    assert [one.first_name for one in list_executors(world.session, mandate, TODAY)] == ["Godelieve"]


def test_who_signed_first_and_left_meanwhile_gets_no_right(world: World, duo: Duo) -> None:
    mandate = world.give(other_number=DUO)
    accept(world, mandate, duo.godelieve, executors=[duo.godelieve.person_id])
    duo.function("Godelieve").until_day = TODAY - timedelta(days=1)
    world.session.flush()
    with pytest.raises(Invalid, match="executor_unknown"):
        sign(world, mandate, duo.johan)


def test_an_answer_that_is_not_signed_can_be_given_again(world: World, duo: Duo) -> None:
    mandate = duo.get()
    refuse_signature(world, accept(world, mandate, duo.godelieve), duo.johan)
    assert status(world, mandate) is Status.REQUESTED
    assert letters(world, mandate)[-1] == "not_signed.giver"
    accept(world, mandate, duo.johan)
    sign(world, mandate, duo.godelieve)
    assert status(world, mandate) is Status.ACTIVE


def test_one_of_two_refuses_alone_also_while_the_other_wants_to_accept(world: World, duo: Duo) -> None:
    mandate = duo.get()
    accept(world, mandate, duo.godelieve)
    refuse(world, mandate, duo.johan)
    assert status(world, mandate) is Status.REFUSED
    with pytest.raises(Conflict, match="signature_too_late"):
        sign(world, mandate, duo.johan)


def test_an_answer_that_is_not_signed_in_time_lapses_like_any_other(world: World, duo: Duo) -> None:
    mandate = accept(world, duo.get(), duo.godelieve)
    world.later(days=31)
    run_days(world)
    assert status(world, mandate) is Status.LAPSED
    assert letters(world, mandate)[-2:] == ["lapsed.giver", "lapsed.holder"]


def test_what_changed_after_the_first_signature_is_not_signed(world: World, duo: Duo) -> None:
    mandate = world.give("hinder.manage", "subsidy.view", other_number=DUO)
    accept(world, mandate, duo.godelieve)
    stop(world, mandate, type_keys=["subsidy.view"])
    with pytest.raises(Conflict, match="signing_changed"):
        sign(world, mandate, duo.johan)


def test_who_started_it_does_not_sign_to_accept_it(world: World, duo: Duo) -> None:
    world.add_function(BAKERY, "Johan", "De Smet", subject="subject-johan")
    johan_for_bakery = world.at_home(ensure_person(world.session, "subject-johan", "Johan", "De Smet"), world.bakery)
    wish = world.wish(other_number=DUO)
    mandate = give_mandate(world.session, johan_for_bakery, wish, policy=world.policy, now=world.now)
    accept(world, mandate, duo.godelieve)
    sign(world, mandate, duo.johan)
    assert list_entries(world.session, mandate.id)[-1].data["represents_both"] is True


def test_an_extension_of_two_reaches_the_other_side_when_both_signed(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    end = mandate.lines[0].last_day
    extend(world, mandate, duo.johan, months=1)
    assert mandate.extensions == []
    assert letters(world, mandate)[-1] == "to_sign.giver"
    assert Act.EXTEND not in acts_on(mandate, Side.GIVER, TODAY)
    sign(world, mandate, duo.godelieve)
    assert letters(world, mandate)[-2:] == ["extension_asked.holder", "extension_sent.giver"]
    accept_extension(world, mandate)
    assert mandate.lines[0].last_day > end


def test_an_extension_that_is_not_signed_in_time_goes_no_further(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    extend(world, mandate, duo.johan, months=1)
    world.later(days=31)
    assert run_days(world) == 1
    assert letters(world, mandate)[-1] == "not_signed.giver"
    assert kinds(world, mandate)[-1] == "unsigned"
    assert run_days(world) == 0
    assert Act.EXTEND in acts_on(mandate, Side.GIVER, today(world))


def test_two_people_accept_an_extension(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    extend(world, mandate, world.holder, months=1)
    end = mandate.lines[0].last_day
    accept_extension(world, mandate, duo.godelieve)
    assert mandate.lines[0].last_day == end
    assert acts_on(mandate, Side.GIVER, TODAY)[:3] == [Act.SIGN, Act.REFUSE_SIGNATURE, Act.REFUSE_EXTENSION]
    sign(world, mandate, duo.johan)
    assert mandate.lines[0].last_day > end


def test_two_people_resume_what_one_of_them_paused(world: World, duo: Duo) -> None:
    mandate = contest(world, accept(world, sign(world, duo.give(), duo.johan)), duo.godelieve)
    resume(world, mandate, duo.godelieve)
    assert status(world, mandate) is Status.SUSPENDED
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.ACTIVE


def test_what_waited_for_a_signature_is_over_when_something_else_is_asked_in_its_stead(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    extend(world, mandate, duo.godelieve, months=12)
    resume(world, contest(world, mandate, duo.godelieve), duo.godelieve)
    longer, on_again = mandate.signatures[1:]
    assert (longer.act, longer.ended_on, on_again.act, on_again.ended_on) == ("extend", TODAY, "resume", None)
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.ACTIVE
    assert mandate.extensions == []
    sign(world, extend(world, mandate, duo.godelieve, months=12), duo.johan)
    assert len(mandate.extensions) == 1


def test_two_people_confirm_where_no_letter_could_be_sent(world: World) -> None:
    party = ensure_enterprise_party(world.session, HOMELESS)
    nele, wim = (
        world.at_home(world.add_representative(HOMELESS, name, "Claes", signs="two"), party, name)
        for name in ("Nele", "Wim")
    )
    mandate = world.give(other_number=HOMELESS)
    sign(world, accept(world, mandate, nele), wim)
    confirm(world, mandate, replace(nele, occasion="later"))
    assert status(world, mandate) is Status.TO_CONFIRM
    sign(world, mandate, replace(wim, occasion="later"))
    assert status(world, mandate) is Status.ACTIVE


def test_who_still_has_to_sign_finds_it_among_what_waits(world: World, duo: Duo) -> None:
    mandate = duo.give()
    [task] = list_tasks(world.session, duo.johan, duo.party.id, now=world.now).mandates
    assert (task.act, task.mandate.id, task.by) == (Act.SIGN, mandate.id, mandate.signatures[0].sign_by)
    assert list_tasks(world.session, duo.godelieve, duo.party.id, now=world.now).count == 0
    assert list_tasks(world.session, world.holder, world.office.id, now=world.now).count == 0


def test_an_answer_that_one_gave_waits_for_the_other_and_not_for_an_answer(world: World, duo: Duo) -> None:
    accept(world, duo.get(), duo.godelieve)
    assert [one.act for one in list_tasks(world.session, duo.johan, duo.party.id, now=world.now).mandates] == [Act.SIGN]
    assert list_tasks(world.session, duo.godelieve, duo.party.id, now=world.now).count == 0


def test_an_answer_that_one_gave_is_not_counted_as_one_to_give(world: World, duo: Duo) -> None:
    mandate = duo.get()
    assert count_to_answer(world.session, duo.johan, now=world.now) == 1
    accept(world, mandate, duo.godelieve)
    assert count_to_answer(world.session, duo.johan, now=world.now) == 0
    assert count_to_answer(world.session, duo.godelieve, now=world.now) == 0


def test_what_waits_is_counted_without_reading_it(world: World) -> None:
    stop(world, accept(world, world.give("hinder.manage")))
    world.give("kmop.manage")
    world.ask("subsidy.view")
    world.session.flush()
    world.session.expunge_all()
    assert [count_to_answer(world.session, one, now=world.now) for one in (world.holder, world.giver)] == [1, 1]
    assert not any(isinstance(one, Mandate) for one in world.session.identity_map.values())


def test_what_waits_is_in_no_list_of_the_other_side(world: World, duo: Duo) -> None:
    mandate = duo.give()
    for actor, seen in ((duo.godelieve, [mandate.id]), (world.holder, [])):
        sight = find_sight(world.session, actor, TODAY)
        assert [one.id for one in list_rows(world.session, sight)] == seen
    assert read_party_figures(world.session, world.holder, since=None, now=world.now).together.started == 0
