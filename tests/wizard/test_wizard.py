"""The engine on any wizard that Hypothesis can think of, walked in any order."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.wizard import CHECK, Answers, Step, Wizard

VALUES = ("yes", "no", "later")


class Form:
    """The engine never looks inside a form."""


@st.composite
def wizards(draw: st.DrawFn) -> Wizard:
    """Wizards whose steps depend on earlier answers in both ways: they exist because of one, or rest on some."""
    steps: list[Step] = []
    for number in range(draw(st.integers(1, 7))):
        earlier = [step.name for step in steps]
        rests_on = tuple(sorted(draw(st.sets(st.sampled_from(earlier))))) if earlier else ()
        section = draw(st.sampled_from("ab"))
        steps.append(Step(f"step-{number}", Form, _when(draw, earlier), rests_on, section=section))
    return Wizard("any", tuple(steps), submit=print)


def _when(draw: st.DrawFn, earlier: list[str]) -> Callable[[Answers, object], bool]:
    if not earlier or draw(st.booleans()):
        return lambda _answers, _actor: True
    name, value = draw(st.sampled_from(earlier)), draw(st.sampled_from(VALUES))
    return lambda answers, _actor: answers.get(name, {}).get("value") == value


def answer(wizard: Wizard, answers: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """`answers` after somebody filled in step `name`."""
    return {**answers, name: wizard.seal(name, {"value": value}, answers, None)}


Walk = list[tuple[int, str]]
walks = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(VALUES)), max_size=20)


def wander(wizard: Wizard, walk: Walk) -> dict[str, Any]:
    """Answers after somebody went back and forth, changing answers at any page that could be reached."""
    answers: dict[str, Any] = {}
    for index, value in walk:
        reachable = [step.name for step in wizard.steps if wizard.walk(answers, None).is_reachable(step.name)]
        answers = answer(wizard, answers, reachable[index % len(reachable)], value)
    return answers


@given(wizards(), st.lists(st.sampled_from(VALUES), min_size=7, max_size=7))
def test_every_path_ends_at_the_check_page(wizard: Wizard, values: list[str]) -> None:
    answers: dict[str, Any] = {}
    for value in values[: len(wizard.steps)]:
        name = wizard.walk(answers, None).first_open
        if name == CHECK:
            break
        answers = answer(wizard, answers, name, value)
    assert wizard.walk(answers, None).first_open == CHECK


@given(wizards(), walks, st.sampled_from(VALUES))
def test_after_any_detour_the_check_page_is_at_most_all_steps_away(wizard: Wizard, walk: Walk, value: str) -> None:
    answers = wander(wizard, walk)
    for _ in wizard.steps:
        name = wizard.walk(answers, None).first_open
        if name != CHECK:
            answers = answer(wizard, answers, name, value)
    assert wizard.walk(answers, None).first_open == CHECK


@given(wizards(), st.lists(st.sampled_from(VALUES), min_size=7, max_size=7))
def test_back_from_the_next_question_is_the_one_just_answered(wizard: Wizard, values: list[str]) -> None:
    answers: dict[str, Any] = {}
    for value in values:
        name = wizard.walk(answers, None).first_open
        if name == CHECK:
            return
        answers = answer(wizard, answers, name, value)
        assert wizard.walk(answers, None).back(wizard.walk(answers, None).first_open) == name


@given(wizards(), walks)
def test_exactly_the_pages_up_to_the_first_open_question_are_reachable(wizard: Wizard, walk: Walk) -> None:
    answers = wander(wizard, walk)
    pages = [*(step.name for step in wizard.walk(answers, None).path), CHECK]
    open_at = pages.index(wizard.walk(answers, None).first_open)
    assert [page for page in pages if wizard.walk(answers, None).is_reachable(page)] == pages[: open_at + 1]
    assert not wizard.walk(answers, None).is_reachable("no-such-page")


@given(wizards(), walks)
def test_pages_are_numbered_from_one_without_gaps(wizard: Wizard, walk: Walk) -> None:
    answers = wander(wizard, walk)
    pages = [*(step.name for step in wizard.walk(answers, None).path), CHECK]
    positions = [wizard.walk(answers, None).position(page) for page in pages]
    assert [position.number for position in positions] == list(range(1, len(pages) + 1))
    assert {position.total for position in positions} == {len(pages)}


@given(wizards(), walks)
def test_an_answer_to_a_question_that_does_not_exist_does_not_count(wizard: Wizard, walk: Walk) -> None:
    answers = wander(wizard, walk)
    assert set(wizard.walk(answers, None).counted) <= {step.name for step in wizard.walk(answers, None).path}


@given(wizards(), walks, st.data())
def test_the_same_answer_again_opens_nothing(wizard: Wizard, walk: Walk, data: st.DataObject) -> None:
    answers = wander(wizard, walk)
    counted = wizard.walk(answers, None).counted
    if counted:
        name = data.draw(st.sampled_from(sorted(counted)))
        assert wizard.walk(answer(wizard, answers, name, counted[name]["value"]), None).counted == counted


@given(wizards(), walks, st.data(), st.sampled_from(VALUES))
@settings(max_examples=200)
def test_a_change_opens_only_what_depends_on_it(wizard: Wizard, walk: Walk, data: st.DataObject, value: str) -> None:
    answers = wander(wizard, walk)
    counted = wizard.walk(answers, None).counted
    if not counted:
        return
    name = data.draw(st.sampled_from(sorted(counted)))
    after = wizard.walk(answer(wizard, answers, name, value), None).counted
    order = [step.name for step in wizard.steps]
    assert all(after[kept] == counted[kept] for kept in counted if order.index(kept) < order.index(name))
    for lost in set(counted) - set(after):
        step = wizard.step(lost)
        assert step is not None
        gone = {other for other in step.rests_on if after.get(other) != counted.get(other)}
        assert gone or step not in wizard.walk(answer(wizard, answers, name, value), None).path


@given(wizards(), walks)
def test_the_overview_names_every_step_once_and_ends_with_the_check(wizard: Wizard, walk: Walk) -> None:
    answers = wander(wizard, walk)
    current = wizard.walk(answers, None).first_open
    sections = wizard.walk(answers, None).sections(current)
    path = [step.name for step in wizard.walk(answers, None).path]
    assert [name for section in sections for name in section.steps] == path
    assert [section.state for section in sections].count("busy") == 1
    assert sections[-1].name == CHECK


def test_an_answer_that_lapsed_is_asked_again() -> None:
    step = Step("consent", Form, still_holds=lambda answer, actor: answer["visit"] == actor)
    wizard = Wizard("any", (step,), submit=print)
    answers = {"consent": {"visit": "this morning"}}
    assert wizard.walk(answers, "this morning").first_open == CHECK
    assert wizard.walk(answers, "this afternoon").first_open == "consent"


def test_going_back_to_the_old_answer_brings_back_what_rested_on_it() -> None:
    wizard = Wizard("any", (Step("what", Form), Step("types", Form, rests_on=("what",))), submit=print)
    answers = answer(wizard, answer(wizard, {}, "what", "yes"), "types", "yes")
    changed = answer(wizard, answers, "what", "no")
    assert wizard.walk(changed, None).first_open == "types"
    assert wizard.walk(answer(wizard, changed, "what", "yes"), None).first_open == CHECK


@pytest.mark.parametrize(
    "steps",
    [
        (Step("a", Form), Step("a", Form)),
        (Step(CHECK, Form),),
        (Step("a", Form, rests_on=("b",)), Step("b", Form)),
    ],
)
def test_a_wizard_that_cannot_work_is_refused_when_it_is_made(steps: tuple[Step, ...]) -> None:
    with pytest.raises(ValueError, match="any: "):
        Wizard("any", steps, submit=print)
