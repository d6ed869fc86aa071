"""The mandates of the demo, given, accepted, posted and contested through the same core as everybody's.

Days count back from the day of loading, so that the demo looks alive whenever it is loaded.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts import answering, contesting, drafts, posting
from app.core.acts.giving import give_mandate, preview_gift
from app.core.acts.passing_on import pass_on_mandate
from app.core.acts.starting import sight_of_start
from app.core.acts.transferring import transfer_mandates
from app.core.calendar import next_working_day
from app.core.counter import visits
from app.core.counter.looking_too import decide_look
from app.core.counter.second_looks import SecondLook, ask_look
from app.core.counter.understanding import RIGHT, record_alone, record_understanding
from app.core.letters import printing
from app.core.mandates import catalogue
from app.core.mandates import lookup as mandates
from app.core.mandates.wishes import MandateWish
from app.core.people import parties, rights
from app.core.policy import Policy
from app.core.register import functions
from app.core.rights import granting
from app.db import Session

People = Mapping[str, uuid.UUID]
OCCASION = "demo"


@dataclass(frozen=True)
class Loading:
    """What every step of loading needs."""

    session: Session
    people: People
    policy: Policy
    now: datetime

    def ago(self, days: int) -> datetime:
        """The moment so many days before loading."""
        return self.now - timedelta(days=days)

    def at_home(self, username: str, number: str) -> Actor:
        """Somebody of the demo at home, for an enterprise."""
        party = parties.ensure_enterprise_party(self.session, number)
        return Actor.at_home(self.people[username], party.id, OCCASION)


def load_mandates(session: Session, content: Sequence[Mapping[str, Any]], people: People, *, now: datetime) -> None:
    """Give every mandate in the file and let happen what the file says."""
    loading = Loading(session, people, current_app.extensions["policy"], now)
    for one in content:
        _load(loading, one)


def load_drafts(session: Session, content: Sequence[Mapping[str, Any]], people: People, *, now: datetime) -> None:
    """Begin every draft in the file; whom it is for is answered, the rest is still to be asked."""
    loading = Loading(session, people, current_app.extensions["policy"], now)
    for one in content:
        actor, at = loading.at_home(one["by"], one["giver"]), loading.ago(one["saved_days_ago"])
        draft = drafts.start_draft(session, actor, "give", now=at, dossier_number=one["dossier"])
        drafts.save_answers(session, actor, draft.id, "holder", {"number": one["holder"]}, now=at)


def _load(loading: Loading, one: Mapping[str, Any]) -> None:
    session, given_at = loading.session, loading.ago(one["given_days_ago"])
    wish = _wish(loading, one)
    actor = at_the_counter(loading, one, wish, given_at) if "clerk" in one else loading.at_home(one["by"], one["giver"])
    draft = drafts.start_draft(session, actor, "give", now=given_at, dossier_number=one["dossier"])
    if "looked_by" in one:
        look = ask_colleague(loading, actor, wish, given_at)
        colleague = Actor.at_the_counter(loading.people[one["looked_by"]])
        decide_look(session, colleague, look.id, "agrees", now=given_at)
    mandate_id = give_mandate(session, actor, wish, policy=loading.policy, now=given_at, draft_id=draft.id).id
    if "clerk" in one:
        visits.end_visit(session, actor, "done", now=given_at)
    _print_and_post(loading, mandate_id, given_at)
    if "accepted" in one:
        _accept(loading, mandate_id, one)
    if "moves" in one:
        _move(loading, mandate_id, one)
    if "passed_on" in one:
        _pass_on(loading, mandate_id, one)
    if "contested" in one:
        answer = one["contested"]
        contester = loading.at_home(answer["by"], one["giver"])
        at = loading.ago(answer["days_ago"])
        contesting.contest_mandate(
            session, contester, mandate_id, reason=answer["reason"], policy=loading.policy, now=at
        )
        _print_and_post(loading, mandate_id, at)


def _move(loading: Loading, mandate_id: uuid.UUID, one: Mapping[str, Any]) -> None:
    """The giver asks another holder to take over all of it."""
    session, asked = loading.session, one["moves"]
    at, actor = loading.ago(asked["days_ago"]), loading.at_home(one["by"], one["giver"])
    old = mandates.get_mandate(session, mandate_id)
    wish = MandateWish(actor.party_id, asked["holder"], tuple(one["types"]), taken_from=old.holder_id)
    draft = drafts.start_draft(session, actor, "transfer", now=at, dossier_number=asked["dossier"])
    new = transfer_mandates(session, actor, wish, policy=loading.policy, now=at, draft_id=draft.id)
    for moved in (old, new):
        _print_and_post(loading, moved.id, at)


def _pass_on(loading: Loading, mandate_id: uuid.UUID, one: Mapping[str, Any]) -> None:
    """The holder passes all of it on to a third, who accepts the next day."""
    session, passed = loading.session, one["passed_on"]
    at, actor = loading.ago(passed["days_ago"]), loading.at_home(one["accepted"]["by"], one["holder"])
    wish = MandateWish(actor.party_id, passed["holder"], tuple(one["types"]), source_id=mandate_id)
    draft = drafts.start_draft(session, actor, "pass_on", now=at, dossier_number=passed["dossier"])
    chain = pass_on_mandate(session, actor, wish, policy=loading.policy, now=at, draft_id=draft.id)
    for written in (mandate_id, chain.id):
        _print_and_post(loading, written, at)
    answer = {"holder": passed["holder"], "accepted": {"by": passed["by"], "days_ago": passed["days_ago"] - 1}}
    _accept(loading, chain.id, answer)
    _print_and_post(loading, mandate_id, loading.ago(passed["days_ago"] - 1))


def _wish(loading: Loading, one: Mapping[str, Any]) -> MandateWish:
    session, day = loading.session, brussels_day(loading.ago(one["given_days_ago"]))
    group = next((g for g in catalogue.list_groups(session, day) if g.group_key == one.get("group")), None)
    last_day = brussels_day(loading.now) + timedelta(days=one["last_day_in"]) if "last_day_in" in one else None
    return MandateWish(
        starter_id=parties.ensure_enterprise_party(session, one["giver"]).id,
        other_number=one["holder"],
        type_keys=tuple(group.type_keys if group else one["types"]),
        group_version_id=group.id if group else None,
        first_day=max(one["first_day"], day) if "first_day" in one else None,
        months=one.get("months"),
        last_day=last_day,
    )


def ask_colleague(loading: Loading, actor: Actor, wish: MandateWish, at: datetime) -> SecondLook | None:
    """What the clerk asks before he sends this: a colleague who looks too; None when nobody has to."""
    session, policy = loading.session, loading.policy
    seen = preview_gift(session, actor, wish, policy=policy, now=at)
    sight = sight_of_start(wish, seen.giver, seen.holder, seen.plan)
    return ask_look(session, actor, sight, policy=policy, now=at)


def at_the_counter(loading: Loading, one: Mapping[str, Any], wish: MandateWish, at: datetime) -> Actor:
    """A visit of the giver to the counter, with his identity card read and the script read aloud."""
    session, clerk_id = loading.session, loading.people[one["clerk"]]
    visit = visits.start_visit(session, Actor.at_the_counter(clerk_id), one["giver"], now=at)
    actor = Actor.at_the_counter(clerk_id, visit.id, party_id=visit.party_id)
    function = functions.list_functions(session, one["giver"], brussels_day(at))[0]
    capacity = visits.Capacity.LEGAL_REPRESENTATIVE
    customer = visits.record_customer(session, actor, capacity=capacity, function_id=function.id, now=at)
    actor = replace(actor, person_id=customer.person_id, proven_at=at)
    seen = visits.Evidence(visits.IdentityMethod.EID_READ, "identity_card", "4821")
    visits.record_identity(session, actor, seen, now=at)
    record_alone(session, actor, chose="yes", told="no", now=at)
    visits.record_consent(session, actor, wish.fingerprint(), now=at)
    record_understanding(session, actor, RIGHT, wish.fingerprint(), now=at)
    return actor


def _accept(loading: Loading, mandate_id: uuid.UUID, one: Mapping[str, Any]) -> None:
    answer = one["accepted"]
    at = loading.ago(answer["days_ago"])
    holder = loading.at_home(answer["by"], one["holder"])
    executors = [loading.people[name] for name in answer.get("executors", [])]
    # A first customer makes somebody a colleague; from then on the holder can choose him or her.
    day = brussels_day(at)
    strangers = set(executors) - rights.colleagues_among(loading.session, holder.party_id, executors, day)
    for person_id in strangers:
        granting.grant_right(
            loading.session, person_id, holder.party_id, "executor", first_day=day, mandate_id=mandate_id
        )
    answering.accept_mandate(loading.session, holder, mandate_id, executors=executors, policy=loading.policy, now=at)
    _print_and_post(loading, mandate_id, at)


def _print_and_post(loading: Loading, mandate_id: uuid.UUID, at: datetime) -> None:
    """Print what was just ordered, and post it the next working day if that day has come."""
    session, press, vault = loading.session, current_app.extensions["press"], current_app.extensions["vault"]
    posted_on = next_working_day(brussels_day(at))
    for letter in mandates.list_letters_to(session, mandate_id):
        prepared = printing.prepare_print(session, letter.id)
        if prepared is None:
            continue
        to_print, code = prepared
        printing.store_print(session, letter.id, press.print_letter(to_print), code, vault, now=at)
        if posted_on <= brussels_day(loading.now):
            clerk = Actor.at_the_counter(loading.people["karim"])
            noon = at + (posted_on - brussels_day(at))
            posting.post_letters(session, clerk, [letter.id], on=posted_on, policy=loading.policy, now=noon)
