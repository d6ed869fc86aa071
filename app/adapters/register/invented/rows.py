"""Writing invented enterprises as the rows of the published extract, to the comma and the quote."""

from collections.abc import Callable, Sequence

from app.adapters.register.invented.enterprises import Invented, Place

HEADS = {
    "enterprise": "EnterpriseNumber Status JuridicalSituation TypeOfEnterprise JuridicalForm JuridicalFormCAC"
    " StartDate",
    "establishment": "EstablishmentNumber StartDate EnterpriseNumber",
    "denomination": "EntityNumber Language TypeOfDenomination Denomination",
    "address": "EntityNumber TypeOfAddress CountryNL CountryFR Zipcode MunicipalityNL MunicipalityFR StreetNL StreetFR"
    " HouseNumber Box ExtraAddressInfo DateStrikingOff",
    "contact": "EntityNumber EntityContact ContactType Value",
    "branch": "Id StartDate EnterpriseNumber",
    "activity": "EntityNumber ActivityGroup NaceVersion NaceCode Classification",
}
CODES = """
JuridicalForm,014,NL,Naamloze vennootschap
JuridicalForm,017,NL,Vereniging zonder winstoogmerk
JuridicalForm,610,NL,Besloten Vennootschap
JuridicalForm,610,FR,Société à responsabilité limitée
JuridicalForm,612,NL,Commanditaire vennootschap
JuridicalForm,706,NL,Coöperatieve vennootschap
JuridicalSituation,000,NL,Normale toestand
JuridicalSituation,012,NL,Vrijwillige ontbinding - vereffening
JuridicalSituation,050,NL,Opening faillissement
Status,AC,NL,Actief
TypeOfEnterprise,1,NL,Natuurlijk Persoon
TypeOfEnterprise,2,NL,Rechtspersoon
"""

Write = Callable[[str, str], None]  # (file without .csv, line)


def quoted(*values: str | None) -> str:
    """Values as the extract writes them: in quotes, and what is None as nothing at all."""
    return ",".join("" if value is None else '"' + value.replace('"', '""') + '"' for value in values)


def head(columns: str) -> str:
    """The first line of a file."""
    return quoted(*columns.split())


def code_lines() -> Sequence[str]:
    """The code list, without its head."""
    return [quoted(*line.split(",", 3)) for line in CODES.strip().splitlines()]


def meta_lines(number: int, day: str, kind: str) -> Sequence[str]:
    """What the extract says of itself; `day` is dd-mm-yyyy."""
    values = {
        "SnapshotDate": day,
        "ExtractTimestamp": f"{day} 07:07:49",
        "ExtractType": kind,
        "ExtractNumber": str(number),
        "Version": "1.0.0",
    }
    return [quoted("Variable", "Value"), *(quoted(*pair) for pair in values.items())]


def write_enterprise(one: Invented, write: Write) -> None:
    """The row of the enterprise itself."""
    kind = "1" if one.is_natural else "2"
    write("enterprise", quoted(one.number, "AC", one.situation, kind, one.form, None) + f",{one.start}")


def write_names(one: Invented, write: Write) -> None:
    """The names of the enterprise and of its establishments."""
    for entity, names in [(one.number, one.names), *((unit.number, unit.names) for unit in one.units)]:
        for language, kind, name in names:
            write("denomination", quoted(entity, language, kind, name))


def write_addresses(one: Invented, write: Write) -> None:
    """The seat and the establishments' addresses."""
    if one.seat:
        write("address", _address(one.number, "REGO", one.seat))
    for unit in one.units:
        write("address", _address(unit.number, "BAET", unit.place))


def write_units(one: Invented, write: Write) -> None:
    """The establishments."""
    for unit in one.units:
        write("establishment", quoted(unit.number) + f",{unit.start}," + quoted(one.number))


def write_contacts(one: Invented, write: Write) -> None:
    """The contacts of the enterprise and of its establishments."""
    for kind, value in one.contacts:
        write("contact", quoted(one.number, "ENT", kind, value))
    for unit in one.units:
        for kind, value in unit.contacts:
            write("contact", quoted(unit.number, "EST", kind, value))


def write_unread(one: Invented, write: Write) -> None:
    """What an extract also has, and the import does not read."""
    if one.body % 500 == 0:
        branch = f"9.{one.body % 10**9:09d}"
        branch = f"{branch[:5]}.{branch[5:8]}.{branch[8:]}"
        write("branch", quoted(branch) + f",{one.start}," + quoted(one.number))
        write("denomination", quoted(branch, "0", "004", "Branch Office"))
    write("activity", quoted(one.number, "001", "2025", f"{10000 + one.body % 89999}", "MAIN"))


def _address(entity: str, kind: str, place: Place) -> str:
    return quoted(entity, kind, *place.values) + f",{place.struck_off}"
