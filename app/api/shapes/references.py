"""What a request refers to and does not exist: a value that cannot be right, not an address that leads nowhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.errors import Invalid, NotFound


@contextmanager
def referring(**fields: str) -> Iterator[None]:
    """Blame the field, by the code of the core: `referring(type_unknown="covers.types")`."""
    try:
        yield
    except NotFound as error:
        if error.code not in fields:
            raise
        raise Invalid(error.code, field=fields[error.code], **error.values) from error
