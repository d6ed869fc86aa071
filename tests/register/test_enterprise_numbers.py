"""Enterprise numbers in every writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.register.enterprise_numbers import (
    check_digits,
    dotted,
    is_enterprise_number,
    looks_like_number,
    number_meant,
    parse_enterprise_number,
)

NUMBERS = st.integers(0, 19_999_999).map(lambda body: f"{body:08d}" + check_digits(f"{body:08d}"))


@pytest.mark.parametrize(
    "text",
    ["0199.000.151", "0199000151", "BE0199000151", "BE 0199.000.151", "be-0199-000-151", " 0199 000 151 ",
     "BTW BE 0199.000.151", "0199/000/151", "01 99 00 01 51", "0199\u00a0000\u00a0151"],
)  # fmt: skip
def test_a_number_is_read_in_any_writing(text):
    assert parse_enterprise_number(text) == "0199000151"


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0199.000.15", 9), ("0199.000.1511", 11), ("2199.000.151", 10), ("bakker 12", 2), ("", 0), ("0١٩٩000151", 7)],
)
def test_too_few_digits_or_another_first_one_are_named_with_their_count(text, digits):
    with pytest.raises(Invalid) as refused:
        parse_enterprise_number(text, field="holder")
    assert (refused.value.code, refused.value.field, refused.value.values) == (
        "enterprise_number_digits",
        "holder",
        {"n": digits},
    )
    assert f"{digits} cijfers" in refused.value.sentence


def test_a_wrong_check_digit_is_named_as_such():
    with pytest.raises(Invalid) as refused:
        parse_enterprise_number("0199.000.152")
    assert refused.value.code == "enterprise_number_check"
    assert "laatste 2 cijfers" in refused.value.sentence


@given(NUMBERS)
def test_every_number_survives_being_written_and_read(number):
    assert parse_enterprise_number(dotted(number)) == number
    assert is_enterprise_number(number)


@given(NUMBERS, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, by):
    digit = str((int(number[place]) + by) % 10)
    with pytest.raises(Invalid):
        parse_enterprise_number(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize("text", ["0199.000", "BE 0199.000.151", "12345", "0199"])
def test_digits_are_taken_for_a_number(text):
    assert looks_like_number(text)


@pytest.mark.parametrize("text", ["Beekhoek", "9300", "Bakkerij 2000", "", "3M", "BE", "Café 0199000151"])
def test_names_and_postcodes_are_not_taken_for_a_number(text):
    assert not looks_like_number(text)


@pytest.mark.parametrize(("text", "meant"), [
    ("0199.000.151", "0199.000.151"), ("12345", "12345"),
    ("Bakkerij De Zoete Inval 0199.000.151", "0199000151"), ("ondernemingsnummer: 0199 000 151", "0199000151"),
    ("Peeters, BTW BE0199000151, Aalst", "0199000151"), ("nummer 0199.000.152", "0199000152"),
    ("0199000151 en 0199000250", None), ("Peeters 0199000152", None), ("Peeters 0470 00 00 51", None),
    ("Peeters 9200", None), ("Café 30199000151", None), ("", None),
])  # fmt: skip
def test_a_number_among_words_is_meant_as_one(text, meant):
    assert number_meant(text) == meant
