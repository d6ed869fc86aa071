"""The mark of what a check page showed."""

from datetime import date

from app.wizard import fingerprint


def test_the_order_of_keys_does_not_matter() -> None:
    assert fingerprint({"a": 1, "b": [2, 3]}) == fingerprint({"b": [2, 3], "a": 1})


def test_another_day_gives_another_mark() -> None:
    assert fingerprint({"until": date(2026, 11, 21)}) != fingerprint({"until": date(2026, 11, 22)})


def test_the_order_of_sentences_matters() -> None:
    assert fingerprint(["one", "two"]) != fingerprint(["two", "one"])
