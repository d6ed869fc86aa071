"""From a mandate and what just happened to it, to the facts that a letter of each kind says.

The facts are frozen in the transaction of the act: what is printed later is what held then.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.journal import find_entry
from app.core.letters.chain_letters import onward
from app.core.letters.extension_letters import extended, extension_asked, extension_sent, not_extended
from app.core.letters.growth_letters import list_grown
from app.core.letters.later_parts import period_with_later_parts, start_of, starts_after
from app.core.letters.reminder_letters import expiring, extension_unanswered, extension_waits, lapsing, yearly
from app.core.letters.signing_letters import not_signed, to_sign
from app.core.letters.still_needed_letters import still_needed
from app.core.letters.stop_doors import stop_doors
from app.core.letters.transfer_letters import old_holder_name, stays, transfer_told, transferred
from app.core.letters.written_names import written_name
from app.core.mandates.mandate_texts import channel_text, may_not_of, may_of, who_did
from app.core.people.persons import get_person
from app.core.people.rights import list_executors
from app.core.policy import Policy
from app.core.register.functions import list_functions
from app.core.representation.others import list_others
from app.models.journal import Channel, JournalEntry
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.suspension import SuspensionKind
from app.translations import say

Facts = dict[str, Any]


def letter_facts(
    session: Session, kind: str, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    """The facts of this letter, complete for `app.core.letters.data.check_letter`, but for the code."""
    subject, side = kind.split(".")
    maker = _MAKERS[subject]
    doors = stop_doors(line for line in mandate.lines if not line.is_over(day))
    parties = _parties(session, entry, mandate, Side(side), day)
    return parties | doors | maker(session, Side(side), entry, mandate, day, policy)


def _parties(session: Session, entry: JournalEntry, mandate: Mandate, side: Side, day: date) -> Facts:
    return {
        "recipient_name": reader_of(session, entry, mandate.party_on(side), day),
        "giver_name": mandate.giver.name,
        "giver_number": mandate.giver.enterprise_number,
        "holder_name": mandate.holder.name,
        "holder_number": mandate.holder.enterprise_number,
    } | ({"passed_by": mandate.passer.name} if mandate.passer else {})


def reader_of(session: Session, entry: JournalEntry, party: Party, day: date) -> str | None:
    """Whom the letter greets: who acted for this party, else its only legal representative, else nobody by name."""
    if party.person_id is not None:
        return get_person(session, party.person_id).name
    was_seen = entry.channel in (Channel.SELF, Channel.API, Channel.COUNTER) and not entry.letter_id
    if "first" in entry.data and entry.party_id == party.id:
        return None  # Two people signed; the letter is to both of them.
    if entry.party_id == party.id and entry.person_id is not None and was_seen:
        return get_person(session, entry.person_id).name
    functions = list_functions(session, party.enterprise_number or "", day)
    names = {f"{one.first_name} {one.last_name}" for one in functions}
    return names.pop() if len(names) == 1 else None


def _allowed(mandate: Mandate, day: date) -> Facts:
    return {"may": may_of(mandate), "may_not": may_not_of(mandate), "period": period_with_later_parts(mandate, day)}


def _acted(session: Session, entry: JournalEntry, day: date) -> Facts:
    return {"acted_by": who_did(session, entry), "acted_on": day.isoformat()}


def _given(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    waits_until = starts_after(mandate, day)
    facts = {
        "answer_by": mandate.answer_by.isoformat(),
        "starts_after": waits_until.isoformat() if waits_until else None,
    }
    by_the_giver = {} if mandate.passer else {"channel": channel_text(session, entry)}
    return _allowed(mandate, day) | _acted(session, entry, day) | facts | by_the_giver


def _transfer_sent(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    return _given(session, side, entry, mandate, day, policy) | {"old_name": old_holder_name(session, mandate)}


def _invitation(
    session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy
) -> Facts:
    return (
        _allowed(mandate, day)
        | _acted(session, entry, day)
        | {
            "answer_by": mandate.answer_by.isoformat(),
            "high_risk": not all(line.mandate_type.code_allowed for line in mandate.lines),
        }
        | ({"reason": mandate.reason} if side is Side.GIVER else {})
        | ({"takes_over": True} if mandate.takes_over else {})
    )


def _active(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    # Sent again after a contest was solved, the letter still tells who accepted, and when.
    accepted = find_entry(session, mandate.id, "accepted") or entry
    first = min(start_of(mandate, line, day) for line in mandate.kept_lines)
    facts = _allowed(mandate, day) | {
        "acted_by": who_did(session, accepted),
        "acted_on": (mandate.accepted_on or day).isoformat(),
        "starts_on": first.isoformat() if first > day else None,
        "left_out": [line.mandate_type.short for line in mandate.lines if line.refused_on],
        "given_until": accepted.data.get("given_until"),
        "takes_over": mandate.takes_over,
    }
    # Only what came on paper can be later than what was told; else the clock was set back, and there is nothing to add.
    came_on, after = accepted.data.get("received_on"), {"accepted", "confirmed"}
    if came_on and entry.kind in after and find_entry(session, mandate.id, "lapsed") is not None:
        facts["came_on"] = came_on
    if side is Side.GIVER:
        return facts
    executors = [one.name for one in list_executors(session, mandate, day)]
    written = written_name(session, mandate)
    facts |= {"written": written} if written and written not in executors else {}
    return facts | {"channel": channel_text(session, accepted), "executors": executors}


def _refused(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    reason = entry.data.get("reason")
    return {"acted_on": day.isoformat(), "reason": say(f"mandate.refusal_{reason}") if reason else None}


def _withdrawn(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    return _acted(session, entry, day) | ({"taken_back": True} if entry.kind == "taken_back" else {})


def _stopped(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    keys = set(entry.data["types"])
    stopped = [line for line in mandate.lines if line.type_key in keys]
    stop_day = date.fromisoformat(entry.data["stop_day"])
    still = [line for line in mandate.lines if line.type_key not in keys and not line.is_over(stop_day)]
    by = STOPPED_BY.get(entry.kind, "nobody")
    known = by not in {"nobody", "source"}
    facts = {
        "acted_by": who_did(session, entry) if known else None,
        "acted_on": day.isoformat(),
        "stopped_by": by,
        "channel": channel_text(session, entry) if by == side else None,
        "stops_on": stop_day.isoformat(),
        "stopped": list(dict.fromkeys(line.mandate_type.short for line in stopped)),
        "still": may_of(mandate, still) if still else [],
    }
    if side is Side.HOLDER:
        return facts
    others = list_others(session, mandate, keys, max(stop_day, day))
    names = sorted({name for names in others.values() for name in names})
    return facts | ({"also_by": names, "also_all": keys == set(others)} if names else {})


def _lapsed(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    return {
        "written_on": mandate.started_on.isoformat(),
        "answer_by": mandate.lapses_after.isoformat(),
        "kept_until": None,
    }


def _suspended(session: Session, side: Side, entry: JournalEntry, mandate: Mandate, day: date, policy: Policy) -> Facts:
    paused = mandate.source if entry.kind == "source_paused" else mandate
    pause = paused.suspensions[-1]
    contest = pause.kind == SuspensionKind.CONTEST
    stopped = (mandate.side_of(entry.party_id) or "passer") if not contest else None
    return {
        "reason": "contest" if contest else "register",
        "reported_on": day.isoformat(),
        "call_by": pause.call_by.isoformat() if pause.call_by else None,
        "decide_by": pause.decide_by.isoformat() if pause.decide_by else None,
        "stopped_party": str(stopped) if stopped else None,
    } | ({} if paused is mandate else {"with_source": True})


_MAKERS: dict[str, Callable[..., Facts]] = {
    "given": _given,
    "invitation": _invitation,
    "active": _active,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "stopped": _stopped,
    "lapsed": _lapsed,
    "suspended": _suspended,
    "extension_asked": extension_asked,
    "extension_sent": extension_sent,
    "extended": extended,
    "not_extended": not_extended,
    "expiring": expiring,
    "lapsing": lapsing,
    "yearly": yearly,
    "extension_waits": extension_waits,
    "extension_unanswered": extension_unanswered,
    "to_sign": to_sign,
    "sign_waits": to_sign,
    "not_signed": not_signed,
    "still_needed": still_needed,
    "transfer_sent": _transfer_sent,
    "transfer_told": transfer_told,
    "transferred": transferred,
    "stays": stays,
    "passed_on": _given,
    "onward": onward,
    "list_grown": list_grown,
}
STOPPED_BY = {
    "stopped": "giver",
    "renounced": "holder",
    "taken_back": "passer",
    "source_stopped": "source",
}
