"""Phone numbers in all the ways in which the register has them: one form, shown in blocks, and nothing guessed."""

import pytest

from app.core.register.phone_numbers import phone_words, read_phone


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("02 315 13 51", "02 315 13 51"),
        (" 02/315.13.51 ", "02 315 13 51"),
        ("02-3151351", "02 315 13 51"),
        ("+32 2 315 13 51", "02 315 13 51"),
        ("0032 2 315 13 51", "02 315 13 51"),
        ("+32(0)2 315 13 51", "02 315 13 51"),
        ("+3202 315 13 51", "02 315 13 51"),
        ("053\u00a000 00 51", "053 00 00 51"),
        ("(089) 00 00 24", "089 00 00 24"),
        ("0470000000", "0470 00 00 00"),
        ("+32 (0)470/00.00.00", "0470 00 00 00"),
        ("04 222 11 33", "04 222 11 33"),
        ("0800 12 345", "0800 12 345"),
        ("078/15.17.15", "078 15 17 15"),
        ("+31 20 123 45 67", "+31 201 234 567"),
        ("00352 26 12 34 5", "+352 261 23 45"),
        ("+1 212 555 0100", "+1 212 555 01 00"),
    ],
)
def test_one_number_however_it_is_written(typed: str, words: str) -> None:
    number = read_phone(typed)
    assert number is not None
    assert phone_words(number) == words
    assert read_phone(words) == read_phone(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "", "-", "geen", "tel. 02 315 13 51", "02 315 13 51 (Jan)", "02 315 13 51 / 52", "02 315 13 51 - 02 315 13 52",
        "02 315 13 5", "02 315 13 511", "32 2 315 13 51", "3151351", "0470 00 00 0", "04 700 00 00", "017 00 00 00",
        "1700", "112", "0900 12 345", "0902 12 345", "+32 902 12 345", "+", "00", "0032", "+32", "+0", "++3223151351",
        "+31 20", "+3120123456789012", "02 315 13 51;",
        "０２ ３１５ １３ ５１", "02\n315\n13", "info@voorbeeld.example",
    ],
)  # fmt: skip
def test_what_is_not_surely_one_number_that_costs_nothing_more_is_none(typed: str) -> None:
    assert read_phone(typed) is None
