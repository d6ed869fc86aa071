"""Acts on rights inside an organisation by doors: each cell of the table done or refused by the core.

"y" is allowed, "-" never. Who accepts or refuses signed in, stands at a counter or calls, with the code of the letter
of that invitation, or sent its form back; the form of the yearly list takes rights back; at the other doors somebody
comes for the organisation, with what opens that door for an act on a mandate.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.distant import paper_sheets, phone_calls
from app.core.distant.phone_calls import Caller
from app.core.distant.rights_calls import check_caller_with_letter
from app.core.errors import CoreError
from app.core.mandates.possible_acts import Act
from app.core.permits.newcomer import accept_about
from app.core.register.functions import list_functions
from app.core.rights.accepting import accept_relation, refuse_about, refuse_relation, sign_about, sign_appointment
from app.core.rights.appointing import appoint_colleague
from app.core.rights.changing import change_rights
from app.core.rights.ending import dismiss_about, dismiss_rights, end_relation
from app.core.rights.newcomers import accept_newcomer
from app.core.rights.rounds import hold_round
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import RightWish
from app.core.rights.withdrawing import withdraw_about, withdraw_invitation
from app.models.function import Function
from app.models.journal import Channel, JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.visit import Capacity
from app.models.work_relation import WorkRelation
from tests.acting import accept, consent
from tests.colleagues import EVA, MANAGER, appoint, colleague, person, with_letter
from tests.core.doors import CODE, DOORS, VAULT, Comes, clerk_of
from tests.core.test_invitation_sheets import key_form
from tests.core.test_newcomers import stands_here
from tests.core.test_rights import rows_of
from tests.core.test_round_sheets import ELS, LONG_AGO, printed
from tests.core.test_round_sheets import key as key_list
from tests.four_eyes import looked_at
from tests.world import OFFICE, TODAY, World

TABLE = """
act      | signed in | letter code | counter | phone | paper
appoint  | y         | -           | y       | -     | -
change   | y         | -           | y       | -     | -
sign     | y         | -           | y       | -     | -
withdraw | y         | -           | y       | y     | -
accept   | y         | -           | y       | -     | y
refuse   | y         | -           | y       | y     | y
dismiss  | y         | -           | y       | y     | y
leave    | y         | -           | y       | y     | -
"""
LINES = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CELLS = [(line[0], door, cell) for line in LINES[1:] for door, cell in zip(LINES[0][1:], line[1:], strict=True)]
NEVER = {
    "letter code": {"resolve_needs_sign_in", "code_does_not_fit"},
    "phone": {"not_by_phone", "code_does_not_fit"},
    "paper": {"not_on_paper"},
}
KINDS = {
    "appoint": "colleague_appointed", "change": "right_dismissed", "sign": "colleague_signed",
    "withdraw": "colleague_withdrawn", "accept": "colleague_accepted", "refuse": "colleague_refused",
    "dismiss": "right_dismissed", "leave": "colleague_left",
}  # fmt: skip
MANAGES, LOOKS = RightWish(MANAGER), RightWish(level=AccessLevel.VIEW)


@dataclass
class Scene:
    """The office, where Els works: somebody new was invited, or for a signature Jan signed first for Els."""

    world: World
    act: str
    els: Person
    relation: WorkRelation
    mandate: Mandate

    @property
    def signer(self) -> str:
        return "Rik" if self.act == "sign" else "Jan"

    def function(self) -> Function:
        found = list_functions(self.world.session, OFFICE, TODAY)
        return next(one for one in found if one.first_name == self.signer)

    def about(self) -> str:
        office = self.world.office.id
        return {
            "accept": accept_about(self.relation.id),
            "refuse": refuse_about(self.relation.id),
            "appoint": appoint_about(office, self.els.id, [MANAGES]),
            "change": appoint_about(office, self.els.id, [LOOKS], changes=True),
            "sign": sign_about(self.relation.id),
            "withdraw": withdraw_about(self.relation.id),
        }.get(self.act, dismiss_about(office))

    def do(self, actor: Actor) -> object:
        session, now = self.world.session, self.world.now
        frame = {"policy": self.world.policy, "now": now}
        whom, mine = (self.world.office.id, self.els.id), self.relation.id
        return {
            "appoint": lambda: appoint_colleague(session, actor, *whom, [MANAGES], **frame),
            "change": lambda: change_rights(session, actor, *whom, [LOOKS], **frame),
            "sign": lambda: sign_appointment(session, actor, mine, **frame),
            "withdraw": lambda: withdraw_invitation(session, actor, mine, **frame),
            "accept": lambda: self.accept(actor),
            "refuse": lambda: refuse_relation(session, actor, mine, now=now),
            "dismiss": lambda: dismiss_rights(session, actor, self.els.id, self.rights(), **frame),
            "leave": lambda: end_relation(session, actor, self.els.id, **frame),
        }[self.act]()

    def accept(self, actor: Actor) -> object:
        session, frame = self.world.session, {"policy": self.world.policy, "now": self.world.now}
        if actor.channel in {Channel.COUNTER, Channel.PAPER}:
            return accept_newcomer(session, actor, self.relation.id, **frame)
        return accept_relation(session, actor, self.relation.id, now=self.world.now)

    def rights(self) -> list:
        return [one.id for one in rows_of(self.world, self.els)]


def make(world: World, act: str) -> Scene:
    mandate = accept(world, world.give())
    els = colleague(world, "Els", first_day=LONG_AGO)
    if act != "sign":
        return Scene(world, act, els, appoint(world, EVA), mandate)
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    world.add_representative(OFFICE, "Rik", "Baert", signs="two")
    return Scene(world, act, els, appoint(world, els.id, MANAGES), mandate)


def signed_in(scene: Scene) -> Actor:
    if scene.act in {"accept", "refuse"}:
        return with_letter(scene.world, scene.relation, person(scene.world, "Eva"))
    who = person(scene.world, "Rik") if scene.act == "sign" else scene.world.jan
    return scene.world.at_home(who, scene.world.office, f"sign-in {scene.signer}")


def counter(scene: Scene) -> Actor:
    if scene.act in {"accept", "refuse"}:
        return consent(scene.world, stands_here(scene.world, scene.relation), scene.about())
    actor = scene.world.visit(clerk_of(scene.world), OFFICE, scene.function())
    return consent(scene.world, actor, scene.about())


def phone(scene: Scene) -> Actor:
    world, session = scene.world, scene.world.session
    number = scene.mandate.dossier_number
    query = select(Letter).where(Letter.mandate_id == scene.mandate.id, Letter.party_id == world.office.id)
    if scene.act in {"accept", "refuse"}:
        number = scene.relation.dossier_number
        query = select(Letter).where(Letter.dossier_number == number)
    letter = session.scalars(query).first()
    session.merge(LetterCode(letter_id=letter.id, code_hash=VAULT.hash_code(letter.id, CODE), made_at=world.now))
    clerk = Actor.on_the_phone(clerk_of(world).person_id)
    caller = Caller("Jan", "Peeters", Capacity.LEGAL_REPRESENTATIVE)
    call = check_caller_with_letter(session, clerk, number, CODE, OFFICE, caller, vault=VAULT, now=world.now)
    return phone_calls.actor_of(call)


def paper(scene: Scene) -> Actor:
    """The signed form of the invitation, or of the yearly list to dismiss; else a sheet of the mandate."""
    if scene.act == "dismiss":
        hold_round(scene.world.session, scene.world.office.id, policy=scene.world.policy, now=scene.world.now)
        return paper_sheets.actor_of(key_list(scene.world, printed(scene.world), ELS))
    if scene.act in {"accept", "refuse"}:
        return paper_sheets.actor_of(key_form(scene.world, scene.relation, Act(scene.act)))
    return for_the_mandate("paper")(scene)


def for_the_mandate(door: str) -> Callable[[Scene], Actor]:
    """Whoever comes in at this door for the office, to give up the mandate that it has."""
    return lambda scene: DOORS[door](Comes(scene.world, scene.mandate, Side.HOLDER, Act.RENOUNCE))


COMES: dict[str, Callable[[Scene], Actor]] = {
    "signed in": signed_in,
    "letter code": for_the_mandate("letter code"),
    "counter": counter,
    "phone": phone,
    "paper": paper,
}


def journal(world: World) -> list[tuple[str, str]]:
    """What was written about rights, and through which channel."""
    entries = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id))
    return [(one.kind, one.channel) for one in entries if "relation" in one.data]


@pytest.mark.parametrize(("act", "door", "cell"), CELLS)
def test_an_act_on_a_right_is_done_or_refused_as_the_table_says(world: World, act: str, door: str, cell: str) -> None:
    scene = make(world, act)
    actor, before = COMES[door](scene), journal(world)
    if cell == "y":
        looked_at(world, actor, lambda: scene.do(actor))
        assert (KINDS[act], actor.channel) in journal(world)[len(before) :]
        return
    with pytest.raises(CoreError) as refusal:
        scene.do(actor)
    assert refusal.value.code in NEVER[door]
    assert journal(world) == before
