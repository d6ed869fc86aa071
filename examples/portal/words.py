"""What the contract says in keys, in Dutch."""

import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from examples.mandaatloket_client.models import Mandate
from examples.portal.parts import find_visit, parts

HERE = ZoneInfo("Europe/Brussels")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
NUMBER_LENGTH = 10
STATUSES = {
    "to_sign": "wacht op een tweede handtekening",
    "offered": "wacht op het antwoord van {holder}",
    "requested": "wacht op het antwoord van {giver}",
    "to_confirm": "wacht op een bevestiging",
    "scheduled": "begint later",
    "active": "loopt",
    "suspended": "is geschorst",
    "refused": "is geweigerd",
    "withdrawn": "is ingetrokken",
    "lapsed": "is vervallen zonder antwoord",
    "stopped": "is stopgezet",
    "expired": "is afgelopen",
}
HAPPENINGS = {
    "given": "gegeven",
    "requested": "gevraagd",
    "signed": "ook door de tweede persoon getekend",
    "accepted": "aanvaard",
    "confirmed": "bevestigd",
    "refused": "geweigerd",
    "withdrawn": "ingetrokken",
    "lapsed": "vervallen zonder antwoord",
    "stopped": "stopgezet",
    "renounced": "stopgezet door de mandaatnemer",
    "expired": "afgelopen",
    "suspended": "geschorst",
    "resumed": "opnieuw begonnen",
    "extended": "verlengd",
}


def day(value: datetime.date) -> str:
    """As people write a day: 29 november 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime.datetime) -> str:
    """As people here write a moment: 29 november 2026, 19.05 uur."""
    here = value.astimezone(HERE)
    return f"{day(here.date())}, {here.hour}.{here.minute:02} uur"


def number(value: str) -> str:
    """As an enterprise number is written: 0199.000.151."""
    return f"{value[:4]}.{value[4:7]}.{value[7:]}" if len(value) == NUMBER_LENGTH else value


def dossier(value: str) -> str:
    """As a dossier number is written: 260 9140 001 51."""
    return f"{value[:3]} {value[3:7]} {value[7:10]} {value[10:]}".replace(" ", "\N{NO-BREAK SPACE}")


def status(mandate: Mandate) -> str:
    """Where a mandate stands, after "Dit mandaat"."""
    return STATUSES[mandate.status.value].format(giver=mandate.giver.name, holder=mandate.holder.name)


def happening(event_type: str) -> str:
    """What happened, after "is": the last part of the type of an event. One of tomorrow is only told as a change."""
    return HAPPENINGS.get(event_type.rpartition(".")[2], "veranderd")


def install(app: Flask) -> None:
    """Let templates say them."""
    for word in (day, moment, number, dossier, status, happening):
        app.jinja_env.filters[word.__name__] = word
    app.context_processor(lambda: {"visit": find_visit(), "mandaatloket": parts().settings.mandaatloket})
