"""What an operator reads when the database is not ready: one sentence with what to type, and no traceback."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from app import migrations
from app.busy import trouble_of
from app.core.errors import CoreError
from app.db import Database, DBAPIError

UPGRADE = "Type: flask database upgrade"
BRINGING = {"database", "serve"}  # they bring the tables where they should be: what stops them is said as it is


class Commands(AppGroup):
    """Every command of an application, each told what the database lacks."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._parts = app.extensions

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name, with its mishaps explained."""
        command = super().get_command(ctx, name)
        return self._explained(name, command) if command is not None else None

    def _explained(self, name: str, command: click.Command) -> click.Command:
        # A copy: commands belong to the program, and not to one application.
        told, invoke = copy.copy(command), command.invoke

        def invoked(ctx: click.Context) -> Any:  # noqa: ANN401 - whatever a command gives
            with _explaining(self._parts, by_tables=name not in BRINGING):
                return invoke(ctx)

        told.invoke = invoked  # type: ignore[method-assign]
        return told


@contextmanager
def _explaining(parts: Mapping[str, Any], *, by_tables: bool) -> Iterator[None]:
    try:
        yield
    except (CoreError, DBAPIError) as error:
        # Where the register has no tables the core says that it is silent.
        sentence = _busy(error) or (_tables(parts["database"]) if by_tables else None)
        if sentence is None:
            raise
        raise click.ClickException(sentence) from error


def _busy(error: CoreError | DBAPIError) -> str | None:
    trouble = trouble_of(error)
    return f"The database does not answer, or is busy ({trouble}). Try again in a minute." if trouble else None


def _tables(database: Database) -> str | None:
    """What the tables lack and what to do; None for a mishap of ours."""
    had, newest = migrations.current_revision(database), migrations.newest_revision()
    if had is None:
        return f"The database has no tables yet. {UPGRADE}"
    return f"The tables are those of {had}, and the program expects {newest}. {UPGRADE}" if had != newest else None
