"""The pages of the catalogue: proposed, previewed, approved by somebody else, and then given by people."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.administration.catalogue_contents import ChangeKind, content_ahead
from app.core.administration.catalogue_sorts import COLLEAGUES, MANDATES
from app.core.mandates.catalogue import get_types
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role
from app.db import Database
from app.models.mandate_type import Domain
from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock
from tests.web.pages.test_administration import staff
from tests.world import World

HOME = "/beheer/catalogus"
NEW_TYPE = {
    "name": "Waterpremie", "key": "water.manage", "domain": "subsidies", "short": "een waterpremie aanvragen",
    "may": "mag een premie vragen.", "services": "water", "access_level": "manage", "risk": "low",
    "signatures": "1", "starters": "both", "party_kinds": "enterprise",
}  # fmt: skip
ASKED_FIRST = {"/terugtrekken", "/intrekken"}
CHANGE = f"{HOME}/type/hinder.manage/anders"


@pytest.fixture
def pieter(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """Who manages the domains of one entity."""
    client.come_in_as(staff(sqlite_database, "pieter", "6010", Role(DOMAIN_MANAGER, "ondernemen")))
    return client


@pytest.fixture
def inge(app: Flask, pieter: LintingClient, sqlite_database: Database) -> LintingClient:
    """An administrator, who approves."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


def press(client: LintingClient, page: str, end: str, status: int = 303, **values: object) -> str:
    if end in ASKED_FIRST:
        link = next(one for one in client.see(page).select("main a") if str(one["href"]).endswith(end))
        page = str(link["href"])
        assert words_of(client.see(page).select_one("main form button")) == words_of(link)
    form = next(one for one in client.see(page).select("main form") if str(one.get("action", page)).endswith(end))
    answer = client.send(form, page, values, status)
    return str(answer.location) if status == 303 else answer.text


def test_a_change_goes_from_form_to_preview_to_a_second_person(
    pieter: LintingClient, inge: LintingClient, sqlite_database: Database
) -> None:
    page = str(pieter.fill_in(CHANGE, {"short": "een premie vragen", "longest_months": "24"}).location)
    said = words_of(pieter.see(page).main)
    assert "Een mandaat kan langer lopen." in said
    assert "een premie vragen" in said
    assert "Boekhoudkantoor Voorbeeld mag de aanvraag volgen." in said
    press(pieter, page, "/voorleggen")
    assert "Zelf kunt u dat niet" in words_of(pieter.see(page).main)
    assert "Wacht op u" in words_of(inge.see(HOME).main)
    assert "1 voorstel wacht op u" in words_of(inge.see("/beheer").main)
    assert "op u" not in words_of(pieter.see("/beheer").main)
    assert "nog niet alles wat ruimer wordt" in press(inge, page, "/goedkeuren", 422)
    assert press(inge, page, "/goedkeuren", seen="longest_months").endswith("gedaan=ja")
    with sqlite_database.reading() as session:
        kept = get_types(session, ["hinder.manage"])[0]
    assert (kept.short, kept.longest_months) == ("een premie vragen", 24)
    assert kept.may_not[1]["unless"] == ["kmop.manage", "invest.manage"]


def test_a_refusal_says_why_and_the_maker_reads_it(pieter: LintingClient, inge: LintingClient) -> None:
    page = str(pieter.fill_in(CHANGE, {"short": "een premie vragen"}).location)
    press(pieter, page, "/voorleggen")
    assert "nog niet waarom" in press(inge, page, "/afkeuren", 422)
    press(inge, page, "/afkeuren", reason="Te kort.")
    assert "Te kort." in words_of(pieter.see(page).main)
    assert "Afgekeurd door Inge Coppens" in words_of(pieter.see(f"{HOME}/beslist").main)


def test_who_approves_what_widens_proves_again_who_he_is_and_comes_back(
    pieter: LintingClient, inge: LintingClient, still_clock: StillClock
) -> None:
    page = str(pieter.fill_in(CHANGE, {"longest_months": "24"}).location)
    press(pieter, page, "/voorleggen")
    form = next(one for one in inge.see(page).select("main form") if str(one["action"]).endswith("/goedkeuren"))
    still_clock.moment += timedelta(minutes=11)
    asked = inge.send(form, page, {"seen": "longest_months"})
    assert str(asked.location) == f"/opnieuw-aanmelden?next={page}"
    assert "Wacht op een tweede persoon" in words_of(pieter.see(page).main)


def test_a_new_type_and_a_new_group_lose_nothing_on_an_error(pieter: LintingClient) -> None:
    page = f"{HOME}/nieuw/type/ondernemen"
    wrong = pieter.fill_in(page, NEW_TYPE | {"may": "een premie vragen"}, 422).text
    assert "elke zin begint met" in wrong
    assert "een premie vragen</textarea>" in wrong
    preview = str(pieter.fill_in(page, NEW_TYPE).location)
    assert "Boekhoudkantoor Voorbeeld mag een premie vragen." in words_of(pieter.see(preview).main)
    assert press(pieter, preview, "/terugtrekken").endswith("gedaan=terug")
    group = {"name": "Premies", "key": "premies", "hint": "Premies", "listed": "hinder.manage",
             "sentences": "mag premies vragen.", "from_day-day": "1", "from_day-month": "12",
             "from_day-year": "2026"}  # fmt: skip
    made = str(pieter.fill_in(f"{HOME}/nieuw/groep/ondernemen", group).location)
    assert "Hierbij horen: Hinderpremie aanvragen." in words_of(pieter.see(made).main)


def test_a_new_type_that_is_planned_is_put_right_before_its_first_day(
    pieter: LintingClient, inge: LintingClient, sqlite_database: Database, still_clock: StillClock
) -> None:
    first = still_clock() + timedelta(days=30)
    day = {"from_day-day": str(first.day), "from_day-month": str(first.month), "from_day-year": str(first.year)}
    page = str(pieter.fill_in(f"{HOME}/nieuw/type/ondernemen", NEW_TYPE | day).location)
    press(pieter, page, "/voorleggen")
    press(inge, page, "/goedkeuren")
    pieter.see(f"{HOME}/type/water.manage")
    form = f"{HOME}/type/water.manage/anders"
    assert pieter.see(form).select_one("input[name=services]")["value"] == "water"
    assert not pieter.see(form).select("input[name=key]")
    better = str(pieter.fill_in(form, {"services": "waterscan"}).location)
    said = words_of(pieter.see(better).main)
    assert "Het geldt voor meer diensten." in said
    assert "Gepland: water Straks: waterscan" in said
    press(pieter, better, "/voorleggen")
    still_clock.wait(timedelta(minutes=1))
    press(inge, better, "/goedkeuren", seen="services")
    assert "Een verbetering voorstellen" in words_of(pieter.see(better).main)
    with sqlite_database.reading() as session:
        assert content_ahead(session, ChangeKind.TYPE, "water.manage")["services"] == ["waterscan"]


def test_what_is_planned_is_called_off_from_its_own_page(
    pieter: LintingClient, inge: LintingClient, still_clock: StillClock
) -> None:
    first = still_clock() + timedelta(days=30)
    day = {"from_day-day": str(first.day), "from_day-month": str(first.month), "from_day-year": str(first.year)}
    page = str(pieter.fill_in(f"{HOME}/nieuw/type/ondernemen", NEW_TYPE | day).location)
    press(pieter, page, "/voorleggen")
    press(inge, page, "/goedkeuren")
    assert "Toch niet doen" not in words_of(inge.see(page).main)
    assert "Dan komt het er niet." in words_of(pieter.see(page).main)
    listed = press(pieter, page, "/intrekken")
    assert "De geplande verandering is ingetrokken." in words_of(pieter.see(listed).main)
    assert "Ingetrokken door Pieter" in words_of(pieter.see(page).main)
    assert "Ingetrokken door Pieter" in words_of(pieter.see(f"{HOME}/beslist").main)
    assert f"{HOME}/type/water.manage" not in str(pieter.see(listed).main)


def test_what_is_planned_on_top_of_something_new_asks_only_what_can_still_change(
    pieter: LintingClient, inge: LintingClient, still_clock: StillClock
) -> None:
    form, pages = f"{HOME}/type/water.manage/anders", []
    for days, start, change in ((30, f"{HOME}/nieuw/type/ondernemen", NEW_TYPE), (31, form, {"name": "Waterhulp"})):
        first = still_clock() + timedelta(days=days)
        day = {"from_day-day": str(first.day), "from_day-month": str(first.month), "from_day-year": str(first.year)}
        pages.append(str(pieter.fill_in(start, change | day).location))
        press(pieter, pages[-1], "/voorleggen")
        press(inge, pages[-1], "/goedkeuren")
        still_clock.wait(timedelta(minutes=1))
    assert "verbeter" not in words_of(pieter.see(pages[0]).main)
    assert "komt op die dag in de plaats" in words_of(pieter.see(pages[1]).main)
    asked = pieter.see(form)
    assert not asked.select("input[name=services], select[name=domain], input[name=domain], input[name=passing_on]")
    better = str(pieter.fill_in(form, {"name": "Watersteun"}).location)
    assert "Watersteun" in words_of(pieter.see(better).main)


def test_the_second_person_reads_in_which_domain_it_is_and_confirms_another_one(
    pieter: LintingClient, inge: LintingClient, sqlite_database: Database, still_clock: StillClock
) -> None:
    with sqlite_database.writing.begin() as session:
        session.add(Domain(key="export", name="Uitvoer", entity_key="ondernemen"))
    first = still_clock() + timedelta(days=30)
    day = {"from_day-day": str(first.day), "from_day-month": str(first.month), "from_day-year": str(first.year)}
    page = str(pieter.fill_in(f"{HOME}/nieuw/type/ondernemen", NEW_TYPE | day).location)
    press(pieter, page, "/voorleggen")
    assert "Domein Subsidies en premies" in words_of(inge.see(page).main)
    press(inge, page, "/goedkeuren")
    better = str(pieter.fill_in(f"{HOME}/type/water.manage/anders", {"domain": "export"}).location)
    press(pieter, better, "/voorleggen")
    said = words_of(inge.see(better).main)
    assert "Domein Gepland: Subsidies en premies Straks: Uitvoer" in said
    assert "Het komt in een ander domein." in said
    assert "nog niet alles wat ruimer wordt" in press(inge, better, "/goedkeuren", 422)
    press(inge, better, "/goedkeuren", seen="domain")


def test_a_draft_is_written_anew_as_it_was_left(pieter: LintingClient) -> None:
    page = str(pieter.fill_in(CHANGE, {"short": "een premie vragen"}).location)
    form = f"{page}/aanpassen"
    assert 'value="een premie vragen"' in pieter.get(form).text
    assert pieter.fill_in(form, {"name": "Premie bij hinder"}).location == page
    said = words_of(pieter.see(page).main)
    assert "Premie bij hinder: een premie vragen" in said
    press(pieter, page, "/voorleggen")
    assert "niet meer open" in pieter.fill_in(form, {"name": "Iets anders"}, 422).text


def test_stopping_and_every_page_open(pieter: LintingClient) -> None:
    for page in (f"{HOME}/type/hinder.manage", f"{HOME}/groep/boekhouder", f"{HOME}/groep/boekhouder/anders"):
        assert pieter.see(page).select_one("h1") is not None
    day = {"from_day-day": "1", "from_day-month": "12", "from_day-year": "2026"}
    assert "staat nog in de groep" in pieter.fill_in(f"{HOME}/type/hinder.manage/stoppen", day, 422).text
    made = str(pieter.fill_in(f"{HOME}/groep/boekhouder/stoppen", day).location)
    assert "lopen gewoon verder" in words_of(pieter.see(made).main)


def test_who_manages_one_entity_can_only_refuse_the_end_of_a_group_of_two(
    app: Flask, pieter: LintingClient, inge: LintingClient, sqlite_database: Database
) -> None:
    lena: LintingClient = app.test_client()  # type: ignore[assignment]
    lena.come_in_as(staff(sqlite_database, "lena", "6011", Role(DOMAIN_MANAGER, "ondernemen")))
    day = {"from_day-day": "1", "from_day-month": "12", "from_day-year": "2026"}
    made = str(pieter.fill_in(f"{HOME}/groep/boekhouder/stoppen", day).location)
    press(pieter, made, "/voorleggen")
    assert "op u" not in words_of(lena.see("/beheer").main)
    assert "Wacht op u" not in words_of(lena.see(HOME).main)
    said = words_of(lena.see(made).main)
    assert "Alleen een beheerder keurt dit goed." in said
    assert "Ik keur dit goed" not in said
    assert "Ik keur dit goed" in words_of(inge.see(made).main)
    press(lena, made, "/afkeuren", reason="Nog niet.")


def test_a_right_and_a_group_of_rights_are_proposed_and_planned(
    pieter: LintingClient, inge: LintingClient
) -> None:
    page = f"{HOME}/recht/subsidies.executor"
    assert "Els Voorbeeld mag voor subsidies en premies doen" in words_of(pieter.see(page).main)
    later = {"from_day-day": "1", "from_day-month": "12", "from_day-year": "2026"}
    made = str(pieter.fill_in(f"{page}/anders", {"may_not": "", "risk": "low", **later}).location)
    press(pieter, made, "/voorleggen")
    assert "Er valt weg wat de medewerker niet mag." in words_of(inge.see(made).main)
    press(inge, made, "/goedkeuren", seen=["risk", "may_not"])
    assert "Uitvoerder subsidies Van Pieter Coppens, vanaf 1 december 2026 Goedgekeurd en gepland" in words_of(
        pieter.see(HOME).main
    )
    assert "Er is een verandering gepland vanaf 1 december 2026." in words_of(pieter.see(page).main)
    form = f"{HOME}/rechtengroep/dossiers/anders"
    assert "want het hoort niet bij uw entiteit: Uitvoerder vergunningen." in words_of(pieter.see(form).main)
    kept = str(pieter.fill_in(form, {"hint": "Wie dossiers opvolgt", **later}).location)
    said = words_of(pieter.see(kept).main)
    assert "Hierbij horen: Raadpleger, Uitvoerder subsidies, Uitvoerder vergunningen." in said
    new = {"name": "Water", "key": "water.executor", "domain": "subsidies", "short": "het werk doen voor water",
           "may": "mag voor water werken.", "access_level": "manage", "risk": "low", "signatures": "1"}  # fmt: skip
    made = str(pieter.fill_in(f"{HOME}/nieuw/recht/ondernemen", new).location)
    assert "Els Voorbeeld mag voor water werken." in words_of(pieter.see(made).main)


@pytest.mark.parametrize(
    ("entity", "own", "foreign"),
    [
        ("ondernemen", ("type/hinder.manage", "recht/subsidies.executor"), ("type/permit.manage", "recht/reader")),
        ("omgeving", ("type/permit.view", "recht/permits.executor"), ("type/hinder.manage", "recht/manager")),
    ],
)
def test_nobody_reads_the_keys_of_another_entity(
    client: LintingClient, sqlite_database: Database, world: World, entity: str, own: tuple[str, ...],
    foreign: tuple[str, ...],
) -> None:  # fmt: skip
    client.come_in_as(staff(sqlite_database, "omar", "6012", Role(DOMAIN_MANAGER, entity)))
    with sqlite_database.reading() as session:
        keys = {
            one.key for sort in (MANDATES, COLLEAGUES)
            for one in session.scalars(select(sort.thing).options(joinedload(sort.thing.domain)))
            if one.domain is not None and one.domain.entity_key != entity
        }  # fmt: skip
    shared = ("groep/bekijken", "rechtengroep/dossiers")
    pages = [f"{HOME}/{one}{end}" for one in (*own, *shared) for end in ("", "/anders")]
    pages += [HOME, f"{HOME}/nieuw/groep/{entity}", f"{HOME}/nieuw/rechtengroep/{entity}"]
    any_of_them = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, sorted(keys)))})(?![\w.])")
    texts = {page: str(client.see(page)) for page in pages}
    assert {page: found[0] for page, text in texts.items() if (found := any_of_them.search(text))} == {}
    assert [client.get(f"{HOME}/{one}").status_code for one in foreign] == [404] * len(foreign)


def test_a_key_of_another_entity_is_refused_as_any_that_is_taken_or_unknown(pieter: LintingClient) -> None:
    new = {"name": "Waterpremie", "domain": "subsidies", "short": "een waterpremie aanvragen",
           "may": "mag een premie vragen.", "services": "water", "access_level": "manage", "risk": "low",
           "signatures": "1", "starters": "both", "party_kinds": "enterprise"}  # fmt: skip
    for key in ("permit.manage", "hinder.manage"):
        said = pieter.fill_in(f"{HOME}/nieuw/type/ondernemen", new | {"key": key}, 422).text
        assert "Deze sleutel is niet vrij." in said
    for beside in ("permit.manage", "nergens"):
        said = pieter.fill_in(CHANGE, {"may_not": f"mag geen bezwaar indienen. [{beside}]"}, 422).text
        assert f"“{beside}” kennen wij niet" in said
    named = "[Omgevingsvergunning aanvragen; kmop.manage]"
    by_name = pieter.fill_in(CHANGE, {"may_not": f"mag geen bezwaar indienen. {named}"})
    said = words_of(pieter.see(str(by_name.location)).main)
    assert "valt weg naast Omgevingsvergunning aanvragen, Kmo-portefeuille beheren" in said


def test_who_has_no_role_or_another_entity_sees_nothing(
    app: Flask, pieter: LintingClient, sqlite_database: Database
) -> None:
    draft = str(pieter.fill_in(CHANGE, {"short": "een premie vragen"}).location)
    omar: LintingClient = app.test_client()  # type: ignore[assignment]
    omar.come_in_as(staff(sqlite_database, "omar", "6012", Role(DOMAIN_MANAGER, "omgeving")))
    for page in (f"{HOME}/type/hinder.manage", CHANGE, draft, f"{HOME}/nieuw/type/ondernemen", f"{HOME}/iets/x"):
        assert omar.get(page).status_code == 404
    maria: LintingClient = app.test_client()  # type: ignore[assignment]
    maria.come_in_as("maria")
    assert maria.get(HOME).status_code == 404
