"""What a chain of mandates tells its links: the passer what became of it, the third what happens to the source.

Nothing is changed here: that a mandate which was passed on falls, stands still and goes on with its source is read from
the source each time. This only writes it down, and orders the letters.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.journal import list_entries, record_echo
from app.core.letters.orders import order_letters
from app.core.mandates.chains import list_chains
from app.core.mandates.lookup import get_mandate
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.line import Line
from app.models.mandate import Mandate

# What the passer hears of his third, by the kind of the entry about it.
OUTCOMES = {
    "passed_on": "asked",
    "accepted": "accepted",
    "refused": "refused",
    "withdrawn": "ended",
    "taken_back": "ended",
    "lapsed": "lapsed",
    "stopped": "ended",
    "renounced": "ended",
    "undecided": "ended",
    "contested": "paused",
}
STOPS = {"stopped", "renounced", "undecided", "transferred"}
PAUSES = {"contested", "suspended"}
GOES_ON = {"resumed", "unsuspended", "stays"}
ENDED_OTHERWISE = {Status.REFUSED, Status.WITHDRAWN, Status.LAPSED, Status.EXPIRED}


def tell_chain(session: Session, entry: JournalEntry, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Tell the other links of the chain, because of `entry`; harmless for a mandate that is in none."""
    tell_passer(session, entry, mandate, policy=policy, now=now)
    if entry.kind in STOPS | PAUSES | GOES_ON:
        for chain in list_chains(session, mandate):
            _follow(session, entry, chain, policy, now)


def tell_passer(session: Session, entry: JournalEntry, mandate: Mandate, *, policy: Policy, now: datetime) -> None:
    """Tell who passed this mandate on what happened to it, in the dossier that he holds himself."""
    if mandate.source is None or entry.kind not in OUTCOMES:
        return
    source = get_mandate(session, mandate.source.id)
    keys = [line.type_key for line in mandate.kept_lines]
    about = {"types": entry.data.get("types") or keys, "chain": str(mandate.id), "to": str(mandate.holder_id)}
    about |= {"first": entry.data["first"]} if entry.kind == "passed_on" and "first" in entry.data else {}
    echo = record_echo(session, entry, "onward", source, now=now, outcome=OUTCOMES[entry.kind], **about)
    order_letters(session, echo, source, ["onward.holder"], policy=policy, now=now)


def _follow(session: Session, entry: JournalEntry, chain: Mandate, policy: Policy, now: datetime) -> None:
    day = brussels_day(now)
    if entry.kind in STOPS:
        stop_day = date.fromisoformat(entry.data["stop_day"])
        fallen = _fallen(chain, entry, stop_day)
        if fallen:
            whole = len(fallen) == len(chain.kept_lines)
            data = {"types": [line.type_key for line in fallen], "stop_day": stop_day.isoformat(), "whole": whole}
            echo = record_echo(session, entry, "source_stopped", chain, now=now, **data)
            order_letters(session, echo, chain, ["stopped.holder"], policy=policy, now=now)
    elif chain.status_on(day).is_final or (entry.kind == "suspended" and entry.party_id == chain.giver_id):
        return  # A giver who stopped has this one paused as well, with a letter of its own.
    elif entry.kind in PAUSES:
        echo = record_echo(session, entry, "source_paused", chain, now=now)
        order_letters(session, echo, chain, ["suspended.holder"], policy=policy, now=now)
    elif _was_held_up(session, chain):
        echo = record_echo(session, entry, "source_resumed", chain, now=now)
        letters = ["active.holder"] if chain.status_on(day) is Status.ACTIVE else []
        order_letters(session, echo, chain, letters, policy=policy, now=now)


def _fallen(chain: Mandate, entry: JournalEntry, stop_day: date) -> list[Line]:
    """The parts that end because the source does, unless all of it had ended in another way."""
    if chain.status_on(stop_day) in ENDED_OTHERWISE:
        return []
    stopped = [line for line in chain.kept_lines if line.type_key in entry.data["types"]]
    return [line for line in stopped if line.fell and line.over_from == stop_day]


def _was_held_up(session: Session, chain: Mandate) -> bool:
    """Whether the last that the third heard of the source is that it stops or stands still."""
    heard = [entry.kind for entry in list_entries(session, chain.id) if entry.kind.startswith("source_")]
    return bool(heard) and heard[-1] != "source_resumed"
