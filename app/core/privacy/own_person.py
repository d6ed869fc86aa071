"""What is kept of a person himself: name, accounts, functions, rights, drafts, and the work of staff."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.people.parties import get_party_name
from app.core.privacy.own_items import Item, days_words, facts
from app.core.register.enterprise_numbers import dotted
from app.core.register.enterprises import list_enterprises
from app.models.account import Account
from app.models.api_client import ApiClient, ApiKey, ApiToken
from app.models.directory import DirectoryUser
from app.models.draft import Draft
from app.models.function import Function
from app.models.handoff import Handoff
from app.models.passkey import Passkey
from app.models.person import Person
from app.models.said_representation import SaidRepresentation
from app.models.second_factor import CodeApp
from app.models.staff import Staff
from app.models.staff_role import StaffRole
from app.models.user_right import UserRight
from app.models.web_session import WebSession
from app.models.work_relation import WorkRelation
from app.translations import say
from app.translations.formats import moment_text

_DAY = timedelta(days=1)


def name_items(person: Person) -> list[Item]:
    """The name, and by what a sign-in knows him."""
    named = facts(first_name=person.first_name, last_name=person.last_name, id=person.id)
    items = [Item(say("own_data.name", name=person.name), named)]
    if person.subject:
        items.append(Item(say("own_data.subject", subject=person.subject), facts(subject=person.subject)))
    return items


def account_items(session: Session, person: Person) -> list[Item]:
    """Every way to sign in, also what was closed, and where he is signed in now."""
    accounts = session.scalars(select(Account).where(Account.person_id == person.id).order_by(Account.id)).all()
    query = select(WebSession).where(WebSession.person_id == person.id).order_by(WebSession.started_at)
    ids = [one.id for one in accounts]
    apps = session.scalars(select(CodeApp).where(CodeApp.account_id.in_(ids))).all()
    passkeys = session.scalars(select(Passkey).where(Passkey.account_id.in_(ids)).order_by(Passkey.made_at)).all()
    sessions = session.scalars(query)
    calls = select(ApiToken, ApiClient.name).join(ApiKey, ApiKey.id == ApiToken.key_id).join(ApiClient)
    calls = calls.where(ApiToken.person_id == person.id).order_by(ApiToken.issued_at)
    tokens = [_api_token(one, name) for one, name in session.execute(calls)]
    return [*map(_account, accounts), *map(_code_app, apps), *map(_passkey, passkeys), *map(_web_session, sessions),
            *tokens]


def function_items(session: Session, person: Person) -> list[Item]:
    """What the register says of him, over included; and what his sign-in said."""
    query = select(Function).where(Function.subject == person.subject).order_by(Function.from_day, Function.id)
    functions = session.scalars(query).all() if person.subject else []
    said = session.scalars(
        select(SaidRepresentation).where(SaidRepresentation.person_id == person.id,
                                         SaidRepresentation.until_day >= SaidRepresentation.from_day)
        .order_by(SaidRepresentation.from_day)
    ).all()  # fmt: skip
    numbers = {one.enterprise_number for one in [*functions, *said]}
    names = {number: one.name for number, one in list_enterprises(session, numbers).items()}
    return [_function(one, names) for one in functions] + [_said(one, names) for one in said]


def right_items(session: Session, person: Person) -> list[Item]:
    """His rights inside organisations, over included, and invitations to him."""
    query = select(WorkRelation).where(WorkRelation.person_id == person.id).order_by(WorkRelation.started_at)
    whole = joinedload(WorkRelation.rights).joinedload(UserRight.right_type)
    relations = session.scalars(query.options(joinedload(WorkRelation.party), whole)).unique().all()
    return [item for relation in relations for item in _relation(relation)]


def draft_items(session: Session, person: Person) -> list[Item]:
    """What he began and did not send, and when another application sent him here."""
    query = select(Draft).where(Draft.person_id == person.id, Draft.mandate_id.is_(None)).order_by(Draft.started_at)
    handoffs = select(Handoff).where(Handoff.person_id == person.id).order_by(Handoff.made_at)
    sent_here = [_handoff(one) for one in session.scalars(handoffs)]
    return [_draft(session, one) for one in session.scalars(query)] + sent_here


def work_items(session: Session, person: Person, acts: Sequence[Item]) -> list[Item]:
    """For staff: number and counter, and what he did for customers; nothing for others."""
    staff = session.scalars(
        select(Staff).where(Staff.person_id == person.id).options(joinedload(Staff.office))
    ).first()
    said = session.scalars(select(DirectoryUser).where(DirectoryUser.person_id == person.id)).all()
    by_directory = [_in_directory(one) for one in said]
    if staff is None:
        return [*by_directory, *acts]
    office = staff.office.name if staff.office else None
    more = say("own_data.work_office", office=office) if office else ""
    roles = session.scalars(select(StaffRole).where(StaffRole.person_id == person.id).order_by(StaffRole.given_at))
    first = Item(say("own_data.work", number=staff.number), facts(number=staff.number, office=office), more)
    return [first, *by_directory, *map(_role, roles), *acts]


def _account(account: Account) -> Item:
    closed_at = account.disabled_at or account.left_at
    known = facts(username=account.username, provider=account.provider, closed_at=closed_at)
    key = "name" if account.username else str(account.provider)
    closed = say("own_data.account_closed", day=brussels_day(closed_at)) if closed_at else ""
    return Item(say(f"own_data.account_{key}", username=account.username), known, closed)


def _code_app(app: CodeApp) -> Item:
    known = facts(made_at=app.made_at, confirmed_at=app.confirmed_at)
    return Item(say("own_data.account_code", day=brussels_day(app.confirmed_at or app.made_at)), known)


def _passkey(passkey: Passkey) -> Item:
    known = facts(name=passkey.name, made_at=passkey.made_at, last_used_at=passkey.last_used_at)
    return Item(say("own_data.account_passkey", name=passkey.name, day=brussels_day(passkey.made_at)), known)


def _in_directory(user: DirectoryUser) -> Item:
    known = facts(
        user_name=user.user_name, external_id=user.external_id, active=user.active, given_name=user.given_name,
        family_name=user.family_name, display_name=user.display_name, number=user.number, created_at=user.created_at,
    )  # fmt: skip
    return Item(say("own_data.work_directory", name=user.user_name), known)


def _role(role: StaffRole) -> Item:
    known = facts(role=role.kind, entity=role.entity_key, given_at=role.given_at, ended_at=role.ended_at)
    days = days_words(brussels_day(role.given_at), brussels_day(role.ended_at) if role.ended_at else None)
    return Item(say("own_data.work_role", role=say(f"own_data.work_role_{role.kind}"), days=days), known)


def _web_session(one: WebSession) -> Item:
    times = {"started_at": one.started_at, "last_seen_at": one.last_seen_at, "ended_at": one.ended_at}
    known = facts(provider=one.provider, **times)
    begun, used = moment_text(one.started_at), moment_text(one.last_seen_at)
    return Item(say("own_data.session", begun=begun, used=used), known)


def _api_token(one: ApiToken, application: str) -> Item:
    times = {"issued_at": one.issued_at, "expires_at": one.expires_at, "revoked_at": one.revoked_at}
    begun, ended = moment_text(one.issued_at), moment_text(one.revoked_at or one.expires_at)
    return Item(
        say("own_data.application", application=application, begun=begun, ended=ended), facts(scope=one.scope, **times)
    )


def _function(one: Function, names: dict[str, str]) -> Item:
    number = one.enterprise_number
    enterprise = f"{names.get(number, '')} ({dotted(number)})".strip()
    known = facts(enterprise_number=number, function=one.function, from_day=one.from_day, until_day=one.until_day,
                  signs=one.signs, name=one.name)  # fmt: skip
    words = say("own_data.function", function=one.function, enterprise=enterprise,
                days=days_words(one.from_day, one.until_day))  # fmt: skip
    return Item(words, known)


def _said(one: SaidRepresentation, names: dict[str, str]) -> Item:
    number = one.enterprise_number
    enterprise = f"{names.get(number, '')} ({dotted(number)})".strip()
    known = facts(enterprise_number=number, from_day=one.from_day, until_day=one.until_day)
    return Item(say("own_data.said", enterprise=enterprise, days=days_words(one.from_day, one.until_day)), known)


def _relation(relation: WorkRelation) -> list[Item]:
    party, email = relation.party.name, relation.email_address
    items = []
    if relation.invited:
        known = facts(party=party, invited_at=relation.started_at, accepted_on=relation.accepted_on,
                      refused_on=relation.refused_on, email=email)  # fmt: skip
        more = say("own_data.invited_mail", email=email) if email else ""
        words = say("own_data.invited", party=party, day=brussels_day(relation.started_at))
        items.append(Item(words, known, more))
    return items + [_right(one, party) for one in relation.rights]


def _right(right: UserRight, party: str) -> Item:
    last = right.stop_day - _DAY if right.stop_day else right.last_day
    known = facts(party=party, right=right.kind, level=right.level, first_day=right.first_day, last_day=last)
    days = days_words(right.first_day, last)
    return Item(say("own_data.right", right=right.right_type.name, party=party, days=days), known)


def _handoff(one: Handoff) -> Item:
    times = {"made_at": one.made_at, "expires_at": one.expires_at, "opened_at": one.opened_at, "ended_at": one.ended_at}
    words = say("own_data.handoff", application=one.client.name, at=moment_text(one.made_at))
    return Item(words, facts(state=one.state, **times))


def _draft(session: Session, draft: Draft) -> Item:
    party = get_party_name(session, draft.party_id) if draft.party_id else None
    known = facts(wizard=draft.wizard, dossier_number=draft.dossier_number, party=party, started_at=draft.started_at,
                  saved_at=draft.saved_at, until=draft.expires_on)  # fmt: skip
    words = say("own_data.draft", what=say(f"own_data.draft_{draft.wizard}"), day=brussels_day(draft.started_at),
                until=draft.expires_on)  # fmt: skip
    return Item(words, known)
