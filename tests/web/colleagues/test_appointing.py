"""Medewerker aanduiden: the questions, who is new, what changes, and where two must sign."""

import pytest

from app.core.mandates.catalogue import list_right_groups
from app.core.people.rights import list_relations_of
from app.core.rights.granting import grant_right
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.right_group import RightGroupVersion
from tests.colleagues import EXECUTOR, MANAGER, colleague
from tests.web.client import LintingClient, errors_of, held_by, page_of
from tests.web.small_world import add_account
from tests.web.wizards.walk import answer, read, walk
from tests.world import World

PATH = "/medewerkers"
FOR_ALL = ("customers", {"scope": "all"})
NO_END = ("period", {"period": "none"})


@pytest.fixture
def els(world: World) -> Person:
    """Els, who manages the office's mandates and carries out none."""
    found = colleague(world, "Els", MANAGER)
    world.session.commit()
    return found


def begin(client: LintingClient) -> str:
    form = client.see(PATH).select_one("main form[action*='aanduiden']")
    assert form is not None
    return str(client.send(form, str(form["action"]), {}).location)


def rights_of(world: World, who: Person) -> list[tuple[str, str, bool]]:
    world.session.expire_all()
    relations = list_relations_of(world.session, who.id, world.office.id)
    rights = [right for one in relations for right in one.rights_on(world.now.date())]
    held = sorted((one.kind, one.level, one.mandate_id is None) for one in rights)
    world.session.commit()
    return held


def test_a_colleague_is_appointed_for_chosen_customers(
    jan: LintingClient, world: World, els: Person, active: Mandate
) -> None:
    first = begin(jan)
    page = jan.see(first)
    assert read(page.h1) == "Welke medewerker duidt u aan?"
    chosen = ("customers", {"scope": "chosen", "mandates": [str(active.id)]})
    answers = (("who", {"who": str(els.id)}), chosen, ("level", {"level": "view"}), NO_END)
    check = walk(jan, first, answers)
    told = read(jan.see(check))
    assert "Els Wouters wordt mandaatuitvoerder voor Boekhoudkantoor Peeters BV, alleen voor Bakkerij" in told
    assert "Els Wouters mag alleen kijken" in told
    assert rights_of(world, els) == [("manager", "manage", True)]
    done = jan.see(str(jan.fill_in(check).location))
    assert read(done.h1) == "Els Wouters is aangeduid"
    assert "Het recht geldt vanaf 23 november 2026, tot iemand het intrekt." in read(done)
    assert rights_of(world, els) == [("executor", "view", False), ("manager", "manage", True)]
    assert jan.get(check).status_code == 303
    assert "Alleen voor Bakkerij De Zoete Inval BV" in read(jan.see(PATH))


def test_without_customers_that_is_not_asked_and_a_manager_executes_too(
    jan: LintingClient, world: World, els: Person
) -> None:
    first = begin(jan)
    check = walk(jan, first, (("who", {"who": str(els.id)}), ("level", {"level": "manager"}), NO_END))
    assert "wordt ook mandaatbeheerder" in read(jan.see(check))
    jan.fill_in(check)
    assert rights_of(world, els) == [("executor", "manage", True), ("manager", "manage", True)]


@pytest.mark.parametrize(
    ("step", "values", "words"),
    [
        ("who", {}, "U hebt nog niemand gekozen. Kies een medewerker."),
        ("customers", {}, "U hebt nog niet gekozen. Kies alle klanten of kruis ze aan."),
        ("customers", {"scope": "chosen"}, "U hebt nog niet gekozen. Kies alle klanten of kruis ze aan."),
        ("level", {}, "U hebt nog niet gekozen. Kies wat deze medewerker mag doen."),
        ("period", {}, "U hebt nog niet gekozen. Kies hoelang dit mag."),
        ("period", {"period": "day"}, "De datum ontbreekt nog. Vul dag, maand en jaar in met cijfers."),
    ],
)
def test_what_is_missing_is_said(
    jan: LintingClient, els: Person, active: Mandate, step: str, values: dict[str, str], words: str
) -> None:
    right = (("who", {"who": str(els.id)}), FOR_ALL, ("level", {"level": "view"}), NO_END)
    before = right[: [name for name, _ in right].index(step)]
    address = walk(jan, begin(jan), before)
    assert errors_of(page_of(answer(jan, address, values, 422), 422)) == [words]


def test_what_somebody_may_already_is_said_and_changes_nothing(jan: LintingClient, world: World, els: Person) -> None:
    colleague(world, "Els", EXECUTOR)
    world.session.commit()
    check = walk(jan, begin(jan), (("who", {"who": str(els.id)}), ("level", {"level": "view"}), NO_END))
    assert "Els Wouters mag dit al. U hoeft niets te doen." in read(jan.see(check))


def test_who_manages_cannot_appoint_herself(browser, world: World, els: Person) -> None:
    add_account(world, "els", els)
    world.session.commit()
    client = browser("els")
    check = walk(client, begin(client), (("who", {"who": str(els.id)}), ("level", {"level": "view"}), NO_END))
    assert "U kunt uzelf geen recht geven." in read(client.see(check))
    assert client.see(check).select_one(".ml-send") is None


def test_who_only_looks_and_who_was_dismissed_read_no_names(
    jan: LintingClient, browser, world: World, els: Person, active: Mandate
) -> None:
    add_account(world, "els", els)
    eva = colleague(world, "Eva", EXECUTOR, mandate_id=active.id, level="view")
    add_account(world, "eva", eva)
    world.session.commit()
    manager, looks = browser("els"), browser("eva")
    tokens = {one: held_by(one.see("/mandaten").select_one("form[method=post]")) for one in (manager, looks)}
    posted = {"csrf_token": tokens[looks]["csrf_token"]}
    assert looks.post(f"{PATH}/aanduiden", data=posted).status_code == 403
    answers = (("who", {"who": str(world.jan.id)}), FOR_ALL, ("level", {"level": "view"}), NO_END)
    draft = walk(manager, begin(manager), answers).rpartition("/")[0]
    jan.fill_in(f"{PATH}/{els.id}/weg")
    for page in ("", "/who", "/customers", "/check", "/done", "/saved", "/card", "/card/print.pdf", "/welcome"):
        assert manager.get(draft + page).status_code == 404, page
    posted = {"csrf_token": tokens[manager]["csrf_token"]}
    assert manager.post(f"{PATH}/aanduiden", data=posted).status_code == 403


def test_a_change_takes_the_place_of_what_somebody_may(
    jan: LintingClient, world: World, els: Person, active: Mandate
) -> None:
    page = jan.see(f"{PATH}/{els.id}/wijzigen")
    assert read(page.h1) == "Wat verandert er voor Els Wouters?"
    form = page.select_one("main form")
    first = str(jan.send(form, str(form["action"]), {}).location)
    check = walk(jan, first, (FOR_ALL, ("level", {"level": "manage"}), NO_END))
    assert "Dit komt in de plaats van wat Els Wouters nu mag." in read(jan.see(check))
    done = jan.see(str(jan.fill_in(check).location))
    assert read(done.h1) == "Het recht van Els Wouters is gewijzigd"
    assert rights_of(world, els) == [("executor", "manage", True)]


def test_rights_are_chosen_one_by_one_and_say_what_they_are(
    jan: LintingClient, world: World, els: Person, active: Mandate
) -> None:
    chosen = ("rights", {"rights": ["subsidies.executor", "local.admin"]})
    start = (("who", {"who": str(els.id)}), FOR_ALL, ("level", {"level": "own"}))
    page = jan.see(walk(jan, begin(jan), start))
    assert read(page.h1) == "Wat mag Els Wouters precies doen?"
    assert "alleen voor Subsidies en premies" in read(page)
    check = walk(jan, begin(jan), (*start, chosen, NO_END))
    told = read(jan.see(check))
    assert "Els Wouters wordt uitvoerder subsidies en lokale beheerder voor Boekhoudkantoor Peeters BV." in told
    assert "Els Wouters mag niemand mandaatbeheerder of lokale beheerder maken." not in told  # the manager may
    jan.fill_in(check)
    rights = [("local.admin", "manage", True), ("manager", "manage", True), ("subsidies.executor", "manage", True)]
    assert rights_of(world, els) == rights
    assert "Alleen voor het domein Subsidies en premies, van Entiteit Ondernemen." in read(jan.see(PATH))


def test_a_local_administrator_is_offered_no_right_that_decides(browser, world: World, active: Mandate) -> None:
    admin, manager = colleague(world, "Lena", "local.admin"), colleague(world, "Rik", MANAGER)
    eva = colleague(world, "Eva")
    add_account(world, "lena", admin)
    world.session.commit()
    lena = browser("lena")
    assert "Bekijk wie wat mag" in read(lena.see("/mandaten"))
    page = lena.see(PATH)
    links = [str(one["href"]) for one in page.select("main table a") if "Geschiedenis" not in one.text]
    assert any(str(eva.id) in one for one in links)
    assert not any(str(manager.id) in one for one in links)
    answers = (("who", {"who": str(eva.id)}), FOR_ALL)
    level = lena.see(walk(lena, begin(lena), answers))
    assert [one["value"] for one in level.select("input[type=radio]")][1:] == ["view", "manage", "own"]
    assert "Onthaal en personeel" not in read(level)  # that list holds the right to appoint
    rights = lena.see(walk(lena, begin(lena), (*answers, ("level", {"level": "own"}))))
    assert "local.admin" not in [one["value"] for one in rights.select("input[type=checkbox]")]
    leave = f"{PATH}/{manager.id}/weg"
    posted = {"csrf_token": held_by(lena.see(leave).select_one("main form"))["csrf_token"]}
    assert lena.see_refusal(lena.post(leave, data=posted), 403).status_code == 403


def test_a_list_of_rights_is_offered_first_and_stands_in_the_matrix(
    jan: LintingClient, world: World, els: Person, active: Mandate
) -> None:
    start = (("who", {"who": str(els.id)}), FOR_ALL)
    level = jan.see(walk(jan, begin(jan), start))
    first = level.select_one("input[type=radio]")
    assert first is not None
    assert "Dossierbeheerder" in read(level)
    check = walk(jan, begin(jan), (*start, ("level", {"level": str(first["value"])}), NO_END))
    told = read(jan.see(check))
    assert "Dossierbeheerder: raadpleger, uitvoerder subsidies en uitvoerder vergunningen" in told
    jan.fill_in(check)
    assert "Uit de lijst Dossierbeheerder" in read(jan.see(PATH))
    assert {kind for kind, *_ in rights_of(world, els)} == {
        "manager", "permits.executor", "reader", "subsidies.executor",
    }  # fmt: skip


def grow(world: World, who: Person) -> None:
    """Somebody has a right of the first list, which has one more since."""
    given = list_right_groups(world.session, world.now.date())[0]
    newer = {name: getattr(given, name) for name in ("group_key", "from_day", "hint", "sentences")}
    right = grant_right(world.session, who.id, world.office.id, "reader", first_day=world.now.date())
    right.group_version_id = given.id
    keys = ["reader", "executor"]
    world.session.add(RightGroupVersion(**newer, number=given.number + 1, type_keys=keys))
    world.session.commit()


@pytest.mark.parametrize("chosen", ["ja", "nee"])
def test_what_is_new_in_a_list_is_offered_and_given_or_left(
    jan: LintingClient, world: World, els: Person, chosen: str
) -> None:
    grow(world, els)
    page = jan.see(PATH)
    assert "Kreeg de lijst Dossierbeheerder. Nieuw in die lijst: Mandaatuitvoerder." in read(page)
    (link,) = [str(one["href"]) for one in page.select("main a") if "/lijst/" in str(one["href"])]
    assert "Els Wouters mag doen wat in het mandaat van de klant staat." in read(jan.see(link))
    assert jan.fill_in(link, {"antwoord": chosen}).status_code == 303
    assert (("executor", "manage", True) in rights_of(world, els)) is (chosen == "ja")
    assert "Deze lijsten zijn langer geworden" not in read(jan.see(PATH))
    assert jan.get(link).status_code == 404
