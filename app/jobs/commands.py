"""`flask worker`, and `flask jobs ...` for the same work by hand."""

from collections.abc import Sequence
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.core.outbox import count_undone
from app.jobs import days
from app.jobs.engine import LEASE, Engine
from app.jobs.workshop import Workshop, workshop_of

group = AppGroup("jobs", help="Do by hand what the worker does.")


def register_jobs(app: Flask) -> None:
    """Offer these commands on the application's command line."""
    app.cli.add_command(worker)
    app.cli.add_command(group)


@click.command("worker")
@click.option(
    "--lease",
    type=click.FloatRange(min=1),
    default=LEASE.total_seconds(),
    show_default=True,
    help="Seconds after which another worker takes over from one that died.",
)
def worker(lease: float) -> None:
    """Do the work of the outbox until Ctrl-C; the letter in hand is finished first. Run as many as you like."""
    Engine(_workshop(), lease=timedelta(seconds=lease)).run()


@group.command("drain")
def drain() -> None:
    """Print every letter that waits and do all else that is due now; fails when something is left."""
    _drain(Engine(_workshop()), ())


@group.command("run-daily")
def run_daily() -> None:
    """Do the work of today now: what lapses, expires, was not decided in time, reminders, what the register says."""
    workshop = _workshop()
    days.ask_again(workshop)
    _drain(Engine(workshop, kinds=days.KINDS), days.KINDS)


def _workshop() -> Workshop:
    return workshop_of(current_app)


def _drain(engine: Engine, kinds: Sequence[str]) -> None:
    begun = engine.drain()
    workshop = engine.workshop
    with workshop.database.reading() as session:
        left = count_undone(session, workshop.clock(), kinds)
    click.echo(f"{begun} begun, {left} left.")
    if left:
        raise click.ClickException("Not all is done: a worker has the rest in hand, or the log says what went wrong.")
