"""The addresses of pages as Werkzeug knows them, without a program written for each of them at every start.

To make links, Werkzeug writes two small Python functions for each address. For all of ours that takes a fifth of a
second, before a process can answer anything or a command can begin, and most of them nobody ever calls.
"""

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import Map, Rule, UnicodeConverter

Builder = Callable[..., tuple[str, str]]
_written: dict[tuple[object, ...], Builder] = {}


class LateRule(Rule):
    """An address whose links are written at the first one, and once in a process: tests make hundreds of applications.

    What is written depends on the parts of the address alone: it asks the rule that it is called for how to write each.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        def build(rule: "LateRule", **values: Any) -> tuple[str, str]:
            builder = rule._written(append_unknown)
            setattr(rule, "_build_unknown" if append_unknown else "_build", builder.__get__(rule, None))
            return builder(rule, **values)

        return build

    def _written(self, append_unknown: bool) -> Builder:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (append_unknown, *self._trace)
        if key not in _written:
            _written[key] = super()._compile_builder(append_unknown)
        return _written[key]


class Words(UnicodeConverter):
    """A text in an address. Nothing is at one with the sign NUL: PostgreSQL cannot be asked for it."""

    def __init__(self, *given: Any, **limits: Any) -> None:
        super().__init__(*given, **limits)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


class Addresses(Map):
    """All addresses, each text in them as `Words`."""

    default_converters = ImmutableDict({**Map.default_converters, "default": Words, "string": Words})
