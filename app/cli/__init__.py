"""The `flask ...` commands, one noun per file.

A new file in this folder is enough: every command and group it holds is offered, save what belongs to a group already.
"""

import importlib
import pkgutil
from collections.abc import Iterator

import click
from flask import Flask

from app.cli.explaining import Commands


def register_commands(app: Flask) -> None:
    """Offer every command of this folder on the application's command line."""
    app.cli = Commands(app)
    for module in pkgutil.iter_modules(__path__):
        for command in _commands(importlib.import_module(f"{__name__}.{module.name}").__dict__):
            app.cli.add_command(command)


def _commands(names: dict[str, object]) -> Iterator[click.Command]:
    found = [value for value in names.values() if isinstance(value, click.Command)]
    inside = {id(child) for group in found if isinstance(group, click.Group) for child in group.commands.values()}
    return (command for command in found if id(command) not in inside)
