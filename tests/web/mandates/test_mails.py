"""The e-mails of a mandate: on its page for whom they were sent to, and for the clerk in front of that customer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.core.letters.mails import SEND
from app.core.people.notices import MailWish
from app.jobs.engine import Engine
from app.jobs.workshop import workshop_of
from app.models.mandate import Mandate
from tests.mailing import ADDRESS, reads_mail, with_mail
from tests.web.client import LintingClient
from tests.web.conftest import StillClock
from tests.web.mandates.test_mandates import executor
from tests.web.wizards.walk import read
from tests.world import World


@pytest.fixture
def mailed(app: Flask, world: World, still_clock: StillClock) -> Mandate:
    """Maria reads her news by e-mail, and gave; that mail was sent."""
    reads_mail(with_mail(world), MailWish.BESIDE)
    mandate = world.give("hinder.manage")
    world.session.commit()
    still_clock.moment = world.now + timedelta(minutes=15)
    Engine(workshop_of(app), kinds=[SEND]).drain()
    return mandate


def mail_link(client: LintingClient, mandate: Mandate) -> str | None:
    """Where the mail on the page of a mandate leads."""
    link = client.see(f"/mandaten/{mandate.id}").select_one("main a[href*='/e-mails/']")
    return str(link["href"]) if link else None


def test_a_mail_stands_on_the_page_and_in_the_story_of_its_mandate(maria: LintingClient, mailed: Mandate) -> None:
    page = maria.see(f"/mandaten/{mailed.id}")
    assert "Wij stuurden Bakkerij De Zoete Inval BV een e-mail." in read(page.main)
    link = mail_link(maria, mailed)
    assert link is not None
    words = read(maria.see(link).main)
    assert "U gaf op 23 november 2026 een mandaat aan Boekhoudkantoor Peeters BV." in words
    assert "Zo herkent u ons: deze e-mail noemt uw dossiernummer, en er staat geen link in." in words
    assert ADDRESS not in words


def test_nobody_else_sees_it(
    maria: LintingClient, jan: LintingClient, mailed: Mandate, browser: Callable[[str], LintingClient], world: World
) -> None:
    link = mail_link(maria, mailed)
    assert "een e-mail" not in read(jan.see(f"/mandaten/{mailed.id}").main)
    assert mail_link(jan, mailed) is None
    jan.see(str(link), 404)
    executor(world, mailed.id)
    els = browser("els")
    assert mail_link(els, mailed) is None
    els.see(str(link), 404)
    maria.see(str(link).replace(str(mailed.id), str(world.maria.id)), 404)


def test_a_clerk_with_the_customer_reads_what_was_sent_and_not_to_whom(
    counter: Callable[..., LintingClient], mailed: Mandate
) -> None:
    desk = counter()
    link = mail_link(desk, mailed)
    assert link is not None
    assert ADDRESS not in str(desk.see(link))
