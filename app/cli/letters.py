"""`flask letters ...`: for whoever writes the template of a letter."""

from dataclasses import replace
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.adapters.press import Press
from app.adapters.press.preview import draw_pages, reading_of
from app.adapters.press.printer_profile import read_profile
from app.adapters.press.samples import SIZES, sample
from app.adapters.press.wording import TEMPLATES
from app.config import Settings
from app.core.letters.data import KINDS

group = AppGroup("letters", help="Letters, for whoever writes them.")


@group.command("kinds")
def kinds() -> None:
    """Name every kind of letter."""
    click.echo("\n".join(KINDS))


@group.command("preview")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--edition", help="The date of the template, such as 2026-11-21; the newest when left out.")
@click.option("--size", type=click.Choice(SIZES), default=SIZES[0], help="How much the sample letter says.")
@click.option("--large", is_flag=True, help="In large print.")
@click.option("--overlay/--no-overlay", default=True, help="Draw over each page what must stay free.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where the pdf goes.")
def preview(kind: str, edition: str | None, size: str, large: bool, overlay: bool, output: Path | None) -> None:
    """Print KIND with sample data as pdf, draw its pages as png beside it, and say how it reads."""
    letter = sample(kind, size, large_print=large)
    if edition:
        if not (TEMPLATES / kind / f"{edition}.html").exists():
            raise click.ClickException(f"There is no template of {kind} with the date {edition}.")
        letter = replace(letter, template=f"{kind}/{edition}")
    press: Press = current_app.extensions["press"]
    settings: Settings = current_app.extensions["settings"]
    printed = press.print_letter(letter)
    target = output or Path(f"{kind}.pdf")
    target.write_bytes(printed.pdf)
    profile = read_profile(settings.printer_profile)
    pages = [target.with_name(f"{target.stem}-{number}.png") for number in range(1, printed.pages + 1)]
    for path, picture in zip(pages, draw_pages(printed.pdf, profile, overlay=overlay), strict=True):
        path.write_bytes(picture)
    reading = reading_of(printed.text, kind)
    click.echo(f"{target}, {', '.join(path.name for path in pages)}")
    click.echo(
        f"{reading.words} words, {reading.minutes:.1f} minutes to read; {reading.sentences} sentences, "
        f"{reading.average:.1f} words on average, longest {reading.longest}"
    )
    for problem in reading.problems:
        click.echo(problem)
