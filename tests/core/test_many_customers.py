"""An accountant with many customers: a page of them at a time, sought by name or number, with how many there are."""

import uuid

import pytest

from app.core.errors import NotAllowed
from app.core.views.customers import PAGE_SIZE, CustomerPage, list_customers, list_unattended
from tests.acting import accept, stop
from tests.colleagues import MANAGER, colleague
from tests.many_customers import copy_for_many
from tests.world import TODAY, World

MANY = 60


@pytest.fixture
def copies(world: World) -> list[uuid.UUID]:
    """Sixty customers beside the bakery."""
    return copy_for_many(world.session, accept(world, world.give("hinder.manage", "permit.view")).id, MANY)


def names(page: CustomerPage) -> list[str]:
    return [one.mandate.giver.name for one in page.customers]


def test_customers_come_a_page_at_a_time_by_name_with_their_total(world: World, copies: list[uuid.UUID]) -> None:
    first = list_customers(world.session, world.holder, now=world.now)
    assert (first.number, first.pages, first.total, first.everybody) == (1, 3, MANY + 1, MANY + 1)
    assert names(first) == ["Bakkerij De Zoete Inval BV", *(f"Klant {one:03} BV" for one in range(1, PAGE_SIZE))]
    assert first.customers[1].parts == ["een hinderpremie aanvragen", "vergunningen bekijken"]
    last = list_customers(world.session, world.holder, now=world.now, number=3)
    assert names(last) == [f"Klant {one:03} BV" for one in range(50, 61)]
    beyond = [list_customers(world.session, world.holder, now=world.now, number=one) for one in (4, 999_999, 0, -3)]
    assert [one.number for one in beyond] == [3, 3, 1, 1]


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("klant", 60), ("KLÁNT bv", 60), ("klant 05", 11), ("zoete inval", 1), ("0880.000.017", 1),
        ("270000001700", 1), ("niemand", 0), ("%", 0),
    ],
)  # fmt: skip
def test_a_customer_is_found_by_name_and_by_number(
    world: World, copies: list[uuid.UUID], text: str, total: int
) -> None:
    page = list_customers(world.session, world.holder, now=world.now, text=text, number=2)
    assert (page.total, page.everybody) == (total, MANY + 1)
    assert len(page.customers) == (PAGE_SIZE if total > PAGE_SIZE else total)


def test_what_nobody_carries_out_is_paged_with_only_those_parts(world: World, copies: list[uuid.UUID]) -> None:
    colleague(world, "Els", "executor", mandate_id=copies[0])
    page = list_unattended(world.session, world.office, TODAY, text="klant", number=3)
    assert (page.number, page.pages, page.total, page.everybody) == (3, 3, 59, 60)
    assert names(page)[-1] == "Klant 060 BV"
    assert page.customers[0].parts == ["een hinderpremie aanvragen", "vergunningen bekijken"]
    colleague(world, "Eva")
    assert list_unattended(world.session, world.office, TODAY).everybody == 0


def test_what_is_over_is_no_customer_any_more(world: World, copies: list[uuid.UUID]) -> None:
    stopped = list_customers(world.session, world.holder, now=world.now, text="zoete inval").customers[0].mandate
    stop(world, stopped)
    assert list_customers(world.session, world.holder, now=world.now).everybody == MANY


def test_who_does_not_say_who_may_what_reads_no_customers(world: World, copies: list[uuid.UUID]) -> None:
    els = colleague(world, "Els", mandate_id=copies[0])
    with pytest.raises(NotAllowed, match="may_not_decide"):
        list_customers(world.session, world.at_home(els, world.office), now=world.now)
    eva = colleague(world, "Eva", MANAGER)
    assert list_customers(world.session, world.at_home(eva, world.office), now=world.now).total == MANY + 1
