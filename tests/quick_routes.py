"""Applications that start sooner: tests make more than a thousand of them, all with the same addresses.

Werkzeug compiles a function for each route of each application, a tenth of a second in all. The function depends on the
words of the route alone, so one will do. Should Werkzeug name its method otherwise, tests get slower, not wrong.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from werkzeug.routing import Rule

from app import Application


class QuickRule(Rule):
    """A route whose function that writes addresses is compiled once, for all applications of this process."""

    _compiled: ClassVar[dict[tuple[Any, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in self._compiled:
            self._compiled[key] = super()._compile_builder(append_unknown)
        return self._compiled[key]


def share_routes() -> None:
    """Let every application that is made from now on use them."""
    Application.url_rule_class = QuickRule
