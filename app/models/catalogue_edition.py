"""How many times the catalogue was loaded, so that a copy in memory can tell that it is out of date."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CatalogueEdition(Base):
    """One row at most: the number of the last load."""

    __tablename__ = "catalogue_edition"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
