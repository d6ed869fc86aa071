"""`flask retention report`: what is over its term, and would be thrown away by the next run of the day."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.core.people.dormant import count_dormant
from app.core.policy import Policy
from app.core.privacy.throwing import report_due
from app.db import Database

group = AppGroup("retention", help="What is kept, and until when.")


@group.command("report")
def report() -> None:
    """Count what the next run would throw away, by sort; changes nothing."""
    database: Database = current_app.extensions["database"]
    policy: Policy = current_app.extensions["policy"]
    now = current_app.extensions["clock"]()
    with database.reading() as session:
        due, dormant = report_due(session, policy.retention, now=now), count_dormant(session, policy=policy, now=now)
    for one in due:
        kept = f"KEEP_{one.setting.upper()}={getattr(policy.retention, one.setting)}"
        click.echo(f"{one.count:>9,}  {one.name:<22} of before {one.kept_from}  {kept}")
    kept = f"STAFF_DORMANT_MONTHS={policy.dormant_months}"
    click.echo(f"{dormant:>9,}  {'accounts of staff':<22} to switch off         {kept}")
