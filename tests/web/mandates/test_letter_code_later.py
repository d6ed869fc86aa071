"""Who opens his letter with its code reads which part of an active mandate may not be used yet."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.acting import accept
from tests.web.client import LintingClient
from tests.web.mandates.test_letter_code import NEXT, opened, stamp
from tests.web.wizards.walk import read
from tests.world import BAKERY, OFFICE, TODAY, World

PART = "Omgevingsvergunning aanvragen start"


@pytest.mark.parametrize(("kind", "number", "reader"), [
    ("active.giver", BAKERY, "u"), ("active.holder", OFFICE, "Bakkerij De Zoete Inval"),
])  # fmt: skip
def test_an_important_part_of_an_active_mandate_is_said_to_wait(
    client: LintingClient, world: World, app: Flask, kind: str, number: str, reader: str
) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.manage"))
    stamp(world, app, mandate, kind, NEXT)
    world.session.commit()
    page = read(opened(client, mandate, code=NEXT, enterprise_number=number).see("/brief/keuze"))
    assert f"{PART} later, na onze brief aan {reader}" in page
    assert "Tot dan mag het nog niet." in page


def test_the_day_stands_there_once_it_is_known(client: LintingClient, world: World, app: Flask) -> None:
    mandate = world.give("hinder.manage", "permit.manage")
    mandate.giver_posted_on = TODAY - timedelta(days=4)
    accept(world, mandate)
    stamp(world, app, mandate, "active.holder")
    world.session.commit()
    assert f"{PART} pas op 29 november 2026. Tot dan" in read(opened(client, mandate).see("/brief/keuze"))
