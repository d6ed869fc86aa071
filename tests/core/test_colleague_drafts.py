"""What is asked about a colleague names colleagues and customers: it is for who decides, as long as he does."""

import pytest

from app.core.acts.drafts import find_by_number, get_draft, list_drafts, read_draft, save_answers, start_draft
from app.core.errors import NotAllowed, NotFound
from app.core.rights.ending import end_relation
from app.core.rights.matrix import list_appointable
from app.core.views.customers import list_customers
from app.models.mandate_type import AccessLevel
from tests.acting import accept
from tests.colleagues import MANAGER, colleague
from tests.world import World


def begin(world: World, actor):
    return start_draft(world.session, actor, "colleague", now=world.now)


def lists(world: World, actor) -> tuple[int, int]:
    """How many colleagues and customers somebody can choose from."""
    people = list_appointable(world.session, actor, now=world.now)
    return len(people), list_customers(world.session, actor, now=world.now).total


def test_who_only_executes_neither_begins_nor_reads_the_lists(world: World) -> None:
    mandate = accept(world, world.give())
    eva = colleague(world, "Eva", mandate_id=mandate.id, level=AccessLevel.VIEW)
    actor = world.at_home(eva, world.office)
    for list_them in (list_appointable, list_customers):
        with pytest.raises(NotAllowed, match="may_not_decide"):
            list_them(world.session, actor, now=world.now)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        begin(world, actor)
    assert lists(world, world.holder) == (2, 1)


def test_who_was_dismissed_neither_goes_on_nor_begins_again(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    actor = world.at_home(els, world.office)
    draft = begin(world, actor)
    assert [one.id for one in list_drafts(world.session, actor, now=world.now)] == [draft.id]
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    for act in (
        lambda: get_draft(world.session, actor, draft.id, now=world.now),
        lambda: read_draft(world.session, actor, draft.id, now=world.now),
        lambda: save_answers(world.session, actor, draft.id, "who", {}, now=world.now),
        lambda: find_by_number(world.session, actor, draft.dossier_number, now=world.now),
    ):
        with pytest.raises(NotFound):
            act()
    assert list_drafts(world.session, actor, now=world.now) == []
    for act in (begin, lists):
        with pytest.raises(NotAllowed, match="may_not_decide"):
            act(world, actor)
    assert get_draft(world.session, world.holder, draft.id, now=world.now).id == draft.id


def test_who_did_not_say_for_whom_begins_nothing_about_a_colleague(world: World) -> None:
    actor = world.holder.__class__(world.holder.channel, person_id=world.jan.id)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        begin(world, actor)
