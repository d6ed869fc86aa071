"""How long what is kept: numbers that a deployment may set, with the units in which people read them."""

from dataclasses import dataclass, fields

UNITS = {"days": ("dag", "dagen"), "months": ("maand", "maanden"), "years": ("jaar", "jaar")}


@dataclass(frozen=True)
class Retention:
    """One field for each term of the inventory that has a number; its name ends in the unit.

    Drafts count from their beginning, sessions and attempts from the last use; accounts from the day on which they were
    closed, or on which a citizen last came in with one; visits and calls from their end, mails from the sending, events
    from the day on which they happened; scans, letters and the journal from the end of the mandate (or of the right)
    that they are about.
    """

    draft_days: int = 30
    session_days: int = 1
    attempt_days: int = 1
    account_months: int = 12
    visit_months: int = 24
    mail_months: int = 24
    event_months: int = 24
    scan_years: int = 6
    letter_years: int = 6
    journal_years: int = 10

    def words(self, setting: str) -> str:
        """ "30 dagen", "1 maand", "6 jaar"."""
        number: int = getattr(self, setting)
        one, more = UNITS[setting.rpartition("_")[2]]
        return f"{number} {one if number == 1 else more}"


SETTINGS = tuple(field.name for field in fields(Retention))
