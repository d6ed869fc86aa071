"""Two people at the same moment: one wins, the other hears why, and nothing is done twice."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config_sign_in import DeskOfGroup
from app.core.actor import Actor
from app.core.acts import executors
from app.core.acts.answering import accept_mandate, refuse_mandate, withdraw_mandate
from app.core.acts.contesting import contest_mandate
from app.core.acts.drafts import get_draft, start_draft
from app.core.acts.giving import give_mandate
from app.core.acts.stopping import renounce_mandate, stop_mandate
from app.core.counter.visits import start_visit
from app.core.directory import groups, users
from app.core.directory.arrivals import enter_known
from app.core.directory.groups import GroupFacts
from app.core.directory.rules import DirectoryRules
from app.core.directory.users import Keeper, UserFacts
from app.core.errors import Conflict, CoreError
from app.core.letters.check import NUMBER_TRIES, look_up_letter
from app.core.letters.codes import TRIES, WrongTry, open_with_code
from app.core.letters.notice_choices import NoticeChoice, choose_notice
from app.core.mandates.lookup import get_mandate
from app.core.mandates.wishes import MandateWish
from app.core.people import passkeys
from app.core.people.accounts import create_account, find_signed_in
from app.core.people.persons import ensure_person, find_person_of
from app.core.people.provider_accounts import Arrival
from app.core.people.rights import list_colleagues, list_managers
from app.core.people.tries import TRIES_OF_SOURCE, count_try
from app.core.policy import Policy
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.matrix import who_may_what
from app.core.vault import Vault
from app.db import Database
from app.models.account import Account
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.passkey import Passkey
from app.models.user_right import RightKind
from app.models.visit import Visit
from tests.passkeys import Device
from tests.world import BAKERY, NOON, OFFICE, TODAY, World

POLICY = Policy()
VAULT = Vault(b"l" * 32, b"s" * 32)
RULES = DirectoryRules("https://entra.example/t/v2.0", desks=(DeskOfGroup("clerks", "Loket Gent", "Gent"),))
KEEPER = Keeper(RULES, POLICY, NOON)
KARIM = UserFacts("karim@loket.example", True, "oid-1", "Karim", "Bouazza", None, "4790")
Deed = Callable[[Session], Any]


class Scene:
    """A committed world, and the ids with which others find their way in it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing.begin() as session:
            world = World(session)
            self.maria, self.jan = world.giver, world.holder
            self.clerk = Actor.at_the_counter(world.add_clerk().person_id)
            self.bakery_id = world.bakery.id

    def wish(self, *keys: str) -> MandateWish:
        return MandateWish(self.bakery_id, OFFICE, keys, months=12)

    def give(self, *keys: str) -> Any:
        with self.database.writing.begin() as session:
            return give_mandate(session, self.maria, self.wish(*keys), policy=POLICY, now=NOON).id

    def together(self, *deeds: Deed) -> list[CoreError | None]:
        """Do these in transactions of their own, on threads that start at the same moment."""
        start = threading.Barrier(len(deeds))
        ended: list[Any] = [None] * len(deeds)

        def run(number: int) -> None:
            start.wait(timeout=20)
            try:
                with self.database.writing.begin() as session:
                    deeds[number](session)
            except CoreError as refusal:
                ended[number] = refusal
            except BaseException as error:
                ended[number] = error
                raise

        threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert not any(thread.is_alive() for thread in threads)
        assert all(one is None or isinstance(one, CoreError) for one in ended), ended
        return ended

    def rows(self, table: type) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(table)))


def placed(scene: Scene) -> tuple[str, str, str]:
    """Somebody of the directory with a desk; his ids there, and that of his group."""
    with scene.database.writing.begin() as session:
        user = users.create_user(session, KARIM, KEEPER)
        group = groups.create_group(session, GroupFacts("x", "clerks", frozenset({str(user.id)})), KEEPER)
        return f"{RULES.issuer} {KARIM.external_id}", str(user.id), str(group.id)


def is_open(scene: Scene, subject: str) -> bool:
    with scene.database.reading() as session:
        person = find_person_of(session, subject)
        [account] = session.scalars(select(Account).where(Account.person_id == person.id))
        return find_signed_in(session, account.id) is not None


@pytest.fixture
def scene(fresh_database: Database) -> Scene:
    return Scene(fresh_database)


def act(function: Callable[..., Any], actor: Actor, mandate_id: Any, **more: Any) -> Deed:
    return lambda session: function(session, actor, mandate_id, policy=POLICY, now=NOON, **more)


@pytest.mark.parametrize("key", ["hinder.manage", "subsidy.view", "permit.view"])
def test_of_an_acceptance_and_a_withdrawal_at_the_same_moment_one_wins(scene: Scene, key: str) -> None:
    mandate_id = scene.give(key)
    ended = scene.together(act(accept_mandate, scene.jan, mandate_id), act(withdraw_mandate, scene.maria, mandate_id))
    assert [type(one) for one in ended if one] == [Conflict]
    with scene.database.reading() as session:
        mandate = get_mandate(session, mandate_id)
        assert (mandate.accepted_on is None) is not (mandate.withdrawn_on is None)
        assert (mandate.accepted_on is not None) is (ended[0] is None)


def test_of_an_acceptance_and_a_refusal_in_two_tabs_one_wins(scene: Scene) -> None:
    mandate_id = scene.give("hinder.manage")
    ended = scene.together(act(accept_mandate, scene.jan, mandate_id), act(refuse_mandate, scene.jan, mandate_id))
    assert [type(one) for one in ended if one] == [Conflict]


def test_accepting_in_two_tabs_is_one_acceptance_with_one_set_of_letters(scene: Scene) -> None:
    mandate_id = scene.give("hinder.manage")
    assert scene.together(*[act(accept_mandate, scene.jan, mandate_id)] * 2) == [None, None]
    assert [entry.kind for entry in scene.rows(JournalEntry)].count("accepted") == 1
    assert len(scene.rows(Letter)) == 4


def test_both_sides_stop_at_the_same_moment_and_it_is_stopped_once(scene: Scene) -> None:
    mandate_id = scene.give("hinder.manage")
    scene.together(act(accept_mandate, scene.jan, mandate_id))
    ended = scene.together(act(stop_mandate, scene.maria, mandate_id), act(renounce_mandate, scene.jan, mandate_id))
    assert ended == [None, None]
    assert sum(entry.kind in {"stopped", "renounced"} for entry in scene.rows(JournalEntry)) == 1
    assert len(scene.rows(Letter)) == 6


def test_two_contests_at_the_same_moment_are_one_pause(scene: Scene) -> None:
    mandate_id = scene.give("hinder.manage")
    deeds = [act(contest_mandate, actor, mandate_id, reason="not_given") for actor in (scene.maria, scene.jan)]
    assert scene.together(*deeds) == [None, None]
    assert [entry.kind for entry in scene.rows(JournalEntry)].count("contested") == 1


def test_giving_the_same_types_twice_at_the_same_moment_is_one_mandate(scene: Scene) -> None:
    deed = [lambda session: give_mandate(session, scene.maria, scene.wish("hinder.manage"), policy=POLICY, now=NOON)]
    ended = scene.together(*deed * 3)
    assert [one.code for one in ended if one] == ["nothing_left"] * 2
    assert len(scene.rows(Mandate)) == 1


def test_a_double_click_on_send_gives_one_mandate_and_no_error(scene: Scene) -> None:
    with scene.database.writing.begin() as session:
        draft_id = start_draft(session, scene.maria, "give", now=NOON).id

    both_have_read = threading.Barrier(2)

    def send(session: Session) -> None:
        # The page reads the draft before it sends it. On SQLite the second click waits before it can read.
        get_draft(session, scene.maria, draft_id, now=NOON)
        if not scene.database.is_sqlite:
            both_have_read.wait(timeout=20)
        give_mandate(session, scene.maria, scene.wish("hinder.manage"), policy=POLICY, now=NOON, draft_id=draft_id)

    assert scene.together(send, send) == [None, None]
    assert len(scene.rows(Mandate)) == 1
    assert len(scene.rows(Letter)) == 2


def test_a_clerk_with_two_tabs_starts_one_visit(scene: Scene) -> None:
    deed = [lambda session: start_visit(session, scene.clerk, BAKERY, now=NOON)]
    ended = scene.together(*deed * 2)
    assert [one.code for one in ended if one] == ["visit_still_open"]
    assert len(scene.rows(Visit)) == 1


def test_two_managers_who_end_each_other_at_the_same_moment_leave_one(scene: Scene) -> None:
    with scene.database.writing.begin() as session:
        party_id = session.scalars(select(Party.id).where(Party.enterprise_number == OFFICE)).one()
        for function in session.scalars(select(Function).where(Function.enterprise_number == OFFICE)):
            function.subject = None
        two = [ensure_person(session, name, name, "Wouters").id for name in ("Els", "Eva")]
        for one in two:
            grant_right(session, one, party_id, RightKind.MANAGER, first_day=TODAY)
    els, eva = (Actor.at_home(one, party_id, "sign-in") for one in two)
    both_have_read = threading.Barrier(2)

    def end(session: Session, actor: Actor, other: UUID) -> None:
        # The page shows who may what before it ends anything, and holds on to what it read.
        shown = who_may_what(session, actor, now=NOON)
        if not scene.database.is_sqlite:
            both_have_read.wait(timeout=20)
        end_relation(session, actor, other, policy=POLICY, now=NOON)
        assert shown

    ended = scene.together(
        lambda session: end(session, els, two[1]),
        lambda session: end(session, eva, two[0]),
    )
    assert sum(one is None for one in ended) == 1, ended
    with scene.database.reading() as session:
        assert len(list_managers(session, party_id, TODAY)) == 1


def test_choosing_large_letters_for_the_first_time_in_two_tabs_is_one_choice(scene: Scene) -> None:
    def choose(session: Session) -> None:
        choice = NoticeChoice(large_print=True)
        choose_notice(session, scene.maria, scene.bakery_id, choice, policy=POLICY, now=NOON)
        time.sleep(0.05)  # what the other does before he sees it

    assert scene.together(choose, choose) == [None, None]
    assert [entry.kind for entry in scene.rows(JournalEntry)].count("notice_chosen") == 1


def test_who_leaves_while_he_is_named_for_a_mandate_keeps_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandate_id, carrying = scene.give("hinder.manage"), executors._carrying
    with scene.database.writing.begin() as session:
        els = ensure_person(session, "els", "Els", "Wouters").id
        grant_right(session, els, scene.jan.party_id, RightKind.MANAGER, first_day=TODAY)
    named, gone = threading.Event(), threading.Event()

    def wait(*args: Any) -> Any:
        named.set()
        gone.wait(timeout=0.5)  # who leaves has to wait for us: then nobody sets it
        return carrying(*args)

    def accept(session: Session) -> None:
        accept_mandate(session, scene.jan, mandate_id, policy=POLICY, now=NOON, executors=[els])

    def leave(session: Session) -> None:
        if not scene.database.is_sqlite:
            named.wait(timeout=20)
        end_relation(session, scene.jan, els, policy=POLICY, now=NOON)
        session.commit()
        gone.set()

    monkeypatch.setattr(executors, "_carrying", wait)
    accepts, leaves = scene.together(accept, leave)
    assert leaves is None
    assert accepts is None or accepts.code == "executor_unknown"
    with scene.database.reading() as session:
        assert els not in {one.id for one in list_colleagues(session, scene.jan.party_id, TODAY)}


def test_who_leaves_while_he_signs_in_is_not_in_afterwards(scene: Scene) -> None:
    subject, user_id, _ = placed(scene)
    arrival = Arrival("staff", subject, "Karim", "Bouazza")
    signs_in, leaves = scene.together(
        lambda session: enter_known(session, arrival, "oid-1", RULES, policy=Policy(), now=NOON),
        lambda session: users.change_user(session, user_id, replace(KARIM, active=False), KEEPER, seen=None),
    )
    assert leaves is None
    assert signs_in is None or signs_in.code == "directory_not_active"
    assert not is_open(scene, subject)


def test_who_leaves_while_he_is_put_in_a_group_is_out_afterwards(scene: Scene) -> None:
    subject, user_id, group_id = placed(scene)
    both = GroupFacts("y", "other", frozenset({user_id}))
    ended = scene.together(
        lambda session: users.change_user(session, user_id, replace(KARIM, active=False), KEEPER, seen=None),
        lambda session: groups.create_group(session, both, KEEPER),
        lambda session: groups.change_group(session, group_id, replace(both, external_id="clerks"), KEEPER, seen=None),
    )
    assert ended == [None, None, None]
    assert not is_open(scene, subject)


@pytest.mark.parametrize(("name", "source"), [("code: maria", "10.0.0.{}"), ("maria {}", "10.0.0.1")])
def test_of_guesses_at_the_same_moment_none_is_overlooked(scene: Scene, name: str, source: str) -> None:
    with scene.database.writing.begin() as session:
        for number in range(TRIES_OF_SOURCE - 2):
            count_try(session, name.format(number), source.format(number), now=NOON, most=TRIES_OF_SOURCE)

    def guess(number: int) -> Deed:
        def deed(session: Session) -> None:
            count_try(session, name.format(number), source.format(number), now=NOON, most=TRIES_OF_SOURCE)
            time.sleep(0.05)  # what the others do before they see it

        return deed

    ended = scene.together(*[guess(number) for number in range(60, 66)])
    assert [one.code for one in ended if one] == ["sign_in_too_often"] * 4


def test_of_checks_of_a_letter_at_the_same_moment_none_is_overlooked(scene: Scene) -> None:
    def check(source: str) -> Deed:
        def deed(session: Session) -> None:
            look_up_letter(session, "123456789012", TODAY, source=source, vault=VAULT, now=NOON)
            time.sleep(0.05)  # what the others do before they see it

        return deed

    for number in range(NUMBER_TRIES - 2):
        scene.together(check(f"before {number}"))
    ended = scene.together(*[check(f"at once {number}") for number in range(6)])
    assert [one.code for one in ended if one] == ["too_many_checks"] * 4


def test_of_wrong_codes_at_the_same_moment_none_is_overlooked(scene: Scene) -> None:
    mandate_id = scene.give("permit.view")
    with scene.database.writing.begin() as session:
        number = get_mandate(session, mandate_id).dossier_number
        letter = session.scalars(select(Letter).where(Letter.kind == "invitation.holder")).one()
        code_hash = VAULT.hash_code(letter.id, "7K4Q-92XD")
        session.add(LetterCode(letter_id=letter.id, code_hash=code_hash, made_at=NOON))
    left: list[int] = []

    def guess(source: str) -> Deed:
        def deed(session: Session) -> None:
            try:
                open_with_code(session, number, "ABCD-EFGH", OFFICE, source=source, vault=VAULT, now=NOON)
            except WrongTry as wrong:
                left.append(wrong.values["left"])
            time.sleep(0.05)  # what the others do before they see it

        return deed

    assert not any(scene.together(*[guess(f"place {one}") for one in range(TRIES)]))
    assert sorted(left) == list(range(TRIES))
    with scene.database.reading() as session:
        assert session.scalars(select(LetterCode.voided_at)).one() == NOON


def test_passkeys_that_are_added_at_the_same_moment_do_not_make_eleven(scene: Scene) -> None:
    site = passkeys.Site("localhost", "http://localhost")
    with scene.database.writing.begin() as session:
        account_id = create_account(session, "maria", "demo", scene.maria.actor_id).id

    def add(session: Session) -> None:
        asked = passkeys.ask_new_passkey(session, account_id, site)
        answer = Device(site.origin).make(asked.options)
        passkeys.add_passkey(session, account_id, site, answer, asked.challenge, "x", proven_at=NOON, now=NOON)

    def add_slowly(session: Session) -> None:
        add(session)
        time.sleep(0.05)

    with scene.database.writing.begin() as session:
        for _ in range(passkeys.MOST - 1):
            add(session)
    ended = scene.together(*[add_slowly] * 3)
    assert [one.code for one in ended if one] == ["too_many_passkeys"] * 2
    assert len(scene.rows(Passkey)) == passkeys.MOST
