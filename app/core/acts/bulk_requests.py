"""Asking many clients at once: each row is judged and sent by itself, so a wrong one never stops its neighbours.

A number that a spreadsheet shortened ("199000151") gets its first zero back.
"""

import re
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.client_lists import ClientRow
from app.core.acts.requesting import preview_request, request_mandate
from app.core.errors import CoreError, Invalid, NotAllowed
from app.core.mandates.catalogue import list_all_types, list_groups
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.core.policy import Policy
from app.core.register.enterprise_numbers import parse_enterprise_number
from app.core.register.enterprises import find_enterprise
from app.models.draft import Draft
from app.models.journal import Channel
from app.models.lifecycle import Side

WIZARD = "ask_many"
PERIODS = {"1 maand": 1, "6 maanden": 6, "1 jaar": 12, "3 jaar": 36}
UNTIL_STOPPED = {"tot ik het stopzet", "tot stopzetting", "onbepaald"}
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
SHORT_NUMBER = re.compile(r"\d{9}")


@dataclass(frozen=True)
class JudgedRow:
    """A row with what would come of it. `problem` is the sentence that says why it cannot be sent, or None.

    `dossier_number` is set once it was sent.
    """

    row: ClientRow
    name: str | None
    problem: str | None
    dossier_number: str | None = None


def names_to_use(session: Session, *, now: datetime) -> tuple[list[str], list[str]]:
    """What the column of mandates may name: the groups, and the types that a holder may ask for today."""
    day = brussels_day(now)
    types = [one for one in list_all_types(session) if one.starters != Side.GIVER]
    running = [one.name for one in types if one.withdrawn_from is None or one.withdrawn_from > day]
    return [one.group.name for one in list_groups(session, day)], running


def keep_list(session: Session, actor: Actor, rows: Sequence[ClientRow], *, now: datetime) -> Draft:
    """Keep the rows as a draft; nothing is sent. Only at home: a customer cannot agree to a file read aloud.

    The enterprises become parties now, so that the list can be looked at without writing.
    """
    if actor.channel is not Channel.SELF:
        raise NotAllowed("list_at_home_only")
    for row in rows:
        with suppress(CoreError):
            ensure_enterprise_party(session, _number(row.number))
    draft = drafts.start_draft(session, actor, WIZARD, now=now)
    return drafts.save_answers(session, actor, draft.id, "list", {"rows": [asdict(row) for row in rows]}, now=now)


def judge_list(
    session: Session, actor: Actor, draft_id: uuid.UUID, *, policy: Policy, now: datetime
) -> list[JudgedRow]:
    """Every row with what would come of it now, or what came of it."""
    draft = drafts.get_draft(session, actor, draft_id, now=now)
    done, seen, judged = _done(draft), {}, []
    for row in _rows(draft):
        if str(row.place) in done:
            judged.append(JudgedRow(row, **done[str(row.place)]))
            continue
        judged.append(_judge(session, actor, row, seen, policy, now))
        seen.setdefault(row.number, row.place)
    return judged


def send_row(
    session: Session, actor: Actor, draft_id: uuid.UUID, place: int, *, policy: Policy, now: datetime
) -> JudgedRow:
    """Ask for what one row says, and keep what came of it with the list; sending a row again changes nothing.

    The caller commits after each row. A row that is refused is kept with the reason.
    """
    draft = drafts.get_draft(session, actor, draft_id, now=now, lock=True)
    done = _done(draft)
    row = next(one for one in _rows(draft) if one.place == place)
    if str(place) in done:
        return JudgedRow(row, **done[str(place)])
    name = _name(session, row)
    try:
        with session.begin_nested():
            mandate = request_mandate(session, actor, _wish(session, actor, row, now), policy=policy, now=now)
        result = {"name": mandate.giver.name, "problem": None, "dossier_number": mandate.dossier_number}
    except CoreError as refusal:
        result = {"name": name, "problem": refusal.sentence, "dossier_number": None}
    done[str(place)] = result
    draft = drafts.save_answers(session, actor, draft_id, "done", done, now=now)
    if all(done.get(str(one.place), {}).get("dossier_number") for one in _rows(draft)):
        drafts.set_finished(session, actor, draft_id, now=now)
    return JudgedRow(row, **result)


def _judge(
    session: Session, actor: Actor, row: ClientRow, seen: dict[str, int], policy: Policy, now: datetime
) -> JudgedRow:
    try:
        if row.number in seen:
            raise Invalid("row_twice", field="number", place=seen[row.number])
        wish = _wish(session, actor, row, now)
        preview = preview_request(session, actor, wish, policy=policy, now=now)
        return JudgedRow(row, preview.giver.name, None)
    except CoreError as refusal:
        return JudgedRow(row, _name(session, row), refusal.sentence)


def _wish(session: Session, actor: Actor, row: ClientRow, now: datetime) -> MandateWish:
    if actor.party_id is None:
        raise NotAllowed("sign_in_first")
    months, last_day = _period(row.period)
    day = brussels_day(now)
    return MandateWish(
        starter_id=actor.party_id,
        other_number=_number(row.number),
        type_keys=_types(session, row.what, day),
        started_by=Side.HOLDER,
        first_day=_day(row.first_day) if row.first_day else None,
        months=months,
        last_day=last_day,
        reason=row.reason,
    )


def _number(text: str) -> str:
    return parse_enterprise_number(f"0{text}" if SHORT_NUMBER.fullmatch(text) else text)


def _name(session: Session, row: ClientRow) -> str | None:
    try:
        enterprise = find_enterprise(session, _number(row.number))
    except Invalid:
        return None
    return enterprise.name if enterprise else None


def _types(session: Session, text: str, day: date) -> tuple[str, ...]:
    """The types that a cell names, by their name, their key or the name of a group."""
    named = {name: [one.key] for one in list_all_types(session) for name in (one.name.casefold(), one.key)}
    named |= {one.group.name.casefold(): list(one.type_keys) for one in list_groups(session, day)}
    keys: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,+\n]", text))):
        if part.casefold() not in named:
            raise Invalid("row_what_unknown", field="what", what=part)
        keys += named[part.casefold()]
    return tuple(dict.fromkeys(keys))


def _period(text: str) -> tuple[int | None, date | None]:
    said = " ".join(text.casefold().split())
    if not said:
        raise Invalid("period_missing", field="period")
    if said in UNTIL_STOPPED:
        return None, None
    if said in PERIODS:
        return PERIODS[said], None
    return None, _day(text)


def _day(text: str) -> date:
    found = DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("row_day_unknown", field="day", day=text) from error


def _rows(draft: Draft) -> list[ClientRow]:
    return [ClientRow(**row) for row in draft.answers.get("list", {}).get("rows", [])]


def _done(draft: Draft) -> dict[str, dict[str, Any]]:
    return dict(draft.answers.get("done", {}))
