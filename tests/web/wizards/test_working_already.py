"""Who works for all customers carries out a new mandate too: nobody is told that nobody does."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.colleagues import colleague
from tests.web.client import LintingClient
from tests.web.mandates.test_letter_code import READER, opened, stamp
from tests.web.mandates.test_letter_code import walk as walk_letter
from tests.web.wizards.test_accept import offer, start
from tests.web.wizards.walk import read, walk
from tests.world import TODAY, World

NOBODY = "Niemand is"


@pytest.mark.parametrize("works", [True, False])
def test_who_accepts_reads_who_works_already(jan: LintingClient, world: World, works: bool) -> None:
    offer(world)
    if works:
        colleague(world, "Els")
    world.session.commit()
    question = walk(jan, start(jan), (("decide", {"decision": "accept"}),))
    page = read(jan.see(question).main)
    assert ("Els" in page and "mag het al uitvoeren." in page) == works
    assert ("Tot u kiest, kan alleen een wettelijk vertegenwoordiger" in page) != works
    check = read(jan.see(walk(jan, question, (("executor", {"who": ["later"]}),))).main)
    assert ("mag het al uitvoeren." in check) == works
    assert (NOBODY in check) != works


def test_who_accepts_with_a_code_is_told_so_without_names(client: LintingClient, world: World, app: Flask) -> None:
    mandate = world.give("hinder.manage")
    colleague(world, "Els")
    stamp(world, app, mandate, "invitation.holder")
    world.session.commit()
    assert walk_letter(opened(client, mandate), "accept", READER) == "/brief/nakijken"
    check = read(client.see("/brief/nakijken").main)
    assert "Wie bij Boekhoudkantoor Peeters BV voor alle klanten werkt, kan het dan uitvoeren." in check
    client.fill_in("/brief/nakijken", {"stands": "y"})
    done = read(client.see("/brief/klaar").main)
    assert "Wie bij Boekhoudkantoor Peeters BV voor alle klanten werkt, kan het uitvoeren." in done
    for page in (check, done):
        assert NOBODY not in page
        assert "Els" not in page


def test_what_starts_later_is_carried_out_from_then_on(client: LintingClient, world: World, app: Flask) -> None:
    mandate = world.give("hinder.manage", first_day=TODAY + timedelta(days=5))
    colleague(world, "Els")
    stamp(world, app, mandate, "invitation.holder")
    world.session.commit()
    walk_letter(opened(client, mandate), "accept", READER)
    client.fill_in("/brief/nakijken", {"stands": "y"})
    done = read(client.see("/brief/klaar").main)
    assert "Wie bij Boekhoudkantoor Peeters BV voor alle klanten werkt, kan het uitvoeren zodra het start." in done
