"""A caller takes a right of a colleague back, or answers an invitation: whom, what, read aloud, done."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.distant import phone_calls, rights_calls
from app.core.distant.phone_calls import PhoneCall
from app.core.distant.rights_calls import Choice, RightsAct
from app.core.errors import Conflict, CoreError, NotAllowed, NotFound
from app.core.people.parties import get_party
from app.web.actors import now
from app.web.databases import database, policy
from app.web.fields import ChoiceField, TextField, TickField, option
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.pages.counter.open_visit import between_customers
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("counter_rights", __name__, url_prefix="/loket/telefoon/medewerkers")
KEPT = "phone_right"
Page = str | Response | tuple[str, int]
DONE = {
    RightsAct.DISMISS: "Het recht is ingetrokken",
    RightsAct.LEAVE: "Alle rechten zijn ingetrokken",
    RightsAct.WITHDRAW: "De uitnodiging is ingetrokken",
    RightsAct.REFUSE: "De uitnodiging is geweigerd",
}
BUTTONS = {
    RightsAct.DISMISS: "Recht intrekken",
    RightsAct.LEAVE: "Alle rechten intrekken",
    RightsAct.WITHDRAW: "Uitnodiging intrekken",
    RightsAct.REFUSE: "Uitnodiging weigeren",
}


class NameForm(Form):
    """The name that the caller says."""

    name = TextField(
        "Hoe heet die medewerker?",
        missing="De naam ontbreekt nog. Vraag de voornaam en de naam.",
        longest=200,
        description="Voornaam en naam, zoals de beller ze zegt.",
    )


class WhatForm(Form):
    """What is done about this colleague."""

    what = ChoiceField("Wat wil de beller?", missing="U hebt nog niet gekozen. Kies wat de beller wil.")


class AloudForm(Form):
    """That the caller heard it."""

    agreed = TickField(
        "Voorgelezen. De beller zegt dat het klopt.", missing="Lees alles voor en vraag of het klopt. Kruis dat aan."
    )


@pages.get("")
@clerk_only
def name() -> Page:
    """Whose right? The caller says the name: who works there is not read aloud."""
    return _with_call(lambda call: _name(call, NameForm(None)))


@pages.post("")
@clerk_only
def take_name() -> Page:
    """On to what this colleague has."""
    return _with_call(_take_name)


@pages.get("/wat")
@clerk_only
def what() -> Page:
    """What can be taken back, or answered."""
    return _with_call(lambda call: _what(call, WhatForm(None)))


@pages.post("/wat")
@clerk_only
def take_what() -> Page:
    """On to what is read aloud."""
    return _with_call(_take_what)


@pages.get("/nakijken")
@clerk_only
def check() -> Page:
    """What is about to happen, to be read aloud."""
    return _with_call(lambda call: _check(call, posted=False))


@pages.post("/nakijken")
@clerk_only
def do() -> Page:
    """Do it, once."""
    return _with_call(lambda call: _check(call, posted=True))


@pages.get("/klaar")
@clerk_only
def done() -> Page:
    """That it is done."""
    return _with_call(_done)


def _with_call(show: Callable[[PhoneCall], Page]) -> Page:
    """The page about the caller who was checked; without one the beginning of a call."""

    def shown() -> Page:
        with database().reading() as session:
            call = phone_calls.find_open_call(session, current_user.person_id, now=now())
        checked = call is not None and (call.mandate_id is not None or call.relation_id is not None)
        return show(call) if checked else redirect(url_for("counter_phone.show"), HTTPStatus.SEE_OTHER)

    return between_customers(shown)


def _to(page: str) -> Response:
    return redirect(url_for(f"counter_rights.{page}"), HTTPStatus.SEE_OTHER)


def _kept(call: PhoneCall) -> dict[str, Any]:
    kept: dict[str, Any] = browser_session().get(KEPT) or {}
    return kept if kept.get("call") == str(call.id) else {"call": str(call.id)}


def _keep(call: PhoneCall, **more: object) -> None:
    browser_session()[KEPT] = _kept(call) | more


def _choices(call: PhoneCall) -> Sequence[Choice]:
    """What this caller can have done; raises NotFound, Conflict and NotAllowed, as the core does."""
    with database().reading() as session:
        if call.relation_id is not None:
            return rights_calls.list_invitation_choices(session, call, now=now())
        return rights_calls.list_choices(session, call, _kept(call).get("name", ""), now=now())


def _name(call: PhoneCall, form: NameForm, status: int = HTTPStatus.OK) -> Page:
    if call.relation_id is not None:
        return _to("what")
    return render_template("pages/counter/phone_rights_name.html", form=form, party=_party(call)), status


def _party(call: PhoneCall) -> str:
    with database().reading() as session:
        return str(get_party(session, call.party_id).name)


def _take_name(call: PhoneCall) -> Page:
    form = NameForm()
    if not form.validate():
        return _name(call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    _keep(call, name=form.name.data, what=None, done=None)
    try:
        _choices(call)
    except (Conflict, NotAllowed, NotFound) as refusal:
        form.name.errors = [refusal.sentence]
        return _name(call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _to("what")


def _what(call: PhoneCall, form: WhatForm, status: int = HTTPStatus.OK) -> Page:
    try:
        choices = _choices(call)
    except (Conflict, NotAllowed, NotFound):
        return _to("name")
    form.what.choices = [option(one.key, _words(one)) for one in choices]
    return render_template(
        "pages/counter/phone_rights.html", form=form, party=_party(call), choices=choices,
        by_letter=call.relation_id is not None,
    ), status  # fmt: skip


def _take_what(call: PhoneCall) -> Page:
    form = WhatForm()
    try:
        form.what.choices = [option(one.key, "") for one in _choices(call)]
    except (Conflict, NotAllowed, NotFound):
        return _to("name")
    if not form.validate():
        return _what(call, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    _keep(call, what=form.what.data, done=None)
    return _to("check")


def _check(call: PhoneCall, *, posted: bool) -> Page:
    kept = _kept(call)
    if kept.get("done"):
        return _to("done")
    try:
        choice = next((one for one in _choices(call) if one.key == kept.get("what")), None)
    except (Conflict, NotAllowed, NotFound):
        choice = None
    if choice is None:
        return _to("what")
    form = AloudForm(request.form if posted else None)
    refusal = None
    if posted and form.validate():
        refusal = _act(call, choice)
        if refusal is None:
            _keep(call, done=[choice.act.value, choice.name])
            return _to("done")
        form.form_errors.append(refusal.sentence)
    page = render_template(
        "pages/counter/phone_rights_check.html", form=form, choice=choice, words=_words(choice),
        sentences=_sentences(choice, _party(call)), button_text=BUTTONS[choice.act],
    )  # fmt: skip
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.UNPROCESSABLE_ENTITY
    return (page, status) if posted else page


def _act(call: PhoneCall, choice: Choice) -> CoreError | None:
    try:
        with database().writing.begin() as session:
            rights_calls.do_choice(session, phone_calls.actor_of(call), choice, policy=policy(), now=now())
    except (Conflict, NotAllowed, NotFound) as refusal:
        return refusal
    return None


def _done(call: PhoneCall) -> Page:
    kept = _kept(call).get("done")
    if not kept:
        return _to("what")
    act, who = kept
    return render_template(
        "pages/counter/phone_rights_done.html", title=DONE[RightsAct(act)], name=who, party=_party(call),
        can_do_more=call.relation_id is None, act=act,
    )  # fmt: skip


def _words(choice: Choice) -> str:
    """What the clerk chooses; without the names of customers, because the caller listens."""
    if choice.act is RightsAct.REFUSE:
        return f"{choice.name} weigert de uitnodiging"
    if choice.act is RightsAct.WITHDRAW:
        return f"De uitnodiging van {choice.name} intrekken"
    if choice.held is None:
        return f"{choice.name} gaat weg: alle rechten intrekken"
    return f"{choice.held.name} intrekken{_reach(choice)}"


def _reach(choice: Choice) -> str:
    if choice.held is not None and choice.held.mandate_group is not None:
        return f", voor de mandaatgroep “{choice.held.mandate_group}”"
    if choice.held is None or choice.held.customers is None:
        return ""
    number = len(choice.held.customers)
    return f", voor {number} {'klant' if number == 1 else 'klanten'}"


def _sentences(choice: Choice, party: str) -> list[str]:
    name = choice.name
    if choice.act is RightsAct.REFUSE:
        return [f"U weigert de uitnodiging om voor {party} te werken."]
    if choice.act is RightsAct.WITHDRAW:
        code = "Met de code op onze brief kan dan niemand beginnen."
        return [f"U trekt de uitnodiging van {name} bij {party} in.", code]
    right = f"het recht van {name}: {choice.held.name.lower()}{_reach(choice)}" if choice.held else ""
    what = right or f"elk recht van {name}"
    said = [f"U trekt bij {party} dit in: {what}. Dat geldt meteen."]
    if choice.alone:
        whom = "1 mandaat" if choice.alone == 1 else f"{choice.alone} mandaten"
        said.append(f"Let op: voor {whom} van klanten is er dan geen medewerker meer.")
    return said
