"""Choosing, searching, counting and sorting in the overview, whatever the number of mandates."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.core.errors import NotAllowed
from app.core.people.parties import ensure_enterprise_party
from app.core.permits.sight import find_sight
from app.core.views.overview import Overview, read_overview
from app.core.views.overview_list import list_wished
from app.core.views.overview_rows import list_rows
from app.core.views.overview_wish import Group, Order, Wish
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.visit import IdentityMethod
from tests import acting
from tests.world import BAKERY, DUO, FARM, OFFICE, TODAY, World


def read(world: World, *, given_page: int = 1, **wish: object) -> Overview:
    """What Maria sees."""
    return read_overview(world.session, world.giver, now=world.now, wish=Wish(**wish), given_page=given_page)


def numbers(shown: Overview, side: Side = Side.GIVER) -> list[str]:
    return [card.dossier_number for card in (shown.given if side is Side.GIVER else shown.held).cards]


def seven(world: World) -> dict[str, Mandate]:
    """A mandate of Maria in every group, and one that she holds."""
    found = {
        "waiting": world.give("hinder.manage"),
        "active": acting.accept(world, world.give("permit.view")),
        "scheduled": acting.accept(world, world.give("subsidy.view", first_day=TODAY + timedelta(days=5))),
        "ending": acting.accept(world, world.give("recog.view", months=1)),
        "suspended": acting.contest(world, acting.accept(world, world.give("leave.manage"))),
        "over": acting.refuse(world, world.give("staff.view")),
    }
    found["held"] = acting.give_as(world, world.holder, "hinder.manage", other_number=BAKERY)
    return found


@pytest.mark.parametrize(("group", "names"), [
    (Group.ALL, {"waiting", "active", "scheduled", "ending", "suspended", "over", "held"}),
    (Group.ACTIVE, {"active", "ending"}),
    (Group.WAITING, {"waiting", "held"}),
    (Group.SCHEDULED, {"scheduled"}),
    (Group.SUSPENDED, {"suspended"}),
    (Group.ENDING, {"ending"}),
    (Group.OVER, {"over"}),
])
def test_each_group_holds_its_mandates_and_is_counted(world: World, group: Group, names: set[str]) -> None:
    mandates = seven(world)
    shown = read(world, group=group)
    assert {*numbers(shown), *numbers(shown, Side.HOLDER)} == {mandates[name].dossier_number for name in names}
    assert (shown.counts[group], shown.total) == (len(names), 7)


def test_a_side_a_domain_and_an_end_narrow_the_list_and_its_counts(world: World) -> None:
    mandates = seven(world)
    shown = read(world, side=Side.HOLDER)
    assert (numbers(shown), numbers(shown, Side.HOLDER)) == ([], [mandates["held"].dossier_number])
    assert shown.counts[Group.ALL] == 1
    domain = mandates["active"].lines[0].mandate_type.domain_key
    assert domain in shown.domains
    assert mandates["active"].dossier_number in numbers(read(world, domain=domain))
    assert len(numbers(read(world, domain=domain))) < 6
    assert numbers(read(world, domain="no such domain")) == []
    assert numbers(read(world, ends_within=30)) == [mandates["ending"].dossier_number]


def test_the_last_day_itself_is_within_the_days(world: World) -> None:
    acting.accept(world, world.give("hinder.manage", months=None, last_day=TODAY + timedelta(days=30)))
    assert len(numbers(read(world, ends_within=30))) == 1
    world.later(days=-1)
    assert numbers(read(world, ends_within=30)) == []


def test_a_mandate_of_which_a_part_ends_soon_is_among_what_ends(world: World) -> None:
    """`never` has no end but for a part, `long` ends later than that part."""
    never = acting.accept(world, world.give("hinder.manage", "permit.view", months=None, last_day=None))
    long = acting.accept(world, world.give("invest.manage", "subsidy.view", months=24))
    over = next(line.last_day for line in never.lines if line.last_day)
    assert numbers(read(world, group=Group.ENDING)) == []
    world.now += (over - TODAY) - timedelta(days=60)
    both = {never.dossier_number, long.dossier_number}
    assert set(numbers(read(world, group=Group.ENDING))) == both
    assert set(numbers(read(world, ends_within=60))) == both
    assert numbers(read(world, ends_within=30)) == []
    listed = {row.dossier_number: row for row in list_wished(world.session, world.giver, Wish(), now=world.now)}
    assert listed[never.dossier_number].last_day is None
    assert {row.part_ends_on for row in listed.values()} == {over}
    world.later(days=61)
    assert numbers(read(world, group=Group.ENDING)) == []
    assert numbers(read(world, order=Order.ENDS_FIRST)) == [long.dossier_number, never.dossier_number]


@pytest.mark.parametrize(("text", "found"), [
    ("hoeve", True), ("HOEVE vanh", True), ("hóeve", True), ("0199.000.646", True), ("199 000", True),
    ("bakker", False), ("peeters", False), ("%", False), ("_", False), ("hoeve beekhoek", False), ("   ", True),
])
def test_a_name_or_a_number_is_found_however_it_is_typed(world: World, text: str, found: bool) -> None:
    world.give("hinder.manage", other_number=FARM)
    assert bool(numbers(read(world, text=text))) is found


def test_a_dossier_number_finds_its_mandate_alone(world: World) -> None:
    mandate = world.give("hinder.manage")
    world.give("permit.view")
    number = mandate.dossier_number
    spaced = f"{number[:3]} {number[3:7]} {number[7:10]} {number[10:]}"
    assert numbers(read(world, text=spaced)) == numbers(read(world, text=number)) == [number]


def test_mandates_come_newest_first_by_name_or_by_their_end(world: World) -> None:
    later = acting.accept(world, world.give("hinder.manage", months=6))
    world.later(minutes=1)
    soon = world.give("hinder.manage", other_number=DUO, months=1)
    world.later(minutes=1)
    never = world.give("hinder.manage", other_number=FARM, months=None)
    over = acting.withdraw(world, world.give("permit.view", other_number=FARM, months=1))
    by = {name: one.dossier_number for name, one in {"l": later, "s": soon, "n": never, "o": over}.items()}
    assert numbers(read(world, order=Order.ENDS_FIRST)) == [by["s"], by["l"], by["n"], by["o"]]
    names = [card.other for card in read(world, order=Order.NAME).given.cards]
    assert names == sorted(names, key=str.casefold)
    newest = numbers(read(world))
    assert newest[2:] == [by["s"], by["l"]]
    assert set(newest[:2]) == {by["n"], by["o"]}


def test_a_light_row_stands_where_its_mandate_stands(world: World) -> None:
    mandates = {one.id: one for one in seven(world).values()}
    rows = list_rows(world.session, find_sight(world.session, world.giver, TODAY))
    assert {row.id for row in rows} == set(mandates)
    for row in rows:
        mandate = acting.get_mandate(world.session, row.id)
        for days in range(0, 400, 7):
            day = TODAY + timedelta(days=days)
            assert row.status_on(day) is mandate.status_on(day)


def test_twenty_five_fill_a_page_and_the_rest_is_on_the_next(world: World) -> None:
    for _ in range(26):
        acting.refuse(world, world.give("hinder.manage"))
    first, second = read(world), read(world, given_page=2)
    assert (len(first.given.cards), len(second.given.cards), first.given.pages) == (25, 1, 2)
    assert len({*numbers(first), *numbers(second)}) == 26
    assert read(world, given_page=99).given.number == 2


def test_more_mandates_ask_no_more_of_the_database(world: World) -> None:
    counted = []
    for _ in range(2):
        for number in (OFFICE, DUO, FARM):
            acting.withdraw(world, world.give("hinder.manage", "permit.view", other_number=number))
        world.session.expire_all()
        ensure_enterprise_party(world.session, BAKERY)
        asked: list[str] = []
        connection = world.session.connection()
        listener = lambda *values: asked.append(values[2])  # noqa: B023, E731
        event.listen(connection, "before_cursor_execute", listener)
        read(world, text="e")
        event.remove(connection, "before_cursor_execute", listener)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_a_list_to_keep_is_made_at_home_only(world: World) -> None:
    mandates = seven(world)
    rows = list_wished(world.session, world.giver, Wish(group=Group.ENDING), now=world.now)
    assert [row.dossier_number for row in rows] == [mandates["ending"].dossier_number]
    function = world.add_function(BAKERY, "Mia", "Vermeulen")
    karim = world.visit(world.add_clerk(), BAKERY, function, IdentityMethod.EID_READ)
    with pytest.raises(NotAllowed, match="list_only_at_home"):
        list_wished(world.session, karim, Wish(), now=world.now)
