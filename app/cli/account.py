"""`flask account ...`: who may sign in with a password of our own, and who works at a counter."""

import uuid

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.errors import CoreError
from app.core.people import (
    accounts,
    dormant,
    persons,
    roles,
    second_factors,
    staffing,
)
from app.core.people import break_glass as glass
from app.core.register import functions
from app.db import Database

group = AppGroup("account", help="Accounts, staff, and who holds a function.")


LONGEST_NUMBER = 10


def _number(_context: click.Context, _option: click.Parameter, number: str | None) -> str | None:
    """A number of staff that fits where it is kept."""
    if number is not None and not 0 < len(number.strip()) <= LONGEST_NUMBER:
        raise click.BadParameter(f"a number of staff has 1 to {LONGEST_NUMBER} signs.")
    return number.strip() if number else None


@group.command("create")
@click.argument("username")
@click.argument("subject")
@click.argument("first_name")
@click.argument("last_name")
@click.option("--staff", "number", callback=_number, help="The number under which customers know this member of staff.")
@click.option("--office", nargs=2, help="The counter where he or she serves: its name and its town.")
@click.password_option()
def create(
    username: str, subject: str, first_name: str, last_name: str, number: str | None, office: tuple[str, str] | None,
    password: str,
) -> None:
    """Let the person known as SUBJECT sign in as USERNAME."""
    with refusals(), _database().writing.begin() as session:
        person = persons.ensure_person(session, subject, first_name, last_name)
        accounts.create_account(session, username, password, person.id)
        if number:
            place = staffing.ensure_office(session, *office).id if office else None
            staffing.add_staff(session, person.id, number, place)
    click.echo(f"{username} can sign in.")


@group.command("tie")
@click.argument("function_id", type=click.UUID)
@click.argument("subject")
def tie(function_id: uuid.UUID, subject: str) -> None:
    """Say that the person known as SUBJECT holds the function FUNCTION_ID of the register."""
    with refusals(), _database().writing.begin() as session:
        function = functions.tie_subject(session, function_id, subject)
        click.echo(f"{function.name}, {function.function} of {function.enterprise_number}, is now {subject}.")


@group.command("wake")
@click.argument("number")
def wake(number: str) -> None:
    """Switch on again what the member of staff with NUMBER signs in with, after months without signing in."""
    with refusals(), _database().writing.begin() as session:
        name = dormant.wake_staff(session, number, now=current_app.extensions["clock"]())
    click.echo(f"{name} ({number}) can sign in again.")


@group.command("role")
@click.argument("number")
@click.argument("kind", type=click.Choice([one.value for one in roles.RoleKind]))
@click.option("--entity", help="The key of the entity whose domains a domain manager looks after.")
def role(number: str, kind: str, entity: str | None) -> None:
    """Give the member of staff with NUMBER a role. Administrators do so on their screens; the first needs this."""
    with refusals(), _database().writing.begin() as session:
        wanted = roles.Role(roles.RoleKind(kind), entity)
        roles.give_first_role(session, number, wanted, now=current_app.extensions["clock"]())
    click.echo(f"{number} is {kind}{' of ' + entity if entity else ''} now.")


@group.command("codes")
@click.argument("username")
@click.option("--lost", is_flag=True, help="Phone, passkeys and paper are gone: none of them works any more.")
def codes(username: str, lost: bool) -> None:
    """Give USERNAME ten new codes on paper: to begin with, or for whoever lost the old ones. Shown this once."""
    now, vault = current_app.extensions["clock"](), current_app.extensions["vault"]
    with refusals(), _database().writing.begin() as session:
        account = accounts.get_account(session, username)
        made = second_factors.give_codes(session, account.id, lost=lost, vault=vault, now=now)
    click.echo("\n".join(made))


@group.command("break-glass")
@click.argument("username")
@click.option("--number", default="NOOD", help="The number of staff under which it stands in the journal.")
def break_glass(username: str, number: str) -> None:
    """Make the account for emergencies, or make it whole again after a use. Lock away what is printed, this once."""
    now, vault = current_app.extensions["clock"](), current_app.extensions["vault"]
    with refusals(), _database().writing.begin() as session:
        made = glass.seal_account(session, username, number, vault=vault, now=now)
    click.echo(f"Name:        {made.username}")
    click.echo(f"Passphrase:  {made.passphrase}")
    click.echo(f"Key of app:  {made.key.groups}")
    click.echo(f"For a QR:    {made.key.address}")
    click.echo("Sign in at:  /aanmelden/noodtoegang")


class refusals:  # noqa: N801 (reads as a statement: with refusals())
    """Turn a refusal of the core into a sentence on the command line."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, CoreError):
            raise click.ClickException(error.sentence) from error


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
