"""What applications ask most is one statement, by the numbers of both sides: with the answers of everybody else."""

import random
from itertools import product

from app.core.actor import Actor
from app.core.mandates.catalogue import count_edition
from app.core.representation.asking import NO, Asked, Decision, Kind, check_many
from app.core.representation.naming import Shelf
from app.db import Database, Session
from app.models.mandate_type import AccessLevel, MandateType
from tests.acting import accept
from tests.core.test_asking import ABOUT_OFFICE, entity
from tests.core.test_brief_checks import DAYS, SEED, SERVICES, fill
from tests.world import BAKERY, FARM, NOON, OFFICE, OTHER, World

DOMAINS = frozenset({"subsidies", "vergunningen"})
NUMBERS = (BAKERY, OFFICE, FARM, OTHER, "0999999999")


def test_by_number_the_answers_are_the_same(world: World) -> None:
    pick = random.Random(SEED)
    fill(world, pick)
    places = product(NUMBERS, (*SERVICES, "nothing"), NUMBERS, (*AccessLevel, None), DAYS)
    asked = [Asked(Kind.ORGANISATION, who, service, giver, level, day) for who, service, giver, level, day in places]
    for actor in (entity(DOMAINS), entity(frozenset({"subsidies"}))):
        whole = [_plain(one) for one in check_many(world.session, actor, asked, now=world.now)]
        assert [_plain(one) for one in check_many(world.session, actor, asked, now=world.now, why=False)] == whole
        some = pick.sample(range(len(asked)), 40)
        assert [_alone(world, actor, asked[number]) for number in some] == [whole[number] for number in some]
    assert any(one.allowed for one in whole)


def test_one_who_is_not_named_by_a_number_is_answered_among_the_others(world: World) -> None:
    accept(world, world.give())
    by_id = ABOUT_OFFICE._replace(who=f"party:{world.office.id}")
    maria = ABOUT_OFFICE._replace(kind=Kind.PERSON, who="subject-maria")
    for asked in ([ABOUT_OFFICE, by_id, maria], [by_id], [ABOUT_OFFICE]):
        answers = check_many(world.session, entity(), asked, now=world.now, why=False)
        assert [one.allowed for one in answers] == [True] * len(asked)
    nobody = ABOUT_OFFICE._replace(who=None)
    assert check_many(world.session, entity(), [nobody], now=world.now, why=False) == [NO]


def test_by_number_too_an_application_asks_in_its_domains_and_nowhere_else(world: World) -> None:
    accept(world, world.give())
    for asked in ([ABOUT_OFFICE], [ABOUT_OFFICE, ABOUT_OFFICE]):
        for domains, allowed in ((DOMAINS, True), (frozenset({"werk"}), False)):
            answers = check_many(world.session, entity(domains), asked, now=world.now, why=False)
            assert [one.allowed for one in answers] == [allowed] * len(asked)


def test_a_key_that_is_part_of_another_opens_nothing_of_it(world: World) -> None:
    accept(world, world.give("hinder.manage"))
    given = world.session.get_one(MandateType, "hinder.manage")
    columns = {one.name: getattr(given, one.name) for one in MandateType.__table__.columns}
    others = ("hinder.manage.more", "more.hinder.manage")
    for key in others:
        world.session.add(MandateType(**columns | {"key": key, "services": [key]}))
    world.session.flush()
    asked = [ABOUT_OFFICE._replace(service=key) for key in ("hinder.manage", *others)]
    together = check_many(world.session, entity(), asked, now=world.now, why=False)
    assert [one.allowed for one in together] == [True, False, False]
    assert [_alone(world, entity(), one) for one in asked] == together


def test_a_change_of_the_catalogue_holds_at_the_very_next_question(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as writing:
        accept(world := World(writing, NOON), world.give())
    assert _asked_by(fresh_database)
    with fresh_database.writing() as writing:
        _open_more(writing)
        # What is not certain yet counts for nobody, and is not remembered.
        assert not Shelf(writing, frozenset({"subsidies"})).has("hinderpremie")
        assert _asked_by(fresh_database)
        writing.rollback()
    assert _asked_by(fresh_database)
    with fresh_database.writing.begin() as writing:
        _open_more(writing)
    assert not _asked_by(fresh_database)


def _open_more(writing: Session) -> None:
    """Let a type of another domain open the same service, so that one of `subsidies` may not ask it any more."""
    writing.get_one(MandateType, "leave.manage").services = ["hinderpremie"]
    count_edition(writing)


def _asked_by(database: Database) -> bool:
    answers = set()
    for asked in ([ABOUT_OFFICE], [ABOUT_OFFICE, ABOUT_OFFICE]):
        with database.reading() as session:
            answers |= {one.allowed for one in check_many(session, entity(), asked, now=NOON, why=False)}
    [answer] = answers
    return answer


def _alone(world: World, actor: Actor, asked: Asked) -> Decision:
    [answer] = check_many(world.session, actor, [asked], now=world.now, why=False)
    return _plain(answer)


def _plain(decision: Decision) -> Decision:
    """Without what only those hear who may know why."""
    return decision._replace(reasons=(), question=None)
