"""Hoe krijgt u nieuws? A letter always comes; here a party chooses how large its print is."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.letters.notice_choices import NoticeChoice, choose_notice, notice_about, view_notice_choice
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.fields import ChoiceField, TickField, option
from app.web.form import Form
from app.web.guards import for_party

pages = Blueprint("notices", __name__, url_prefix="/mandaten/nieuws")

Page = str | Response | tuple[str, int]
USUAL, LARGE = "brief", "groot"
DONE = "bewaard"


class NoticeForm(Form):
    """How large; at the counter with the consent of the customer."""

    how = ChoiceField(
        "Hoe wilt u nieuws krijgen?",
        missing="U hebt nog niet gekozen. Kies hoe u nieuws wilt krijgen.",
        description="De brieven komen altijd met de post, naar uw adres in de KBO.",
        options=[
            option(USUAL, "Met een brief"),
            option(LARGE, "Met een brief in grote letters", hint="Die brief heeft meer pagina's."),
        ],
    )
    agreed = TickField("De klant koos dit zelf.", missing="Vraag aan de klant of dit juist is. Kruis dat dan aan.")

    @classmethod
    def of(cls, actor: Actor, posted: object, choice: NoticeChoice) -> "NoticeForm":
        """The form with what holds now."""
        form = cls(posted, data={"how": LARGE if choice.large_print else USUAL})
        if actor.visit_id is None:
            del form.agreed
        return form


@pages.get("")
@for_party
def show() -> Page:
    """What holds now."""
    return _page(None)


@pages.post("")
@for_party
def choose() -> Page:
    """Keep what was chosen, and say so on the same page."""
    return _page(request.form)


def _page(posted: object) -> Page:
    actor = current_actor()
    with database().reading() as session:
        party, choice = view_notice_choice(session, actor, now=now())
        form = NoticeForm.of(actor, posted, choice)
    if posted is not None and form.validate():
        refusal = _keep(actor, NoticeChoice(large_print=form.how.data == LARGE))
        if refusal is None:
            return redirect(url_for("notices.show", gedaan=DONE), HTTPStatus.SEE_OTHER)
        form.how.errors = [refusal.sentence]
    status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
    done = request.args.get("gedaan") == DONE and posted is None
    return render_template("pages/mandates/notices.html", party=party, choice=choice, form=form, done=done), status


def _keep(actor: Actor, choice: NoticeChoice) -> Conflict | NotAllowed | None:
    try:
        with database().writing.begin() as session:
            party, _ = view_notice_choice(session, actor, now=now())
            if actor.visit_id is not None:
                record_consent(session, actor, notice_about(party.id, choice), now=now())
            choose_notice(session, actor, party.id, choice, now=now())
    except (Conflict, NotAllowed) as refusal:
        return refusal
    return None
