"""Giving a mandate."""

from datetime import date, timedelta

import pytest

from app.core.acts.drafts import start_draft
from app.core.acts.giving import give_mandate, preview_gift
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.mandates.lookup import list_letters_to
from app.models.lifecycle import Status
from tests.world import BAKERY, DUO, HOMELESS, OFFICE, TODAY, World


def test_a_given_mandate_waits_thirty_days_for_an_answer(world: World) -> None:
    mandate = world.give()
    assert mandate.status_on(TODAY) is Status.OFFERED
    assert mandate.answer_by == TODAY + timedelta(days=30)
    assert mandate.status_on(mandate.answer_by) is Status.OFFERED
    assert mandate.status_on(mandate.answer_by + timedelta(days=1)) is Status.LAPSED


def test_both_sides_get_their_own_letter(world: World) -> None:
    mandate = world.give()
    to_giver = list_letters_to(world.session, mandate.id, world.bakery.id)
    to_holder = list_letters_to(world.session, mandate.id, world.office.id)
    assert [letter.kind for letter in to_giver] == ["given.giver"]
    assert [letter.kind for letter in to_holder] == ["invitation.holder"]
    assert to_giver[0].address_lines == ["Bakkerij De Zoete Inval BV", "Meelzakstraat 7", "9300 Aalst"]


def test_the_journal_says_who_gave_it_and_on_what_ground(world: World) -> None:
    mandate = world.give()
    entry = list_entries(world.session, mandate.id)[0]
    assert (entry.kind, entry.person_id, entry.party_id) == ("given", world.maria.id, world.bakery.id)
    assert (entry.channel, entry.ground) == ("self", "legal_representative")


def test_a_line_ends_earlier_when_its_type_allows_less(world: World) -> None:
    mandate = world.give("hinder.manage", "subsidy.view", months=None)
    ends = {line.type_key: line.last_day for line in mandate.lines}
    assert ends == {"hinder.manage": date(2027, 11, 22), "subsidy.view": None}


def test_a_type_that_runs_already_is_left_out_and_named(world: World) -> None:
    world.give("hinder.manage")
    preview = preview_gift(
        world.session, world.giver, world.wish("hinder.manage", "subsidy.view"), policy=world.policy, now=world.now
    )
    assert [line.mandate_type.key for line in preview.plan.lines] == ["subsidy.view"]
    assert [one.mandate_type.key for one in preview.plan.left_out] == ["hinder.manage"]


def test_when_nothing_is_left_the_existing_mandate_is_named(world: World) -> None:
    first = world.give("hinder.manage")
    with pytest.raises(Conflict, match="nothing_left") as caught:
        world.give("hinder.manage")
    assert caught.value.values["mandate_id"] == first.id


def test_sending_a_draft_twice_gives_one_mandate_and_one_set_of_letters(world: World) -> None:
    draft = start_draft(world.session, world.giver, "give", now=world.now)
    sent = [
        give_mandate(world.session, world.giver, world.wish(), policy=world.policy, now=world.now, draft_id=draft.id)
        for _ in range(2)
    ]
    assert sent[0].id == sent[1].id
    assert sent[0].dossier_number == draft.dossier_number
    assert len(list_letters_to(world.session, sent[0].id)) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type_keys": ()}, "types_missing"),
        ({"other_number": BAKERY}, "same_party_giver"),
        ({"first_day": TODAY - timedelta(days=1)}, "first_day_past"),
        ({"months": None, "last_day": TODAY - timedelta(days=1)}, "last_day_past"),
        ({"first_day": TODAY + timedelta(days=9), "months": None, "last_day": TODAY}, "days_out_of_order"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_at_its_field(world: World, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid, match=code) as caught:
        give_mandate(world.session, world.giver, world.wish(**changes), policy=world.policy, now=world.now)
    assert caught.value.sentence


def test_a_holder_that_stopped_cannot_be_chosen(world: World) -> None:
    world.set_situation(OFFICE, "bankrupt")
    with pytest.raises(Invalid, match="other_stopped"):
        world.give()


def test_only_who_decides_for_the_giver_may_give(world: World) -> None:
    stranger = world.at_home(world.jan, world.bakery)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        give_mandate(world.session, stranger, world.wish(), policy=world.policy, now=world.now)


def test_a_name_alone_never_makes_somebody_a_legal_representative(world: World) -> None:
    from app.core.people.persons import ensure_person

    namesake = ensure_person(world.session, "another-subject", "Maria", "Vermeulen")
    with pytest.raises(NotAllowed, match="may_not_decide"):
        give_mandate(
            world.session, world.at_home(namesake, world.bakery), world.wish(), policy=world.policy, now=world.now
        )


def test_who_signs_with_two_gives_nothing_when_the_register_names_nobody_else(world: World) -> None:
    from app.core.people.parties import ensure_enterprise_party

    godelieve = world.add_representative(DUO, "Godelieve", "Maes", signs="two")
    duo = ensure_enterprise_party(world.session, DUO)
    with pytest.raises(Conflict, match="no_second_representative"):
        give_mandate(
            world.session,
            world.at_home(godelieve, duo),
            world.wish("leave.manage", starter_id=duo.id),
            policy=world.policy,
            now=world.now,
        )


def test_a_giver_without_any_address_must_give_a_second_sign_of_life(world: World) -> None:
    from app.core.people.parties import ensure_enterprise_party

    owner = world.add_representative(HOMELESS, "Nele", "Claes")
    starter = ensure_enterprise_party(world.session, HOMELESS)
    mandate = give_mandate(
        world.session,
        world.at_home(owner, starter),
        world.wish(starter_id=starter.id),
        policy=world.policy,
        now=world.now,
    )
    assert mandate.giver_must_confirm
    assert not mandate.holder_must_confirm
    assert list_letters_to(world.session, mandate.id, starter.id)[0].handed_over


def test_a_person_without_enterprise_number_can_give(world: World) -> None:
    from app.core.people.parties import ensure_person_party

    me = ensure_person_party(world.session, world.maria.id)
    mandate = give_mandate(
        world.session,
        world.at_home(world.maria, me),
        world.wish("permit.view", starter_id=me.id),
        policy=world.policy,
        now=world.now,
    )
    assert mandate.giver.kind == "person"
    assert list_entries(world.session, mandate.id)[0].ground == "own_name"
