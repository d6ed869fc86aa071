"""An enterprise that was found, as one of the choices under a search."""

from wtforms.fields.choices import SelectChoice

from app.core.register.addresses import one_line
from app.core.register.enterprises import Enterprise
from app.core.register.other_names import known_as
from app.translations.formats import enterprise_number_text
from app.web.fields import option

NO_ADDRESS = "Geen adres in de KBO"


def enterprise_card(enterprise: Enterprise, typed: str) -> SelectChoice:
    """Its name, the other name that explains why it was found for what was `typed`, its number and its address."""
    other = known_as(enterprise, typed)
    lines = [f"Ook bekend als {other}"] if other else []
    lines += [f"Ondernemingsnummer {enterprise_number_text(enterprise.number)}", address_text(enterprise)]
    return option(enterprise.number, enterprise.name, lines=lines)


def address_text(enterprise: Enterprise) -> str:
    """The address on one line, or that the register has none."""
    return one_line(enterprise.address) if enterprise.address else NO_ADDRESS
