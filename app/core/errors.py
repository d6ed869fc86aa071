"""The refusals of the core. Each has a code that never changes and a sentence for a human.

The sentence stands in `app/translations/nl/errors.toml` under the code. Every edge translates these classes in one
table: NotFound 404, NotAllowed 403, FreshSignInNeeded 403, Conflict 409, Invalid 422.
"""

from typing import Any

from app.translations import say


class CoreError(Exception):
    """A refusal with a stable `code` and the `values` that its sentence needs."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def sentence(self) -> str:
        """What went wrong and what to do, in Dutch."""
        return say(f"errors.{self.code}", **self.values)


class NotFound(CoreError):
    """There is no such thing, or this actor may not know that there is."""


class NotAllowed(CoreError):
    """The thing exists, but not for this actor."""


class FreshSignInNeeded(CoreError):
    """The actor may, once he has proved again who he is; nothing was changed. Nobody translates it into a problem."""

    def __init__(self) -> None:
        super().__init__("fresh_sign_in_needed")


class Conflict(CoreError):
    """The act does not fit the state in which the mandate is now."""


class Invalid(CoreError):
    """A value cannot be right; `field` names it.

    `number` says which one where several were wanted at once; 0 is the first.
    """

    number: int | None = None

    def __init__(self, code: str, *, field: str, **values: Any) -> None:
        super().__init__(code, **values)
        self.field = field
