"""`flask person ...`: forget somebody who asked for that, or write down why not."""

import uuid

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.account import refusals
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.people.persons import find_person_of, get_person
from app.core.people.staffing import person_of_number
from app.core.privacy.forgetting import REASONS, REASONS_NOT, forget_person, refuse_to_forget
from app.db import Database, Session

group = AppGroup("person", help="What people ask about what is kept of them.")
BY = click.option("--by", "number", required=True, help="The number of the administrator who decided.")


@group.command("forget")
@click.argument("who")
@BY
@click.option("--reason", type=click.Choice(REASONS), required=True)
def forget(who: str, number: str, reason: str) -> None:
    """Forget the person with this id, or known by this subject. There is no way back."""
    with refusals(), _database().writing.begin() as session:
        person = forget_person(session, _decider(session, number), _person(session, who), reason, now=_now())
        click.echo(f"{person.id} is forgotten; the journal proves as before what was done.")


@group.command("keep")
@click.argument("who")
@BY
@click.option("--reason", type=click.Choice(REASONS_NOT), required=True)
def keep(who: str, number: str, reason: str) -> None:
    """Write down that somebody asked to be forgotten, and that an administrator decided not to."""
    with refusals(), _database().writing.begin() as session:
        refuse_to_forget(session, _decider(session, number), _person(session, who), reason, now=_now())
        click.echo("The journal keeps that it was asked and refused.")


def _person(session: Session, who: str) -> uuid.UUID:
    found = find_person_of(session, who)
    if found is not None:
        return found.id
    try:
        return get_person(session, uuid.UUID(who)).id
    except ValueError as error:
        raise NotFound("person_unknown") from error


def _decider(session: Session, number: str) -> Actor:
    # Whoever types this has the machine, and stands in for the proof that a screen asks of the administrator.
    return Actor.on_duty(person_of_number(session, number), "command line", _now())


def _now():  # noqa: ANN202 - a moment
    return current_app.extensions["clock"]()


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
