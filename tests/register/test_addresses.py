"""Where letters go, and how the address is written."""

from datetime import date

import pytest

from app.core.errors import Invalid
from app.core.register.addresses import Address, address_lines, letter_address, one_line, read_address
from app.models.register import RegisterAddress, RegisterEstablishment

NUMBER = "0199000151"
SEAT = Address("Grootboeklaan 12", "3", "9200", "Dendermonde", None, "seat")


def row(entity=NUMBER, kind="REGO", **values):
    usual = {"zipcode": "9300", "town_nl": "Aalst", "town_fr": "Alost", "street_nl": "Meelzakstraat",
             "street_fr": "Rue du Sac", "house_number": "7"}  # fmt: skip
    return RegisterAddress(entity_number=entity, kind=kind, **usual | values)


def establishment(number, start):
    return RegisterEstablishment(number=number, enterprise_number=NUMBER, start_day=start)


def test_a_letter_goes_to_the_seat(session):
    session.add_all([row(), establishment("2199000391", date(1990, 1, 1)), row("2199000391", "BAET", house_number="9")])
    session.flush()
    address = letter_address(session, NUMBER)
    assert (address.kind, one_line(address)) == ("seat", "Meelzakstraat 7, 9300\u00a0Aalst")


@pytest.mark.parametrize(
    "unusable",
    [{"struck_off_on": date(2020, 1, 1)}, {"street_nl": None, "street_fr": None, "house_number": None},
     {"zipcode": None}, {"zipcode": "930"}, {"town_nl": " ", "town_fr": None}],
)  # fmt: skip
def test_without_a_usable_seat_it_goes_to_the_oldest_establishment_that_has_one(session, unusable):
    session.add_all([
        row(**unusable),
        establishment("2199000392", None), row("2199000392", "BAET", house_number="1"),
        establishment("2199000393", date(2005, 1, 1)), row("2199000393", "BAET", house_number="2"),
        establishment("2199000394", date(2001, 1, 1)), row("2199000394", "BAET", house_number="3"),
        establishment("2199000395", date(1999, 1, 1)), row("2199000395", "BAET", zipcode=""),
    ])  # fmt: skip
    session.flush()
    address = letter_address(session, NUMBER)
    assert (address.kind, address.street_line) == ("establishment", "Meelzakstraat 3")


def test_a_natural_person_without_seat_and_establishment_has_no_address(session):
    assert letter_address(session, NUMBER) is None


def test_a_foreign_seat_needs_no_postcode_and_names_its_country():
    lille = row(country="Frankrijk", zipcode="", town_nl="Lille", street_nl="Rue de la Fiction", house_number="6")
    address = read_address(lille)
    assert address.is_usable
    assert one_line(address) == "Rue de la Fiction 6, Lille, Frankrijk"
    assert address_lines(["Transports Élégance"], address) == [
        "Transports Élégance", "Rue de la Fiction 6", "Lille", "FRANKRIJK",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "street"),
    [
        ({"street_nl": "Budastraat(Kor)", "house_number": "37"}, "Budastraat 37"),
        ({"street_nl": "Bergstraße, Dürler", "house_number": "6"}, "Bergstraße Dürler 6"),
        ({"house_number": "12", "box": "bus 3"}, "Meelzakstraat 12 bus 3"),
        ({"house_number": "12", "box": "Bte 3"}, "Meelzakstraat 12 bus 3"),
        ({"house_number": "12", "box": "b4"}, "Meelzakstraat 12 bus 4"),
        ({"house_number": "12", "box": "#0201"}, "Meelzakstraat 12 bus 0201"),
        ({"house_number": "12", "box": "A"}, "Meelzakstraat 12 bus A"),
        ({"house_number": "12", "box": "B"}, "Meelzakstraat 12 bus B"),
        ({"house_number": "12/3"}, "Meelzakstraat 12 bus 3"),
        ({"house_number": "12A bus 5"}, "Meelzakstraat 12A bus 5"),
        ({"house_number": "12-14"}, "Meelzakstraat 12-14"),
        ({"house_number": "zn"}, "Meelzakstraat"),
        ({"house_number": None, "box": None}, "Meelzakstraat"),
        ({"street_nl": " Hoge\u0007  Buizemont\u202e "}, "Hoge Buizemont 7"),
    ],
)
def test_streets_numbers_and_boxes_are_written_as_post_wants_them(values, street):
    assert read_address(row(**values)).street_and_box == street


def test_street_and_town_are_always_in_one_language():
    address = read_address(row(street_nl="", house_number="7"))
    assert one_line(address) == "Rue du Sac 7, 9300\u00a0Alost"


def test_the_block_has_the_box_as_bus_and_no_country_for_belgium():
    assert address_lines(["Boekhoudkantoor Peeters"], SEAT) == [
        "Boekhoudkantoor Peeters", "Grootboeklaan 12 bus 3", "9200 Dendermonde",
    ]  # fmt: skip


def test_a_long_name_goes_on_on_the_next_line_between_two_words():
    name = "Intergemeentelijk Samenwerkingsverband voor ruimtelijke ordening en socio-economische expansie"
    lines = address_lines([name], SEAT)
    assert lines == [
        "Intergemeentelijk Samenwerkingsverband", "voor ruimtelijke ordening en", "socio-economische expansie",
        "Grootboeklaan 12 bus 3", "9200 Dendermonde",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["x" * 320, "naam " * 64, "<b>" * 100, "a\u202eb " * 80])
def test_no_name_pushes_the_address_off_the_envelope(name):
    lines = address_lines([name, "Maria Vermeulen"], SEAT)
    assert 3 <= len(lines) <= 7
    assert max(map(len, lines)) <= 40
    assert lines[-3:] == ["Maria Vermeulen", "Grootboeklaan 12 bus 3", "9200 Dendermonde"]
    assert "\u202e" not in "".join(lines)


def test_extra_information_stands_above_the_street():
    address = read_address(row(extra="Gebouw C"))
    assert address_lines(["Bakkerij De Zoete Inval"], address) == [
        "Bakkerij De Zoete Inval", "Gebouw C", "Meelzakstraat 7", "9300 Aalst",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "address", "code"),
    [
        (["A"], Address("", None, "9300", "Aalst", None, "seat"), "address_incomplete"),
        (["A"], Address("Kerkstraat 1", None, "9300", "", None, "seat"), "address_incomplete"),
        (["A"], Address("Kerkstraat 1", None, None, "Aalst", None, "seat"), "address_zipcode"),
        (["A"], Address("Kerkstraat 1", None, "0300", "Aalst", None, "seat"), "address_zipcode"),
        ([], SEAT, "address_without_name"),
        ([" ", "\u202e"], SEAT, "address_without_name"),
        (["a", "b", "c", "d", "e", "f"], SEAT, "address_too_long"),
    ],
)
def test_what_cannot_be_an_address_is_refused_with_its_reason(names, address, code):
    with pytest.raises(Invalid) as refused:
        address_lines(names, address)
    assert (refused.value.code, refused.value.field) == (code, "address")
    assert refused.value.sentence
