"""`flask provider ...`: the providers at which people sign in, and what each has to know of us."""

import json

import click
from flask import current_app
from flask.cli import AppGroup

from app.adapters.oidc.own_key import public_half
from app.config_providers import KINDS

group = AppGroup("provider", help="The providers at which people sign in.")


@group.command("key")
@click.argument("kind", type=click.Choice(KINDS))
def show_key(kind: str) -> None:
    """Show the public half of our key for this provider, as a JWK: that is what it has to know."""
    ways = current_app.extensions["settings"].sign_in.providers
    key = next((one.client_key for one in ways if one.kind == kind), None)
    if key is None:
        raise click.ClickException(f"OIDC_{kind.upper()}_CLIENT_KEY_FILE is not set, so there is no key.")
    click.echo(json.dumps(public_half(key), indent=2))
