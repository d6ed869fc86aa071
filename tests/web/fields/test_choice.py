"""Choices: what is posted must have been offered."""

from werkzeug.datastructures import MultiDict

from app.web.fields import ChoiceField, ChoicesField, TextField, TickField, option
from app.web.form import Form

ONE = "U hebt nog niet gekozen. Kies hoelang dit mag."
MANY = "U hebt nog niets aangekruist. Kruis minstens 1 ding aan."
TICK = "Kruis aan dat u dit gelezen hebt."
NAME = "Uw naam ontbreekt nog. Vul uw naam in."


class AnswerForm(Form):
    period = ChoiceField("Hoelang?", missing=ONE, options=[option("1m", "1 maand"), option("1y", "1 jaar")])
    types = ChoicesField("Wat?", missing=MANY, options=[option("a", "Steun"), option("b", "Premies")])
    read = TickField("Ik heb dit gelezen.", missing=TICK)
    name = TextField("Naam", missing=NAME, longest=10)


def test_every_answer_is_taken_as_posted() -> None:
    form = AnswerForm(MultiDict([("period", "1y"), ("types", "a"), ("types", "b"), ("read", "y"), ("name", " Els ")]))
    assert form.validate()
    assert form.data == {"period": "1y", "types": ["a", "b"], "read": True, "name": "Els"}


def test_an_empty_post_is_asked_for_everything_even_when_something_was_saved() -> None:
    form = AnswerForm(MultiDict(), data={"period": "1y", "types": ["a"], "read": True, "name": "Els"})
    assert not form.validate()
    assert form.errors == {"period": [ONE], "types": [MANY], "read": [TICK], "name": [NAME]}


def test_what_was_never_offered_is_not_taken() -> None:
    form = AnswerForm(MultiDict([("period", "99y"), ("types", "root"), ("read", "y"), ("name", "Els")]))
    assert not form.validate()
    assert form.errors == {"period": [ONE], "types": [MANY]}


def test_a_text_that_is_too_long_says_how_long_it_may_be() -> None:
    form = AnswerForm(MultiDict([("name", "x" * 11)]))
    form.validate()
    assert form.name.errors == ["Deze tekst is te lang. Maak hem korter dan 11 tekens."]


def test_signs_that_turn_a_text_around_are_left_out() -> None:
    assert AnswerForm(MultiDict([("name", "E\u202els\x00")])).name.data == "Els"
