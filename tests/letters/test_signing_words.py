"""What the letters about a second signature say beside what is the same in all of them."""

import pytest

from app.adapters.press.samples import sample
from tests.letters.sheets import words_of


def test_the_second_reads_that_who_was_stopped_at_once_does_not_come_back(press):
    said = {
        "to_sign.giver": "Fiduciaire Maasland NV mag dit nu al niet meer doen.",
        "sign_waits.giver": "Dan komt Fiduciaire Maasland NV niet terug, en doet niemand dit werk.",
        "not_signed.giver": "Fiduciaire Maasland NV komt niet terug: niemand doet dit werk nu voor u.",
    }
    for kind, sentence in said.items():
        words = words_of(press.print_pdf(sample(kind, stopped_with="Fiduciaire Maasland NV"))[0])
        assert sentence in words
        assert "verandert niets" not in words
        assert "verandert er niets" not in words


@pytest.mark.parametrize("kind", ["to_sign.holder", "sign_waits.holder"])
def test_the_second_reads_whom_the_first_named_to_execute_it(press, kind):
    facts = {"signed_act": "accept", "executors": ["Els Wouters", "Jan Peeters"]}
    letter = press.print_letter(sample(kind, "long", **facts))
    assert letter.pages == 2
    assert "Maria Vermeulen koos wie het uitvoert: Els Wouters en Jan Peeters." in words_of(letter.pdf)


def test_who_is_asked_to_sign_what_is_passed_on_can_only_refuse_by_letter(press):
    words = words_of(press.print_pdf(sample("to_sign.holder", "five"))[0])
    assert (
        "Fiduciaire Maasland NV wil een deel van het mandaat (volmacht) van Bakkerij De Zoete Inval BV doorgeven aan "
        "Boekhoudkantoor Peeters BV." in words
    )
    assert "Alleen als u niet tekent: kruis het vakje aan" in words
    assert "Met deze code kunt u alleen weigeren." in words
    assert "Op papier:" not in words
    assert "Ja, ik teken mee" not in words


def test_what_was_not_passed_on_leaves_the_own_mandate_as_it_was(press):
    words = words_of(press.print_pdf(sample("not_signed.holder", "five"))[0])
    assert "Uw eigen mandaat blijft zoals het was." in words
    assert "Bakkerij De Zoete Inval BV en Boekhoudkantoor Peeters BV kregen geen brief." in words
