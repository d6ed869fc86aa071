"""The people of the model: who may decide for whom, by which door they come in, and how the program sees them."""

from dataclasses import dataclass, field
from datetime import date

from app.core.actor import Actor
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import add_person, ensure_person
from app.core.rights.granting import grant_right
from app.models.function import Function
from app.models.letter import Letter, LetterCode
from app.models.party import Party
from app.models.person import Person
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod
from tests.world import BAKERY, DUO, HOMELESS, OFFICE, OTHER, World

LAW = {"maria": {BAKERY}, "jan": {OFFICE}, "nele": {HOMELESS}, "wim": {OTHER}, "dirk": {BAKERY, OFFICE}} | {
    "godelieve": {DUO}, "johan": {DUO},  # who sign together
}
MANAGES = {"els": {OFFICE}, "mieke": {BAKERY, OFFICE}}
EXECUTES = {"eva": {OFFICE}}
NAMES = ("maria", "jan", "nele", "wim", "dirk", "els", "mieke", "eva", "godelieve", "johan")
NUMBERS = (BAKERY, OFFICE, OTHER, HOMELESS, DUO)


@dataclass(frozen=True)
class Who:
    """Somebody at one of the doors, deciding for `number`."""

    person: str
    number: str
    door: str = "home"
    occasion: str = "1"
    clerk: str | None = None
    risk: str | None = "high"
    consents: bool = True
    says_he_decides: bool = True

    @property
    def may(self) -> bool:
        """Whether nothing about this person or the door is in the way."""
        return self.consents and self.says_he_decides and (self.decides or self.door != "home")

    @property
    def decides(self) -> bool:
        return self.number in LAW.get(self.person, set()) | MANAGES.get(self.person, set())


CAST = (
    Who("maria", BAKERY),
    Who("jan", OFFICE),
    Who("nele", HOMELESS, occasion="n1"),
    Who("nele", HOMELESS, occasion="n2"),
    Who("wim", OTHER),
    Who("els", OFFICE),
    Who("mieke", BAKERY),
    Who("mieke", OFFICE),
    Who("dirk", BAKERY),
    Who("dirk", OFFICE),
    Who("eva", OFFICE),
    Who("jan", BAKERY),
    Who("maria", BAKERY, "counter", clerk="karim"),
    Who("maria", BAKERY, "counter", clerk="karim", consents=False),
    Who("jan", OFFICE, "counter", clerk="ilse", risk="low"),
    Who("lezer", BAKERY, "code"),
    Who("lezer", OFFICE, "code"),
    Who("lezer", OFFICE, "code", says_he_decides=False),
    Who("lezer", HOMELESS, "code"),
    Who("godelieve", DUO),
    Who("johan", DUO),
    Who("lezer", DUO, "code"),
    Who("lezer", DUO, "code", says_he_decides=False),
)


@dataclass
class Town:
    """The test world with these people in it, built once; `actor` turns one of them into what the core wants."""

    world: World
    parties: dict[str, Party] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    visits: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        self.parties = {number: ensure_enterprise_party(world.session, number) for number in NUMBERS}
        for name in NAMES:
            for number in LAW.get(name, ()):
                if name not in ("maria", "jan"):
                    signs = "two" if number == DUO else "alone"
                    world.add_function(number, name.title(), "Claes", signs, f"subject-{name}")
            names = {"maria": "Vermeulen", "jan": "Peeters"}
            self.persons[name] = ensure_person(world.session, f"subject-{name}", name.title(), names.get(name, "Claes"))
        for rights, kind in ((MANAGES, RightKind.MANAGER), (EXECUTES, RightKind.EXECUTOR)):
            for name, numbers in rights.items():
                for number in numbers:
                    party = self.parties[number]
                    grant_right(world.session, self.persons[name].id, party.id, kind, first_day=date(2026, 1, 1))
        self.persons["lezer"] = add_person(world.session, "Lezer", "Brief")
        self._open_the_counters()

    def _open_the_counters(self) -> None:
        desks = (
            ("karim", "4711", BAKERY, IdentityMethod.EID_READ),
            ("ilse", "4712", OFFICE, IdentityMethod.VOUCHED_FOR),
        )
        for name, number, enterprise, method in desks:
            customer = {BAKERY: "Maria", OFFICE: "Jan"}[enterprise]
            query = self.world.session.query(Function).filter_by(enterprise_number=enterprise, first_name=customer)
            clerk = self.world.add_clerk(name.title(), number)
            self.visits[name] = self.world.visit(clerk, enterprise, query.one(), method)
        petra = self.world.add_clerk("Petra", "4713")
        self.visits["petra"] = Actor.at_the_counter(petra.person_id)

    def actor(self, who: Who, mandate_id: object = None) -> Actor | None:
        """The actor for the core; None for a reader to whom no letter about this mandate was ever sent."""
        if who.door == "counter":
            return self.visits[who.clerk or ""]
        party, person = self.parties[who.number], self.persons[who.person]
        if who.door == "home":
            return Actor.at_home(person.id, party.id, who.occasion)
        letter = self._letter(mandate_id, party)
        capacity = "legal_representative" if who.says_he_decides else "none"
        return Actor.with_letter(letter.id, party.id, person.id, capacity) if letter else None

    def _letter(self, mandate_id: object, party: Party) -> Letter | None:
        query = self.world.session.query(Letter).filter_by(mandate_id=mandate_id, party_id=party.id)
        letter = query.order_by(Letter.cause_id.desc(), Letter.kind).first()
        if letter is not None and self.world.session.get(LetterCode, letter.id) is None:
            code = LetterCode(letter_id=letter.id, code_hash="0" * 64, made_at=self.world.now)
            self.world.session.add(code)
            self.world.session.flush()
        return letter
