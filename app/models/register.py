"""The copy of the enterprise register (KBO Open Data), as far as mandates need it.

Numbers are kept as ten digits without dots. An *entity* number is that of an enterprise (0 or 1 in front) or that of
one of its establishments (2 in front): names, addresses and phone numbers hang on either. Activities, e-mail addresses
and web sites are not copied: nothing here uses them.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import RegisterBase, UtcDateTime

BIG_ID = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER numbers its own rows on SQLite


class Situation(StrEnum):
    """What the register says about an enterprise, in the words that mandates care about."""

    NORMAL = "normal"
    LIQUIDATION = "liquidation"
    OTHER = "other"
    BANKRUPT = "bankrupt"
    STOPPED = "stopped"

    @property
    def is_stopped(self) -> bool:
        """Whether the enterprise can no longer give or hold a mandate."""
        return self in {Situation.BANKRUPT, Situation.STOPPED}


class NameKind(StrEnum):
    """The sorts of names in the register."""

    LEGAL = "001"
    ABBREVIATION = "002"
    TRADE = "003"
    BRANCH = "004"


class AddressKind(StrEnum):
    """The sorts of addresses in the register."""

    SEAT = "REGO"
    ESTABLISHMENT = "BAET"
    BRANCH = "ABBR"
    OLDEST_ESTABLISHMENT = "OBAD"


class RegisterExtract(RegisterBase):
    """The extract that was read last: one row, or none when nothing was ever imported."""

    __tablename__ = "extract"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    snapshot_day: Mapped[date]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegisterEnterprise(RegisterBase):
    """An enterprise that the register knows. `situation` is our reading of its status and legal situation."""

    __tablename__ = "enterprise"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    is_natural_person: Mapped[bool]
    legal_form: Mapped[str | None] = mapped_column(String(3))
    legal_situation: Mapped[str] = mapped_column(String(3))
    situation: Mapped[str] = mapped_column(String(12))
    start_day: Mapped[date | None]


class RegisterName(RegisterBase):
    """A name of an entity. Language: 0 unknown, 1 French, 2 Dutch, 3 German, 4 English."""

    __tablename__ = "name"
    __table_args__ = (Index(None, "entity_number"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    entity_number: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(1))
    kind: Mapped[str] = mapped_column(String(3))
    name: Mapped[str] = mapped_column(String(320))


class RegisterAddress(RegisterBase):
    """An address of an entity, in Dutch and in French. `country` is empty for Belgium."""

    __tablename__ = "address"
    __table_args__ = (Index(None, "entity_number"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    entity_number: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(4))
    country: Mapped[str | None] = mapped_column(String(100))
    zipcode: Mapped[str | None] = mapped_column(String(20))
    town_nl: Mapped[str | None] = mapped_column(String(200))
    town_fr: Mapped[str | None] = mapped_column(String(200))
    street_nl: Mapped[str | None] = mapped_column(String(200))
    street_fr: Mapped[str | None] = mapped_column(String(200))
    house_number: Mapped[str | None] = mapped_column(String(30))
    box: Mapped[str | None] = mapped_column(String(30))
    extra: Mapped[str | None] = mapped_column(String(200))
    struck_off_on: Mapped[date | None]


class RegisterEstablishment(RegisterBase):
    """A place where an enterprise works; number is 2 and nine digits."""

    __tablename__ = "establishment"
    __table_args__ = (Index(None, "enterprise_number"),)

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    enterprise_number: Mapped[str] = mapped_column(String(10))
    start_day: Mapped[date | None]


class RegisterPhone(RegisterBase):
    """A phone number of an entity that can be called, as "+3223151351"; the same one may stand there more than once."""

    __tablename__ = "phone"
    __table_args__ = (Index(None, "entity_number"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True)
    entity_number: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(16))


class ChangedAddress(RegisterBase):
    """On which day letters to an enterprise began to go elsewhere; not for where they always went, as far as we know.

    The day is that of the first extract with another address than the copy before it had.
    """

    __tablename__ = "changed_address"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    changed_on: Mapped[date]


class RegisterCode(RegisterBase):
    """What a code of the register means, per language (NL, FR, DE)."""

    __tablename__ = "code"

    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    description: Mapped[str] = mapped_column(String(320))


class FormerEnterprise(RegisterBase):
    """An enterprise that an earlier extract still had. The name of a natural person is not kept."""

    __tablename__ = "former_enterprise"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(320))
    left_on: Mapped[date]
