"""The filter "alleen kijken" on the list of types: without scripts, and without losing what was ticked."""

import pytest

from tests.web.client import LintingClient, held_by, page_of
from tests.web.wizards.walk import ANSWERS, answer, begin, goes_to, walk

FILTER, ALL = {"doe": "kijken"}, {"doe": "alles"}
TICKED = ["hinder.manage", "subsidy.view"]


def boxes(client: LintingClient, address: str, *, ticked: bool = False) -> list[str]:
    """The types on the page, or those that are ticked there."""
    which = "input[name=types][checked]" if ticked else "input[name=types]"
    return [str(one["value"]) for one in client.see(address).select(which)]


@pytest.fixture
def types(maria: LintingClient) -> str:
    """The address of the list, after choosing from it."""
    return walk(maria, begin(maria, "/geven"), ANSWERS[:3])


def test_the_filter_shows_only_what_is_for_looking_and_gives_only_what_it_shows(
    maria: LintingClient, types: str
) -> None:
    assert goes_to(answer(maria, types, FILTER)) == "types"
    assert all(one.endswith(".view") for one in boxes(maria, types))
    assert goes_to(answer(maria, types, {"types": ["hinder.manage", "farm.view"]})) == "start"
    assert boxes(maria, types, ticked=True) == ["farm.view"]
    assert "hinder.manage" in boxes(maria, types)


def test_what_was_ticked_comes_back_with_the_whole_list(maria: LintingClient, types: str) -> None:
    answer(maria, types, FILTER | {"types": TICKED})
    assert boxes(maria, types, ticked=True) == ["subsidy.view"]
    answer(maria, types, ALL | {"types": ["subsidy.view", "farm.view"]})
    assert boxes(maria, types, ticked=True) == [*TICKED, "farm.view"]
    answer(maria, types, FILTER | {"types": [*TICKED, "farm.view"]})
    answer(maria, types, ALL | {"types": ["farm.view"]})
    assert boxes(maria, types, ticked=True) == ["hinder.manage", "farm.view"]


def test_nothing_ticked_is_no_mistake_while_filtering(maria: LintingClient, types: str) -> None:
    assert goes_to(answer(maria, types, FILTER)) == "types"
    assert page_of(answer(maria, types, {}, 422), 422).select_one(".govuk-error-summary") is not None


def test_another_list_begins_without_what_was_ticked_in_this_one(maria: LintingClient, types: str) -> None:
    answer(maria, types, FILTER | {"types": ["permit.manage"]})
    what = types.replace("/types", "/what")
    groups = [one["value"] for one in maria.see(what).select("input[name=group]")]
    assert goes_to(answer(maria, what, {"group": groups[0]})) == "types"
    assert "kmop.manage" in boxes(maria, types, ticked=True)
    assert "permit.manage" not in boxes(maria, types, ticked=True)


def test_enter_goes_on_and_does_not_filter(maria: LintingClient, types: str) -> None:
    # A browser presses the first button of a form for who types Enter.
    first = maria.see(types).select_one("main form[method=post] button")
    assert first is not None
    assert not first.get("name")


def test_who_asks_filters_as_who_gives(jan: LintingClient) -> None:
    address = walk(jan, begin(jan, "/vragen"), (("giver", {"q": "0199000151"}), ("giver-check", {"right": "yes"}),
                                                ("what", {"group": "own"})))  # fmt: skip
    answer(jan, address, FILTER | {"types": TICKED})
    assert all(one.endswith(".view") for one in boxes(jan, address))
    answer(jan, address, ALL | held_by(jan.see(address).select_one("main form[method=post]")))  # type: ignore[arg-type]
    assert boxes(jan, address, ticked=True) == TICKED
