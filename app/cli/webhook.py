"""`flask webhook ...`: where applications are told of events, and what could not be told."""

import uuid
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.account import refusals
from app.core.actor import Actor
from app.core.clients.registering import get_client
from app.core.events import delivering, webhooks
from app.core.events.delivering import DEAD

group = AppGroup("webhook", help="Where applications are told of what happens to mandates.")


@group.command("add")
@click.argument("client")
@click.argument("address")
def add(client: str, address: str) -> None:
    """Tell the application CLIENT at ADDRESS of what happens from now on, and show the secret once."""
    extensions = current_app.extensions
    with refusals(), extensions["database"].writing.begin() as session:
        made, secret = webhooks.add_webhook(
            session, Actor.job(), client, address, extensions["vault"], demo=extensions["settings"].demo, now=_now()
        )
        known = made.id
    click.echo(f"{known} is told. What it gets is signed with:")
    click.echo(secret)


@group.command("renew")
@click.argument("webhook", type=click.UUID)
def renew(webhook: uuid.UUID) -> None:
    """Show a new secret once. The old one signs beside it for seven days."""
    extensions = current_app.extensions
    with refusals(), extensions["database"].writing.begin() as session:
        click.echo(webhooks.renew_secret(session, Actor.job(), webhook, extensions["vault"], now=_now()))


@group.command("end")
@click.argument("webhook", type=click.UUID)
def end(webhook: uuid.UUID) -> None:
    """Tell this address nothing more."""
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        webhooks.end_webhook(session, Actor.job(), webhook, now=_now())
    click.echo(f"{webhook} is told nothing more.")


@group.command("list")
@click.argument("client")
def show(client: str) -> None:
    """The addresses of the application CLIENT, with how much was told, waits, and could not be told."""
    with refusals(), current_app.extensions["database"].reading() as session:
        for one in webhooks.list_webhooks(session, get_client(session, client).id):
            counts = delivering.count_deliveries(session, one.id).items()
            click.echo(f"{one.id}: {one.address}, " + ", ".join(f"{number} {state}" for state, number in counts))
            for dead in delivering.list_dead(session, one.id):
                why = dead.last_error or dead.last_status
                click.echo(f"  {dead.id}: {dead.event.type} of {dead.event.at:%Y-%m-%d %H:%M}, {why}")
        for one in webhooks.list_ended(session, get_client(session, client).id):
            number = delivering.count_deliveries(session, one.id)[DEAD]
            click.echo(f"{one.id}: {one.address}, ended {one.ended_at:%Y-%m-%d %H:%M}, {number} never told")


@group.command("again")
@click.argument("delivery", type=click.UUID)
def again(delivery: uuid.UUID) -> None:
    """Tell once more what could not be told."""
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        delivering.send_again(session, Actor.job(), delivery, now=_now())
    click.echo(f"{delivery} is sent again.")


def _now() -> datetime:
    moment: datetime = current_app.extensions["clock"]()
    return moment
