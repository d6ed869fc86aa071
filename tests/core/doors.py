"""The doors of the service as the core sees them: for each, how somebody comes in for one side of a mandate."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import paper_sheets, phone_calls
from app.core.distant.paper_sheets import SheetAnswers
from app.core.distant.phone_calls import Caller
from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.possible_acts import Act
from app.core.register.functions import list_functions
from app.core.vault import Vault
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.staff import Staff
from app.models.visit import Capacity
from tests.acting import consent, reader, today
from tests.world import World

VAULT = Vault(b"l" * 32, b"s" * 32)
CODE = "7K4Q-92XD"
WORDS = {Act.STOP: "stopped", Act.RENOUNCE: "renounced"}


@dataclass(frozen=True)
class Comes:
    """Who comes in: for which side of which mandate, to do what; `about` is what is read aloud at the counter."""

    world: World
    mandate: Mandate
    side: Side
    act: Act
    about: str | None = None

    @property
    def party(self) -> object:
        return self.mandate.party_on(self.side)

    @property
    def number(self) -> str:
        return self.mandate.party_on(self.side).enterprise_number or ""


def signed_in(comes: Comes) -> Actor:
    world = comes.world
    person = world.maria if comes.side is Side.GIVER else world.jan
    return world.at_home(person, comes.mandate.party_on(comes.side))


def letter_code(comes: Comes) -> Actor:
    world = comes.world
    person = world.add_representative(comes.number, "Ann", "Lezer")
    return reader(world, comes.mandate, comes.mandate.party_on(comes.side), person)


def counter(comes: Comes) -> Actor:
    world = comes.world
    function = list_functions(world.session, comes.number, today(world))[0]
    actor = world.visit(clerk_of(world), comes.number, function)
    return consent(world, actor, comes.about or f"{WORDS.get(comes.act, comes.act.value)}:{_subject(comes)}")


def phone(comes: Comes) -> Actor:
    """A caller with the code of the newest letter to his side."""
    world, letter = comes.world, _newest_letter(comes)
    world.session.merge(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, CODE), made_at=world.now))
    caller = Caller("Ann", "Beller", Capacity.LEGAL_REPRESENTATIVE)
    clerk = Actor.on_the_phone(clerk_of(world).person_id)
    number = comes.mandate.dossier_number
    call = phone_calls.check_caller_by_code(
        world.session, clerk, number, CODE, comes.number, caller, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(call)


def paper(comes: Comes) -> Actor:
    """The signed sheet of the newest letter that has the box; of any letter when no sheet has it."""
    world = comes.world
    clerk = Actor.at_the_counter(clerk_of(world).person_id)
    letters = [letter for letter in _letters(comes) if comes.act in boxes_of(letter, comes.mandate)]
    letter, box = (letters[0], comes.act) if letters else (_newest_letter(comes), Act.CONTEST)
    letter.printed_at, letter.sha256 = world.now, "0" * 64
    stands = SheetAnswers(box, "Ann", "Schrijver", Capacity.LEGAL_REPRESENTATIVE, True, today(world))
    sheet = paper_sheets.key_sheet(world.session, clerk, letter.id, stands, vault=VAULT, now=world.now)
    return paper_sheets.actor_of(sheet)


DOORS: dict[str, Callable[[Comes], Actor]] = {
    "signed in": signed_in,
    "letter code": letter_code,
    "counter": counter,
    "phone": phone,
    "paper": paper,
}


def clerk_of(world: World) -> Staff:
    known = world.session.scalars(select(Staff).where(Staff.number == "4711")).first()
    return known or world.add_clerk()


def _subject(comes: Comes) -> object:
    if comes.act in {Act.SIGN, Act.REFUSE_SIGNATURE}:
        return comes.mandate.signatures[-1].id
    return comes.mandate.extensions[-1].id if comes.act.value.endswith("_extension") else comes.mandate.id


def _letters(comes: Comes) -> list[Letter]:
    query = select(Letter).where(
        Letter.mandate_id == comes.mandate.id, Letter.party_id == comes.mandate.party_on(comes.side).id
    )
    return list(comes.world.session.scalars(query.order_by(Letter.cause_id.desc(), Letter.kind)))


def _newest_letter(comes: Comes) -> Letter:
    return _letters(comes)[0]
