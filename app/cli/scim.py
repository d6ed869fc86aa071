"""`flask scim ...`: the tokens with which the directory of staff comes in."""

from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.account import refusals
from app.clock import brussels_day
from app.core.directory import tokens, users

USUAL_DAYS, MOST_DAYS = 180, 730

group = AppGroup("scim", help="The door of the directory of staff.")
token = AppGroup("token", help="The tokens that open it.")
group.add_command(token)


@token.command("create")
@click.argument("name")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=USUAL_DAYS, show_default=True, help="How long.")
def create(name: str, days: int) -> None:
    """Make a token called NAME, and show it once. Two may be open, so that a new one can take over."""
    extensions = current_app.extensions
    with refusals(), extensions["database"].writing.begin() as session:
        made = tokens.make_token(session, name, extensions["vault"], now=_now(), days=days)
    click.echo(made)
    click.echo("Keep it where the directory asks for it: it is not shown again.", err=True)


@token.command("list")
def show() -> None:
    """Every token that ever was, and whether it still opens the door."""
    now = _now()
    with current_app.extensions["database"].reading() as session:
        for one in tokens.list_tokens(session):
            state = "revoked" if one.revoked_at else "open" if tokens.is_open(one, now=now) else "expired"
            used = brussels_day(one.last_used_at).isoformat() if one.last_used_at else "never"
            click.echo(f"{one.name}: {state}, until {brussels_day(one.expires_at)}, last used {used}")


@token.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Close the token called NAME: from now on it opens nothing."""
    with refusals(), current_app.extensions["database"].writing.begin() as session:
        tokens.revoke_token(session, name, now=_now())
    click.echo(f"{name} opens nothing any more.")


@group.command("settle")
def settle() -> None:
    """Give everybody the desk and roles of now, after a change of the settings or of who has which number."""
    extensions = current_app.extensions
    rules = extensions["directory_rules"]
    if rules is None:
        raise click.ClickException("SCIM: is not 1, so no directory says who works here.")
    with extensions["database"].writing.begin() as session:
        count = users.settle_all(session, users.Keeper(rules, extensions["policy"], _now()))
    click.echo(f"{count} users of the directory are as it said last.")


def _now() -> datetime:
    moment: datetime = current_app.extensions["clock"]()
    return moment
