"""The browser of a counter keeps the titles of pages in its history, for the next customer to see: they name nobody."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from app.config import ROOT

TEMPLATES = ROOT / "templates"
AT_A_COUNTER = ("wizard", "pages/mandates", "pages/colleagues", "pages/counter", "pages/why")
# What stands in these titles is a day, a language, or a word of the wizard.
NAMES_NOBODY = {
    "pages/counter/log.html", "pages/counter/reading_aid.html", "pages/mandates/letter.html", "wizard/stop.html",
    "wizard/stopped.html",
}  # fmt: skip


def titles_of(path: Path) -> Iterator[nodes.Assign]:
    page = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for one in page.find_all(nodes.Assign):
        if isinstance(one.target, nodes.Name) and one.target.name in {"title", "quiet_title"}:
            yield one


def is_composed(title: nodes.Assign) -> bool:
    """Whether something is glued to the words of the title."""
    return any(not isinstance(part, nodes.Const) for glued in title.find_all(nodes.Concat) for part in glued.nodes)


def test_a_title_with_a_name_in_it_has_another_one_for_the_counter() -> None:
    composed, quiet = set(), set()
    for path in (one for folder in AT_A_COUNTER for one in sorted((TEMPLATES / folder).rglob("*.html"))):
        name = str(path.relative_to(TEMPLATES))
        for title in titles_of(path):
            if title.target.name == "quiet_title":  # type: ignore[attr-defined]
                quiet.add(name)
            elif is_composed(title):
                composed.add(name)
    assert composed - quiet == NAMES_NOBODY
