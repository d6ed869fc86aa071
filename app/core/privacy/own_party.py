"""What is kept of a person as a party, in his own name: mandates, letters and mails, how he gets his news."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.mandates.lookup import get_mandates
from app.core.mandates.mandate_texts import period_of
from app.core.mandates.status_texts import status_text
from app.core.privacy.own_items import Item, facts
from app.models.confirmed_address import ConfirmedAddress
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mail import Mail
from app.models.mandate import Mandate
from app.models.notice_preference import NoticePreference
from app.models.party import Party
from app.models.person import Person
from app.translations import say
from app.translations.formats import moment_text


def party_of(session: Session, person: Person) -> Party | None:
    """The party that the person is in his own name; None for who never acted so."""
    return session.scalars(select(Party).where(Party.person_id == person.id)).first()


def mandate_items(session: Session, own: Party, now: datetime) -> list[Item]:
    """His mandates, over included, without what he may not know of yet."""
    mine = select(Mandate.id).where(or_(Mandate.giver_id == own.id, Mandate.holder_id == own.id))
    mandates = get_mandates(session, list(session.scalars(mine)))
    sides = [(one, one.side_of(own.id) or Side.GIVER) for one in mandates]
    return [_mandate(one, side, now) for one, side in sides if not one.is_hidden_from(side)]


def party_letters(session: Session, own: Party) -> list[Item]:
    """Every letter and e-mail to him, without their words: those he reads with the mandate itself."""
    letters = session.scalars(select(Letter).where(Letter.party_id == own.id).order_by(Letter.ordered_at)).all()
    query = select(Mail).where(Mail.party_id == own.id, Mail.outcome == "sent").order_by(Mail.ended_at)
    return [*map(_letter, letters), *map(_mail, session.scalars(query))]


def news_items(session: Session, own: Party) -> list[Item]:
    """How he wants his news, and the addresses that he proved."""
    choice = session.get(NoticePreference, own.id)
    query = select(ConfirmedAddress).where(ConfirmedAddress.party_id == own.id).order_by(ConfirmedAddress.confirmed_at)
    return [*([_choice(choice)] if choice else []), *map(_address, session.scalars(query))]


def _mandate(mandate: Mandate, side: Side, now: datetime) -> Item:
    other, day = mandate.party_on(side.other).name, brussels_day(now)
    status, types = status_text(mandate, side, day), [line.type_key for line in mandate.lines]
    known = facts(dossier_number=mandate.dossier_number, side=side, other=other, started_at=mandate.started_at,
                  status=mandate.status_on(day), types=types)  # fmt: skip
    words = say(f"own_data.mandate_{side}", other=other, status=status.word.lower())
    return Item(words, known, say("own_data.mandate_period", period=period_of(mandate)))


def _letter(letter: Letter) -> Item:
    known = facts(kind=letter.kind, dated=letter.dated, posted_on=letter.posted_on, sha256=letter.sha256,
                  address=letter.address_lines)  # fmt: skip
    subject = say(f"letter_kind.{letter.kind.partition('.')[0]}").lower()
    return Item(say("own_data.letter", day=letter.dated, subject=subject), known)


def _mail(mail: Mail) -> Item:
    when = moment_text(mail.ended_at) if mail.ended_at else ""
    subject = say("own_data.mail_subject")
    return Item(say("own_data.mail", when=when, subject=subject), facts(sent_at=mail.ended_at))


def _choice(choice: NoticePreference) -> Item:
    known = facts(large_print=choice.large_print, mail=choice.mail, email=choice.email, chosen_at=choice.chosen_at)
    more = say("own_data.news_mail", email=choice.email) if choice.email else ""
    return Item(say(f"own_data.news_{'large' if choice.large_print else 'usual'}"), known, more)


def _address(one: ConfirmedAddress) -> Item:
    street = one.street if one.box is None else f"{one.street} bus {one.box}"
    known = facts(street=one.street, box=one.box, zipcode=one.zipcode, town=one.town, confirmed_at=one.confirmed_at)
    day = brussels_day(one.confirmed_at)
    return Item(say("own_data.address", street=street, zipcode=one.zipcode, town=one.town, day=day), known)
