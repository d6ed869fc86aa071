"""Mails to look at, and a real mail server to send them to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.mail import SmtpPostman, Wording
from app.config import MailSettings, Settings, read_settings
from tests.post_office import HOST, PostOffice, open_post_office

SENDER = "loket@mandaat.voorbeeld.be"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of a demo."""
    return read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path_factory.mktemp("mails"))})


@pytest.fixture(scope="session")
def wording(settings: Settings) -> Wording:
    """The templates."""
    return Wording(settings)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A server without passwords or secrets."""
    with open_post_office() as office:
        yield office


@pytest.fixture
def postman(office: PostOffice, wording: Wording) -> SmtpPostman:
    """Who brings mails there."""
    return SmtpPostman(MailSettings(SENDER, HOST, office.port, security="none"), wording)


@pytest.fixture
def folder_settings(tmp_path: Path) -> MailSettings:
    """Mails as files."""
    return MailSettings(SENDER, folder=tmp_path / "mails")
