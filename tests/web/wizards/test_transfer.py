"""Changing holders on the web: from the question whom one leaves to what both dossiers say."""

import uuid
from collections.abc import Callable

import pytest

from app.core.acts.answering import accept_mandate, refuse_mandate
from app.core.people.parties import ensure_enterprise_party
from app.db import Database
from app.models.function import Function
from app.models.mandate import Mandate
from tests.acting import accept
from tests.web.client import LintingClient, page_of
from tests.web.small_world import add_account
from tests.web.wizards.test_accept import start
from tests.web.wizards.walk import Answers, answer, begin, count, goes_to, read, walk
from tests.world import BAKERY, OFFICE, OTHER, World

START = "/veranderen"


@pytest.fixture
def old(world: World) -> Mandate:
    """What the office already does for the bakery."""
    mandate = accept(world, world.give("hinder.manage", "subsidy.view"))
    world.session.commit()
    return mandate


def answers(old: Mandate, *keys: str, when: str = "accepted") -> Answers:
    return (
        ("old", {"party": str(old.holder_id)}),
        ("holder", {"q": OTHER}),
        ("holder-check", {"right": "yes"}),
        ("types", {"types": list(keys) or ["hinder.manage", "subsidy.view"]}),
        ("start", {"when": when}),
        ("notice", {"how": "brief"}),
    )


def to_check(client: LintingClient, old: Mandate, *keys: str, when: str = "accepted") -> str:
    return walk(client, begin(client, START), answers(old, *keys, when=when))


def sent(client: LintingClient, old: Mandate, *keys: str, when: str = "accepted") -> str:
    """The done page."""
    check = to_check(client, old, *keys, when=when)
    answer(client, check, {"read": "y"})
    return check.replace("/check", "/done")


def new_id(world: World) -> uuid.UUID:
    """The mandate of the new office."""
    found = world.session.query(Mandate).filter(Mandate.holder_id != world.office.id).one().id
    world.session.rollback()
    return found


def reply(world: World, answer_with: Callable[..., Mandate]) -> None:
    """The new office answers."""
    mandate_id = new_id(world)
    wim = world.add_representative(OTHER, "Wim", "Claes")
    actor = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    answer_with(world.session, actor, mandate_id, policy=world.policy, now=world.later(minutes=5))
    world.session.commit()


def test_a_new_holder_without_a_belgian_number_gets_a_page_that_says_what_to_do(
    maria: LintingClient, old: Mandate
) -> None:
    address = str(answer(maria, begin(maria, START), {"party": str(old.holder_id)}).location)
    link = maria.see(address).find("a", string="De onderneming heeft geen Belgisch ondernemingsnummer")
    page = maria.see(str(link["href"]))  # type: ignore[index]
    assert "vraagt een nummer aan bij een ondernemingsloket" in read(page)
    assert page.select_one(f"a[href='{address}']") is not None


def test_every_question_is_a_page_with_one_heading(maria: LintingClient, old: Mandate) -> None:
    address = begin(maria, START)
    seen = []
    for _, values in answers(old):
        seen.append(read(page_of(maria.get(address)).select_one("h1")))
        address = str(answer(maria, address, values).location)
    assert seen == [
        "Bij welke boekhouder gaat u weg?",
        "Wie wordt uw nieuwe boekhouder?",
        "Is dit de juiste onderneming?",
        "Wat neemt Boekhoudkantoor Peeters BV over?",
        "Wanneer stopt Boekhoudkantoor Peeters BV?",
        "Hoe wilt u nieuws krijgen over dit mandaat?",
    ]


def test_everything_is_ticked_beforehand_with_the_last_day_that_was_agreed(maria: LintingClient, old: Mandate) -> None:
    address = walk(maria, begin(maria, START), answers(old)[:3])
    page = page_of(maria.get(address))
    assert len(page.select("input[type=checkbox][checked]")) == 2
    assert len(page.find_all(string=lambda text: "Tot en met" in text)) == 2


def test_the_check_page_says_what_happens_to_both(maria: LintingClient, old: Mandate) -> None:
    words = read(page_of(maria.get(to_check(maria, old, "hinder.manage"))))
    assert "stopt zodra Boekhoudkantoor Peeters BV aanvaardt" in words
    assert "Dit blijft bij Boekhoudkantoor Peeters BV: Subsidies en premies raadplegen." in words
    assert "Wij sturen 3 brieven: 1 naar u en 1 naar elke boekhouder." in words


def test_the_done_page_says_that_nothing_has_changed_yet(maria: LintingClient, old: Mandate) -> None:
    words = read(page_of(maria.get(sent(maria, old))))
    assert "Uw verandering is verstuurd" in words
    assert "Bel ook zelf naar Boekhoudkantoor Peeters BV: vraag uw papieren terug." in words


def test_the_check_page_says_before_sending_that_who_stops_at_once_does_not_come_back(
    maria: LintingClient, old: Mandate
) -> None:
    address = walk(maria, begin(maria, START), answers(old)[:4])
    assert "Nu meteen: dan is er even niemand" in read(page_of(maria.get(address)))
    words = read(page_of(maria.get(to_check(maria, old, "hinder.manage", when="now"))))
    assert "Boekhoudkantoor Peeters BV mag vanaf vandaag dit niet meer doen: Hinderpremie aanvragen" in words
    assert "Tot Boekhoudkantoor Peeters BV aanvaardt, doet niemand dit voor u." in words
    assert "Dan komt Boekhoudkantoor Peeters BV niet terug." in words
    assert "blijft alles bij" not in words
    assert "Wij sturen 4 brieven: 2 naar u, 1 naar Boekhoudkantoor Peeters BV en 1 naar" in words


def test_who_stops_at_once_is_stopped_and_the_new_one_can_answer(
    maria: LintingClient, world: World, old: Mandate
) -> None:
    address = f"/mandaten/{old.id}"
    done = read(page_of(maria.get(sent(maria, old, when="now"))))
    assert "Boekhoudkantoor Peeters BV mag dit niet meer doen." in done
    assert "Dan komt Boekhoudkantoor Peeters BV niet terug." in done
    assert "Stopgezet" in read(page_of(maria.get(address)))
    reply(world, refuse_mandate)
    page = read(page_of(maria.get(address)))
    assert "Stopgezet" in page
    assert "Het blijft bij" not in page


def test_sending_twice_asks_once(maria: LintingClient, old: Mandate, sqlite_database: Database) -> None:
    check = to_check(maria, old)
    answer(maria, check, {"read": "y"})
    assert goes_to(maria.get(check)) == "done"
    assert count(sqlite_database, Mandate) == 2


def test_the_old_mandate_tells_who_is_asked_and_who_took_over(maria: LintingClient, world: World, old: Mandate) -> None:
    address = f"/mandaten/{old.id}"
    assert "Een ander laten overnemen" in read(page_of(maria.get(address)))
    sent(maria, old)
    page = read(page_of(maria.get(address)))
    assert "U vroeg Boekhoudkantoor Peeters BV om dit over te nemen" in page
    reply(world, accept_mandate)
    assert "Boekhoudkantoor Peeters BV neemt dit over vanaf" in read(page_of(maria.get(address)))
    assert "neemt dit over van Boekhoudkantoor Peeters BV" in read(page_of(maria.get(f"/mandaten/{new_id(world)}")))


def test_the_old_mandate_tells_that_it_stays_when_the_new_holder_refuses(
    maria: LintingClient, jan: LintingClient, world: World, old: Mandate
) -> None:
    sent(maria, old)
    reply(world, refuse_mandate)
    assert "Het blijft bij Boekhoudkantoor Peeters BV." in read(page_of(maria.get(f"/mandaten/{old.id}")))
    assert "Het blijft bij u." in read(page_of(jan.get(f"/mandaten/{old.id}")))


def test_the_new_holder_takes_over_a_part_and_the_rest_stays(
    maria: LintingClient, browser: Callable[[str], LintingClient], world: World, old: Mandate
) -> None:
    sent(maria, old)
    add_account(world, "wim", world.add_representative(OTHER, "Wim", "Claes"))
    world.session.commit()
    wim = browser("wim")
    first = start(wim)
    assert "U kiest wat u overneemt. De rest blijft zoals het was." in read(wim.see(first))
    parts = walk(wim, first, (("decide", {"decision": "less"}),))
    assert read(wim.see(parts).h1) == "Wat neemt u over?"
    everything = answer(wim, parts, {"types": ["hinder.manage", "subsidy.view"]}, 422)
    assert "U neemt zo alles over." in read(page_of(everything, 422))
    check = walk(wim, parts, (("parts", {"types": ["subsidy.view"]}), ("executor", {"who": ["later"]})))
    page = read(wim.see(check))
    assert "neemt een deel over van wat Bakkerij De Zoete Inval BV vraagt." in page
    assert "Dit neemt u niet over, en blijft zoals het was: Hinderpremie aanvragen." in page
    done = read(wim.see(str(wim.fill_in(check).location)))
    assert "Dit nam u niet over: Hinderpremie aanvragen." in done
    story = read(maria.see(f"/mandaten/{old.id}"))
    assert "nam een deel niet over: Hinderpremie aanvragen." in story


def test_the_link_on_a_mandate_chooses_its_holder_beforehand(maria: LintingClient, world: World, old: Mandate) -> None:
    accept_other = world.give("recog.view", other_number=OTHER)
    wim = world.add_representative(OTHER, "Wim", "Claes")
    accept(world, accept_other, world.at_home(wim, accept_other.holder))
    world.session.commit()
    first = page_of(maria.get(begin(maria, f"{START}?van={accept_other.holder_id}")))
    chosen = first.select_one("input[type=radio][checked]")
    assert chosen is not None
    assert chosen["value"] == str(accept_other.holder_id)


def test_the_old_holder_is_no_choice(maria: LintingClient, old: Mandate) -> None:
    address = walk(maria, begin(maria, START), answers(old)[:1])
    words = read(page_of(answer(maria, address, {"q": OFFICE}, 422), 422))
    assert "doet dit nu al. Kies iemand anders." in words


def test_nothing_can_be_moved_when_nothing_runs(maria: LintingClient, world: World) -> None:
    page = page_of(maria.get(begin(maria, START)))
    assert "Niemand doet nu iets voor u dat een ander kan overnemen." in read(page)


def test_what_the_new_holder_has_already_is_shown_instead(maria: LintingClient, world: World, old: Mandate) -> None:
    world.give("hinder.manage", other_number=OTHER)
    world.session.commit()
    words = read(page_of(maria.get(to_check(maria, old, "hinder.manage"))))
    assert "Boekhoudkantoor Peeters BV doet dit al" in words


def test_who_wanted_the_old_one_to_stop_reads_that_nothing_stops_by_this(
    maria: LintingClient, world: World, old: Mandate
) -> None:
    world.give("hinder.manage", other_number=OTHER)
    world.session.commit()
    page = page_of(maria.get(to_check(maria, old, "hinder.manage", when="now")))
    assert "Boekhoudkantoor Peeters BV mag dit ook nog: er is niets stopgezet." in read(page)
    assert "U hoeft niets te doen" not in read(page)
    link = page.select_one(f"main a[href='/mandaten/{old.id}']")
    assert link is not None
    assert "stopzetten" in read(maria.see(str(link["href"]))).lower()


@pytest.mark.parametrize(
    ("when", "letters"),
    [
        ("accepted", ["Daarna sturen wij 3 brieven: 1 naar u, 1 naar", "Er verandert dan ook niets."]),
        ("now", ["Wij sturen nu 2 brieven: 1 naar u en 1 naar", "Daarna sturen wij 2 brieven: 1 naar u en 1 naar"]),
    ],
)
def test_where_two_sign_the_check_page_says_what_leaves_now_and_what_waits(
    maria: LintingClient, world: World, old: Mandate, when: str, letters: list[str]
) -> None:
    world.session.query(Function).filter_by(enterprise_number=BAKERY).one().signs = "two"
    world.add_representative(BAKERY, "Piet", "Zwaan", signs="two")
    piet = world.session.query(Function).filter_by(enterprise_number=BAKERY, first_name="Piet").one().id
    world.session.commit()
    joint = to_check(maria, old, "hinder.manage", when=when)
    words = read(page_of(maria.get(walk(maria, joint, (("joint", {"second": f"{piet}:letter"}),)))))
    assert all(one in words for one in letters)
    assert "Piet Zwaan moet ook tekenen, ten laatste op" in words
    assert "heeft dan 30 dagen om te antwoorden." in words
    assert "Dat is ook zo als Piet Zwaan niet tekent." in words
    assert "zegt ja of nee" not in words
    assert "Tekenen als eerste" in words


def test_the_start_page_and_the_partner_page_lead_to_it(maria: LintingClient, old: Mandate) -> None:
    assert page_of(maria.get("/")).select_one(f"a[href='{START}']") is not None
    partner = page_of(maria.get(f"/mandaten/met/{old.holder_id}"))
    assert partner.select_one(f"a[href='{START}?van={old.holder_id}']") is not None


@pytest.mark.parametrize(
    ("when", "read_aloud"), [("accepted", "stopt pas als"), ("now", "stopt nu meteen. Tot"), ("now", "komt Boek")]
)
def test_a_clerk_changes_it_for_a_customer_who_agreed(
    counter: Callable[..., LintingClient], old: Mandate, when: str, read_aloud: str
) -> None:
    clerk = counter(number=BAKERY)
    address = walk(clerk, begin(clerk, START), answers(old, "subsidy.view", when=when))
    if address.endswith("/alone"):
        address = walk(clerk, address, (("alone", {"chose": "yes", "told": "no"}),))
    words = read(page_of(clerk.get(address)))
    assert "om over te nemen van Boekhoudkantoor Peeters BV" in words
    assert read_aloud in words
    address = walk(clerk, address, (("consent", {"agreed": "y", "keeps": "y"}),))
    if address.endswith("/understood"):
        address = walk(clerk, address, (("understood", {"told_back": "right"}),))
    answer(clerk, address, {"read": "y"})
    assert "Uw verandering is verstuurd" in read(page_of(clerk.get(address.replace("/check", "/done"))))
