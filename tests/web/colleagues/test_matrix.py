"""Wie mag wat: the matrix, taking back, somebody who leaves, and what waits."""

from datetime import timedelta

from sqlalchemy import select

from app.core.rights.wishes import RightWish
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.person import Person
from app.models.visit import IdentityMethod
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.web.client import LintingClient
from tests.web.small_world import add_account
from tests.web.wizards.walk import read
from tests.world import OFFICE, TODAY, World

PATH = "/medewerkers"


def links(page, word: str) -> list[str]:
    return [str(one["href"]) for one in page.select("main table a") if read(one).startswith(word)]


def works(world: World, first_name: str, kind: str = EXECUTOR, **more) -> Person:
    found = colleague(world, first_name, kind, **more)
    world.session.commit()
    return found


def test_the_matrix_says_who_may_what_and_prints(jan: LintingClient, world: World, active: Mandate) -> None:
    assert PATH in [one["href"] for one in jan.see("/mandaten").select("main a")]
    assert "Nog geen medewerker heeft een recht." in read(jan.see(PATH))
    assert "Mandaten zonder medewerker (1)" in read(jan.see(PATH))
    works(world, "Els", MANAGER)
    works(world, "Eva", EXECUTOR, mandate_id=active.id)
    page = jan.see(PATH)
    assert read(page.h1) == "Wie mag wat bij Boekhoudkantoor Peeters BV?"
    heads = [read(one) for one in page.select("thead th")]
    assert heads == ["Medewerker", "Mandaatuitvoerder", "Mandaatbeheerder"]
    assert "Jan Peeters mag volgens de KBO alles beslissen." in read(page)
    assert "Alleen voor Bakkerij De Zoete Inval BV" in read(page)
    assert "Mandaten zonder medewerker" not in read(page)
    paper = jan.get(f"{PATH}/afdruk.pdf")
    assert (paper.status_code, paper.data[:4]) == (200, b"%PDF")


def test_a_right_is_taken_back_after_saying_who_stays_alone(
    jan: LintingClient, world: World, active: Mandate
) -> None:
    els = works(world, "Els")
    (address,) = links(jan.see(PATH), "Intrekken")
    page = jan.see(address)
    assert read(page.h1) == "Trekt u het recht van Els Wouters in?"
    assert "Dat geldt meteen." in read(page)
    assert "Let op: voor deze klanten is er dan niemand meer. Bakkerij De Zoete Inval BV" in read(page)
    done = jan.see(str(jan.fill_in(address).location))
    assert "Voor deze klanten is nu niemand aangeduid" in read(done)
    world.session.expire_all()
    assert kinds_of(world, els) == []
    world.session.commit()
    assert jan.get(address).status_code == 404


def test_who_leaves_loses_everything_in_one_act(jan: LintingClient, world: World) -> None:
    els = works(world, "Els")
    works(world, "Els", MANAGER)
    (address,) = links(jan.see(PATH), "Gaat weg")
    assert read(jan.see(address).h1) == "Els Wouters gaat weg?"
    assert read(jan.see(address).select_one(".ml-flag")) == "Nog niet gedaan"
    jan.fill_in(address)
    world.session.expire_all()
    assert kinds_of(world, els) == []


def test_the_last_manager_is_told_to_appoint_somebody_first(browser, world: World) -> None:
    els = works(world, "Els", MANAGER)
    add_account(world, "els", els)
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().subject = None
    world.session.commit()
    client = browser("els")
    (address,) = links(client.see(PATH), "Gaat weg")
    refused = client.fill_in(address, status=409).get_data(as_text=True)
    assert "Els Wouters is de laatste mandaatbeheerder. Duid eerst iemand anders aan." in refused


def test_who_only_executes_does_not_see_it(browser, world: World) -> None:
    els = works(world, "Els")
    add_account(world, "els", els)
    world.session.commit()
    client = browser("els")
    client.see(PATH, 403)
    assert PATH not in [one["href"] for one in client.see("/mandaten").select("main a")]


def test_the_page_of_a_mandate_leads_its_holder_to_it(
    jan: LintingClient, maria: LintingClient, active: Mandate
) -> None:
    assert PATH in [one["href"] for one in jan.see(f"/mandaten/{active.id}").select("main a")]
    assert PATH not in [one["href"] for one in maria.see(f"/mandaten/{active.id}").select("main a")]


def test_what_waits_for_a_signature_is_signed_or_taken_back(jan: LintingClient, browser, world: World) -> None:
    world.session.query(Function).filter_by(enterprise_number=OFFICE).one().signs = "two"
    rik = world.add_representative(OFFICE, "Rik", "Peeters", signs="two")
    add_account(world, "rik", rik)
    els = works(world, "Els")
    relation = appoint(world, els.id, RightWish(MANAGER))
    world.session.commit()
    assert "Wacht op tweede handtekening" in read(jan.see(PATH))
    address = f"{PATH}/uitnodiging/{relation.id}/tekenen"
    assert "U hebt zelf al getekend." in jan.fill_in(address, status=403).get_data(as_text=True)
    second = browser("rik")
    assert read(second.see(address).h1) == "Tekent u mee voor Els Wouters?"
    assert second.fill_in(address).location == PATH
    world.session.expire_all()
    assert kinds_of(world, els) == ["executor", "manager"]
    eva = works(world, "Eva")
    again = appoint(world, eva.id, RightWish(MANAGER))
    world.session.commit()
    assert jan.fill_in(f"{PATH}/uitnodiging/{again.id}/intrekken").location == PATH
    world.session.refresh(again)
    assert again.withdrawn_on is not None


def test_what_lapsed_is_taken_back_while_its_form_can_still_come(jan: LintingClient, world: World) -> None:
    relation = appoint(world, EVA)
    relation.answer_by = TODAY - timedelta(days=3)
    world.session.commit()
    page = read(jan.see(PATH))
    assert "Niet op tijd beantwoord (1)" in page
    told = "Kwam er op tijd een formulier? Dan kan Eva Claes nog beginnen tot en met maandag 30 november 2026"
    assert told in page.replace("\xa0", " ")
    address = f"{PATH}/uitnodiging/{relation.id}/intrekken"
    assert read(jan.see(address).h1) == "Trekt u de aanduiding van Eva Claes in?"
    jan.see(f"{PATH}/uitnodiging/{relation.id}/tekenen", 404)
    assert jan.fill_in(address).location == PATH
    assert "Niet op tijd beantwoord" not in read(jan.see(PATH))


def test_pressing_twice_reads_as_done(jan: LintingClient, world: World) -> None:
    for word in ("Intrekken", "Gaat weg"):
        works(world, "Els")
        (address,) = links(jan.see(PATH), word)
        form = jan.see(address).select_one("main form")
        for _ in range(2):
            assert str(jan.send(form, address, {}).location).startswith(f"{PATH}/klaar")


def test_who_gives_up_his_own_rights_reads_that_it_is_done(browser, world: World) -> None:
    els = works(world, "Els", MANAGER)
    add_account(world, "els", els)
    world.session.commit()
    client = browser("els")
    (address,) = links(client.see(PATH), "Gaat weg")
    assert read(client.see(str(client.fill_in(address).location)).h1) == "Het recht is ingetrokken"
    client.see(f"{PATH}/klaar", 403)


def test_who_only_executes_gives_up_his_own_rights_and_nobody_elses(browser, world: World, active: Mandate) -> None:
    eva, els = works(world, "Eva"), works(world, "Els")
    add_account(world, "eva", eva)
    world.session.commit()
    client = browser("eva")
    (address,) = [str(one["href"]) for one in client.see("/mandaten").select("main a") if "eigen" in read(one)]
    client.see(f"{PATH}/{els.id}/weg", 403)
    page = client.see(address)
    assert read(page.h1) == "Trekt u al uw rechten in?"
    assert "Els" not in read(page)
    assert read(client.see(str(client.fill_in(address).location)).h1) == "Het recht is ingetrokken"
    world.session.expire_all()
    assert (kinds_of(world, eva), kinds_of(world, els)) == ([], ["executor"])


def test_at_the_counter_a_right_is_taken_back_with_the_consent_of_the_customer(counter, world: World) -> None:
    els = works(world, "Els")
    desk = counter(number=OFFICE)
    page = desk.see(PATH)
    assert "Een medewerker aanduiden" in read(page)
    (address,) = links(page, "Gaat weg")
    assert "U trekt het recht van Els Wouters bij Boekhoudkantoor Peeters BV in" in read(desk.see(address))
    desk.fill_in(address, status=422)
    desk.fill_in(address, {"agreed": "y"})
    world.session.expire_all()
    assert kinds_of(world, els) == []
    entry = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "colleague_left")).one()
    assert (entry.channel, entry.ground) == ("counter", "consented_customer")


def test_a_customer_without_a_proof_of_identity_ends_nothing(counter, world: World) -> None:
    els = works(world, "Els")
    desk = counter(IdentityMethod.NONE, OFFICE)
    desk.fill_in(f"{PATH}/{els.id}/weg", {"agreed": "y"}, status=403)
    world.session.expire_all()
    assert kinds_of(world, els) == ["executor"]


def test_the_history_of_a_colleague_is_read_and_printed_also_after_he_left(
    jan: LintingClient, world: World, active: Mandate
) -> None:
    els = works(world, "Els", EXECUTOR, mandate_id=active.id)
    (link,) = [str(one["href"]) for one in jan.see(PATH).select("main table a") if "geschiedenis" in str(one["href"])]
    assert "Bakkerij De Zoete Inval BV" in read(jan.see(link))
    jan.fill_in(f"{PATH}/{els.id}/weg")
    page = jan.see(PATH)
    assert "Vroegere medewerkers (1)" in read(page)
    assert link in [str(one["href"]) for one in page.select("main a")]
    told = read(jan.see(link))
    assert "Alleen op 23 november 2026" in told  # given and taken back on one day
    assert "Jan Peeters trok alle rechten in: mandaatuitvoerder." in told
    assert jan.get(f"{link}/afdruk.pdf").mimetype == "application/pdf"
