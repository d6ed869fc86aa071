"""The door "Ik heb een brief met een code": three numbers, and then what the letter and its types allow."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.letters.codes import open_with_code
from app.core.mandates.possible_acts import Act
from app.core.views.letter import LetterView
from app.web.databases import database, moment, vault
from app.web.fields import option
from app.web.guards import public
from app.web.htmx import is_partial
from app.web.inline_check import check_field
from app.web.pages.letter_code_extend import show_extend, take_extend
from app.web.pages.letter_code_forms import CHOICES, ChoiceForm, CodeForm, ReasonForm, WhoForm
from app.web.pages.letter_code_frame import Page, go, needs_letter, read_letter, refuse, render
from app.web.pages.letter_code_less import LESS, show_parts, show_until, take_parts, take_until
from app.web.pages.letter_code_send import print_done, send, show_check, show_done
from app.web.pages.letter_code_stop import PARTLY, act_that_stops, begin_partly, partly_option, show_stop, take_stop
from app.web.pages.letter_door import Door, close_door, close_if_too_late, keep, open_door
from app.web.pages.mandate_words import NOTHING_TO_PROVE, REASON_MISSING, contest_reasons
from app.web.pages.taking_back_words import before_contest, chosen_chain, take_back_options
from app.web.users import current_user
from app.web.wizards.accept.wording import REASONS

pages = Blueprint("letter_code", __name__, url_prefix="/brief")

ASK = "pages/letter_code/code.html"
WHY = "the code of the letter is the key, with two numbers that its reader has beside it"
MAY_STAY_EMPTY = "U mag dit leeg laten. De andere partij leest uw antwoord."
GIVES_LESS = "Ja, maar wij geven minder"
LESS_HINT = "U kiest wat u geeft, en tot wanneer."
TAKE_BACK = "Wij zetten stop wat wij doorgaven aan {third}"
ASKS_REASON = (Act.REFUSE, Act.CONTEST)


@pages.get("")
@public(WHY)
def start() -> Page:
    """Three fields. A clerk helps a customer under his own name, never with the code of the customer's letter."""
    if current_user.is_authenticated and current_user.is_clerk:
        return render_template("pages/letter_code/clerk.html"), HTTPStatus.FORBIDDEN
    if close_if_too_late():
        return render_template("pages/letter_code/expired.html")
    return render_template(ASK, form=CodeForm(None))


@pages.post("")
@public(WHY)
def enter() -> Page:
    """Open the letter, or say that the three do not fit, in the same words whatever the reason."""
    if current_user.is_authenticated and current_user.is_clerk:
        return render_template("pages/letter_code/clerk.html"), HTTPStatus.FORBIDDEN
    form = CodeForm()
    if is_partial(request):
        # Only how the three are written: whether they open anything is tried, and counted, when they are sent.
        return check_field(form, ASK)
    if not form.validate():
        return _ask_again(form)
    refusal = _open(form)
    if refusal is None:
        return go("choose")
    if refusal.code == "too_many_tries":
        page = render_template("pages/letter_code/too_many.html", sentence=refusal.sentence)
        return page, HTTPStatus.TOO_MANY_REQUESTS
    if isinstance(refusal, Conflict):
        return refuse(refusal)
    # A wrong try is told at the code, whichever of the three it was; only who has all three right hears more.
    form[refusal.field if isinstance(refusal, Invalid) else "code"].errors = [refusal.sentence]
    return _ask_again(form)


@pages.get("/keuze", endpoint="choose")
@public(WHY)
@needs_letter
def show_choice(door: Door) -> Page:
    """What the letter says, and what can be done with it."""
    return _choice(door, None)


@pages.post("/keuze", endpoint="take_choice")
@public(WHY)
@needs_letter
def take_choice(door: Door) -> Page:
    """On to the questions that this act needs."""
    return _choice(door, request.form)


@pages.get("/niet-genoeg", endpoint="not_enough")
@public(WHY)
@needs_letter
def show_not_enough(door: Door) -> Page:
    """For what widens and whose types want to know better who says so: the other ways to do it."""
    view = read_letter(door)
    if not view.beyond_the_code:
        return go("choose")
    return render("not_enough", door, view=view)


@pages.get("/reden", endpoint="reason")
@public(WHY)
@needs_letter
def show_reason(door: Door) -> Page:
    """Why it is refused, or what is wrong."""
    return _reason(door, None)


@pages.post("/reden", endpoint="take_reason")
@public(WHY)
@needs_letter
def take_reason(door: Door) -> Page:
    """Remember the reason."""
    return _reason(door, request.form)


@pages.get("/wie", endpoint="who")
@public(WHY)
@needs_letter
def show_who(door: Door) -> Page:
    """Who are you?"""
    return _who(door, None)


@pages.post("/wie", endpoint="take_who")
@public(WHY)
@needs_letter
def take_who(door: Door) -> Page:
    """Remember who reads the letter; who does not decide for the party may only narrow."""
    return _who(door, request.form)


pages.add_url_rule("/verlengen", "extend", public(WHY)(show_extend), methods=["GET"])
pages.add_url_rule("/verlengen", "take_extend", public(WHY)(take_extend), methods=["POST"])
pages.add_url_rule("/delen", "parts", public(WHY)(show_parts), methods=["GET"])
pages.add_url_rule("/delen", "take_parts", public(WHY)(take_parts), methods=["POST"])
pages.add_url_rule("/tot", "until", public(WHY)(show_until), methods=["GET"])
pages.add_url_rule("/tot", "take_until", public(WHY)(take_until), methods=["POST"])
pages.add_url_rule("/wat-stopt", "what_stops", public(WHY)(show_stop), methods=["GET"])
pages.add_url_rule("/wat-stopt", "take_what_stops", public(WHY)(take_stop), methods=["POST"])
pages.add_url_rule("/nakijken", "check", public(WHY)(show_check), methods=["GET"])
pages.add_url_rule("/nakijken", "send", public(WHY)(send), methods=["POST"])
pages.add_url_rule("/klaar", "done", public(WHY)(show_done), methods=["GET"])
pages.add_url_rule("/klaar/afdruk.pdf", "print_done", public(WHY)(print_done), methods=["GET"])


@pages.post("/stoppen")
@public("who wants to stop may always stop")
def stop() -> Response:
    """Forget the letter in this browser."""
    close_door()
    return redirect(url_for("letter_code.stopped"), HTTPStatus.SEE_OTHER)


@pages.get("/gestopt")
@public("who stopped is nobody")
def stopped() -> str:
    """That nothing of the letter is left on this screen."""
    return render_template("pages/letter_code/stopped.html")


def _open(form: CodeForm) -> CoreError | None:
    source = request.remote_addr or "unknown"
    with database().writing.begin() as session:
        try:
            opened = open_with_code(session, *form.three, source=source, vault=vault(), now=moment())
        except (Conflict, Invalid, NotAllowed) as refusal:
            # Caught inside the transaction, so that a wrong try is committed and counts.
            return refusal
        open_door(opened.letter.id, opened.letter.party_id, opened.mandate.id)
    return None


def _ask_again(form: CodeForm) -> Page:
    return render_template(ASK, form=form), HTTPStatus.UNPROCESSABLE_ENTITY


def _choice(door: Door, posted: object) -> Page:
    view = read_letter(door)
    chosen = LESS if door.less else PARTLY if door.partly else door.act
    chosen = f"{door.act}:{door.chain}" if door.chain else chosen
    form = ChoiceForm(posted, data={"act": chosen})
    offered = [act for act in (Act.ACCEPT, *CHOICES) if act in view.acts or (act in view.beyond_the_code)]
    form.act.choices = [option(act.value, CHOICES[act]) for act in dict.fromkeys(offered)]
    if view.parts_by_code:
        form.act.choices.insert(1, option(LESS, GIVES_LESS, hint=LESS_HINT))
    stops = act_that_stops(view)
    if stops:
        after = next(place for place, one in enumerate(form.act.choices, start=1) if one.value == stops)
        form.act.choices.insert(after, partly_option(view, stops))
    passed = take_back_options([(one.mandate_id, one.other) for one in view.to_take_back], TAKE_BACK)
    form.act.choices = before_contest(form.act.choices, passed)
    if posted is None:
        return render("choose", door, view=view, form=form)
    if not form.validate():
        return render("choose", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    return _take_choice(door, view, form.act.data)


def _take_choice(door: Door, view: LetterView, chosen: str) -> Page:
    if chosen == LESS:
        door = keep(door, chain=None)
        keep(door, act=Act.ACCEPT.value, less=True, partly=False, parts=door.parts if door.less else (), until=None)
        return go("parts" if len(view.parts_by_code) + len(view.parts_beyond_the_code) > 1 else "until")
    stops = act_that_stops(view)
    if chosen == PARTLY and stops:
        begin_partly(keep(door, chain=None), stops)
        return go("what_stops")
    chain = chosen_chain(chosen)
    act = Act.TAKE_BACK if chain else Act(chosen)
    if chain:
        keep(door, act=act.value, chain=chain, reason=None, less=False, partly=False, parts=(), until=None)
        return go("who")
    if act not in view.acts:
        return go("not_enough")
    reason = door.reason if door.act == act else None
    until = door.until if act is Act.EXTEND else None
    keep(door, act=act.value, chain=None, reason=reason, less=False, partly=False, parts=(), until=until)
    return go("reason" if act in ASKS_REASON else "extend" if act is Act.EXTEND else "who")


def _reason(door: Door, posted: object) -> Page:
    view = read_letter(door)
    if door.act not in ASKS_REASON:
        return go("choose")
    contest = door.act == Act.CONTEST
    reasons = contest_reasons(view.side == "giver") if contest else REASONS
    form = ReasonForm(posted, data={"reason": door.reason})
    form.reason.label.text = "Wat klopt er niet?" if contest else "Waarom weigert u?"
    form.reason.description = NOTHING_TO_PROVE if contest else MAY_STAY_EMPTY
    form.reason.choices = [option(key, label) for key, label in reasons.items()]
    if posted is None:
        return render("reason", door, form=form)
    chosen = form.reason.data if form.reason.data in reasons else None
    if contest and chosen is None:
        form.reason.errors = [REASON_MISSING]
        return render("reason", door, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    keep(door, reason=chosen)
    return go("who")


def _who(door: Door, posted: object) -> Page:
    view = read_letter(door)
    if door.act is None:
        return go("choose")
    answers = {"first_name": door.first_name, "last_name": door.last_name, "capacity": door.capacity}
    form = WhoForm(posted, data=answers, party=view.own, is_person=view.is_person, widens=Act(door.act).widens)
    if posted is None:
        return render("who", door, form=form)
    if not form.validate():
        return render("who", door, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    keep(door, **form.data)
    return go("check")
