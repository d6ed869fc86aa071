"""Who answers from a distance, after somebody gave less, is not told that it was done as he says."""

import pytest

from app.core.actor import Actor
from app.core.distant.paper_sheets import actor_of
from app.core.distant.sheet_acts import put_aside
from app.core.distant.sheet_looks import view_sheet
from app.core.errors import Conflict
from app.core.mandates.narrower import Narrower
from app.core.mandates.possible_acts import Act
from app.core.views.letter import Reader, act_with_letter
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.models.visit import Capacity
from tests.acting import accept, kinds
from tests.core.test_paper_sheets import do, key, letter_of, rita
from tests.world import World

__all__ = ["rita"]

ONLY_VIEW = Narrower(("subsidy.view",))


def keyed_while_asked(world: World, rita: Actor) -> tuple[Mandate, PaperSheet]:
    mandate = world.ask("hinder.manage", "subsidy.view")
    return mandate, key(world, rita, mandate, Act.ACCEPT, "invitation.giver", first_name="Maria", last_name="Vermeulen")


def test_a_sheet_that_accepts_all_is_no_copy_of_what_gave_less(world: World, rita: Actor) -> None:
    mandate, sheet = keyed_while_asked(world, rita)
    accept(world, mandate, world.giver, narrower=ONLY_VIEW)
    view = view_sheet(world.session, sheet, now=world.now)
    assert (view.was_done, view.refusal and view.refusal.code) == (False, "accepted_less")
    with pytest.raises(Conflict, match="accepted_less"):
        do(world, sheet)
    # It still lies there: the clerk puts it aside, and the screen then says no more than that.
    assert sheet.done_at is None
    assert "sheet_keyed" not in kinds(world, mandate)
    put_aside(world.session, actor_of(sheet), now=world.now)
    assert view_sheet(world.session, sheet, now=world.now).refusal is None


def test_a_sheet_that_accepts_what_was_accepted_whole_is_a_copy(world: World, rita: Actor) -> None:
    mandate, sheet = keyed_while_asked(world, rita)
    accept(world, mandate, world.giver)
    view = view_sheet(world.session, sheet, now=world.now)
    assert (view.was_done, view.refusal) == (True, None)
    assert do(world, sheet).outcome == "already_done"


def test_who_accepts_all_with_a_code_hears_that_somebody_gave_less(world: World) -> None:
    mandate = world.ask("hinder.manage", "subsidy.view")
    letter = letter_of(world, mandate, "invitation.giver")
    accept(world, mandate, world.giver, narrower=ONLY_VIEW)
    reader = Reader(letter.id, mandate.giver_id, mandate.id, "Maria", "Vermeulen", Capacity.LEGAL_REPRESENTATIVE)
    with pytest.raises(Conflict, match="accepted_less"):
        act_with_letter(world.session, reader, Act.ACCEPT, reason=None, policy=world.policy, now=world.now)
