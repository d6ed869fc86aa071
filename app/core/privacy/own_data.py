"""Wat weten wij over u: everything that is kept of one person, by heading, with why and until when.

Nothing about anybody else comes along beyond what he did or may see himself: acts are told without other persons.
What a clerk noted to protect him (whether he spoke freely, why a visit ended) stays out: who stands beside him at home
reads it too. docs/decisions/2026-11-29-own-data.md has the reasons.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.people.persons import get_person
from app.core.privacy.inventory import read_inventory
from app.core.privacy.own_acts import Acts, list_acts
from app.core.privacy.own_items import Item
from app.core.privacy.own_party import mandate_items, news_items, party_letters, party_of
from app.core.privacy.own_person import (
    account_items,
    draft_items,
    function_items,
    name_items,
    right_items,
    work_items,
)
from app.core.privacy.own_visits import visit_items
from app.models.person import Person
from app.retention import Retention
from app.translations import say

LOOKS = "looks"
Read = Callable[[Session, Person, datetime], list[Item]]


@dataclass(frozen=True)
class Section:
    """One heading: what stands under it, and why it is kept until when, as people read it.

    `left_out` counts what is older than what is listed; `nothing` is the sentence for when nothing is.
    """

    key: str
    heading: str
    why: Sequence[tuple[str, str]]
    items: Sequence[Item]
    nothing: str
    left_out: int = 0


@dataclass(frozen=True)
class OwnData:
    """All sections, and last who of the staff looked."""

    name: str
    sections: Sequence[Section]


def read_of_person(
    session: Session, person_id: object, *, retention: Retention, most: int, now: datetime
) -> OwnData:
    """Everything of this person; of acts the newest `most`. Who may read it is asked before, in `own_data_doors`."""
    person = get_person(session, person_id)  # type: ignore[arg-type]
    own = party_of(session, person)
    acts = list_acts(session, person, own.id if own else None, most=most)
    read: Mapping[str, Sequence[Item]] = {
        "name": name_items(person),
        "sign_in": account_items(session, person),
        "functions": function_items(session, person),
        "rights": right_items(session, person),
        "mandates": mandate_items(session, own, now) if own else (),
        "acts": acts.own,
        "letters": party_letters(session, own) if own else (),
        "news": news_items(session, own) if own else (),
        "drafts": draft_items(session, person),
        "visits": visit_items(session, person),
        "work": work_items(session, person, acts.as_staff),
        "guessing": (),
    }
    return OwnData(person.name, [*_sections(read, acts, retention), _looks(acts, retention)])


def _sections(read: Mapping[str, Sequence[Item]], acts: Acts, retention: Retention) -> list[Section]:
    inventory = read_inventory()
    left_out = {"acts": acts.left_out, "work": acts.left_out_as_staff}
    sections = []
    for key, heading in inventory.groups.items():
        nothing = say("own_data.nothing_guessing" if key == "guessing" else "own_data.nothing")
        why = inventory.why_and_until(key, retention)
        sections.append(Section(key, heading, why, read[key], nothing, left_out.get(key, 0)))
    # Who does not work here need not read what we keep of those who do.
    return [one for one in sections if one.key != "work" or one.items]


def _looks(acts: Acts, retention: Retention) -> Section:
    why = read_inventory().why_and_until("acts", retention)
    return Section(LOOKS, say("own_data.looks"), why, acts.looks, say("own_data.nobody_looked"))
