"""`flask mail`: the settings tried, and a mail that came back."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import MailSettings, Settings, read_settings
from app.core.people.notices import MailWish, find_notice_state
from app.db import Database
from tests.mailing import ADDRESS, reads_mail, with_mail
from tests.post_office import HOST, open_post_office
from tests.world import World


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a demo."""
    return read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})


def run(app: Flask, *words: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    done = app.test_cli_runner().invoke(args=["mail", *words])
    return done.exit_code, done.output


def test_a_trial_mail_is_sent_with_the_settings(settings: Settings, sqlite_database: Database) -> None:
    with open_post_office() as office:
        mail = MailSettings("loket@voorbeeld.be", HOST, office.port, security="none")
        app = create_app(replace(settings, mail=mail), database=sqlite_database)
        assert run(app, "test", ADDRESS) == (0, f"Sent, by {HOST}.\n")
        assert [str(one["Subject"]).partition(",")[0] for one in office.mails] == ["Een proef van Mandaatloket"]
        office.to_recipient = "550 who?"
        code, said = run(app, "test", ADDRESS)
    assert (code, "does not know this address: 550" in said) == (1, True)
    assert "not sent: the mail did not leave: ConnectionRefusedError" in run(app, "test", ADDRESS)[1]


def test_what_cannot_be_tried_is_said(settings: Settings, sqlite_database: Database) -> None:
    without = create_app(replace(settings, mail=None), database=sqlite_database)
    assert "set SMTP_HOST" in run(without, "test", ADDRESS)[1]
    app = create_app(settings, database=sqlite_database)
    assert run(app, "test", "maria")[0] == 1
    assert run(app, "test", ADDRESS) == (0, f"Sent, into {settings.data_dir / 'mails'}.\n")
    assert len(list((settings.data_dir / "mails").glob("*.eml"))) == 1


def test_a_mail_that_came_back_makes_it_letters(settings: Settings, sqlite_database: Database) -> None:
    with sqlite_database.writing.begin() as session:
        world = with_mail(World(session))
        reads_mail(world, MailWish.BESIDE)
        bakery = world.bakery.id
    app = create_app(settings, database=sqlite_database)
    assert run(app, "returned", ADDRESS) == (0, "Parties that get letters from now on: 1.\n")
    with sqlite_database.reading() as session:
        assert find_notice_state(session, bakery).failed
