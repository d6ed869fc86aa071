"""How long a mandate holds, in words, before and after the days on which that becomes known."""

from app.core.mandates.mandate_texts import period_of
from app.core.people.parties import ensure_enterprise_party
from app.models.mandate import Mandate
from tests.acting import accept, confirm, give_as, homeless_giver
from tests.world import HOMELESS, World


def period(mandate: Mandate) -> str:
    return period_of(mandate).replace("\u00a0", " ")


def test_a_period_begins_on_the_day_of_acceptance_until_that_day_is_known(world: World) -> None:
    mandate = world.give("hinder.manage")
    assert period(mandate) == "vanaf de dag van aanvaarding tot en met 22 november 2027"
    assert period(accept(world, mandate)) == "van 23 november 2026 tot en met 22 november 2027"


def test_a_period_that_waits_for_a_confirmation_has_no_first_day_yet(world: World) -> None:
    giver = homeless_giver(world)
    mandate = accept(world, give_as(world, giver))
    assert period(mandate).startswith("vanaf de dag van bevestiging tot en met ")
    world.later(days=2)
    again = world.at_home(
        world.session.get_one(type(world.maria), giver.person_id),
        ensure_enterprise_party(world.session, HOMELESS),
        "sign-in 2",
    )
    assert period(confirm(world, mandate, again)).startswith("van 25 november 2026 tot en met ")
