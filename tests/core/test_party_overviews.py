"""The overview of a party on paper: who may ask for it, what stands in it, and what can be done with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import phone_calls
from app.core.distant.phone_calls import Caller
from app.core.distant.phone_facts import SaidFacts
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.letters import post_tray
from app.core.letters.check import Verdict, look_up_letter
from app.core.letters.codes import WrongTry, open_with_code
from app.core.letters.notice_choices import NoticeChoice, choose_notice
from app.core.letters.party_overviews import (
    MOST_LISTED,
    OverviewWish,
    find_overview,
    order_overview,
    overview_about,
    view_overview_wish,
)
from app.core.letters.printing import prepare_print, store_print
from app.core.mandates.dossier_numbers import is_dossier_number
from app.core.mandates.possible_acts import Act
from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.core.vault import Vault
from app.core.views.letter import Reader, act_with_letter, view_answered_letter, view_letter
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.user_right import RightKind
from app.models.visit import Capacity
from tests.acting import accept, consent, contest, reader, renounce, status, stop
from tests.fakes import PlainPress
from tests.world import BAKERY, OFFICE, TODAY, World

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = "7K4Q-92XD"
MANAGER = Capacity.LEGAL_REPRESENTATIVE


def order(world: World, actor: Actor | None = None) -> Letter:
    actor = actor or world.giver
    return order_overview(world.session, actor, actor.party_id, policy=world.policy, now=world.now)


def printed(world: World, letter: Letter) -> Letter:
    """Print it as the worker does, with a code that the test knows."""
    ready = prepare_print(world.session, letter.id)
    assert ready is not None
    store_print(world.session, letter.id, PlainPress().print_letter(ready[0]), CODE, VAULT, now=world.now)
    return letter


def open_it(world: World, number: str, enterprise: str = BAKERY, code: str = CODE) -> object:
    return open_with_code(world.session, number, code, enterprise, source="a", vault=VAULT, now=world.now)


def test_an_overview_lists_what_the_party_gives_and_holds_that_runs(world: World) -> None:
    given = accept(world, world.give("hinder.manage", "subsidy.view"))
    waiting = world.give("permit.view")
    ended = accept(world, world.give("staff.view"))
    stop(world, ended)
    letter = order(world)
    assert [one["dossier_number"] for one in letter.data["mandates"]] == [given.dossier_number]
    assert letter.data["mandates"][0] == {
        "side": "giver",
        "dossier_number": given.dossier_number,
        "other_name": "Boekhoudkantoor Peeters BV",
        "other_number": OFFICE,
        "short": ["een hinderpremie aanvragen", "subsidies en premies bekijken"],
        "period": letter.data["mandates"][0]["period"],
        "state": None,
    }
    assert waiting.dossier_number not in letter.listed
    assert order(world, world.holder).data["mandates"][0]["side"] == "holder"


def test_an_overview_bears_a_number_of_its_own_and_goes_to_the_register_address(world: World) -> None:
    mandate = accept(world, world.give())
    letter = order(world)
    assert letter.mandate_id is None
    assert is_dossier_number(str(letter.dossier_number))
    assert letter.dossier_number != mandate.dossier_number
    assert letter.address_lines[-1] == "9300 Aalst"
    assert find_overview(world.session, str(letter.dossier_number)) is None
    assert find_overview(world.session, str(printed(world, letter).dossier_number)) is letter


def test_asking_twice_on_a_day_gives_one_letter(world: World) -> None:
    accept(world, world.give())
    first = order(world)
    assert order(world) is first
    world.later(days=1)
    assert order(world) is not first


def test_a_mandate_that_stands_still_or_has_not_begun_says_so(world: World) -> None:
    contest(world, accept(world, world.give()))
    accept(world, world.give("subsidy.view", first_day=TODAY + timedelta(days=5)))
    assert sorted(one["state"] for one in order(world).data["mandates"]) == ["scheduled", "suspended"]


def test_an_overview_names_who_works_in_the_own_organisation(world: World) -> None:
    mandate = accept(world, world.give())
    els, rita = (ensure_person(world.session, name, name, "Wouters") for name in ("Els", "Rita"))
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY, mandate_id=mandate.id)
    grant_right(world.session, rita.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    assert order(world, world.holder).data["colleagues"] == [
        {"name": "Rita Wouters", "right": "manager", "only": None},
        {"name": "Els Wouters", "right": "executor", "only": 1},
    ]
    assert order(world).data["colleagues"] == []


def test_where_nothing_runs_there_is_nothing_to_send(world: World) -> None:
    world.give()
    with pytest.raises(Conflict, match="overview_empty"):
        order(world)
    refusal = view_overview_wish(world.session, world.giver, now=world.now).refusal
    assert refusal is not None
    assert refusal.code == "overview_empty"


def test_more_than_fits_in_an_envelope_is_not_sent(world: World) -> None:
    refusal = OverviewWish(world.bakery, MOST_LISTED + 1, None).refusal
    assert refusal is not None
    assert refusal.code == "overview_too_long"
    assert OverviewWish(world.bakery, MOST_LISTED, None).refusal is None


def test_large_print_is_kept_for_overviews_too(world: World) -> None:
    accept(world, world.give())
    choose_notice(
        world.session, world.giver, world.bakery.id, NoticeChoice(large_print=True), policy=world.policy, now=world.now
    )
    assert order(world).data["large_print"] is True


def test_only_who_decides_for_the_party_asks_for_its_overview(world: World) -> None:
    accept(world, world.give())
    els = ensure_person(world.session, "els", "Els", "Wouters")
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        order(world, world.at_home(els, world.office))
    with pytest.raises(NotAllowed, match="not_your_party"):
        order_overview(world.session, world.holder, world.bakery.id, policy=world.policy, now=world.now)


def test_the_code_of_a_letter_sends_no_overview(world: World) -> None:
    mandate = accept(world, world.give())
    with pytest.raises(NotAllowed, match="overview_not_by_code"):
        order(world, reader(world, mandate, world.bakery, world.maria))


def test_a_clerk_sends_it_for_a_customer_who_agrees(world: World) -> None:
    accept(world, world.give())
    function = world.session.scalars(select(Function).where(Function.enterprise_number == BAKERY)).one()
    clerk = world.visit(world.add_clerk(), BAKERY, function)
    with pytest.raises(Conflict, match="consent_missing"):
        order(world, clerk)
    assert order(world, consent(world, clerk, overview_about(world.bakery.id))).party_id == world.bakery.id
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "overview_asked")).one()
    assert (entry.channel, entry.ground, entry.mandate_id) == ("counter", "consented_customer", None)


def call_about(world: World, mandate: Mandate) -> Actor:
    for letter in world.session.scalars(select(Letter).where(Letter.party_id == world.bakery.id)):
        letter.printed_at, letter.sha256, letter.posted_on = world.now, "0" * 64, TODAY
    clerk = Actor.on_the_phone(world.add_clerk().person_id)
    said = SaidFacts("boekhoudkantoor peeters", TODAY, None)
    caller = Caller("Maria", "Vermeulen", MANAGER)
    call = phone_calls.check_caller_by_facts(
        world.session, clerk, mandate.dossier_number, BAKERY, said, caller, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(call)


def test_a_clerk_on_the_phone_sends_it_to_a_caller_who_was_checked_for_any_mandate_of_the_party(world: World) -> None:
    accept(world, world.give("subsidy.view"))
    caller = call_about(world, accept(world, world.give()))
    assert len(order(world, caller).listed) == 2
    with pytest.raises(NotAllowed, match="caller_not_checked"):
        order(world, Actor.on_the_phone(caller.actor_id, party_id=world.bakery.id))


def test_a_caller_of_one_party_gets_no_overview_of_another(world: World) -> None:
    caller = call_about(world, accept(world, world.give()))
    with pytest.raises(NotAllowed, match="caller_not_checked_for_this"):
        order(world, caller.for_party(world.office.id))


def test_it_lies_in_the_tray_under_its_own_number_and_is_posted_like_any_letter(world: World) -> None:
    accept(world, world.give())
    letter = printed(world, order(world))
    clerk = Actor.at_the_counter(world.add_clerk().person_id)
    assert [one.dossier_number for one in post_tray.list_to_post(world.session)] == [letter.dossier_number]
    assert post_tray.count_to_post(world.session) == 1
    post_tray.mark_posted(world.session, clerk, [letter.id], on=TODAY, now=world.now)
    assert letter.posted_on == TODAY
    kinds = [entry.kind for entry in world.session.scalars(select(JournalEntry).order_by(JournalEntry.id))]
    assert kinds[-3:] == ["overview_asked", "letter_printed", "letter_posted"]


def test_the_check_of_a_letter_says_whether_everything_in_it_still_runs(world: World) -> None:
    first, second = accept(world, world.give()), accept(world, world.give("subsidy.view"))
    letter = printed(world, order(world))
    number = str(letter.dossier_number)

    def verdict(in_days: int = 0) -> object:
        moment = world.now + timedelta(days=in_days)
        return look_up_letter(world.session, number, TODAY, source="b", vault=VAULT, now=moment)

    assert verdict().verdict is Verdict.UNKNOWN  # type: ignore[attr-defined]
    letter.posted_on = TODAY
    contest(world, first)
    assert verdict().verdict is Verdict.VALID  # type: ignore[attr-defined]
    world.later(days=3)
    stop(world, second)
    answer = verdict(2)
    assert (answer.verdict, answer.since) == (Verdict.OVER, TODAY + timedelta(days=3))  # type: ignore[attr-defined]


def test_its_code_opens_each_mandate_in_it_under_the_number_of_that_mandate(world: World) -> None:
    first, second = accept(world, world.give()), accept(world, world.give("subsidy.view"))
    letter = printed(world, order(world))
    for mandate in (first, second):
        opened = open_it(world, mandate.dossier_number)
        assert (opened.letter, opened.mandate) == (letter, mandate)  # type: ignore[attr-defined]
        assert Act.STOP in opened.acts  # type: ignore[attr-defined]
    with pytest.raises(WrongTry):
        open_it(world, first.dossier_number, OFFICE)


def test_its_own_number_asks_for_that_of_the_mandate_once_all_three_are_right(world: World) -> None:
    accept(world, world.give())
    letter = printed(world, order(world))
    with pytest.raises(Invalid, match="number_of_overview") as told:
        open_it(world, str(letter.dossier_number))
    assert not isinstance(told.value, WrongTry)
    with pytest.raises(WrongTry):
        open_it(world, str(letter.dossier_number), code="ABCD-EFGH")
    with pytest.raises(WrongTry):
        open_it(world, str(letter.dossier_number), OFFICE)


def test_five_wrong_tries_on_a_mandate_void_the_code_of_the_overview_too(world: World) -> None:
    mandate = accept(world, world.give())
    letter = printed(world, order(world))
    for _ in range(5):
        with pytest.raises(WrongTry):
            open_it(world, mandate.dossier_number, code="ABCD-EFGH")
    assert world.session.get_one(LetterCode, letter.id).voided_at is not None
    with pytest.raises(NotAllowed, match="code_void"):
        open_it(world, mandate.dossier_number)


def test_its_reader_stops_a_mandate_with_the_code_and_only_one_that_it_lists(world: World) -> None:
    mandate = accept(world, world.give())
    letter = printed(world, order(world))
    later = accept(world, world.give("subsidy.view"))
    assert view_letter(world.session, letter.id, world.bakery.id, mandate.id, now=world.now).mandate is mandate

    def stop_it(one: Mandate) -> None:
        door = Reader(letter.id, world.bakery.id, one.id, "Maria", "Vermeulen", MANAGER)
        act_with_letter(world.session, door, Act.STOP, reason=None, policy=world.policy, now=world.now)

    stop_it(mandate)
    assert status(world, mandate) is Status.STOPPED
    assert view_answered_letter(world.session, letter.id, world.bakery.id, mandate.id, now=world.now).acts == []
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        stop_it(later)
    with pytest.raises(WrongTry):
        open_it(world, later.dossier_number)


def test_a_holder_who_renounces_is_gone_from_the_next_overview(world: World) -> None:
    mandate = accept(world, world.give())
    accept(world, world.give("subsidy.view"))
    renounce(world, mandate)
    assert len(order(world).listed) == 1
