"""Extending: either side proposes a later end, nothing changes until the other side accepts."""

from datetime import date, timedelta

import pytest

from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.possible_acts import Act, acts_by_letter, acts_on
from app.core.representation.checking import Question, may_represent
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.lifecycle import Side, Status
from app.models.mandate_type import AccessLevel, MandateType
from app.models.user_right import RightKind
from tests.acting import (
    accept,
    accept_extension,
    consent,
    contest,
    extend,
    get_mandate,
    kinds,
    letters,
    reader,
    refuse_extension,
    renounce,
    resume,
    run_days,
    status,
    stop,
    today,
    withdraw_extension,
)
from tests.world import TODAY, World

YEAR_END = date(2027, 11, 22)  # a year from 23 November 2026
NEW_END = date(2028, 11, 22)


def ends(mandate) -> dict[str, date | None]:
    return {line.type_key: line.last_day for line in mandate.lines}


def may(world: World, day: date, service: str = "subsidy.view") -> bool:
    question = Question(world.bakery.id, service, AccessLevel.VIEW, day, holder_id=world.office.id)
    return may_represent(world.session, question).allowed


@pytest.fixture
def running(world: World):
    return accept(world, world.give("subsidy.view"))


def test_nothing_changes_until_the_other_side_accepts(world: World, running) -> None:
    extend(world, running, months=12)
    assert ends(running) == {"subsidy.view": YEAR_END}
    assert may(world, YEAR_END)
    assert not may(world, YEAR_END + timedelta(days=1))


def test_an_accepted_extension_moves_the_end_of_the_same_mandate_at_the_very_next_check(world: World, running) -> None:
    extend(world, running, months=12)
    accept_extension(world, running)
    assert ends(running) == {"subsidy.view": NEW_END}
    assert may(world, NEW_END)
    assert not may(world, NEW_END + timedelta(days=1))
    assert status(world, running, 730) is Status.ACTIVE
    assert kinds(world, running)[-2:] == ["extension_proposed", "extension_accepted"]


def test_the_end_that_was_agreed_before_stays_readable(world: World, running) -> None:
    extend(world, running, months=12)
    world.later(days=3)
    accept_extension(world, running)
    (extension,) = get_mandate(world.session, running.id).extensions
    (line,) = extension.lines
    assert (line.previous_last_day, line.last_day) == (YEAR_END, NEW_END)
    assert (extension.proposed_on, extension.accepted_on) == (TODAY, TODAY + timedelta(days=3))


def test_what_was_valid_on_any_day_before_stays_the_same(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", "recog.view", months=None, last_day=TODAY + timedelta(days=20)))
    world.later(days=5)
    stop(world, mandate, type_keys=["recog.view"])
    extend(world, mandate, months=1)
    world.later(days=10)
    days = [TODAY + timedelta(days=number) for number in range(16)]

    def seen() -> list[object]:
        fresh = get_mandate(world.session, mandate.id)
        return [(fresh.status_on(day), *(fresh.line_holds_on(line, day) for line in fresh.lines)) for day in days]

    before = seen()
    accept_extension(world, mandate)
    assert seen() == before
    assert status(world, mandate, 30) is Status.ACTIVE


def test_both_sides_get_a_letter_at_the_proposal_and_at_the_answer(world: World, running) -> None:
    extend(world, running, months=12)
    accept_extension(world, running)
    assert letters(world, running)[4:] == [
        "extension_asked.holder",
        "extension_sent.giver",
        "extended.giver",
        "extended.holder",
    ]


def test_the_holder_may_propose_and_then_the_giver_decides(world: World, running) -> None:
    extend(world, running, world.holder, months=6)
    with pytest.raises(NotAllowed):
        accept_extension(world, running, world.holder)
    accept_extension(world, running, world.giver)
    assert ends(running) == {"subsidy.view": date(2028, 5, 22)}


def test_nobody_accepts_the_extension_that_he_proposed_himself(world: World, running) -> None:
    both = world.maria
    grant_right(world.session, both.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    extend(world, running, months=12)
    with pytest.raises(NotAllowed, match="own_extension"):
        accept_extension(world, running, world.at_home(both, world.office))


def test_who_legally_represents_both_sides_may_accept_his_own_extension_and_it_is_recorded(
    world: World, running
) -> None:
    world.add_function(world.office.enterprise_number, "Maria", "Vermeulen", subject="subject-maria")
    extend(world, running, months=12)
    accept_extension(world, running, world.at_home(world.maria, world.office))
    assert list_entries(world.session, running.id)[-1].data["represents_both"] is True


def test_a_refused_extension_leaves_the_end_as_it_was_and_tells_who_proposed_it(world: World, running) -> None:
    extend(world, running, months=12)
    refuse_extension(world, running)
    refuse_extension(world, running)
    assert ends(running) == {"subsidy.view": YEAR_END}
    assert letters(world, running)[6:] == ["not_extended.giver"]
    with pytest.raises(Conflict, match="extension_refused"):
        accept_extension(world, running)


def test_who_proposed_it_may_take_it_back_until_it_is_answered(world: World, running) -> None:
    extend(world, running, months=12)
    with pytest.raises(NotAllowed):
        withdraw_extension(world, running, world.holder)
    withdraw_extension(world, running)
    assert letters(world, running)[6:] == ["not_extended.holder"]
    with pytest.raises(Conflict, match="extension_withdrawn"):
        accept_extension(world, running)


def test_an_answer_given_twice_changes_nothing_more(world: World, running) -> None:
    extend(world, running, months=12)
    extend(world, running, months=12)
    accept_extension(world, running)
    accept_extension(world, running)
    assert len(letters(world, running)) == 8
    with pytest.raises(Conflict, match="extension_accepted"):
        refuse_extension(world, running)


def test_one_extension_waits_at_a_time(world: World, running) -> None:
    extend(world, running, months=12)
    for actor, months in ((world.giver, 6), (world.holder, 12)):
        with pytest.raises(Conflict, match="extension_waits"):
            extend(world, running, actor, months=months)


def test_an_extension_that_nobody_answers_lapses_after_thirty_days_and_both_sides_read_it_once(
    world: World, running
) -> None:
    extend(world, running, months=12)
    world.later(days=30)
    assert run_days(world) == 0
    assert Act.ACCEPT_EXTENSION in acts_on(get_mandate(world.session, running.id), Side.HOLDER, today(world))
    world.later(days=1)
    with pytest.raises(Conflict, match="extension_lapsed"):
        accept_extension(world, running)
    assert run_days(world) == 1
    assert run_days(world) == 0
    assert letters(world, running)[6:] == ["not_extended.giver", "not_extended.holder"]
    last = list_happenings(world.session, running.id)[-1]
    assert last.sentence.startswith("Niemand antwoordde op tijd")
    assert last.kind == "extension_undecided"
    assert status(world, running) is Status.ACTIVE


def test_after_a_lapse_the_same_may_be_proposed_again_even_before_the_daily_job_told_it(world: World, running) -> None:
    extend(world, running, months=12)
    world.later(days=31)
    extend(world, running, months=12)
    assert kinds(world, running)[2:] == ["extension_proposed", "undecided", "extension_proposed"]
    world.later(days=31)
    assert run_days(world) == 1
    assert kinds(world, running).count("undecided") == 2
    assert run_days(world) == 0


def test_an_extension_lapses_with_the_end_of_its_lines(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None, last_day=TODAY + timedelta(days=10)))
    extend(world, mandate, months=12)
    assert mandate.extensions[0].answer_by == TODAY + timedelta(days=10)
    world.later(days=11)
    with pytest.raises(Conflict, match="extension_expired"):
        accept_extension(world, mandate)
    run_days(world)
    assert kinds(world, mandate)[-2:] == ["undecided", "expired"]
    assert run_days(world) == 0


def test_an_extension_may_be_accepted_on_the_last_day(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None, last_day=TODAY + timedelta(days=10)))
    extend(world, mandate, months=1)
    world.later(days=10)
    accept_extension(world, mandate)
    assert status(world, mandate, 1) is Status.ACTIVE


def test_a_mandate_that_is_over_is_not_extended(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None, last_day=TODAY + timedelta(days=10)))
    world.later(days=11)
    with pytest.raises(Conflict, match="extension_expired"):
        extend(world, mandate, months=12)


def test_only_what_both_sides_agreed_to_is_extended(world: World) -> None:
    with pytest.raises(Conflict, match="extension_too_early"):
        extend(world, world.give("subsidy.view"), months=12)


def test_while_a_mandate_stands_still_nobody_proposes_or_answers_an_extension(world: World, running) -> None:
    extend(world, running, months=12)
    contest(world, running)
    for act in (accept_extension, refuse_extension, withdraw_extension):
        with pytest.raises(Conflict, match="extension_suspended"):
            act(world, running)
    with pytest.raises(Conflict, match="extension_suspended"):
        extend(world, running, months=6)
    resume(world, running)
    accept_extension(world, running)
    assert ends(running) == {"subsidy.view": NEW_END}


def test_with_an_enterprise_that_stopped_nothing_is_extended(world: World, running) -> None:
    extend(world, running, months=12)
    world.set_situation(world.office.enterprise_number, "bankrupt")
    with pytest.raises(Conflict, match="extension_party_stopped"):
        accept_extension(world, running)
    withdraw_extension(world, running)
    with pytest.raises(Conflict, match="extension_party_stopped"):
        extend(world, running, months=6)


def test_some_lines_are_extended_and_the_others_end_when_they_would(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", "recog.view"))
    extend(world, mandate, type_keys=("recog.view",), months=12)
    accept_extension(world, mandate)
    assert ends(mandate) == {"subsidy.view": YEAR_END, "recog.view": NEW_END}


def test_a_line_that_was_stopped_meanwhile_stays_stopped(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", "recog.view"))
    extend(world, mandate, months=12)
    stop(world, mandate, type_keys=["subsidy.view"])
    accept_extension(world, mandate)
    assert ends(mandate) == {"subsidy.view": YEAR_END, "recog.view": NEW_END}
    assert list_entries(world.session, mandate.id)[-1].data["types"] == ["recog.view"]


def test_an_extension_falls_when_everything_in_it_is_stopped(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", "recog.view"))
    extend(world, mandate, type_keys=("subsidy.view",), months=12)
    renounce(world, mandate, type_keys=["subsidy.view"])
    with pytest.raises(Conflict, match="extension_fallen"):
        accept_extension(world, mandate)
    world.later(days=40)
    assert run_days(world) == 0


def test_a_type_never_runs_further_than_its_longest_period_from_the_day_it_is_proposed(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", "recog.manage"))
    types = {key: world.session.get_one(MandateType, key).longest_months for key in ("subsidy.view", "recog.manage")}
    assert types == {"subsidy.view": None, "recog.manage": 36}
    extend(world, mandate, months=36)
    accept_extension(world, mandate)
    assert ends(mandate) == {"subsidy.view": date(2030, 11, 22), "recog.manage": date(2029, 11, 22)}
    with pytest.raises(Conflict, match="extension_longest"):
        extend(world, mandate, type_keys=("recog.manage",), months=12)


@pytest.mark.parametrize(
    ("wish", "error", "code"),
    [
        ({}, Invalid, "extension_period_missing"),
        ({"months": 12, "last_day": NEW_END}, Invalid, "extension_period_missing"),
        ({"months": 0}, Invalid, "extension_period_missing"),
        ({"months": 5000}, Invalid, "extension_period_missing"),
        ({"last_day": YEAR_END}, Invalid, "extension_not_later"),
        ({"last_day": date(2300, 1, 1)}, Invalid, "day_too_far"),
        ({"months": 12, "type_keys": ("permit.view",)}, Invalid, "extension_lines_missing"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_a_sentence(world: World, running, wish, error, code) -> None:
    with pytest.raises(error, match=code) as refusal:
        extend(world, running, **wish)
    assert refusal.value.sentence


def test_what_ends_further_away_than_anybody_means_is_not_extended(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", first_day=date(2199, 12, 31), months=1200))
    with pytest.raises(Invalid, match="day_too_far"):
        extend(world, mandate, months=1)


def test_a_mandate_without_an_end_needs_no_extension(world: World) -> None:
    mandate = accept(world, world.give("subsidy.view", months=None))
    assert Act.EXTEND not in acts_on(mandate, Side.GIVER, TODAY)
    with pytest.raises(Conflict, match="nothing_to_extend"):
        extend(world, mandate, months=12)


def test_a_mandate_that_runs_as_long_as_its_type_allows_is_only_offered_an_extension_later(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage"))
    assert Act.EXTEND not in acts_on(mandate, Side.GIVER, TODAY)
    with pytest.raises(Conflict, match="extension_longest"):
        extend(world, mandate, months=12)
    world.later(days=300)
    assert Act.EXTEND in acts_on(mandate, Side.GIVER, today(world))
    extend(world, mandate, months=12)


def test_a_type_that_was_withdrawn_is_not_extended(world: World, running) -> None:
    world.session.get_one(MandateType, "subsidy.view").withdrawn_from = TODAY
    with pytest.raises(Conflict, match="nothing_to_extend"):
        extend(world, running, months=12)


def test_a_code_extends_and_accepts_only_where_every_type_allows_it(world: World) -> None:
    easy, hard = accept(world, world.give("subsidy.view")), accept(world, world.give("recog.manage"))
    for mandate, fine in ((easy, True), (hard, False)):
        maria = reader(world, mandate, world.bakery, world.maria)
        assert (Act.EXTEND in acts_by_letter(mandate, Side.GIVER, TODAY)) is fine
        if fine:
            extend(world, mandate, maria, months=12)
            accept_extension(world, mandate, reader(world, mandate, world.office, world.jan))
            assert ends(mandate) == {"subsidy.view": NEW_END}
            continue
        with pytest.raises(NotAllowed, match="code_not_enough"):
            extend(world, mandate, maria, months=12)
        extend(world, mandate, months=12)
        assert Act.ACCEPT_EXTENSION not in acts_by_letter(mandate, Side.HOLDER, TODAY)
        with pytest.raises(NotAllowed, match="code_not_enough"):
            accept_extension(world, mandate, reader(world, mandate, world.office, world.jan))
        refuse_extension(world, mandate, reader(world, mandate, world.office, world.jan, "none"))


def test_consent_for_one_extension_is_not_consent_for_another(world: World, running) -> None:
    clerk = world.add_clerk()
    function = world.add_function(world.bakery.enterprise_number, "Nora", "Claes")
    actor = world.visit(clerk, world.bakery.enterprise_number, function)
    consent(world, actor, ExtensionWish(running.id, months=6).fingerprint())
    with pytest.raises(Conflict, match="consent_missing"):
        extend(world, running, actor, months=12)
    extend(world, running, actor, months=6)
    assert kinds(world, running)[-1] == "extension_proposed"


def test_the_acts_that_each_side_is_offered(world: World, running) -> None:
    def offered(side: Side) -> set[Act]:
        return set(acts_on(get_mandate(world.session, running.id), side, today(world)))

    assert Act.EXTEND in offered(Side.GIVER) & offered(Side.HOLDER)
    extend(world, running, months=12)
    assert Act.WITHDRAW_EXTENSION in offered(Side.GIVER)
    assert {Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION} <= offered(Side.HOLDER)
    assert Act.EXTEND not in offered(Side.GIVER) | offered(Side.HOLDER)
    contest(world, running)
    assert not {Act.WITHDRAW_EXTENSION, Act.ACCEPT_EXTENSION} & (offered(Side.GIVER) | offered(Side.HOLDER))
