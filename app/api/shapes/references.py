"""What a request refers to: wrong in its body, nowhere in its address, and not named when it may not be seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.api.operations import Asked
from app.clock import brussels_day
from app.core.errors import Conflict, Invalid, NotFound
from app.core.mandates.lookup import get_mandate
from app.core.permits.reach import find_reach


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
def calling_the_other(side: str) -> Iterator[None]:
    """Blame the side that is named: for the core it is the other one than who starts."""
    try:
        yield
    except Invalid as error:
        if error.field == "other":
            error.field = side
        raise


@contextmanager
def naming_what_is_shown(asked: Asked) -> Iterator[None]:
    """Leave out of a refusal the mandate that stands in the way, when this caller may not see it."""
    try:
        yield
    except Conflict as error:
        mandate_id = error.values.get("mandate_id")
        if mandate_id is not None:
            reach = find_reach(asked.session, asked.actor, brussels_day(asked.now))
            if not reach.shows(get_mandate(asked.session, mandate_id)):
                del error.values["mandate_id"]
        raise
