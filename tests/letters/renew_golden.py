"""Keeps new golden pictures of letters: `python -m tests.letters.renew_golden [KIND ...]`. Look at what they became."""

import click

from app.adapters.press import Press
from app.adapters.press.samples import sample
from app.core.letters.data import KINDS
from tests.letters import SETTINGS
from tests.letters.golden_pages import EVERY, GOLDEN, name_of, renewed
from tests.letters.sheets import Sheets


@click.command()
@click.argument("kinds", metavar="[KIND]...", nargs=-1, type=click.Choice(KINDS))
def renew(kinds: tuple[str, ...]) -> None:
    """Print each KIND, all of them when none is named, and keep a picture of every page that looks otherwise."""
    press = Press(SETTINGS)
    GOLDEN.mkdir(exist_ok=True)
    for kind, in_large_print in EVERY:
        if not kinds or kind in kinds:
            pdf, _ = press.print_pdf(sample(kind, large_print=in_large_print))
            for path in renewed(name_of(kind, in_large_print), Sheets(pdf).pages, GOLDEN):
                click.echo(f"{path.name} {'renewed' if path.exists() else 'removed'}")


if __name__ == "__main__":
    renew()
