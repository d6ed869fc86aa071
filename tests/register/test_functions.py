"""Who may speak for an enterprise by law: the file, and the tie with a sign-in."""

import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.core.errors import Conflict, NotFound
from app.core.register import functions
from app.core.register.functions import (
    FunctionsRefused,
    find_functions_of,
    get_function,
    import_functions,
    list_functions,
    tie_subject,
)
from app.models.function import Function

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
BEEKHOEK = "0199000448"
GODELIEVE = {
    "enterprise_number": "0199.000.448",
    "first_name": "Godelieve",
    "last_name": "Maes",
    "function": "bestuurder",
    "from": "15-01-1988",
    "until": "",
    "signs": "two",
    "subject": "demo-godelieve",
}
JOHAN = GODELIEVE | {"first_name": "Johan", "last_name": "De Smet", "from": "01-03-2009", "subject": ""}
MARIA = GODELIEVE | {"enterprise_number": "BE0199000151", "first_name": "Maria", "last_name": "Vermeulen"}


def load(session, *rows):
    return import_functions(session, list(enumerate(rows, start=2)), now=NOW)


def names(session, day=TODAY, number=BEEKHOEK):
    return [function.name for function in list_functions(session, number, day)]


def test_functions_are_read_from_a_file(session):
    done = load(session, GODELIEVE, JOHAN, MARIA)
    assert (done.added, done.changed, done.ended) == (3, 0, 0)
    godelieve, = (one for one in list_functions(session, BEEKHOEK, TODAY) if one.first_name == "Godelieve")
    assert (godelieve.signs, godelieve.subject, godelieve.from_day) == ("two", "demo-godelieve", date(1988, 1, 15))
    assert names(session) == ["Johan De Smet", "Godelieve Maes"]
    assert names(session, number="0199000151") == ["Maria Vermeulen"]


def test_a_function_holds_from_its_first_day_up_to_and_including_its_last(session):
    load(session, GODELIEVE | {"from": "10-11-2026", "until": "20-11-2026"})
    days = [date(2026, 11, day) for day in (9, 10, 20, 21)]
    assert [bool(names(session, day)) for day in days] == [False, True, True, False]
    assert [bool(find_functions_of(session, "demo-godelieve", day)) for day in days] == [False, True, True, False]


def test_reading_the_same_file_again_keeps_every_id_and_changes_nothing(session):
    load(session, GODELIEVE, JOHAN)
    ids = {one.id for one in list_functions(session, BEEKHOEK, TODAY)}
    done = load(session, GODELIEVE, JOHAN)
    assert (done.added, done.changed, done.ended) == (0, 0, 0)
    assert {one.id for one in list_functions(session, BEEKHOEK, TODAY)} == ids


def test_a_file_with_more_enterprises_than_fit_in_one_statement_knows_all_of_them(session, monkeypatch):
    monkeypatch.setattr(functions, "AT_ONCE", 1)
    load(session, GODELIEVE, JOHAN, MARIA)
    done = load(session, GODELIEVE, MARIA)
    assert (done.added, done.changed, done.ended) == (0, 0, 1)


def test_what_changed_in_a_row_is_changed_and_the_id_stays(session):
    load(session, GODELIEVE)
    before = list_functions(session, BEEKHOEK, TODAY)[0].id
    assert load(session, GODELIEVE | {"signs": "alone", "until": "31-12-2026"}).changed == 1
    after = get_function(session, before)
    assert (after.signs, after.until_day) == ("alone", date(2026, 12, 31))


def test_who_is_no_longer_in_the_file_of_an_enterprise_held_the_function_until_yesterday(session):
    load(session, GODELIEVE, JOHAN, MARIA)
    assert load(session, GODELIEVE).ended == 1
    assert names(session) == ["Godelieve Maes"]
    assert names(session, date(2026, 11, 20)) == ["Johan De Smet", "Godelieve Maes"]
    assert names(session, number="0199000151") == ["Maria Vermeulen"], "an enterprise that the file does not name stays"
    assert load(session, GODELIEVE).ended == 0


def test_a_function_that_was_taken_back_before_it_began_was_never_held(session):
    load(session, GODELIEVE, JOHAN | {"from": "01-01-2027"})
    load(session, GODELIEVE)
    assert names(session, date(2027, 1, 1)) == ["Godelieve Maes"]
    assert session.scalar(select(func.count()).select_from(Function)) == 2


def test_a_subject_is_tied_once_and_stays_when_the_file_has_none(session):
    load(session, GODELIEVE, JOHAN)
    johan = list_functions(session, BEEKHOEK, TODAY)[0]
    assert find_functions_of(session, "itsme-123", TODAY) == []
    assert tie_subject(session, johan.id, "itsme-123").name == "Johan De Smet"
    tie_subject(session, johan.id, "itsme-123")
    load(session, GODELIEVE, JOHAN)
    assert [one.id for one in find_functions_of(session, "itsme-123", TODAY)] == [johan.id]


def test_a_function_that_is_tied_to_somebody_is_never_given_to_somebody_else(session):
    load(session, GODELIEVE)
    godelieve = list_functions(session, BEEKHOEK, TODAY)[0]
    with pytest.raises(Conflict, match="function_tied"):
        tie_subject(session, godelieve.id, "somebody-else")
    with pytest.raises(FunctionsRefused) as refused:
        load(session, GODELIEVE | {"subject": "somebody-else"})
    assert [(line, error.code) for line, error in refused.value.problems] == [(2, "function_tied")]
    assert get_function(session, godelieve.id).subject == "demo-godelieve"


def test_the_same_name_alone_ties_nobody(session):
    load(session, GODELIEVE, GODELIEVE | {"enterprise_number": "0199.000.151", "subject": ""})
    assert [one.enterprise_number for one in find_functions_of(session, "demo-godelieve", TODAY)] == [BEEKHOEK]


def test_an_unknown_function_is_not_found(session):
    with pytest.raises(NotFound):
        get_function(session, uuid.uuid4())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enterprise_number": "0199.000.449"}, "enterprise_number_check"),
        ({"enterprise_number": "199"}, "enterprise_number_digits"),
        ({"first_name": " "}, "function_empty"),
        ({"function": ""}, "function_empty"),
        ({"from": ""}, "function_empty"),
        ({"from": "1988-01-15"}, "function_day"),
        ({"until": "31-02-2027"}, "function_day"),
        ({"until": "14-01-1988"}, "function_days"),
        ({"signs": "three"}, "function_signs"),
        ({"signs": ""}, "function_signs"),
        ({"last_name": "x" * 101}, "function_too_long"),
        ({"subject": "x" * 256}, "function_too_long"),
        ({"extra": "1"}, "function_columns"),
        ({"subject": None}, "function_columns"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_nothing_is_changed(session, change, code):
    with pytest.raises(FunctionsRefused) as refused:
        load(session, JOHAN, GODELIEVE | change, MARIA, JOHAN)
    problems = [(line, error.code) for line, error in refused.value.problems]
    assert problems == [(3, code), (5, "function_twice")]
    assert all(error.sentence for _, error in refused.value.problems)
    assert "2 rijen" in refused.value.sentence
    assert session.scalar(select(func.count()).select_from(Function)) == 0
