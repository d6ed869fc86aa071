"""What a mandate can cover, and the policy that goes with it."""

import uuid
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base


class Risk(StrEnum):
    """How much harm a wrong mandate of this type can do."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0, 1 or 2: higher is riskier."""
        return ("low", "medium", "high").index(self.value)


class AccessLevel(StrEnum):
    """`manage` includes `view`."""

    VIEW = "view"
    MANAGE = "manage"

    def includes(self, asked: "AccessLevel") -> bool:
        """Whether having this level is enough for `asked`."""
        return self is AccessLevel.MANAGE or asked is AccessLevel.VIEW


class Part(NamedTuple):
    """A part of a mandate as a right looks at it: of which mandate type it is, and in which domain that lies."""

    type_key: str
    domain_key: str


class Entity(Base):
    """A government body that owns domains. `named_by` gave its name on a screen; none when a file did."""

    __tablename__ = "entity"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    named_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Domain(Base):
    """A policy field, with the entity that owns it. `named_by` made it on a screen; none when a file did."""

    __tablename__ = "domain"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    entity_key: Mapped[str] = mapped_column(ForeignKey("entity.key"))
    named_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    entity: Mapped[Entity] = relationship(lazy="raise")


class MandateType(Base):
    """One thing a holder may be allowed to do, with its policy.

    `longest_months` is empty when there is no longest period. `signatures` is "1", "2" or "register". `starters` says
    who may begin: "giver", "holder" or "both". `party_kinds` says for which givers it exists: "enterprise", "person".
    `may` is a list of sentences, `may_not` a list of {text, unless}: `unless` names types that void the sentence when
    they sit in the same mandate. Both are neutral of viewpoint and hold {mandaatnemer}.
    """

    __tablename__ = "mandate_type"
    __table_args__ = (
        CheckConstraint("access_level IN ('view', 'manage')", name="access_level"),
        CheckConstraint("risk IN ('low', 'medium', 'high')", name="risk"),
        CheckConstraint("signatures IN ('1', '2', 'register')", name="signatures"),
        CheckConstraint("starters IN ('giver', 'holder', 'both')", name="starters"),
        CheckConstraint("longest_months > 0", name="longest_months"),
    )

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    domain_key: Mapped[str] = mapped_column(ForeignKey("domain.key"))
    services: Mapped[list[str]] = mapped_column(JSON)
    access_level: Mapped[str] = mapped_column(String(10))
    risk: Mapped[str] = mapped_column(String(10))
    money: Mapped[bool]
    longest_months: Mapped[int | None]
    signatures: Mapped[str] = mapped_column(String(10))
    starters: Mapped[str] = mapped_column(String(10))
    party_kinds: Mapped[list[str]] = mapped_column(JSON)
    code_allowed: Mapped[bool]
    phone_allowed: Mapped[bool]
    passing_on: Mapped[bool]
    withdrawn_from: Mapped[date | None]
    position: Mapped[int]
    short: Mapped[str] = mapped_column(String(200))
    may: Mapped[list[str]] = mapped_column(JSON)
    may_not: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    domain: Mapped[Domain] = relationship(lazy="raise")

    @property
    def part(self) -> Part:
        """What a right asks of a part of this type."""
        return Part(self.key, self.domain_key)
