"""A database in which a life was lived: mandates that random people changed, and everything that is sealed.

Letters with codes, a scan, an address that is told events, an app and codes on paper, tokens, a kept answer, seals.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clients import kept_answers
from app.core.clients.keeping_keys import add_secret
from app.core.clients.kept_answers import Request
from app.core.clients.registering import ClientPlan, add_client
from app.core.clients.scopes import Scope
from app.core.clients.tokens import make_token
from app.core.directory import tokens as directory_tokens
from app.core.distant import paper_sheets
from app.core.distant.page_images import PageImage
from app.core.errors import CoreError
from app.core.events.feed import give_places
from app.core.events.webhooks import add_webhook, renew_secret, secrets_of
from app.core.journal_seals import seal_journal
from app.core.letters.printing import prepare_print, store_print
from app.core.mandates.possible_acts import Act
from app.core.people import accounts, recovery_codes
from app.core.people.code_app import seal_code_app
from app.core.vault import Vault
from app.db import Database
from app.models.account import Account
from app.models.api_client import ApiKey
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests import acting
from tests.core.test_paper_sheets import answers
from tests.fakes import PlainPress
from tests.world import DUO, FARM, NOON, OTHER, World

VAULT = Vault(b"l" * 32, b"s" * 32)
PLAN = ClientPlan("loket", "Loket", "ondernemen", ("subsidies",), ("checks", "events"))
OTHERS = (OTHER, FARM, DUO)
SCAN = b"\x89PNG" + bytes(range(256)) * 40
SENT = b"\xff\xd8" + bytes(range(256)) * 20
PASSWORD = "een lang wachtwoord"
KEYS = ("hinder.manage", "subsidy.view", "kmop.manage")
KEPT = ("permit.view", "recog.manage")  # of which nothing was given but the first, once
ROUNDS = 40


@dataclass
class Lived:
    """What only those know who were there: secrets that the database keeps sealed, or as a hash."""

    app: str = ""
    paper: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # of letters, by the letter's id
    hook: tuple[bytes, ...] = ()
    token: str = ""
    directory: str = ""
    secret: str = ""


def live(database: Database, seed: int = 7, vault: Vault = VAULT, rounds: int = ROUNDS) -> Lived:
    """Live in an empty database; commits."""
    lived, pick = Lived(), random.Random(seed)
    with database.writing.begin() as session:
        world = World(session)
        begun: list[Mandate] = []
        for _ in range(rounds):
            world.later(hours=pick.randrange(1, 20))
            begun += filter(None, [_begun(world, pick)])
            for mandate in pick.sample(begun, min(2, len(begun))):
                _attempt(session, lambda: pick.choice(ACTS)(world, mandate))  # noqa: B023  done at once
        _sign_in(session, vault, lived)
        _applications(session, vault, lived)
        _print(session, vault, lived)
        _scan(world, vault)
        give_places(session)
    with database.writing.begin() as session:
        seal_journal(session, now=NOON + timedelta(days=200))
    return lived


ACTS: tuple[Callable[[World, Mandate], object], ...] = (
    *[acting.accept] * 6, acting.refuse, acting.withdraw, acting.stop, acting.renounce, acting.contest,
    acting.resume, lambda world, mandate: acting.extend(world, mandate, months=12), acting.accept_extension,
)  # fmt: skip


def _begun(world: World, pick: random.Random) -> Mandate | None:
    keys = pick.sample(KEYS, pick.randrange(1, 3))
    how = pick.choice((world.give, world.ask, lambda *keys: world.give(*keys, other_number=pick.choice(OTHERS))))
    return _attempt(world.session, lambda: how(*keys))


def _attempt(session: Session, do: Callable[[], Any]) -> Any:
    try:
        with session.begin_nested():
            return do()
    except CoreError:
        return None


def _sign_in(session: Session, vault: Vault, lived: Lived) -> None:
    jan = World(session, settled=True).jan
    account = Account(username="jan", password_hash=accounts.HASHER.hash(PASSWORD), person_id=jan.id)
    session.add(account)
    session.flush()
    lived.app = seal_code_app(session, account.id, vault=vault, now=NOON).key
    lived.paper = list(recovery_codes.make_recovery_codes(session, account.id, vault=vault, now=NOON))


def _applications(session: Session, vault: Vault, lived: Lived) -> None:
    client = add_client(session, Actor.job(), PLAN, now=NOON)
    there = "https://loket.voorbeeld.be/meldingen"
    hook, _ = add_webhook(session, Actor.job(), "loket", there, vault, demo=False, now=NOON)
    renew_secret(session, Actor.job(), hook.id, vault, now=NOON)
    lived.hook = secrets_of(hook, vault, now=NOON)
    lived.secret = add_secret(session, Actor.job(), "loket", vault, demo=True, now=NOON)
    key = session.scalars(select(ApiKey)).first()
    assert key is not None
    lived.token = make_token(session, key.id, Scope.read("checks domain:subsidies"), vault, now=NOON)
    lived.directory = directory_tokens.make_token(session, "entra", vault, now=NOON, days=30)
    claim = kept_answers.claim_request(session, Request(client.id, "key-1", vault.request_hashes("x")[0]), now=NOON)
    kept_answers.keep_answer(session, claim, b'{"answer": 42}', vault, now=NOON)


def _print(session: Session, vault: Vault, lived: Lived) -> None:
    press = PlainPress()
    for letter_id in list(session.scalars(select(Letter.id))):
        ready = prepare_print(session, letter_id)
        assert ready is not None
        store_print(session, letter_id, press.print_letter(ready[0]), ready[1], vault, now=NOON)
        if ready[1]:
            lived.codes[str(letter_id)] = ready[1]


def _scan(world: World, vault: Vault) -> None:
    rita = Actor.on_the_phone(world.add_clerk("Rita", "5120").person_id)
    mandate = world.give(KEPT[0])
    letters = world.session.scalars(select(Letter).where(Letter.mandate_id == mandate.id))
    letter = next(one for one in letters if one.kind == "invitation.holder")
    letter.printed_at, letter.sha256, letter.pages = world.now, "0" * 64, 2
    world.session.flush()
    said = answers(Act.REFUSE, received_on=acting.today(world), dated_on=acting.today(world))
    page = PageImage("image/png", SCAN, SENT)
    paper_sheets.key_sheet(world.session, rita, letter.id, said, page=page, vault=vault, now=world.now)


def code_now(lived: Lived) -> str:
    """What the app of Jan shows at noon."""
    return pyotp.TOTP(lived.app).at(NOON)
