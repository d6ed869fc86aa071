"""How far a right reaches, as the letter to a newcomer says it and as the screens do."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.rights.accepting import read_invitation, sign_appointment
from app.core.rights.held import Held, granted_words, words_for_letter
from app.core.rights.wishes import RightWish
from app.models.letter import Letter
from app.models.mandate_type import AccessLevel
from app.models.right_type import RightType
from app.models.work_relation import WorkRelation
from tests.acting import accept, stop
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, person, with_letter
from tests.core.duo import Duo
from tests.world import World

LAST_DAY = date(2027, 6, 1)
LOOKS = Held(
    kind="executor", name="Mandaatuitvoerder", level=AccessLevel.VIEW, decides=False,
    customers=["Bakkerij De Zoete BV"], first_day=None, last_day=LAST_DAY, rights=(),
)  # fmt: skip
DOES = replace(LOOKS, level=AccessLevel.MANAGE, customers=None, last_day=None)
MANAGES = replace(DOES, kind="manager", name="Mandaatbeheerder", decides=True)
DAYS = {"first_day": date(2026, 12, 1), "last_day": LAST_DAY}


def rights_in(world: World, relation: WorkRelation) -> list[str]:
    """What the letter of this invitation says that somebody gets."""
    letter = world.session.query(Letter).filter_by(dossier_number=relation.dossier_number, kind="colleague.party").one()
    return [plain(line) for line in letter.data["rights"]]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (LOOKS, "Mandaatuitvoerder: mag alleen kijken, tot en met 1 juni 2027, alleen voor Bakkerij De Zoete BV"),
        (DOES, "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe"),
        (MANAGES, "Mandaatbeheerder"),
        (replace(MANAGES, **DAYS), "Mandaatbeheerder, van 1 december 2026 tot en met 1 juni 2027"),
        (
            replace(DOES, first_day=date(2026, 12, 1), customers=["A", "B"]),
            "Mandaatuitvoerder: mag kijken en doen, vanaf 1 december 2026, alleen voor A en B",
        ),
        (
            replace(DOES, mandate_group="Mijn proef"),
            "Mandaatuitvoerder: mag kijken en doen, alleen voor wat in de mandaatgroep “Mijn proef” staat",
        ),
    ],
)
def test_a_right_is_said_with_its_level_its_days_and_its_customers(held: Held, words: str) -> None:
    assert plain(granted_words(held)) == plain(held.words) == words
    assert [plain(line) for line in words_for_letter([held])] == [words]


def test_a_letter_names_the_first_customers_and_counts_the_others() -> None:
    many = replace(LOOKS, last_day=None, customers=[f"Klant {number:03}" for number in range(100)])
    (line,) = words_for_letter([many])
    assert line.endswith("alleen voor Klant 000, Klant 001, Klant 002, Klant 003 en 96 andere klanten")
    assert "Klant 099" in many.words
    (line,) = words_for_letter([replace(many, customers=many.customers[:5])])
    assert line.endswith("Klant 003 en 1 andere klant")


def test_a_letter_names_fewer_customers_of_each_right_before_it_leaves_a_right_out() -> None:
    many = replace(LOOKS, customers=[f"Bakkerij van de Kust {number:03} BV" for number in range(100)])
    for granted, named in (([many], [4]), ([many, many, MANAGES], [2, 2, 0]), ([many] * 3, [1, 1, 1])):
        lines = words_for_letter(granted)
        assert [line.count("Bakkerij") for line in lines] == named
        assert lines[0].endswith(f" en {100 - named[0]} andere klanten")


def test_rights_for_which_a_letter_has_no_room_are_counted() -> None:
    assert words_for_letter([MANAGES] * 7)[5:] == ["Mandaatbeheerder", "1 ander recht"]
    lines = words_for_letter([replace(LOOKS, name="W" * 320)] * 50)
    assert lines[-1] == f"{50 - len(lines) + 1} andere rechten"
    assert len(lines) > 2


def test_long_names_are_shortened_in_a_letter_alone() -> None:
    long = replace(LOOKS, name="R" * 320, customers=[f"{sign * 319}\u202e" for sign in "ABCDE"])
    (line,) = words_for_letter([long])
    assert len(line) < 400
    assert "\u202e" not in line
    assert "A" * 319 in long.words
    (line,) = words_for_letter([replace(DOES, name="R" * 320, mandate_group="G" * 200)])
    assert len(line) < 300


def test_the_letter_says_how_far_the_right_of_a_newcomer_reaches(world: World) -> None:
    mandate = accept(world, world.give())
    wish = RightWish(level=AccessLevel.VIEW, mandate_ids=(mandate.id,), last_day=LAST_DAY)
    relation = appoint(world, EVA, wish, RightWish(MANAGER))
    looks = f"Mandaatuitvoerder: mag alleen kijken, tot en met 1 juni 2027, alleen voor {mandate.giver.name}"
    assert rights_in(world, relation) == [looks, "Mandaatbeheerder"]
    invitation = read_invitation(world.session, with_letter(world, relation, person(world, "Eva")), now=world.now)
    assert [plain(one.words) for one in invitation.granted] == [looks, "Mandaatbeheerder"]


def test_what_the_letter_says_stays_when_the_mandate_stops(world: World) -> None:
    mandate = accept(world, world.give())
    relation = appoint(world, EVA, RightWish(mandate_ids=(mandate.id,)))
    before = rights_in(world, relation)
    stop(world, mandate)
    assert rights_in(world, relation) == before


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ([RightWish(), RightWish(MANAGER)], "Mandaatbeheerder"),
        ([RightWish()], "Mandaatuitvoerder, maar het mandaat van de klant is voorbij"),
    ],
)
def test_the_letter_leaves_after_the_second_signature_also_when_the_mandate_stopped_before(
    world: World, wishes: list[RightWish], words: str
) -> None:
    duo = Duo(world)
    mandate = accept(world, world.give())
    world.session.get_one(RightType, EXECUTOR).signatures = "2"
    relation = appoint(world, EVA, *wishes, actor=duo.godelieve)
    relation.rights[0].mandate_id = mandate.id
    stop(world, mandate)
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert rights_in(world, relation) == [words]
