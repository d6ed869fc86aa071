"""`flask journal check`: whether anybody changed what was written down."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.journal_seals import SealReport, check_seals
from app.db import Database

group = AppGroup("journal", help="Prove that the journal is as it was written.")


@group.command("check")
@click.option("--expect", help="A digest that you kept elsewhere; it must be that of the newest seal.")
def check(expect: str | None) -> None:
    """Compare the whole journal with its seals; fails, and names the day, when an entry was changed or is gone."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        report = check_seals(session)
    if report.broken_on:
        raise click.ClickException(
            f"The journal is not as it was sealed on {report.broken_on}: an entry after number {report.sealed_until} "
            "was changed, added or removed. Keep this database apart and compare it with a backup."
        )
    if expect and expect != report.digest:
        raise click.ClickException(f"The newest seal is {report.digest}: not the one that you expect.")
    click.echo(_said(report))


def _said(report: SealReport) -> str:
    newest = f" The newest is {report.digest}." if report.seals else ""
    waiting = f"{report.unsealed:,} wait for the next."
    found = f"{report.entries:,} entries fit {report.seals} seals; {waiting}{newest}"
    if not report.blanked:
        return found
    days = [f"\n  {day}  {count:>9,}" for day, count in report.blanked.items()]
    return f"{found}\n{sum(report.blanked.values()):,} of them were blanked after their term, on:{''.join(days)}"
