"""Reading the register's legal situations: which of them mean that an enterprise can no longer act.

The register has dozens of codes, and adds some. So the words of its own code list decide; the codes we know by heart
are for an extract whose code list lacks them. What we do not recognise is "other", which stops nobody.
"""

from app.models.register import Situation

ACTIVE = "AC"
_BY_CODE = {"000": Situation.NORMAL, "012": Situation.LIQUIDATION, "050": Situation.BANKRUPT}
# The first that occurs in the Dutch description decides, so what ends something stands before what opens it.
_BY_WORDS = (
    ("normale toestand", Situation.NORMAL),
    ("intrekking", Situation.OTHER),
    ("sluiting", Situation.STOPPED),
    ("faillissement", Situation.BANKRUPT),
    ("stopzetting", Situation.STOPPED),
    ("geannuleerd", Situation.STOPPED),
    ("fusie door overneming", Situation.STOPPED),
    ("vereffening", Situation.LIQUIDATION),
    ("ontbinding", Situation.LIQUIDATION),
)


def read_situation(status: str, code: str, description: str) -> Situation:
    """Our reading of an enterprise's status and legal situation, with the situation's Dutch description."""
    if status != ACTIVE:
        return Situation.STOPPED
    text = description.casefold()
    by_words = (situation for words, situation in _BY_WORDS if words in text)
    return next(by_words, _BY_CODE.get(code, Situation.OTHER))
