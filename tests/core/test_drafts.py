"""Drafts: nobody ever has to start over, and a draft becomes one mandate."""

from datetime import timedelta

import pytest

from app.core.acts.drafts import (
    choose_party,
    delete_draft,
    finish_draft,
    get_draft,
    list_drafts,
    read_draft,
    save_answers,
    start_draft,
)
from app.core.acts.giving import give_mandate
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.mandates.catalogue import get_edition
from app.core.people.parties import ensure_enterprise_party
from app.models.draft import Draft
from app.models.function import Function
from tests.world import BAKERY, OTHER, TODAY, World, new_id


def draft_of(world: World) -> Draft:
    return start_draft(world.session, world.giver, "give", now=world.now)


def test_answers_are_kept_per_step_and_the_others_stay(world: World) -> None:
    draft = draft_of(world)
    save_answers(world.session, world.giver, draft.id, "holder", {"number": "1"}, now=world.now)
    save_answers(world.session, world.giver, draft.id, "period", {"months": 12}, now=world.now)
    save_answers(world.session, world.giver, draft.id, "holder", {"number": "2"}, now=world.now)
    world.session.expire(draft)
    assert draft.answers == {"holder": {"number": "2"}, "period": {"months": 12}}


def test_a_draft_lives_thirty_days_that_day_included(world: World) -> None:
    draft = draft_of(world)
    assert draft.expires_on == TODAY + timedelta(days=30)
    assert get_draft(world.session, world.giver, draft.id, now=world.later(days=30)).id == draft.id
    with pytest.raises(NotFound, match="draft_unknown"):
        get_draft(world.session, world.giver, draft.id, now=world.later(days=1))
    assert list_drafts(world.session, world.giver, now=world.now) == []


def test_who_only_reads_a_draft_gets_the_same_and_who_answers_it(world: World) -> None:
    draft = draft_of(world)
    save_answers(world.session, world.giver, draft.id, "holder", {"number": "1"}, now=world.now)
    for lock in (False, True):
        read = read_draft(world.session, world.giver, draft.id, now=world.now, lock=lock)
        kept = {column.name: getattr(draft, column.name) for column in Draft.__table__.columns}
        assert {name: getattr(read, name) for name in kept} == kept
        assert (read.party_name, read.party_number) == (world.bakery.name, BAKERY)
        assert (read.edition or 0) == get_edition(world.session)
    with pytest.raises(NotFound, match="draft_unknown"):
        read_draft(world.session, world.holder, draft.id, now=world.now)
    with pytest.raises(NotFound, match="draft_unknown"):
        read_draft(world.session, world.giver, draft.id, now=world.later(days=31))


def test_a_draft_whose_days_are_over_is_not_sent(world: World) -> None:
    draft = draft_of(world)
    world.later(days=31)
    with pytest.raises(Conflict, match="draft_gone"):
        give_mandate(world.session, world.giver, world.wish(), policy=world.policy, now=world.now, draft_id=draft.id)


def test_a_draft_is_nobody_elses_business(world: World) -> None:
    draft = draft_of(world)
    for draft_id, actor in ((draft.id, world.holder), (new_id(), world.giver)):
        with pytest.raises(NotFound, match="draft_unknown"):
            get_draft(world.session, actor, draft_id, now=world.now)
        with pytest.raises(NotFound, match="draft_unknown"):
            save_answers(world.session, actor, draft_id, "holder", {}, now=world.now)
        with pytest.raises(NotFound, match="draft_unknown"):
            delete_draft(world.session, actor, draft_id, now=world.now)


def test_the_draft_of_another_party_is_not_sent(world: World) -> None:
    draft = start_draft(world.session, world.holder, "give", now=world.now)
    with pytest.raises(Conflict, match="draft_gone"):
        give_mandate(world.session, world.giver, world.wish(), policy=world.policy, now=world.now, draft_id=draft.id)


def test_a_clerk_goes_on_with_the_drafts_of_the_party_in_front_of_him(world: World) -> None:
    function = world.session.query(Function).filter_by(enterprise_number=BAKERY).one()
    actor = world.visit(world.add_clerk(), BAKERY, function)
    mine, other = draft_of(world), start_draft(world.session, world.holder, "give", now=world.now)
    assert [draft.id for draft in list_drafts(world.session, actor, now=world.now)] == [mine.id]
    with pytest.raises(NotFound, match="draft_unknown"):
        get_draft(world.session, actor, other.id, now=world.now)


def test_who_is_not_signed_in_starts_nothing(world: World) -> None:
    nobody = world.giver.__class__(world.giver.channel)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        start_draft(world.session, nobody, "give", now=world.now)


def test_what_was_sent_is_neither_changed_nor_thrown_away(world: World) -> None:
    draft, mandate = draft_of(world), world.give()
    finish_draft(world.session, world.giver, draft.id, mandate.id, now=world.now)
    save_answers(world.session, world.giver, draft.id, "holder", {"number": "1"}, now=world.now)
    choose_party(world.session, world.giver, draft.id, world.office.id, now=world.now)
    delete_draft(world.session, world.giver, draft.id, now=world.now)
    kept = get_draft(world.session, world.giver, draft.id, now=world.now)
    assert (kept.answers, kept.party_id, kept.mandate_id) == ({}, world.bakery.id, mandate.id)
    assert list_drafts(world.session, world.giver, now=world.now) == []


def test_answers_that_were_thrown_away_are_gone(world: World) -> None:
    draft = draft_of(world)
    delete_draft(world.session, world.giver, draft.id, now=world.now)
    assert world.session.query(Draft).count() == 0


def test_a_draft_follows_the_party_that_is_chosen(world: World) -> None:
    draft = draft_of(world)
    other = ensure_enterprise_party(world.session, OTHER)
    choose_party(world.session, world.giver, draft.id, other.id, now=world.now)
    assert list_drafts(world.session, world.giver, now=world.now) == []
    again = world.giver.for_party(other.id)
    assert [one.id for one in list_drafts(world.session, again, now=world.now)] == [draft.id]
