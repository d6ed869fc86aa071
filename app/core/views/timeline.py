"""The journal of a mandate, read back as sentences that anybody understands."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.journal import list_entries, proof_in
from app.core.mandates.lookup import get_mandate
from app.core.mandates.mandate_texts import entity_behind
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.register.functions import get_function
from app.core.register.phone_numbers import phone_words
from app.models.api_client import ApiClient
from app.models.event import kind_of_event
from app.models.journal import GONE, Channel, Ground, JournalEntry
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet
from app.models.phone_call import CallerCheck, PhoneCall
from app.models.staff import Office, Staff
from app.models.visit import IdentityMethod, Visit
from app.translations import say
from app.translations.formats import list_text

NOT_FOR_PARTIES = {
    "identified", "consented", "spoke_alone", "told_back", "visit_ended", "alarm", "caller_checked", "nobody_answered",
    "called_back", "call_closed", "sheet_keyed", "still_needed", "visit_opened", "reading_aid", "found_again",
    "look_asked", "looked", "caller_not_checked",
}  # fmt: skip
LETTER_EVENTS = {
    "letter_printed", "letter_posted", "letter_handed_over", "mail_sent", "mail_refused", "mail_given_up",
    "scan_taken_out", "letter_remade",
}  # fmt: skip
# What happens inside one party before the other side gets to know it.
INSIDE = {"sign_asked", "signature_refused", "unsigned", "why_looked", "executor_written"}

# Where the entry says whose it was, and the sentence when that is who did it.
OWN = {"signature_refused": ("first", "signature_taken_back"), "dismissed": ("appointed", "dismissed_own")}

NOBODY = uuid.UUID(int=0)  # the reader who is no party, and reads only what is not for one party alone


@dataclass(frozen=True)
class Happening:
    """One entry as people read it: when, what, and how it came in."""

    at: datetime
    kind: str
    sentence: str
    how: str


def list_happenings(session: Session, mandate_id: uuid.UUID, reader_id: uuid.UUID | None = None) -> list[Happening]:
    """What happened to a mandate, oldest first.

    A party (`reader_id`) sees letter and mail events only of those addressed to it; staff sees all.
    """
    mandate = get_mandate(session, mandate_id)
    entries = [entry for entry in list_entries(session, mandate_id) if _is_for(entry, reader_id)]
    return [_happening(session, mandate, entry, reader_id) for entry in entries]


def list_open_happenings(session: Session, mandate_id: uuid.UUID) -> list[Happening]:
    """What happened to a mandate and both parties know, oldest first: for who is neither of them, nor staff."""
    mandate = get_mandate(session, mandate_id)
    entries = [entry for entry in list_entries(session, mandate_id) if _is_for(entry, NOBODY)]
    return [_happening(session, mandate, entry, NOBODY) for entry in entries]


def sentence_of(session: Session, mandate: Mandate, entry: JournalEntry) -> str:
    """The sentence of one entry."""
    return say(f"journal.{_key(entry)}", **_values(session, mandate, entry))


def how_of(session: Session, entry: JournalEntry) -> str:
    """How the act came in, as a sentence: the channel, and at the counter where and with whose help."""
    if entry.ground == Ground.LETTER_CODE:
        return say("journal.happened_code")
    if entry.channel in (Channel.PHONE, Channel.PAPER) and entry.actor_id is not None:
        number, came = session.get_one(Staff, entry.actor_id).number, _day(entry.data.get("received_on"))
        if came and came != brussels_day(entry.at):
            return say("journal.happened_paper_before", number=number, day=came)
        return say(f"journal.happened_{entry.channel}", number=number)
    if entry.client_id is not None:
        return say("journal.happened_api", application=session.get_one(ApiClient, entry.client_id).name)
    if entry.channel != Channel.COUNTER or entry.actor_id is None:
        return say(f"journal.happened_{entry.channel}")
    staff = session.get_one(Staff, entry.actor_id)
    visit = session.get(Visit, entry.visit_id) if entry.visit_id else None
    office_id, second = visit.office_id if visit else staff.office_id, entry.data.get("second_clerk")
    if office_id is None:  # he does not serve there any more, and no visit says where it was
        return say("journal.happened_counter_somewhere", number=staff.number)
    town = session.get_one(Office, office_id).town
    if second:
        return say("journal.happened_counter_two", town=town, number=staff.number, second=second)
    return say("journal.happened_counter", town=town, number=staff.number)


def seen_of(session: Session, entry: JournalEntry, reader_id: uuid.UUID | None) -> str:
    """How the clerk knew the customer, where that was no document of his own; "" for anybody but staff and his party.

    Whoever vouched is not named: his name stands with the visit. Entries of before the proof was kept with them tell
    what the visit says.
    """
    visit = session.get(Visit, entry.visit_id) if entry.visit_id and entry.ground == Ground.CONSENTED_CUSTOMER else None
    if visit is None or reader_id not in (None, visit.party_id):
        return ""
    seen = entry.data.get("seen") or proof_in(session, visit)
    if seen.get("method") == IdentityMethod.KNOWN_BY_TWO:
        number = session.get_one(Staff, visit.clerk_id).number
        return say("journal.seen_known_by_two", number=number, second=seen.get("second", ""))
    if "relation" not in seen:
        return ""
    relation = say(f"journal.relation_{seen['relation']}")
    return say("journal.seen_vouched_for", relation=relation, document=say(f"journal.document_{seen['document']}"))


def begun_of(session: Session, begun: dict[str, str]) -> str:
    """Through which other door it was begun, and by whom, as a sentence."""
    day = _day(begun["day"])
    who = get_person(session, uuid.UUID(begun["person"])).name if "person" in begun else say("journal.somebody")
    if "call" in begun:
        call = session.get_one(PhoneCall, uuid.UUID(begun["call"]))
        key = "begun_unchecked" if call.check_kind == CallerCheck.NONE else "begun_phone"
        return say(f"journal.{key}", who=who, day=day, number=session.get_one(Staff, call.clerk_id).number)
    if "visit" not in begun:
        return say("journal.begun_self", who=who, day=day)
    visit = session.get_one(Visit, uuid.UUID(begun["visit"]))
    staff, office = session.get_one(Staff, visit.clerk_id), session.get_one(Office, visit.office_id)
    return say("journal.begun_counter", who=who, day=day, town=office.town, number=staff.number)


def _happening(
    session: Session, mandate: Mandate, entry: JournalEntry, reader_id: uuid.UUID | None
) -> Happening:  # fmt: skip
    how = "" if entry.kind in LETTER_EVENTS or entry.channel == Channel.JOB else how_of(session, entry)
    if "begun" in entry.data:
        how = f"{how} {begun_of(session, entry.data['begun'])}"
    if "filled" in entry.data:
        how = f"{how} {_filled_of(session, uuid.UUID(entry.data['filled']))}"
    if "application" in entry.data:
        name = session.get_one(ApiClient, uuid.UUID(entry.data["application"])).name
        how = f"{how} {say('journal.begun_application', application=name)}"
    how = " ".join(filter(None, [how, seen_of(session, entry, reader_id)]))
    return Happening(entry.at, kind_of_event(entry.kind, entry.data), sentence_of(session, mandate, entry), how)


def _filled_of(session: Session, call_id: uuid.UUID) -> str:
    """That a caller went on with it, when and with whose help, as a sentence."""
    call = session.get_one(PhoneCall, call_id)
    who = get_person(session, call.person_id).name if call.person_id else say("journal.somebody")
    number = session.get_one(Staff, call.clerk_id).number
    return say("journal.filled_phone", who=who, day=brussels_day(call.started_at), number=number)


def _is_for(entry: JournalEntry, reader_id: uuid.UUID | None) -> bool:
    if entry.kind == GONE:
        return False
    if reader_id is None:
        return True
    if entry.kind in NOT_FOR_PARTIES:
        return False
    to_second = entry.kind == "reminded" and "signature" in entry.data
    return not (to_second or entry.kind in LETTER_EVENTS | INSIDE) or entry.party_id == reader_id


def _key(entry: JournalEntry) -> str:
    if entry.channel == Channel.PHONE and entry.kind in {"resumed", "stopped"} and entry.data.get("reason"):
        return f"{entry.kind}_after_call"
    if entry.kind in {"stopped", "renounced"} and entry.data.get("whole"):
        return f"{entry.kind}_whole"
    if entry.kind == "accepted" and "left_out" in entry.data:
        return _less_key(entry)
    if entry.kind in OWN:
        return _key_of_own(entry)
    if entry.kind in {"given", "passed_on"}:
        return _key_of_start(entry)
    if entry.kind in {"stays", "onward", "looked"}:
        return f"{entry.kind}_{entry.data['outcome']}"
    if entry.kind == "reminded":
        subject = entry.data["reminder"].partition("_")[0]
        one = entry.party_id is not None and "signature" not in entry.data
        return f"reminded_{subject}{'_part' * (subject == 'expiring' and 'types' in entry.data)}{'_one' * one}"
    if entry.kind == "contested" and entry.ground in (Ground.NAMED_DOSSIER, Ground.API_CLIENT):
        return "contested_by_number"
    return _key_of_letter(entry) if entry.kind in LETTER_EVENTS else kind_of_event(entry.kind, entry.data)


def _key_of_own(entry: JournalEntry) -> str:
    """Who takes back what is his own is not named as if he did it to somebody else."""
    whose, key = OWN[entry.kind]
    return key if entry.data[whose] == str(entry.person_id) else entry.kind


def _key_of_letter(entry: JournalEntry) -> str:
    """A letter can be written down as posted some days after it left: then the sentence says when that was."""
    late = entry.data.get("on", brussels_day(entry.at).isoformat()) != brussels_day(entry.at).isoformat()
    return f"{entry.kind}{'_before' * (late and entry.kind == 'letter_posted')}"


def _key_of_start(entry: JournalEntry) -> str:
    if entry.kind == "given":
        return "given_transfer" if entry.data.get("transfer") else "given"
    return "passed_on_together" if "first" in entry.data else "passed_on"


def _less_key(entry: JournalEntry) -> str:
    if entry.data.get("transfer"):
        return "accepted_less_transfer"
    less, shorter = bool(entry.data["left_out"]), "given_until" in entry.data
    return f"accepted{'_less' * less}{'_shorter' * shorter}"


def _values(session: Session, mandate: Mandate, entry: JournalEntry) -> dict[str, Any]:
    who = entry.person_id or entry.actor_id
    names = {line.type_key: line.mandate_type.name for line in mandate.lines}
    appointed, new_id, named = (entry.data.get(key) for key in ("appointed", "to", "named"))
    return {
        "who": get_person(session, who).name if who else entity_behind(session, entry),
        "number": _staff_number(session, entry),
        "party": get_party(session, entry.party_id).name if entry.party_id else "",
        "types": list_text([names[key] for key in _type_keys(entry) if key in names]),
        "first": get_person(session, uuid.UUID(entry.data["first"])).name if "first" in entry.data else "",
        "second": get_function(session, uuid.UUID(entry.data["second"])).name if "second" in entry.data else "",
        "appointed": get_person(session, uuid.UUID(appointed)).name if appointed else "",
        "phone": _called_number(session, entry),
        "new": get_party(session, uuid.UUID(new_id)).name if new_id else "",
        "written": _written(session, named) if named else "",
        "list": mandate.group_version.group.name if mandate.group_version else "",
        "stop_day": _day(entry.data.get("stop_day")),
        "on": _day(entry.data.get("on")),
        "answer_by": _day(entry.data.get("answer_by")),
        "last_day": _day(entry.data.get("last_day") or entry.data.get("given_until")),
    }


def _type_keys(entry: JournalEntry) -> list[str]:
    """The types that the sentence names: those of the act, or those that were asked and not given."""
    keys: list[str] = entry.data.get("types") or entry.data.get("left_out") or []
    return keys


def _written(session: Session, sheet_id: str) -> str:
    """The name on a sheet: it stands with the sheet, where it goes after its term."""
    return session.get_one(PaperSheet, uuid.UUID(sheet_id)).executor or say("journal.no_name_any_more")


def _called_number(session: Session, entry: JournalEntry) -> str:
    """The number of a call back: it stands with the call, where it can be erased."""
    call_id = entry.data.get("call")
    call = session.get(PhoneCall, uuid.UUID(call_id)) if call_id else None
    return phone_words(call.number) if call and call.number else say("journal.some_number")


def _staff_number(session: Session, entry: JournalEntry) -> str:
    staff = session.get(Staff, entry.actor_id) if entry.actor_id else None
    return staff.number if staff else ""


def _day(text: str | None) -> date | str:
    return date.fromisoformat(text) if text else ""
