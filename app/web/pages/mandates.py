"""Mijn mandaten: the overview, and the page of one mandate."""

import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.views.mandate import view_mandate
from app.core.views.overview import Overview, read_overview
from app.core.views.overview_wish import Wish
from app.db import Session
from app.web.actors import current_actor, now
from app.web.databases import database
from app.web.guards import for_party
from app.web.layout import has_page
from app.web.pages.kept_answers import told_of
from app.web.pages.longer_list import panel_of
from app.web.pages.mandate_moments import moments
from app.web.pages.mandate_words import ACTS, TASKS, WIZARDS, first_button
from app.web.pages.overview_wish import GROUPS, address_of, choices_of, posted_address, read_wish, said
from app.web.paging import read_number
from app.web.printouts import Page, on_paper, printed

pages = Blueprint("mandates", __name__, url_prefix="/mandaten")

GIVEN, HELD = "geven", "krijgen"
TASKS_SHOWN = 10  # on a screen: an accountant can have a hundred


@pages.get("")
@for_party
def overview() -> str:
    """Who may do something for this party, for whom it may do something, and what still waits."""
    return _overview({})


@pages.post("/zoek")
@for_party
def search() -> Response:
    """At a counter the words that are sought do not come to stand in the address."""
    return redirect(url_for(".overview", **posted_address()), HTTPStatus.SEE_OTHER)


@pages.get("/afdruk.pdf")
@for_party
def print_overview() -> Page:
    """The same on paper."""
    return printed(_overview(on_paper()))


@pages.get("/<uuid:mandate_id>")
@for_party
def show(mandate_id: uuid.UUID) -> str:
    """One mandate: where it stands, what it says, what can be done, what happened, and the reader's letters."""
    return _show(mandate_id, {})


@pages.get("/<uuid:mandate_id>/afdruk.pdf")
@for_party
def print_mandate(mandate_id: uuid.UUID) -> Page:
    """The same on paper: without the buttons, and with a line for each letter."""
    return printed(_show(mandate_id, on_paper()))


def _overview(sheet: dict[str, Any]) -> str:
    actor, wish = current_actor(), read_wish()
    with database().reading() as session:
        numbers = {"given_page": read_number(GIVEN), "held_page": read_number(HELD)}
        shown = read_overview(session, actor, now=now(), wish=wish, **numbers)
        return render_template(
            "pages/mandates/overview.html",
            shown=shown,
            wish=wish,
            wished=said(wish, shown.domains),
            groups=_groups(shown, wish),
            choices=choices_of(wish, shown.domains),
            tasks=_tasks(session, shown, None if sheet else TASKS_SHOWN),
            task_count=shown.tasks.count if shown.tasks else 0,
            pages_of=partial(_pages_of, wish),
            **sheet,
        )


def _show(mandate_id: uuid.UUID, sheet: dict[str, Any]) -> str:
    with database().reading() as session:
        actor = current_actor()
        view = view_mandate(session, actor, mandate_id, now=now())
        return render_template(
            "pages/mandates/show.html",
            view=view,
            acts=[ACTS[act] for act in view.acts if act in ACTS],
            first=first_button(view.acts),
            moments=moments(view),
            panel=panel_of(session, view),
            covered=actor.visit_id is not None,
            **sheet,
        )


def _tasks(session: Session, shown: Overview, most: int | None) -> list[dict[str, object]]:
    """What waits, `most` mandates of it, those that end first; what was kept always stands there."""
    if shown.tasks is None:
        return []
    rows: list[dict[str, object]] = [
        {
            "word": TASKS[task.act].word,
            "name": task.other,
            "sentence": TASKS[task.act].sentence,
            "by": task.by,
            "button": TASKS[task.act].button,
            "dossier_number": task.mandate.dossier_number,
            "mandate_id": task.mandate.id,
            "answers": task.act.value == "accept",
        }
        for task in shown.tasks.mandates[:most]
    ]
    for draft in shown.tasks.drafts:
        if has_page(f"{draft.wizard}.resume"):
            told = told_of(session, draft.wizard, draft.id)
            rows.append({"draft": draft, "name": WIZARDS.get(draft.wizard, "Verdergaan"), "told": told})
    return rows


def _groups(shown: Overview, wish: Wish) -> list[dict[str, object]]:
    """The groups in which there is something, with the address of each; the one that is shown stands there always."""
    return [
        {
            "name": name,
            "label": label,
            "count": shown.counts[group],
            "current": group is wish.group,
            "href": url_for("mandates.overview", **address_of(wish, status=name)),
        }
        for group, (name, label) in GROUPS.items()
        if shown.counts[group] or group is wish.group
    ]


def _pages_of(wish: Wish, shown: Overview, endpoint: str, **other: int) -> str:
    """The address of an overview with other pages of the two lists; a list that is not named stays where it is."""
    numbers = {GIVEN: shown.given.number, HELD: shown.held.number} | other
    return url_for(endpoint, **address_of(wish), **{key: value for key, value in numbers.items() if value > 1})
