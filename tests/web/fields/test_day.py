"""A day in three boxes, and whatever else may be posted in its place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.fields import DayField
from app.web.fields.day import NO_SUCH_DAY
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
        (("1", "", "2026"), {"until-month"}),
        (("1", "ma", "26"), {"until-month", "until-year"}),
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
    assert form.until.errors in ([], [MISSING], [NO_SUCH_DAY])
    assert (form.until.data is None) == bool(form.until.errors)
