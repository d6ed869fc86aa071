"""By which name an enterprise was found, when that is not the one under which it is shown."""

from app.core.register.enterprises import Enterprise
from app.core.register.search_ranking import Query
from app.core.register.search_words import fold, query_words

MUCH_BETTER = 0.5  # half a word: what differs less is a matter of spelling


def known_as(enterprise: Enterprise, typed: str) -> str | None:
    """The other name that explains why this was found for what somebody `typed`; None when its own name does.

    Of a natural person who works under a trade name always the name of the person.
    """
    if enterprise.person_name and enterprise.person_name != enterprise.name:
        return enterprise.person_name
    query = Query(query_words(typed), {})
    best = max(enterprise.other_names, key=lambda name: _fit(query, name), default=None)
    if best is None or _fit(query, best) < _fit(query, enterprise.name) + MUCH_BETTER:
        return None
    return best


def _fit(query: Query, name: str) -> float:
    words = fold(name)
    return sum(max((query.alike(typed, word) for word in words), default=0.0) for typed in query.words)
