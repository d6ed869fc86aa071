"""Extending behind a letter code: until when. What the letter says ends, all or parts; to choose somebody signs in."""

from datetime import date
from http import HTTPStatus

from app.core.actor import Actor
from app.core.acts.extending import preview_extension
from app.core.errors import Conflict, Invalid
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.possible_acts import Act
from app.core.views.letter import LetterView
from app.web.databases import database, moment, policy
from app.web.pages.extending_forms import NOT_AT_ALL, ExtendForm
from app.web.pages.extending_words import extend_sentences
from app.web.pages.letter_code_frame import Page, go, needs_letter, read_letter, render
from app.web.pages.letter_door import Door, keep


@needs_letter
def show_extend(door: Door) -> Page:
    """Until when."""
    return _extend(door, posted=False)


@needs_letter
def take_extend(door: Door) -> Page:
    """Remember until when."""
    return _extend(door, posted=True)


def wish_of(door: Door, view: LetterView) -> ExtensionWish | None:
    """What the reader asks; None as long as he did not answer."""
    if door.until:
        return ExtensionWish(view.mandate.id, view.parts_longer, last_day=date.fromisoformat(door.until))
    return ExtensionWish(view.mandate.id, view.parts_longer, months=door.months) if door.months else None


def sentences_of(door: Door, view: LetterView, wish: ExtensionWish) -> list[str]:
    """What would happen, for the check page; raises what proposing raises about the wish."""
    actor = Actor.with_letter(door.letter_id, door.party_id)
    with database().reading() as session:
        return extend_sentences(view, preview_extension(session, actor, wish, policy=policy(), now=moment()))


def _extend(door: Door, *, posted: bool) -> Page:
    view = read_letter(door)
    if door.act != Act.EXTEND or Act.EXTEND not in view.acts:
        return go("choose")
    form = ExtendForm.of(view, wish_of(door, view), only=view.parts_longer)
    if not posted:
        return render("extend", door, view=view, form=form)
    if not form.validate():
        return render("extend", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    if form.period.data == NOT_AT_ALL:
        return go("choose")
    wish = form.wish(view.mandate.id)
    try:
        sentences_of(door, view, wish)
    except (Conflict, Invalid) as refusal:
        form.explain(refusal)
        return render("extend", door, HTTPStatus.UNPROCESSABLE_ENTITY, view=view, form=form)
    keep(door, months=wish.months, until=wish.last_day.isoformat() if wish.last_day else None)
    return go("who")
