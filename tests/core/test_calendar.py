"""Days that count."""

from datetime import date

import pytest

from app.core.calendar import (
    add_months,
    add_working_days,
    is_working_day,
    last_day_of_period,
    next_working_day,
    promised_by,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2025, 8, 15),
        date(2027, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ],
)
def test_a_belgian_public_holiday_is_no_working_day(day: date) -> None:
    assert day.weekday() < 5
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 7, 14), date(2026, 7, 11), date(2026, 11, 2), date(2026, 12, 26)])
def test_a_holiday_of_others_counts_as_any_other_day(day: date) -> None:
    assert is_working_day(day) == (day.weekday() < 5)


def test_a_weekend_is_no_working_day() -> None:
    assert [is_working_day(date(2026, 11, day)) for day in range(23, 30)] == [True] * 5 + [False] * 2


def test_a_letter_of_friday_is_posted_on_monday() -> None:
    assert next_working_day(date(2026, 11, 27)) == date(2026, 11, 30)


def test_working_days_skip_christmas_and_new_year() -> None:
    assert add_working_days(date(2026, 12, 23), 3) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_a_letter_is_promised_five_working_days_after_it_is_posted() -> None:
    assert promised_by(date(2026, 11, 23), 5) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_as_people_count_them(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


def test_a_year_from_the_first_of_october_ends_on_the_thirtieth_of_september() -> None:
    assert last_day_of_period(date(2026, 10, 1), 12) == date(2027, 9, 30)
