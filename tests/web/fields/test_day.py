"""A day in three boxes, and whatever else may be posted in its place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.fields import DayField
from app.web.fields.day import NO_SUCH_DAY, SHORT_YEAR
from app.web.form import Form

MISSING = "U hebt nog geen dag gekozen. Vul dag, maand en jaar in."


class DayForm(Form):
    until = DayField("Laatste dag", missing=MISSING)


class OpenDayForm(Form):
    until = DayField("Laatste dag", missing=None)


def posted(day: str = "", month: str = "", year: str = "") -> MultiDict[str, str]:
    return MultiDict({"until-day": day, "until-month": month, "until-year": year})


@pytest.mark.parametrize("month", ["10", "oktober", "Okt", "okt."])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    form = DayForm(posted("1", month, "2026"))
    assert form.validate()
    assert form.until.data == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (("31", "11", "2026"), {"until-day", "until-month", "until-year"}),
        (("32", "1", "2026"), {"until-day"}),
        (("1", "ma", "2026"), {"until-month"}),
        (("²", "1", "2026"), {"until-day"}),
    ],
)
def test_a_day_that_does_not_exist_is_marked_where_it_is_wrong(texts: tuple[str, str, str], wrong: set[str]) -> None:
    form = DayForm(posted(*texts))
    assert not form.validate()
    assert form.until.errors == [NO_SUCH_DAY]
    assert {part.id for part in form.until.parts if part.wrong} == wrong
    assert [part.text for part in form.until.parts] == list(texts)
    assert form.until.focus_id in wrong


@pytest.mark.parametrize(
    ("texts", "error", "wrong"),
    [
        (("1", "", "2026"), "De datum is niet volledig. Vul ook de maand in.", {"until-month"}),
        (("", "", "2026"), "De datum is niet volledig. Vul ook de dag en de maand in.", {"until-day", "until-month"}),
        (("1", "12", "27"), SHORT_YEAR, {"until-year"}),
        (("1", "12", "202"), SHORT_YEAR, {"until-year"}),
        (("1", "ma", "26"), SHORT_YEAR, {"until-month", "until-year"}),
    ],
)
def test_what_is_not_whole_is_named(texts: tuple[str, str, str], error: str, wrong: set[str]) -> None:
    form = DayForm(posted(*texts))
    assert not form.validate()
    assert form.until.errors == [error]
    assert {part.id for part in form.until.parts if part.wrong} == wrong


def test_an_empty_day_is_asked_for() -> None:
    form = DayForm(posted())
    assert not form.validate()
    assert form.until.errors == [MISSING]


def test_a_day_that_may_stay_empty_may_stay_empty() -> None:
    form = OpenDayForm(posted())
    assert form.validate()
    assert form.until.data is None


def test_a_saved_day_is_shown_again() -> None:
    form = DayForm(None, data={"until": "2026-10-01"})
    assert [part.text for part in form.until.parts] == ["1", "10", "2026"]


def test_a_form_posted_empty_does_not_keep_the_saved_day() -> None:
    form = OpenDayForm(MultiDict(), data={"until": date(2026, 10, 1)})
    assert form.validate()
    assert form.until.data is None


@given(st.dictionaries(st.sampled_from(["until", "until-day", "until-month", "until-year"]), st.text()))
def test_whatever_is_posted_the_worst_outcome_is_a_sentence(values: dict[str, str]) -> None:
    form = DayForm(MultiDict(values))
    form.validate()
    for error in form.until.errors:
        assert error in {MISSING, NO_SUCH_DAY, SHORT_YEAR} or error.startswith("De datum is niet volledig.")
    assert (form.until.data is None) == bool(form.until.errors)
