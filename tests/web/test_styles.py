"""The style sheet that browsers get has a rule for every component that our pages name, and for no other."""

import re
from pathlib import Path

import pytest

from setup.used_styles import BLOCK, USED, only_used

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"govuk-([a-z]+(?:-[a-z]+)*)")


@pytest.mark.parametrize(
    ("styles", "kept"),
    [
        (".govuk-button{a:b}", ".govuk-button{a:b}"),
        (".govuk-tabs{a:b}", ""),
        (".govuk-button,.govuk-tabs__item{a:b}", ".govuk-button{a:b}"),
        (".govuk-tabs .govuk-button{a:b}", ""),
        (".govuk-button--small:not(.govuk-button,.govuk-link):hover{a:b}",
         ".govuk-button--small:not(.govuk-button,.govuk-link):hover{a:b}"),
        (".govuk-\\!-margin-0{a:b}", ""),
        ("@media print{.govuk-button{a:b}.govuk-tabs{a:b}}", "@media print{.govuk-button{a:b}}"),
        ("@media print{.govuk-tabs{a:b}}", ""),
        (":root{--govuk-x:y}a:link{a:b}", ":root{--govuk-x:y}a:link{a:b}"),
    ],
)
def test_only_rules_for_what_is_used_are_kept(styles: str, kept: str) -> None:
    assert only_used(styles) == kept


def test_every_component_that_a_template_names_is_kept() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        if "letters" not in path.parts:
            assert set(NAMED.findall(path.read_text(encoding="utf-8"))) - USED == set(), path


def test_the_style_sheet_made_at_set_up_has_nothing_else() -> None:
    styles = (ROOT / "static/assets/govuk-frontend.min.css").read_text(encoding="utf-8")
    assert set(BLOCK.findall(styles)) <= USED
    assert {"button", "radios", "error-summary"} <= set(BLOCK.findall(styles))
