"""Days, hours, numbers and money as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.translations.formats import (
    NBSP,
    count_text,
    day_text,
    dossier_text,
    enterprise_number_text,
    keep_together,
    list_text,
    moment_text,
    money_text,
    period_text,
    time_text,
    weekday_text,
)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_day_is_written_in_full_and_never_breaks() -> None:
    assert day_text(date(2026, 9, 14)) == f"14{NBSP}september{NBSP}2026"


def test_a_day_to_act_on_bears_its_weekday() -> None:
    assert plain(weekday_text(date(2026, 10, 14))) == "woensdag 14 oktober 2026"


def test_an_hour_is_that_of_a_clock_in_brussels() -> None:
    assert plain(time_text(datetime(2026, 9, 14, 8, 42, tzinfo=UTC))) == "10.42 uur"
    assert plain(moment_text(datetime(2026, 12, 31, 23, 5, tzinfo=UTC))) == "1 januari 2027 om 0.05 uur"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 10, 1), date(2027, 9, 30), "van 1 oktober 2026 tot en met 30 september 2027"),
        (date(2026, 10, 1), None, "vanaf 1 oktober 2026, tot iemand het mandaat stopzet"),
        (None, date(2027, 9, 30), "vanaf de dag van aanvaarding tot en met 30 september 2027"),
        (None, None, "vanaf de dag van aanvaarding, tot iemand het mandaat stopzet"),
    ],
)
def test_a_period_says_that_the_last_day_counts(first: date | None, last: date | None, words: str) -> None:
    assert plain(period_text(first, last)) == words


def test_numbers_are_cut_in_the_blocks_people_say() -> None:
    assert plain(dossier_text("260914000151")) == "260 9140 001 51"
    assert enterprise_number_text("0199000151") == "0199.000.151"
    assert count_text(1250) == "1.250"


@pytest.mark.parametrize(("amount", "words"), [(1250, "1.250 euro"), (Decimal("12.5"), "12,50 euro"), (-3, "-3 euro")])
def test_money_has_cents_only_when_there_are_any(amount: Decimal | int, words: str) -> None:
    assert plain(money_text(amount)) == words


def test_a_list_ends_with_en() -> None:
    assert list_text(["kijken", "invullen", "indienen"]) == "kijken, invullen en indienen"
    assert list_text(["kijken"]) == "kijken"
    assert list_text([]) == ""


def test_what_is_kept_together_has_no_ordinary_space() -> None:
    assert keep_together("9300 Aalst") == f"9300{NBSP}Aalst"
