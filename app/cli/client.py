"""`flask client ...`: the applications that may call us, and their keys."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.account import refusals
from app.clock import brussels_day
from app.core.actor import Actor
from app.core.clients import keeping_keys, registering
from app.core.clients.registering import ClientPlan
from app.core.clients.scopes import SCOPES

group = AppGroup("client", help="The applications that may call us, and their keys.")


@group.command("add")
@click.argument("key")
@click.argument("name")
@click.option("--entity", help="The key of the entity whose application it is.")
@click.option("--domain", "domains", multiple=True, required=True, help="The key of a domain; as many as needed.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it may do.")
@click.option("--return", "addresses", multiple=True, help="An address to which a hand-off may send people back.")
@click.option("--audience", "audiences", multiple=True, help="What the provider of sign-ins calls it.")
def add(
    key: str, name: str, entity: str | None, domains: tuple[str, ...], scopes: tuple[str, ...],
    addresses: tuple[str, ...], audiences: tuple[str, ...],
) -> None:  # fmt: skip
    """Add an application called NAME, which calls itself KEY. It can do nothing before it has a key of its own."""
    plan = ClientPlan(key, name, entity, domains, scopes, addresses, audiences)
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        registering.add_client(session, Actor.job(), plan, now=_now())
    click.echo(f"{key} is known. Give it a key: flask client key {key} FILE")


@group.command("key")
@click.argument("key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="The key that it has ends in 24 hours.")
def add_key(key: str, file: Path, replace: bool) -> None:
    """Give the application KEY the public key in FILE: a JWK, or PEM."""
    text = file.read_text(encoding="utf-8", errors="replace")
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        made = keeping_keys.add_key(session, Actor.job(), key, text, replaces=replace, now=_now())
        kid = made.kid
    click.echo(f"{key} may prove itself with {kid}. It writes that in the header of what it signs, as kid.")


@group.command("secret")
@click.argument("key")
def add_secret(key: str) -> None:
    """Give the application KEY a secret, and show it once. In a demo only."""
    extensions = current_app.extensions
    with refusals(), extensions["database"].writing.begin() as session:
        demo, vault = extensions["settings"].demo, extensions["vault"]
        made = keeping_keys.add_secret(session, Actor.job(), key, vault, demo=demo, now=_now())
    click.echo(made)


@group.command("revoke")
@click.argument("key")
@click.option("--kid", help="Only this key of it.")
def revoke(key: str, kid: str | None) -> None:
    """Shut the application KEY out for good, or close one key of it. Its tokens open nothing from now on."""
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        if kid is None:
            registering.revoke_client(session, Actor.job(), key, now=_now())
        else:
            keeping_keys.revoke_key(session, Actor.job(), key, kid, now=_now())
    click.echo(f"{kid or key} opens nothing any more.")


@group.command("list")
def show() -> None:
    """Every application that ever was, with its keys."""
    now = _now()
    with current_app.extensions["database"].reading() as session:
        for one in registering.list_clients(session, Actor.job()):
            state = "revoked" if one.revoked_at else one.entity_key or "of no entity"
            click.echo(f"{one.key}: {one.name}, {state}, {' '.join(one.scopes)} in {' '.join(one.domains)}")
            for key in one.keys:
                until = f"until {brussels_day(key.valid_until)}" if key.valid_until else "without end"
                click.echo(f"  {key.kid}: {f'open, {until}' if keeping_keys.is_open(key, now) else 'closed'}")


def _now() -> datetime:
    moment: datetime = current_app.extensions["clock"]()
    return moment
