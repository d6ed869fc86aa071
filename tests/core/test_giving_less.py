"""A giver who gives less than was asked: fewer parts, or an earlier end."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.narrower import Narrower, accept_about
from app.core.representation.checking import Question, may_represent
from app.core.views.mandate import view_mandate
from app.core.views.timeline import list_happenings
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel, MandateType
from tests.acting import accept, consent, get_mandate, kinds, letters, reader, status, stop, today
from tests.world import BAKERY, TODAY, World

ONLY_VIEW = Narrower(("subsidy.view",))
IN_MAY = date(2027, 5, 31)


def asked(world: World, **changes: Any) -> Mandate:
    """The office asks for two things, for a year."""
    return world.ask("hinder.manage", "subsidy.view", **changes)


def lines(mandate: Mandate) -> dict[str, tuple[date | None, date | None]]:
    """Until when each part runs, and when it was refused."""
    return {line.type_key: (line.last_day, line.refused_on) for line in mandate.lines}


def last_letter(world: World, kind: str) -> dict[str, Any]:
    return world.session.scalars(select(Letter).where(Letter.kind == kind)).one().data


def allowed(world: World, service: str, day: date) -> bool:
    asked_for = Question(world.bakery.id, service, AccessLevel.VIEW, day, world.jan.id, world.office.id)
    return may_represent(world.session, asked_for).allowed


def test_what_is_left_runs_at_once_and_the_rest_was_refused_on_that_day(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=ONLY_VIEW)
    assert status(world, mandate) is Status.ACTIVE
    assert lines(mandate) == {"hinder.manage": (date(2027, 11, 22), TODAY), "subsidy.view": (date(2027, 11, 22), None)}


def test_what_was_not_given_opens_nothing_on_any_day(world: World) -> None:
    accept(world, asked(world), world.giver, narrower=ONLY_VIEW)
    for day in (TODAY, TODAY + timedelta(days=40)):
        assert allowed(world, "subsidy.view", day)
        assert not allowed(world, "hinder.manage", day)


def test_an_earlier_end_holds_for_every_part_that_would_run_longer(world: World) -> None:
    mandate = asked(world)
    mandate.lines[0].last_day = date(2027, 3, 1)
    mandate = accept(world, mandate, world.giver, narrower=Narrower(last_day=IN_MAY))
    assert lines(mandate) == {"hinder.manage": (date(2027, 3, 1), None), "subsidy.view": (IN_MAY, None)}
    assert mandate.status_on(IN_MAY) is Status.ACTIVE
    assert mandate.status_on(IN_MAY + timedelta(days=1)) is Status.EXPIRED


def test_a_mandate_without_an_end_can_be_given_with_one(world: World) -> None:
    world.session.get_one(MandateType, "permit.view").longest_months = None
    mandate = world.ask("permit.view", months=None)
    assert accept(world, mandate, world.giver, narrower=Narrower(last_day=IN_MAY)).lines[0].last_day == IN_MAY


def test_giving_less_twice_is_harmless(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=ONLY_VIEW)
    accept(world, mandate, world.giver, narrower=ONLY_VIEW)
    assert kinds(world, mandate).count("accepted") == 1


@pytest.mark.parametrize(("first", "second", "code"), [
    (None, ONLY_VIEW, "accepted_more"),
    (None, Narrower(last_day=IN_MAY), "accepted_more"),
    (ONLY_VIEW, Narrower(("hinder.manage",)), "accepted_less"),
    (ONLY_VIEW, Narrower(("subsidy.view",), IN_MAY), "accepted_more"),
    (ONLY_VIEW, None, "accepted_less"),
    (Narrower(last_day=IN_MAY), Narrower(last_day=date(2027, 6, 1)), "accepted_less"),
    (Narrower(last_day=IN_MAY), None, "accepted_less"),
])  # fmt: skip
def test_who_accepts_otherwise_than_somebody_did_before_hears_so(
    world: World, first: Narrower | None, second: Narrower | None, code: str
) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=first)
    before = lines(mandate)
    with pytest.raises(Conflict, match=code) as refusal:
        accept(world, mandate, world.giver, narrower=second)
    assert refusal.value.sentence
    assert lines(mandate) == before


def test_the_same_in_other_words_is_the_same(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=Narrower(last_day=IN_MAY))
    accept(world, mandate, world.giver, narrower=Narrower(("subsidy.view", "hinder.manage"), IN_MAY))
    stop(world, mandate, type_keys=["subsidy.view"])
    accept(world, mandate, world.giver, narrower=Narrower(last_day=IN_MAY))
    with pytest.raises(Invalid, match="narrower_other_types"):
        accept(world, mandate, world.giver, narrower=Narrower(("farm.view",), IN_MAY))
    assert kinds(world, mandate).count("accepted") == 1


REFUSED: list[tuple[str, Narrower]] = [
    ("narrower_other_types", Narrower(("farm.view",))),
    ("narrower_is_everything", Narrower(("hinder.manage", "subsidy.view"))),
    ("narrower_is_everything", Narrower()),
    ("narrower_not_earlier", Narrower(last_day=date(2027, 11, 22))),
    ("narrower_not_earlier", Narrower(("subsidy.view",), date(2028, 1, 1))),
    ("narrower_too_early", Narrower(last_day=TODAY - timedelta(days=1))),
    ("day_too_far", Narrower(("subsidy.view",), date.max)),
]


@pytest.mark.parametrize(("code", "narrower"), REFUSED)
def test_what_is_not_less_is_refused_and_nothing_is_given(world: World, code: str, narrower: Narrower) -> None:
    mandate = asked(world)
    with pytest.raises(Invalid, match=code):
        accept(world, mandate, world.giver, narrower=narrower)
    assert status(world, mandate) is Status.REQUESTED


def test_the_last_day_is_not_before_the_first(world: World) -> None:
    mandate = asked(world, first_day=date(2027, 1, 10))
    with pytest.raises(Invalid, match="narrower_too_early"):
        accept(world, mandate, world.giver, narrower=Narrower(last_day=date(2027, 1, 9)))
    one_day = accept(world, mandate, world.giver, narrower=Narrower(last_day=date(2027, 1, 10)))
    assert one_day.lines[0].last_day == date(2027, 1, 10)


def test_a_holder_cannot_take_less_than_is_given(world: World) -> None:
    mandate = world.give("hinder.manage", "subsidy.view")
    with pytest.raises(Conflict, match="narrower_not_asked"):
        accept(world, mandate, narrower=ONLY_VIEW)
    assert status(world, mandate) is Status.OFFERED


def test_who_asked_cannot_give_himself_less(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        accept(world, asked(world), world.holder, narrower=ONLY_VIEW)


def test_the_code_of_the_letter_is_enough_when_what_is_given_allows_a_code(world: World) -> None:
    world.session.get_one(MandateType, "hinder.manage").code_allowed = False
    mandate = asked(world)
    with pytest.raises(NotAllowed, match="code_not_enough"):
        accept(world, mandate, reader(world, mandate, world.bakery, world.maria))
    given = accept(world, mandate, reader(world, mandate, world.bakery, world.maria), narrower=ONLY_VIEW)
    assert status(world, given) is Status.ACTIVE


def test_a_customer_consents_to_exactly_what_he_gives(world: World) -> None:
    function = world.add_function(BAKERY, "Piet", "Vermeulen")
    mandate = asked(world)
    customer = world.visit(world.add_clerk(), BAKERY, function)
    consent(world, customer, accept_about(mandate.id, Narrower(last_day=IN_MAY)))
    for other in (None, ONLY_VIEW):
        with pytest.raises(CoreError, match="consent_missing"):
            accept(world, mandate, customer, narrower=other)
    assert status(world, accept(world, mandate, customer, narrower=Narrower(last_day=IN_MAY))) is Status.ACTIVE


def test_both_sides_read_what_was_left_out(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=Narrower(("subsidy.view",), IN_MAY))
    assert letters(world, mandate)[-2:] == ["active.giver", "active.holder"]
    for kind in ("active.giver", "active.holder"):
        facts = last_letter(world, kind)
        assert facts["left_out"] == ["een hinderpremie aanvragen"]
        assert facts["given_until"] == "2027-05-31"
        assert "31 mei 2027" in facts["period"].replace("\xa0", " ")
        assert not any("werken zijn in de straat" in sentence for sentence in facts["may"])


def test_a_letter_about_all_that_was_asked_tells_of_nothing_left_out(world: World) -> None:
    accept(world, asked(world), world.giver)
    assert (last_letter(world, "active.holder")["left_out"], last_letter(world, "active.holder")["given_until"]) == (
        [], None
    )  # fmt: skip


TOLD: list[tuple[Narrower, str]] = [
    (ONLY_VIEW, "maar een deel van wat gevraagd was. Niet gegeven: Hinderpremie aanvragen."),
    (Narrower(last_day=IN_MAY), "wat gevraagd was, maar korter: tot en met 31 mei 2027."),
    (Narrower(("subsidy.view",), IN_MAY), "tot en met 31 mei 2027. Niet gegeven: Hinderpremie aanvragen."),
]


@pytest.mark.parametrize(("narrower", "words"), TOLD)
def test_the_journal_tells_what_was_not_given(world: World, narrower: Narrower, words: str) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=narrower)
    accepted = next(one for one in list_happenings(world.session, mandate.id) if one.kind == "accepted")
    assert accepted.sentence.replace("\xa0", " ").endswith(words)


def test_the_page_of_the_mandate_names_what_was_asked_and_not_given(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=ONLY_VIEW)
    view = view_mandate(world.session, world.holder, mandate.id, now=world.now)
    assert view.refused_parts == ["Hinderpremie aanvragen"]
    assert (list(view.stopped_parts), view.own) == ([], world.office.name)


def test_what_was_not_given_does_not_stop_and_can_be_asked_again(world: World) -> None:
    mandate = accept(world, asked(world), world.giver, narrower=ONLY_VIEW)
    again = world.ask("hinder.manage")
    assert status(world, again) is Status.REQUESTED
    stopped = stop(world, get_mandate(world.session, mandate.id))
    assert status(world, stopped) is Status.STOPPED
    assert [line.stop_day for line in stopped.lines] == [None, today(world)]
    assert kinds(world, mandate)[-1] == "stopped"
