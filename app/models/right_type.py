"""What a user right can be inside an organisation, and the policy that goes with it."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Connection, ForeignKey, String, Table, event, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.mandate_type import Domain


class RightType(Base):
    """One thing a colleague may be allowed to do, as the catalogue file says; the shape is that of a mandate type.

    A right that `manages` gives, accepts and stops mandates and appoints colleagues; one that only `appoints` gives and
    takes back rights to work with mandates, and no right that decides. Any other right carries out mandates, at most at
    `access_level`, and in one domain only where it has a `domain_key`.
    `signatures` is "1", "2" or "register". `may` is a list of sentences, `may_not`
    a list of {text, unless}: `unless` names rights that void the sentence when the same person has them too. Both hold
    {medewerker}, the name of the colleague.
    """

    __tablename__ = "right_type"
    __table_args__ = (
        CheckConstraint("access_level IN ('view', 'manage')", name="access_level"),
        CheckConstraint("risk IN ('low', 'medium', 'high')", name="risk"),
        CheckConstraint("signatures IN ('1', '2', 'register')", name="signatures"),
        CheckConstraint("NOT (manages AND appoints)", name="decides_one_way"),
        CheckConstraint("domain_key IS NULL OR NOT (manages OR appoints)", name="a_domain_to_work_in"),
    )

    # No letter and no call gives a right; `permits` asks every type.
    code_allowed = False
    phone_allowed = False

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    short: Mapped[str] = mapped_column(String(200))
    manages: Mapped[bool]
    appoints: Mapped[bool] = mapped_column(default=False, server_default=false())
    domain_key: Mapped[str | None] = mapped_column(ForeignKey("domain.key"))
    access_level: Mapped[str] = mapped_column(String(10))
    risk: Mapped[str] = mapped_column(String(10))
    signatures: Mapped[str] = mapped_column(String(10))
    withdrawn_from: Mapped[date | None]
    position: Mapped[int]
    may: Mapped[list[str]] = mapped_column(JSON)
    may_not: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    domain: Mapped[Domain | None] = relationship(lazy="raise")

    @property
    def decides(self) -> bool:
        """Whether it decides for the organisation: about mandates, or about the rights of colleagues."""
        return self.manages or self.appoints


# No organisation can do without these two, so they are there before any catalogue is loaded; a file may word them anew.
BUILT_IN: tuple[dict[str, Any], ...] = (
    {
        "key": "executor",
        "name": "Mandaatuitvoerder",
        "short": "het werk doen voor klanten",
        "manages": False,
        "access_level": "manage",
        "risk": "medium",
        "signatures": "1",
        "may": ["{medewerker} mag doen wat in het mandaat van de klant staat."],
        "may_not": [
            {"text": "{medewerker} mag nooit meer doen dan het mandaat toelaat."},
            {
                "text": "{medewerker} mag geen mandaten geven, aanvaarden of stopzetten.",
                "unless": ["manager"],
            },
        ],
    },
    {
        "key": "manager",
        "name": "Mandaatbeheerder",
        "short": "mandaten geven, aanvaarden en stopzetten",
        "manages": True,
        "access_level": "manage",
        "risk": "high",
        "signatures": "register",
        "may": [
            "{medewerker} mag mandaten geven, aanvaarden en stopzetten.",
            "{medewerker} mag medewerkers aanduiden en hun recht intrekken.",
        ],
        "may_not": [
            {"text": "{medewerker} mag zelf niet werken met de mandaten van klanten.", "unless": ["executor"]},
        ],
    },
)


def _fill(table: Table, connection: Connection, **_options: object) -> None:
    rest = {"appoints": False, "domain_key": None, "withdrawn_from": None}
    rows = [rest | {"position": place} | row for place, row in enumerate(BUILT_IN)]
    connection.execute(table.insert(), rows)


event.listen(RightType.__table__, "after_create", _fill)
