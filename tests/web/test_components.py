"""Every component once, right and wrong."""

from pathlib import Path

import pytest
from flask import Flask, render_template_string

from app.web.fields import ChoiceField, ChoicesField, DayField, TextField, TickField, option
from app.web.form import Form
from app.web.guards import public
from tests.web.client import LintingClient, errors_of, held_by, page_of, words_of

PAGE = (Path(__file__).parent / "all_components.html").read_text(encoding="utf-8")
HOSTILE = '<script>alert("x")</script>&"\'>'


class EverythingForm(Form):
    """One field of each kind."""

    types = ChoicesField(
        missing="U hebt nog niets aangekruist. Kruis minstens 1 ding aan.", description="Kruis aan wat mag.",
        options=[
            option("subsidy.view", "Premies raadplegen", lines=["Alleen kijken"], may=["premies zien"],
                   may_not=["iets aanvragen"]),
            option("farm.manage", "Verzamelaanvraag indienen", may=["percelen invullen"], may_not=["geld krijgen"],
                   note="Dit is een belangrijk mandaat."),
        ],
    )
    period = ChoiceField(
        "Hoelang mag dit?", missing="U hebt nog niet gekozen. Kies hoelang dit mag.",
        options=[option("1y", "1 jaar", hint="Tot en met 30 november 2027"), option("day", "Tot en met een datum")],
    )
    until = DayField("Laatste dag", missing="Kies een dag.", description="Bijvoorbeeld 1 10 2026.")
    holder = ChoiceField(
        "Welke bedoelt u?", missing="Kies 1 onderneming.",
        options=[option("1", HOSTILE, lines=["Nummer 0199.000.250", "9200 Dendermonde"]),
                 option("", "Ik vind de onderneming niet", apart=True)],
    )
    number = TextField("Ondernemingsnummer", missing="Vul het nummer in.", description="10 cijfers.")
    reason = TextField("Waarom?", missing="Schrijf in 1 zin waarom.", longest=500)
    read = TickField("Voorgelezen. De klant is akkoord.", missing="Kruis aan dat u dit voorlas.")


def add_everything(app: Flask) -> None:
    """Give an application the page with every component."""

    @app.route("/everything", methods=["GET", "POST"])
    @public("a test")
    def everything() -> tuple[str, int]:
        form = EverythingForm()
        done = form.validate_on_submit()
        return render_template_string(PAGE, form=form), 200 if done or not form.errors else 422


@pytest.fixture
def everything(app: Flask) -> LintingClient:
    """A browser for an application that has the page."""
    add_everything(app)
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    return client


def test_a_fresh_page_passes_the_lint_and_has_nothing_chosen(everything: LintingClient) -> None:
    page = everything.see("/everything")
    assert page.select("[checked], [aria-invalid], .govuk-error-message") == []


def test_every_error_stands_on_top_and_at_its_field_and_leads_to_the_first_control(everything: LintingClient) -> None:
    page = page_of(everything.fill_in("/everything", {}, status=422), 422)
    assert errors_of(page) == [
        "U hebt nog niets aangekruist. Kruis minstens 1 ding aan.", "U hebt nog niet gekozen. Kies hoelang dit mag.",
        "Kies een dag.", "Kies 1 onderneming.", "Vul het nummer in.", "Schrijf in 1 zin waarom.",
        "Kruis aan dat u dit voorlas.",
    ]
    targets = [str(link["href"]) for link in page.select(".govuk-error-summary__list a")]
    assert targets == ["#types", "#period", "#until-day", "#holder", "#number", "#reason", "#read"]
    assert words_of(page.title).startswith("Fout: ")
    summary = page.select_one(".govuk-error-summary")
    assert summary is not None
    assert (summary["tabindex"], summary["role"]) == ("-1", "alert")
    assert summary.has_attr("autofocus")


def test_what_was_filled_in_is_kept_and_cannot_become_html(everything: LintingClient) -> None:
    values = {"types": "farm.manage", "period": "day", "until-day": "31", "until-month": "11", "until-year": HOSTILE,
              "holder": "1", "number": HOSTILE, "reason": HOSTILE, "read": "y"}
    answer = everything.fill_in("/everything", values, status=422)
    assert "<script>" not in answer.get_data(as_text=True)
    form = page_of(answer, 422).select_one("main form")
    assert form is not None
    kept = held_by(form)
    assert {name: kept[name].strip() for name in values} == values | {"until-year": HOSTILE[:12]}


def test_hints_and_errors_are_read_out_with_their_field(everything: LintingClient) -> None:
    page = page_of(everything.fill_in("/everything", {}, status=422), 422)
    assert page.select_one("#number")["aria-describedby"] == "number-hint number-error"
    assert page.select_one("#types")["aria-describedby"] == "types-can"
    assert page.select_one("#period")["aria-describedby"] == "period-hint"
    assert page.select_one("#until-day")["aria-describedby"] == "until-error"
