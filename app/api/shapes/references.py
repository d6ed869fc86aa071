"""What a request refers to and does not exist: wrong in its body, nowhere in its address."""

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


@contextmanager
def addressed(*codes: str) -> Iterator[None]:
    """The other way around: what stands in the address and cannot be right, is an address that leads nowhere."""
    try:
        yield
    except Invalid as error:
        if error.code not in codes:
            raise
        raise NotFound(error.code, **error.values) from error
