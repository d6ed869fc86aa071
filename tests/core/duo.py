"""A party for which two people sign."""

from app.core.mandates.signatures import Second
from app.core.people.parties import ensure_enterprise_party
from app.models.function import Function
from tests.acting import give_looked_at
from tests.world import DUO, World


class Duo:
    """VZW De Beekhoek: Godelieve and Johan sign together, and Piet does with either."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.party = ensure_enterprise_party(world.session, DUO)
        self.godelieve = self.home("Godelieve", "Maes")
        self.johan = self.home("Johan", "De Smet")

    def home(self, first: str, last: str):
        person = self.world.add_representative(DUO, first, last, signs="two")
        return self.world.at_home(person, self.party, f"sign-in {first}")

    def function(self, first: str) -> Function:
        return self.world.session.query(Function).filter_by(enterprise_number=DUO, first_name=first).one()

    def give(self, *keys: str, actor=None, second: Second | None = None, **changes):
        world = self.world
        wish = world.wish(*(keys or ("hinder.manage",)), starter_id=self.party.id, **changes)
        return give_looked_at(world, actor or self.godelieve, wish, second=second)

    def get(self):
        """The office asks the duo for a mandate."""
        return self.world.ask(other_number=DUO)
