"""What is kept of a person's visits to a counter and calls: when, with whom, and what he showed. Never what a clerk
noted to protect him.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.privacy.own_items import Item, facts
from app.core.register.phone_numbers import phone_words
from app.models.party import Party
from app.models.person import Person
from app.models.phone_call import PhoneCall
from app.models.staff import Office, Staff
from app.models.visit import Visit
from app.translations import say
from app.translations.formats import moment_text


def visit_items(session: Session, person: Person) -> list[Item]:
    """His visits and calls, the oldest first."""
    visits = select(Visit, Staff.number, Office.name, Party.name).where(Visit.person_id == person.id)
    visits = visits.join(Staff, Staff.person_id == Visit.clerk_id).join(Office, Office.id == Visit.office_id)
    visits = visits.join(Party, Party.id == Visit.party_id).order_by(Visit.started_at, Visit.id)
    calls = select(PhoneCall, Staff.number, Party.name).where(PhoneCall.person_id == person.id)
    calls = calls.join(Staff, Staff.person_id == PhoneCall.clerk_id).join(Party, Party.id == PhoneCall.party_id)
    calls = calls.order_by(PhoneCall.started_at, PhoneCall.id)
    return [_visit(*row) for row in session.execute(visits)] + [_call(*row) for row in session.execute(calls)]


def _visit(visit: Visit, number: str, office: str, party: str) -> Item:
    known = facts(started_at=visit.started_at, ended_at=visit.ended_at, office=office, clerk=number, party=party,
                  capacity=visit.capacity, identity_method=visit.identity_method, document=visit.document_kind,
                  document_last_four=visit.document_last_four, consented_at=visit.consented_at)  # fmt: skip
    words = say("own_data.visit", when=moment_text(visit.started_at), office=office, number=number, party=party)
    return Item(words, known, _seen(visit))


def _seen(visit: Visit) -> str:
    seen = say("own_data.visit_known", seen=say(f"own_data.seen_{visit.identity_method or 'none'}"))
    if not (visit.document_kind and visit.document_last_four):
        return seen
    document = say(f"journal.document_{visit.document_kind}")
    return f"{seen} {say('own_data.visit_document', document=document, signs=visit.document_last_four)}"


def _call(call: PhoneCall, number: str, party: str) -> Item:
    known = facts(started_at=call.started_at, ended_at=call.ended_at, clerk=number, party=party, check=call.check_kind,
                  facts=[str(one) for one in call.facts], number=call.number)  # fmt: skip
    words = say("own_data.call", when=moment_text(call.started_at), number=number, party=party)
    return Item(words, known, say("own_data.call_number", phone=phone_words(call.number)) if call.number else "")
