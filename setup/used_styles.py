"""Keeps of GOV.UK Frontend's style sheet only the components that pages may use: a third of its weight travels."""

import re

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

# What a page may use. A test fails when a template names another: add it here, and run `make assets`.
USED = frozenset({
    "body", "body-l", "button", "button-group", "checkboxes", "date-input", "error-message", "error-summary",
    "fieldset", "form-group", "heading-l", "heading-m", "heading-s", "heading-xl", "hint", "input", "label", "link",
    "list", "radios", "select", "skip-link", "summary-list", "table", "template", "textarea", "visually-hidden",
})
BLOCK = re.compile(r"\.govuk-((?:\\!-)?[a-z0-9]+(?:-[a-z0-9]+)*)")
NESTING = {"media", "supports", "layer", "-moz-document"}


def only_used(styles: str, used: frozenset[str] = USED) -> str:
    """The style sheet without the rules for components that are not in `used`."""
    return "".join(_kept(tinycss2.parse_stylesheet(styles, skip_whitespace=True), used))


def _kept(rules: list[Node], used: frozenset[str]) -> list[str]:
    return [text for rule in rules if (text := _rule(rule, used))]


def _rule(rule: Node, used: frozenset[str]) -> str:
    if isinstance(rule, QualifiedRule):
        selectors = [part for part in _selectors(tinycss2.serialize(rule.prelude)) if _is_used(part, used)]
        return f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}" if selectors else ""
    if isinstance(rule, AtRule) and rule.lower_at_keyword in NESTING and rule.content is not None:
        inside = "".join(_kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True), used))
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}" if inside else ""
    return rule.serialize() if isinstance(rule, AtRule) else ""


def _selectors(prelude: str) -> list[str]:
    # A comma inside brackets, as in :not(a, b), does not part two selectors.
    return re.split(r",(?![^(]*\))", prelude)


def _is_used(selector: str, used: frozenset[str]) -> bool:
    # `--modifier` and `__element` belong to their block; "--" and "__" end the name that BLOCK finds.
    return all(name in used for name in BLOCK.findall(selector))
