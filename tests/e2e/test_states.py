"""Every state of every page, on every width: for everybody, nothing outside the screen, no link to nowhere."""

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.e2e.states import GROUPS, Look
from tests.e2e.states_administration import ADMINISTRATION
from tests.e2e.states_answered import ANSWERED
from tests.e2e.states_asking import ASKING
from tests.e2e.states_back import BACK
from tests.e2e.states_changes import CHANGES
from tests.e2e.states_colleagues import COLLEAGUES
from tests.e2e.states_distant import DISTANT
from tests.e2e.states_handoff import HANDED_OVER
from tests.e2e.states_lists import LISTS
from tests.e2e.states_longer import LONGER
from tests.e2e.states_looks import LOOKS
from tests.e2e.states_passing import PASSING
from tests.e2e.states_rare import RARE
from tests.e2e.states_sign_in import SIGNING_IN
from tests.e2e.states_transfer import TRANSFERS
from tests.e2e.states_why import WHY_NOT
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.e2e.watched import IS_NARROW_ENOUGH, RULES_OF_WIDTH, check_for_everybody

HEIGHT = 800
# 320 px is also a screen of 1280 px at 400 % zoom.
WIDTHS = (1280, 390, 320)
# All rules on a wide screen; on a narrow one those that its width can break. At 390 px is drawn what is drawn at 320.
RULES: Mapping[int, Sequence[str]] = {1280: (), 320: RULES_OF_WIDTH}
# The screen, and whether letters are drawn at 200 %. Each change of width draws the page anew, so there are few.
STEPS = ((1280, False), (1280, True), (390, True), (390, False), (320, False))
IS_NARROW_WITH_LETTERS = f"size => {{ document.documentElement.style.fontSize = size; return {IS_NARROW_ENOUGH} }}"
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
IDENTIFIER = re.compile("[0-9a-f]{8}-[0-9a-f-]{27}")
IS_ON_THE_PAGE = "id => document.getElementById(id) !== null"


class Looking:
    """Looks at each state on each width, once, and follows each link once."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.followed: set[tuple[Visitor, str]] = set()

    def __call__(self, visitor: Visitor, name: str) -> None:
        assert name not in self.seen, f"{name} was looked at already"
        self.seen.append(name)
        self.follow_links(visitor, name)
        for width, large in STEPS:
            visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            narrow = visitor.page.evaluate(IS_NARROW_WITH_LETTERS, "200%" if large else "")
            assert narrow, f"{name} on {width} px{' with letters of 200 %' * large}"
            if width in RULES and not large:
                check_for_everybody(visitor.page, name, RULES[width])
        visitor.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    def follow_links(self, visitor: Visitor, name: str) -> None:
        """Each leads to a page that this visitor may see, or to a place on this page. Of each kind one is printed."""
        for link in set(visitor.page.evaluate(LINKS)):
            path, _, place = link.partition("#")
            kind = IDENTIFIER.sub("*", path) if path.endswith(".pdf") else path
            if not path:
                assert visitor.page.evaluate(IS_ON_THE_PAGE, place), f"{name}: {link}"
            elif not link.startswith("tel:") and (visitor, kind) not in self.followed:
                self.followed.add((visitor, kind))
                assert visitor.page.request.get(path).ok, f"{name}: {link}"


EVERYTHING = (
    *GROUPS, *RARE, *LISTS, *CHANGES, *DISTANT, *ASKING, *ANSWERED, *TRANSFERS, *LOOKS, *PASSING, *BACK, *COLLEAGUES,
    *LONGER, *WHY_NOT, *SIGNING_IN, *HANDED_OVER, *ADMINISTRATION,
)


@pytest.mark.parametrize("group", EVERYTHING, ids=lambda group: group.__name__)
def test_every_state_is_for_everybody(
    group: Callable[[Town, Look], None], town: Town, record_property: Callable[[str, object], None]
) -> None:
    looking = Looking()
    group(town, looking)
    assert looking.seen
    record_property("figure", f"{group.__name__}: {len(looking.seen)} states of pages on {len(WIDTHS)} widths")
