"""Begun here, finished there: the resume card, the way back in, and what changed meanwhile."""

import tomllib
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.core.mandates.catalogue import count_edition
from app.core.mandates.catalogue_file import load_catalogue
from app.db import Database
from app.models.draft import Draft
from app.models.function import Function
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.visit import IdentityMethod
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.wizards.test_accept import start
from tests.web.wizards.walk import ANSWERS, Answers, answer, begin, goes_to, read, send_looked_at, walk
from tests.world import BAKERY, CATALOGUE, OFFICE, World

Counter = Callable[..., LintingClient]
RESUME = "/hervatten"


def keep_for_later(client: LintingClient, answered: int = 4) -> str:
    """Answer the first questions and stop for today; the address of the draft."""
    return walk(client, begin(client, "/geven"), ANSWERS[:answered]).rpartition("/")[0]


def number_of(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Draft.dossier_number)).one()


def test_the_card_says_what_is_done_what_is_missing_and_until_when(maria: LintingClient) -> None:
    draft = keep_for_later(maria)
    card = read(maria.see(f"{draft}/card").find("main"))
    assert "Hervatkaart voor Bakkerij De Zoete Inval BV" in card
    assert "U begon op 23 november 2026 met een mandaat voor Boekhoudkantoor Peeters BV." in card
    assert "Dit hebt u al gedaan 1. Aan wie? 2. Waarvoor? Dit ontbreekt nog 3. Hoelang?" in card
    assert "Deze kaart werkt tot en met 23 december 2026." in card
    assert "Met deze kaart alleen kan niemand iets in uw naam doen." in card


def test_the_card_comes_on_paper_from_the_page_that_says_all_is_kept(maria: LintingClient) -> None:
    saved = maria.see(f"{keep_for_later(maria)}/saved")
    pdf = maria.get(str(saved.select_one("main a[href$=pdf]")["href"]))
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert "peeters" not in pdf.headers["Content-Disposition"].lower()


def test_the_start_page_leads_to_the_way_back_in(maria: LintingClient) -> None:
    assert maria.see("/").find("a", href=RESUME) is not None
    assert maria.application.test_client().get(RESUME).location.startswith("/aanmelden?next=/hervatten")


def test_who_comes_back_is_welcomed_where_he_was(maria: LintingClient, sqlite_database: Database) -> None:
    draft = keep_for_later(maria)
    found = maria.fill_in(RESUME, {"dossier_number": number_of(sqlite_database)})
    assert found.location == f"{draft}/welcome"
    page = maria.see(str(found.location))
    assert "U gaat verder bij stap 5" in read(page)
    assert goes_to(maria.get(str(page.select_one("main a.govuk-button")["href"]))) == "start"


@pytest.mark.parametrize("typed", ["260 9140 001 51", None], ids=["unknown", "of somebody else"])
def test_the_number_of_somebody_else_is_as_unknown_as_any(
    maria: LintingClient, jan: LintingClient, sqlite_database: Database, typed: str | None
) -> None:
    keep_for_later(maria)
    response = jan.fill_in(RESUME, {"dossier_number": typed or number_of(sqlite_database)}, 422)
    sentence = "Wij vinden geen bewaarde antwoorden met dit nummer. Kijk het na, of bel 1700."
    assert errors_of(page_of(response, 422)) == [sentence]


def test_a_slip_of_the_pen_is_named(maria: LintingClient) -> None:
    assert "12 cijfers" in errors_of(page_of(maria.fill_in(RESUME, {"dossier_number": "26"}, 422), 422))[0]
    assert "ontbreekt nog" in errors_of(page_of(maria.fill_in(RESUME, {"dossier_number": ""}, 422), 422))[0]


def test_a_clerk_finishes_with_the_customer_what_was_begun_at_home(
    maria: LintingClient, counter: Counter, world: World, sqlite_database: Database
) -> None:
    draft = keep_for_later(maria, answered=7)
    karim = counter()
    visit = karim.see("/loket/klant")
    assert visit.find("a", href=draft) is not None
    address = str(karim.get(draft).location)
    assert address.endswith("/consent")
    check = str(karim.fill_in(address, {"agreed": "y", "keeps": "y"}).location)
    send_looked_at(karim, world, check, {"read": "y"})
    with sqlite_database.reading() as session:
        mandate = session.scalars(select(Mandate)).one()
    story = words_of(maria.see(f"/mandaten/{mandate.id}"))
    assert "met hulp van medewerker 4711. Tweede medewerker: 4811. Maria Vermeulen begon daaraan" in story


def test_an_answer_that_was_begun_at_home_and_finished_at_the_counter_names_both(
    world: World, jan: LintingClient, counter: Counter
) -> None:
    mandate = world.give("permit.view")
    world.session.commit()
    walk(jan, start(jan), (("decide", {"decision": "refuse"}),))
    karim = counter(number=OFFICE)
    link = karim.see("/loket/klant").select_one("a[href^='/aanvaarden/']")
    assert link is not None
    consent = walk(karim, str(karim.get(str(link["href"])).location), (("reason", {"reason": "other"}),))
    check = str(karim.fill_in(consent, {"agreed": "y", "keeps": "y"}).location)
    karim.fill_in(check)
    assert "met hulp van medewerker 4711. Jan Peeters begon daaraan op 23 november 2026, online." in read(
        jan.see(f"/mandaten/{mandate.id}")
    )


def test_a_clerk_does_not_see_what_was_begun_at_home_before_the_customer_shows_who_he_is(
    maria: LintingClient, counter: Counter
) -> None:
    draft = keep_for_later(maria)
    karim = counter(IdentityMethod.NONE)
    assert "Bewaard voor later" not in words_of(karim.see("/loket/klant"))
    karim.see(draft, 404)


def test_an_enterprise_that_stopped_meanwhile_is_said_at_its_step(maria: LintingClient, world: World) -> None:
    draft = keep_for_later(maria)
    world.set_situation(OFFICE, "stopped")
    world.session.commit()
    said = "Er is iets veranderd sinds 23 november 2026. Volgens de KBO is Boekhoudkantoor Peeters BV gestopt."
    assert said in read(maria.see(f"{draft}/welcome"))
    assert goes_to(maria.get(draft)) == "holder"
    assert said in read(maria.see(f"{draft}/holder"))


def test_a_type_that_was_withdrawn_meanwhile_is_said_at_its_step(maria: LintingClient, world: World) -> None:
    draft = keep_for_later(maria)
    catalogue = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    gone = next(one for one in catalogue["types"] if one["key"] == "subsidy.view")
    gone["withdrawn_from"] = world.now.date()
    load_catalogue(world.session, catalogue)
    world.session.commit()
    assert goes_to(maria.get(draft)) == "types"
    page = maria.see(f"{draft}/types")
    assert f"Dit bestaat niet meer: {gone['name']}. Kijk deze stap opnieuw na." in read(page)
    assert goes_to(answer(maria, f"{draft}/types", {"types": ["hinder.manage"]})) == "start"
    assert "veranderd" not in read(maria.see(f"{draft}/types"))


def change(world: World, words: Callable[[World], object]) -> None:
    """Something changes outside, and is committed."""
    words(world)
    world.session.commit()


def no_longer_named(world: World) -> None:
    world.session.query(Function).filter_by(enterprise_number=BAKERY).update({"until_day": date(2026, 11, 22)})


def shorter(months: int) -> Callable[[World], None]:
    def set_longest(world: World) -> None:
        for kind in world.session.query(MandateType):
            kind.longest_months = months
        count_edition(world.session)

    return set_longest


UNTIL_2027 = (("start", {"when": "accepted"}), ("period", {"period": "date"}),
              ("end-date", {"day-day": "1", "day-month": "11", "day-year": "2027"}))  # fmt: skip
CHANGED: list[tuple[Answers, Callable[[World], None], str, str]] = [
    (ANSWERS, no_longer_named, "holder", "U mag dit niet doen voor Bakkerij De Zoete Inval BV."),
    (ANSWERS, lambda world: world.set_situation(BAKERY, "stopped"), "holder", "Volgens de KBO is Bakkerij De Zoete"),
    (ANSWERS, lambda world: world.set_situation(OFFICE, "stopped"), "holder", "Volgens de KBO is Boekhoudkantoor"),
    (ANSWERS, shorter(6), "period", "kan niet meer zo lang: 1 jaar."),
    ((*ANSWERS[:4], *UNTIL_2027), shorter(6), "end-date", "mag nu hoogstens duren tot en met 22 mei 2027."),
]


@pytest.mark.parametrize(("answers", "happens", "step", "said"), CHANGED)
def test_what_changed_meanwhile_is_said_at_its_step(
    maria: LintingClient, world: World, answers: Answers, happens: Callable[[World], None], step: str, said: str
) -> None:
    draft = walk(maria, begin(maria, "/geven"), answers).rpartition("/")[0]
    change(world, happens)
    assert goes_to(maria.get(draft)) == step
    words = read(maria.see(f"{draft}/{step}"))
    assert "Er is iets veranderd sinds 23 november 2026." in words
    assert said in words
