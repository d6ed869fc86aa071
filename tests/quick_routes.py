"""Applications that start sooner: tests make more than a thousand of them, all with the same addresses.

Werkzeug reads the words of each route of each application, and what comes out depends on these words alone, so one will
do. Should Werkzeug name its method otherwise, tests get slower, not wrong.
"""

from types import MethodType
from typing import Any, ClassVar

from app import Application
from app.web.addresses import LateRule


class QuickRule(LateRule):
    """A route that is read once, for all applications of this process."""

    _known: ClassVar[dict[tuple[Any, ...], dict[str, Any]]] = {}

    def compile(self) -> None:
        """Take over what an equal route read before."""
        if self.defaults or self.host or self.subdomain:
            super().compile()
            return
        key = (self.rule, self.merge_slashes, self.strict_slashes, self.is_leaf)
        if key in self._known:
            vars(self).update({name: self._own(value) for name, value in self._known[key].items()})
            return
        before = dict(vars(self))
        super().compile()
        found = {name: value for name, value in vars(self).items() if value is not before.get(name)}
        self._known[key] = found | {"arguments": self.arguments}

    def _own(self, value: object) -> object:
        """A function of the other route, as ours."""
        return MethodType(value.__func__, self) if isinstance(value, MethodType) else value


def share_routes() -> None:
    """Let every application that is made from now on use them."""
    Application.url_rule_class = QuickRule
