"""How long what is kept, read from the environment: KEEP_DRAFT_DAYS to KEEP_JOURNAL_YEARS. Refused at the start.

The bounds are what the rest can bear: a try that is forgotten within a day could be repeated, and what proves a mandate
must outlive the months in which people come back to it.
"""

from collections.abc import Mapping

from app.environment import SettingsError, read_number
from app.retention import Retention

BOUNDS = {
    "KEEP_DRAFT_DAYS": (7, 365), "KEEP_SESSION_DAYS": (1, 90), "KEEP_ATTEMPT_DAYS": (1, 90),
    "KEEP_ACCOUNT_MONTHS": (1, 120), "KEEP_VISIT_MONTHS": (3, 120), "KEEP_MAIL_MONTHS": (3, 120),
    "KEEP_EVENT_MONTHS": (1, 120),
    "KEEP_SCAN_YEARS": (1, 30), "KEEP_LETTER_YEARS": (1, 30), "KEEP_JOURNAL_YEARS": (1, 50),
}  # fmt: skip


def read_retention(environment: Mapping[str, str]) -> Retention:
    """The terms; raises SettingsError for one out of bounds, or a journal that goes before what it proves."""
    usual = Retention()
    terms = {setting_of(name): (name, bounds) for name, bounds in BOUNDS.items()}
    found = Retention(**{
        term: read_number(environment, name, getattr(usual, term), *bounds) for term, (name, bounds) in terms.items()
    })  # fmt: skip
    for name in ("KEEP_SCAN_YEARS", "KEEP_LETTER_YEARS"):
        if getattr(found, setting_of(name)) > found.journal_years:
            raise SettingsError(
                f"KEEP_JOURNAL_YEARS: is {found.journal_years}, less than {name}. Write at least as many: the journal "
                "goes last."
            )
    return found


def setting_of(name: str) -> str:
    """The term that a setting is about: "draft_days" for KEEP_DRAFT_DAYS."""
    return name.partition("_")[2].lower()
