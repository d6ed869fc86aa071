"""`flask mail ...`: try the settings for e-mail, and say that a mail came back."""

import uuid
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app.adapters.mail import MailError, Postman
from app.core.errors import Invalid
from app.core.letters.mail_data import TRIAL, MailToSend, Told
from app.core.letters.mail_sending import return_mail
from app.core.letters.mails import EDITION_OF_TODAY
from app.core.mandates.dossier_numbers import check_digits
from app.core.people.email_addresses import parse_email
from app.core.policy import Policy
from app.db import Database

group = AppGroup("mail", help="E-mail: try the settings, and say that a mail came back.")
BODY = "0" * 10


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a trial mail to ADDRESS with the settings of this service, now and once."""
    postman: Postman | None = current_app.extensions["postman"]
    if postman is None:
        raise click.ClickException("No e-mail is set up: set SMTP_HOST and MAIL_FROM, or MAIL_FOLDER.")
    now: datetime = current_app.extensions["clock"]()
    told = Told(TRIAL, BODY + check_digits(BODY), {}, with_letter=False)
    mail = MailToSend(uuid.uuid4(), EDITION_OF_TODAY, _address(address), None, now, (told,))
    try:
        postman.send(mail)
    except MailError as error:
        raise click.ClickException(f"The mail was not sent: {error}.") from error
    settings = current_app.extensions["settings"].mail
    click.echo(f"Sent, {'into ' + str(settings.folder) if settings.folder else 'by ' + settings.host}.")


@group.command("returned")
@click.argument("address")
def returned(address: str) -> None:
    """Say that mail to ADDRESS came back: from now on whoever chose it gets letters."""
    database: Database = current_app.extensions["database"]
    policy: Policy = current_app.extensions["policy"]
    now: datetime = current_app.extensions["clock"]()
    with database.writing.begin() as session:
        found = return_mail(session, _address(address), policy=policy, now=now)
    click.echo(f"Parties that get letters from now on: {found}.")


def _address(text: str) -> str:
    try:
        return parse_email(text)
    except Invalid as refusal:
        raise click.ClickException("That is no e-mail address to which something can be sent.") from refusal
