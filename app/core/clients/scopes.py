"""What a token can be good for: scopes say which sort of calls, domains in which field."""

from collections.abc import Collection
from dataclasses import dataclass

SCOPES = (
    "mandates:read", "mandates:write", "rights:read", "rights:write", "checks", "checks:reasons", "events", "handoffs",
    "catalogue:read", "enterprises:read",
)  # fmt: skip
DOMAIN = "domain:"  # before the key of a domain, where both stand in one text
LONGEST_SCOPE = 2_000  # signs, of what somebody may ask


@dataclass(frozen=True)
class Scope:
    """What is asked or given: `scopes` and `domains`."""

    scopes: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def of(cls, scopes: Collection[str], domains: Collection[str]) -> "Scope":
        """The same from lists, as a client keeps them."""
        return cls(frozenset(scopes), frozenset(domains))

    @classmethod
    def read(cls, text: str) -> "Scope":
        """From the text of RFC 6749: words between spaces, of which those of a domain begin with `domain:`."""
        words = text.split()
        domains = frozenset(one.removeprefix(DOMAIN) for one in words if one.startswith(DOMAIN))
        return cls(frozenset(one for one in words if not one.startswith(DOMAIN)), domains)

    @property
    def text(self) -> str:
        """The same as text, in an order that is always the same."""
        return " ".join([*sorted(self.scopes), *(f"{DOMAIN}{key}" for key in sorted(self.domains))])

    def fits_in(self, other: "Scope") -> bool:
        """Whether `other` has all of it."""
        return self.scopes <= other.scopes and self.domains <= other.domains

    def within(self, most: "Scope") -> "Scope":
        """What of it `most` has too; without a domain nothing is left, because whatever is done is done in one."""
        domains = self.domains & most.domains
        return Scope(self.scopes & most.scopes if domains else frozenset(), domains)


def narrowed(asked: str, most: Scope) -> Scope | None:
    """What a token gets of `most` when its owner asks this; None when he asks for what he may not have.

    Who names no scope gets all of them, and who names no domain all domains.
    """
    if len(asked) > LONGEST_SCOPE:
        return None
    wanted = Scope.read(asked)
    given = Scope(wanted.scopes or most.scopes, wanted.domains or most.domains)
    return given if given.fits_in(most) else None
