"""What was begun through one door goes on through another, for whoever decides for the party, and for nobody else."""

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.acts.drafts import find_by_number, get_draft, list_drafts, start_draft
from app.core.counter.visits import end_visit
from app.core.errors import Invalid, NotFound
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.draft import Draft
from app.models.function import Function
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod
from tests.acting import consent, give_looked_at, today
from tests.world import BAKERY, World


def begin(world: World, actor: Actor | None = None) -> Draft:
    return start_draft(world.session, actor or world.giver, "give", now=world.now)


def at_the_counter(world: World, method: IdentityMethod = IdentityMethod.EID_READ, clerk: Staff | None = None) -> Actor:
    """Maria at a counter: the register's row with her sign-in, so that she is the same person as at home."""
    function = world.session.query(Function).filter_by(enterprise_number=BAKERY).one()
    return world.visit(clerk or world.add_clerk(), BAKERY, function, method)


def send(world: World, actor: Actor, draft: Draft) -> list[str]:
    """Give what was begun; the first happening, in full."""
    if actor.visit_id:
        consent(world, actor, world.wish().fingerprint())
    mandate = give_looked_at(world, actor, world.wish(), draft_id=draft.id)
    first = list_happenings(world.session, mandate.id)[0]
    return [" ".join(words.split()) for words in (first.sentence, first.how)]


def test_what_was_begun_at_home_is_sent_at_the_counter_and_the_journal_tells_both(world: World) -> None:
    draft = begin(world)
    world.later(days=1)
    actor = at_the_counter(world)
    found = find_by_number(world.session, actor, draft.dossier_number, now=world.now)
    assert send(world, actor, found) == [
        "Maria Vermeulen gaf dit mandaat voor Bakkerij De Zoete Inval BV.",
        "Dat gebeurde aan het loket in Gent, met hulp van medewerker 4711. Tweede medewerker: 4811. "
        "Maria Vermeulen begon daaraan op 23 november 2026, online.",
    ]


def test_what_was_begun_at_the_counter_is_sent_at_home_and_the_journal_tells_both(world: World) -> None:
    actor = at_the_counter(world)
    draft = begin(world, actor)
    end_visit(world.session, actor, "comes_back", now=world.later(days=2))
    found = find_by_number(world.session, world.giver, draft.dossier_number, now=world.now)
    assert send(world, world.giver, found)[1] == (
        "Dat gebeurde online. Maria Vermeulen begon daaraan op 23 november 2026, aan het loket in Gent, "
        "met hulp van medewerker 4711."
    )


def test_what_was_begun_and_sent_through_one_door_tells_one(world: World) -> None:
    assert send(world, world.giver, begin(world))[1] == "Dat gebeurde online."


def test_what_was_begun_and_sent_in_one_visit_tells_one(world: World) -> None:
    actor = at_the_counter(world)
    assert "begon" not in send(world, actor, begin(world, actor))[1]


def test_another_visit_is_another_door(world: World) -> None:
    clerk = world.add_clerk()
    first = at_the_counter(world, clerk=clerk)
    draft = begin(world, first)
    end_visit(world.session, first, "document_missing", now=world.later(hours=1))
    assert "begon daaraan" in send(world, at_the_counter(world, clerk=clerk), draft)[1]


def test_a_colleague_who_decides_for_the_party_goes_on_and_the_journal_names_both(world: World) -> None:
    draft = begin(world)
    nora = world.add_representative(BAKERY, "Nora", "Vermeulen")
    sentence, how = send(world, world.at_home(nora, world.bakery), draft)
    assert sentence.startswith("Nora Vermeulen gaf")
    assert "Maria Vermeulen begon daaraan" in how


def test_a_dossier_number_opens_nothing_for_who_does_not_decide_for_the_party(world: World) -> None:
    draft = begin(world)
    executor = world.add_representative(BAKERY, "Els", "Wouters", subject=False)
    grant_right(world.session, executor.id, world.bakery.id, RightKind.EXECUTOR, first_day=today(world))
    nobody = Actor.at_the_counter(world.add_clerk().person_id)
    for actor in (world.holder, world.at_home(executor, world.bakery), nobody):
        with pytest.raises(NotFound, match="resume_unknown"):
            find_by_number(world.session, actor, draft.dossier_number, now=world.now)


def a_month_later(world: World, _draft: Draft) -> None:
    world.later(days=31)


def after_sending(world: World, draft: Draft) -> None:
    send(world, world.giver, draft)


@pytest.mark.parametrize("change", [a_month_later, after_sending])
def test_what_is_over_is_as_unknown_as_what_never_was(world: World, change: Callable[[World, Draft], None]) -> None:
    draft = begin(world)
    change(world, draft)
    for number in (draft.dossier_number, "260914000151"):
        with pytest.raises(NotFound, match="resume_unknown"):
            find_by_number(world.session, world.giver, number, now=world.now)


def test_a_number_with_a_slip_of_the_pen_is_named_as_such(world: World) -> None:
    begin(world)
    with pytest.raises(Invalid, match="dossier_number_wrong"):
        find_by_number(world.session, world.giver, "260 9140 001 52", now=world.now)


def test_the_number_of_a_mandate_finds_the_answer_that_was_begun(world: World) -> None:
    mandate = world.give()
    draft = start_draft(world.session, world.holder, "accept", mandate_id=mandate.id, now=world.now)
    assert find_by_number(world.session, world.holder, mandate.dossier_number, now=world.now).id == draft.id
    with pytest.raises(NotFound, match="resume_unknown"):
        find_by_number(world.session, world.giver, mandate.dossier_number, now=world.now)


def test_at_the_counter_what_was_begun_elsewhere_opens_only_after_an_identity_check(world: World) -> None:
    draft = begin(world)
    actor = at_the_counter(world, IdentityMethod.NONE)
    own = begin(world, actor)
    assert [one.id for one in list_drafts(world.session, actor, now=world.now)] == [own.id]
    assert get_draft(world.session, actor, own.id, now=world.now).id == own.id
    with pytest.raises(NotFound, match="draft_unknown"):
        get_draft(world.session, actor, draft.id, now=world.now)
    with pytest.raises(NotFound, match="resume_unknown"):
        find_by_number(world.session, actor, draft.dossier_number, now=world.now)
