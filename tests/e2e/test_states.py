"""Every state of every page, on every width: for everybody, and with nothing outside the screen."""

from collections.abc import Callable

import pytest

from tests.e2e.states import GROUPS, Look
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.e2e.watched import check_for_everybody, is_narrow_enough

HEIGHT = 800
# 320 px is also a screen of 1280 px at 400 % zoom.
WIDTHS = (1280, 390, 320)
WIDTHS_OF_LARGE_LETTERS = (1280, 390)


class Looking:
    """Looks at each state on each width, once."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, visitor: Visitor, name: str) -> None:
        assert name not in self.seen, f"{name} was looked at already"
        self.seen.append(name)
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            check_for_everybody(visitor.page, name)
        visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in WIDTHS_OF_LARGE_LETTERS:
            visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            assert is_narrow_enough(visitor.page), f"{name} with letters of 200 % on {width} px"
        visitor.page.evaluate("document.documentElement.style.fontSize = ''")
        visitor.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_every_state_is_for_everybody(
    group: Callable[[Town, Look], None], town: Town, record_property: Callable[[str, object], None]
) -> None:
    looking = Looking()
    group(town, looking)
    assert looking.seen
    record_property("figure", f"{group.__name__}: {len(looking.seen)} states of pages on {len(WIDTHS)} widths")
