"""Right types come from the catalogue file, in the shape of mandate types and with the same checks."""

import tomllib
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.mandates.catalogue_file import load_catalogue
from app.core.people.rights import list_right_types
from app.models.right_type import BUILT_IN, RightType
from tests.world import CATALOGUE

READER: dict[str, Any] = {
    "key": "reader", "name": "Lezer", "short": "kijken", "manages": False, "access_level": "view",
    "may": ["{medewerker} mag kijken."], "may_not": [{"text": "{medewerker} mag niets doen."}],
}  # fmt: skip

DOMAINS: dict[str, Any] = {
    "entities": {"ondernemen": "Entiteit Ondernemen"},
    "domains": {"subsidies": {"name": "Subsidies", "entity": "ondernemen"}},
}


def test_every_organisation_has_two_rights_before_a_file_is_loaded(session: Session) -> None:
    assert [(one.key, one.manages) for one in list_right_types(session)] == [("executor", False), ("manager", True)]


def test_the_file_of_the_demo_says_the_same_as_the_program(session: Session) -> None:
    before = [(one.key, one.may, one.may_not, one.risk, one.signatures) for one in list_right_types(session)]
    load_catalogue(session, tomllib.loads(CATALOGUE.read_text(encoding="utf-8")))
    after = [(one.key, one.may, one.may_not, one.risk, one.signatures) for one in list_right_types(session)]
    assert after[: len(before)] == before


def test_a_file_brings_another_right_and_loading_it_twice_changes_nothing(session: Session) -> None:
    for _ in range(2):
        load_catalogue(session, {"rights": [*BUILT_IN, READER]})
    assert [one.key for one in list_right_types(session)] == ["executor", "manager", "reader"]
    reader = session.get_one(RightType, "reader")
    assert (reader.access_level, reader.risk, reader.signatures, reader.withdrawn_from) == ("view", "medium", "1", None)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": None}, "name ontbreekt"),
        ({"access_level": "all"}, "access_level moet"),
        ({"risk": "none"}, "risk moet"),
        ({"signatures": "3"}, "signatures moet"),
        ({"colour": "red"}, "colour kennen wij niet"),
        ({"may": ["Deze medewerker mag alles."]}, "elke zin begint"),
        ({"may_not": [{"text": "Niets."}]}, "elke zin begint"),
        ({"key": "manager"}, "alleen de woorden"),
        ({"key": "executor", "access_level": "view"}, "alleen de woorden"),
        ({"key": "executor", "domain": "subsidies"}, "alleen de woorden"),
        ({"key": "manager", "appoints": True}, "alleen de woorden"),
        ({"appoints": "ja"}, "appoints moet"),
        ({"manages": True, "appoints": True}, "laat appoints weg"),
        ({"domain": "zeevaart"}, "het domein zeevaart ontbreekt"),
        ({"domain": "subsidies", "appoints": True}, "laat domain weg"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(session: Session, change: dict[str, Any], what: str) -> None:
    with pytest.raises(Invalid, match="catalogue_wrong") as caught:
        load_catalogue(session, DOMAINS | {"rights": [READER | change]})
    assert what in caught.value.sentence


@pytest.mark.parametrize("change", [{"manages": True}, {"appoints": True}, {"domain": "subsidies"}])
def test_what_a_right_is_about_never_changes_for_who_has_it(session: Session, change: dict[str, Any]) -> None:
    load_catalogue(session, DOMAINS | {"rights": [READER]})
    with pytest.raises(Invalid) as caught:
        load_catalogue(session, {"rights": [READER | change]})
    assert "geef een nieuw recht" in caught.value.sentence
    load_catalogue(session, {"rights": [READER | {"name": "Kijker"}]})
    assert session.get_one(RightType, "reader").name == "Kijker"
