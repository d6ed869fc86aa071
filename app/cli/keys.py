"""`flask keys ...`: which keys are in use, and making anew what hangs on an old one."""

from collections.abc import Callable, Iterable
from functools import partial

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.administration import keys
from app.core.administration.keys import Hanging, Place, Renewed
from app.core.vault import Vault, name_of
from app.db import Database

group = AppGroup("keys", help="Replace SECRET_KEY and LETTER_KEY without losing what was made with the old ones.")
STEP = 10_000
# What only its owner knows cannot be made anew.
ADVICE = {
    keys.PAPER_CODES: "Codes on paper: their owners make new ones, or flask account codes NAME (status --accounts).",
    keys.DIRECTORY_TOKENS: "Tokens of the directory: flask scim token create, and revoke the old one.",
    keys.API_SECRETS: "Secrets of applications: flask client secret, and revoke the old one.",
}


@group.command("status")
@click.option("--accounts", is_flag=True, help="Name the accounts whose codes on paper are of an older key.")
def status(*, accounts: bool) -> None:
    """Say what hangs on which key, and whether the old ones may go."""
    _say_all(accounts=accounts)


@group.command("renew")
def renew() -> None:
    """Make anew with the newest keys what can be, while the service runs; broken off, do it again."""
    vault = _vault()
    closed = sum(_renew(one.what, partial(keys.renew_seals, one=one, vault=vault)) for one in keys.SEALED)
    closed += _renew(keys.LETTER_CODES, partial(keys.renew_letter_codes, vault=vault))
    _say_all(accounts=False)
    if closed:
        raise click.ClickException(
            f"{closed:,} could not be opened with any key that is set, and stayed as they are. If an old key was taken "
            "away, put it back under LETTER_KEY_PREVIOUS or SECRET_KEY_PREVIOUS and type this again."
        )


def _renew(what: str, batch: Callable[..., Renewed]) -> int:
    """All of one kind, a transaction a batch; how many no key opens."""
    place: Place | None = None
    done = closed = 0
    while True:
        with _database().writing.begin() as session:
            renewed = batch(session, after=place)
        if renewed.place is None:
            break
        before, place = done // STEP, renewed.place
        done, closed = done + renewed.done, closed + renewed.closed
        if done // STEP > before:
            click.echo(f"{what} {done:,}", err=True)
    if done:
        click.echo(f"{done:,} {what} made anew.")
    return closed


def _say_all(*, accounts: bool) -> None:
    vault = _vault()
    with _database().reading() as session:
        seals = keys.count_seals(session, vault)
        hashes = keys.count_hashes(session, vault, now=current_app.extensions["clock"]())
        named = keys.list_accounts_with_old_codes(session, vault) if accounts else ()
    _say("LETTER_KEY", vault.letter_key, vault.older_letter_keys, seals)
    _say("SECRET_KEY", vault.secret_key, vault.older_secret_keys, hashes)
    for name in named:
        click.echo(f"    {name}")


def _say(setting: str, newest: bytes, older: tuple[bytes, ...], found: Iterable[Hanging]) -> None:
    also = f"; read too: {', '.join(map(name_of, older))}" if older else ""
    click.echo(f"{setting} is {name_of(newest)}{also}.")
    found = list(found)
    click.echo(f"  {'':<30}{'newest':>12}{'older':>12}{'of before':>12}{'lost':>12}")
    for one in found:
        click.echo(f"  {one.what:<30}{one.newest:>12,}{one.older:>12,}{one.unnamed:>12,}{one.lost:>12,}")
    if any(one.lost for one in found):
        click.echo(f"  Lost is what was made with a key that is not set: put it back under {setting}_PREVIOUS.")
    if older:
        waiting = {one.what: one.waits for one in found if one.waits}
        click.echo(f"  {_verdict(setting, sum(waiting.values()))}")
        for advice in dict.fromkeys(ADVICE.get(what, "Type: flask keys renew") for what in waiting):
            click.echo(f"  {advice}")


def _verdict(setting: str, waiting: int) -> str:
    if waiting:
        return f"Keep {setting}_PREVIOUS: {waiting:,} hang on it, or may do so."
    if setting == "SECRET_KEY":
        return "SECRET_KEY_PREVIOUS may go, a day after it was the newest: tokens, links and forms are over then."
    return f"{setting}_PREVIOUS may go."


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


def _vault() -> Vault:
    vault: Vault = current_app.extensions["vault"]
    return vault
