"""Filters for templates: how days, hours and numbers are written. The words stand in app/translations/formats.py."""

from datetime import date, datetime

from flask import Flask

from app.clock import brussels_day
from app.translations import formats


def as_day(value: date | datetime) -> date:
    """The calendar day in Brussels of a moment; a day stays the day it is."""
    return brussels_day(value) if isinstance(value, datetime) else value


FILTERS = {
    "day": lambda value: formats.day_text(as_day(value)),
    "weekday_day": lambda value: formats.weekday_text(as_day(value)),
    "time": formats.time_text,
    "moment": formats.moment_text,
    "dossier": formats.dossier_text,
    "enterprise_number": formats.enterprise_number_text,
    "count": formats.count_text,
    "money": formats.money_text,
    "listed": formats.list_text,
    "keep": formats.keep_together,
}


def install_formats(app: Flask) -> None:
    """Let templates use the filters."""
    app.jinja_env.filters.update(FILTERS)
