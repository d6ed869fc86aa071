"""Waarom werkt het niet: every cause comes out of real acts, in order, and a stranger learns nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.possible_acts import Act
from app.core.people.parties import ensure_enterprise_party, ensure_person_party
from app.core.people.said import take_back, take_word
from app.core.rights.ending import end_relation
from app.core.rights.wishes import RightWish
from app.core.views.timeline import list_happenings
from app.core.views.why import Asked, WhyQuestion, WhyView, list_why_choices, look_why
from app.core.views.why_words import Way
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from tests import acting
from tests.colleagues import EVA, MANAGER, appoint, colleague, person
from tests.core.duo import Duo
from tests.growing import OLD, version
from tests.world import BAKERY, DUO, FARM, HOMELESS, OFFICE, OTHER, TODAY, World

DAY = timedelta(days=1)


def why(
    world: World, actor: Actor | None = None, key: str = "hinder.manage", *, asked: Asked = Asked.HELD,
    other: str | None = None, who: Person | None = None,
) -> WhyView:  # fmt: skip
    """Jan asks why his office cannot do something for the bakery, unless said otherwise."""
    number = other or (OFFICE if asked is Asked.GIVEN else None if asked is Asked.OWN else BAKERY)
    question = WhyQuestion(asked, key, other_number=number, person_id=who.id if who else None)
    return look_why(world.session, actor or world.holder, question, now=world.now)


def codes(view: WhyView) -> list[str]:
    return [one.code for one in view.causes]


def at_the_office(world: World, who: Person) -> Actor:
    return world.at_home(who, world.office)


def offered(world: World) -> WhyView:
    world.give()
    return why(world)


def requested(world: World) -> WhyView:
    world.ask()
    return why(world)


def refused(world: World) -> WhyView:
    acting.refuse(world, world.give())
    return why(world)


def withdrawn(world: World) -> WhyView:
    acting.withdraw(world, world.give())
    return why(world)


def lapsed(world: World) -> WhyView:
    world.give()
    world.later(days=31)
    return why(world)


def scheduled(world: World) -> WhyView:
    acting.accept(world, world.give(first_day=TODAY + 5 * DAY))
    return why(world)


def scheduled_waiting(world: World) -> WhyView:
    acting.accept(world, world.give("permit.manage"))
    return why(world, key="permit.manage")


def to_confirm(world: World) -> WhyView:
    nele = acting.homeless_giver(world)
    acting.accept(world, acting.give_as(world, nele))
    return why(world, other=HOMELESS)


def suspended_contest(world: World) -> WhyView:
    acting.contest(world, acting.accept(world, world.give()))
    return why(world)


def party_stopped(world: World) -> WhyView:
    acting.accept(world, world.give())
    world.set_situation(BAKERY, "bankrupt")
    acting.run_register(world)
    return why(world)


def stopped(world: World) -> WhyView:
    acting.stop(world, acting.accept(world, world.give()))
    return why(world)


def undecided(world: World) -> WhyView:
    acting.contest(world, acting.accept(world, world.give()))
    world.later(days=90)
    return why(world)


def expired(world: World) -> WhyView:
    acting.accept(world, world.give(months=None, last_day=TODAY + 9 * DAY))
    world.later(days=10)
    return why(world)


def type_missing(world: World) -> WhyView:
    acting.accept(world, world.give("permit.view"))
    return why(world)


def level_too_low(world: World) -> WhyView:
    acting.accept(world, world.give("permit.view"))
    return why(world, key="permit.manage")


def no_mandate(world: World) -> WhyView:
    return why(world)


def nobody_executes(world: World) -> WhyView:
    acting.accept(world, world.give())
    return why(world, at_the_office(world, colleague(world, "Els", MANAGER)))


def not_an_executor(world: World) -> WhyView:
    colleague(world, "Eva")
    return nobody_executes(world)


def right_over(world: World) -> WhyView:
    acting.accept(world, world.give())
    els = colleague(world, "Els")
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    colleague(world, "Els", MANAGER)
    return why(world, at_the_office(world, els))


def right_not_yet(world: World) -> WhyView:
    acting.accept(world, world.give())
    els = colleague(world, "Els", MANAGER)
    appoint(world, els.id, RightWish(first_day=TODAY + 2 * DAY))
    return why(world, at_the_office(world, els))


def right_level(world: World) -> WhyView:
    acting.accept(world, world.give())
    return why(world, at_the_office(world, colleague(world, "Els", level=AccessLevel.VIEW)))


def right_elsewhere(world: World) -> WhyView:
    """Els executes what the office holds of somebody else, and asks about the bakery."""
    acting.accept(world, world.give())
    els = colleague(world, "Els", mandate_id=world.ask("recog.view").id)
    world.session.flush()
    return why(world, at_the_office(world, els), other=FARM)


def right_other_domain(world: World) -> WhyView:
    """Els works for every customer, with what they have about permits."""
    acting.accept(world, world.give("hinder.manage", "permit.view"))
    return why(world, at_the_office(world, colleague(world, "Els", "permits.executor")))


def right_other_domain_unseen(world: World) -> WhyView:
    """The same, of a mandate of which she may not know that it exists."""
    acting.accept(world, world.give())
    return why(world, at_the_office(world, colleague(world, "Els", "permits.executor")), other=FARM)


def right_other_group(world: World) -> WhyView:
    """Els works for every customer, with what a list names, and not with the premium that is asked about."""
    acting.accept(world, world.give("hinder.manage", "permit.view"))
    return why(world, at_the_office(world, colleague(world, "Els", mandate_group=version(world, 1, "permit.view"))))


def right_other_group_unseen(world: World) -> WhyView:
    """The same, of a mandate of which she may not know that it exists."""
    acting.accept(world, world.give())
    els = colleague(world, "Els", mandate_group=version(world, 1, "permit.view"))
    return why(world, at_the_office(world, els), other=FARM)


def no_mandate_in_the_group(world: World) -> WhyView:
    els = colleague(world, "Els", mandate_group=version(world, 1, *OLD, "hinder.manage"))
    return why(world, at_the_office(world, els), other=FARM)


def no_mandate_in_the_domain(world: World) -> WhyView:
    return why(world, at_the_office(world, colleague(world, "Els", "subsidies.executor")), other=FARM)


def appoints_only(world: World) -> WhyView:
    acting.accept(world, world.give())
    return why(world, at_the_office(world, colleague(world, "Els", "local.admin")), other=FARM)


def function_none(world: World) -> WhyView:
    return why(world, at_the_office(world, colleague(world, "Els", MANAGER)), asked=Asked.OWN)


def function_over(world: World) -> WhyView:
    els = world.add_representative(OFFICE, "Els", "Wouters")
    _row(world, els).until_day = TODAY - DAY
    colleague(world, "Els", MANAGER)
    return why(world, at_the_office(world, els), asked=Asked.OWN)


def function_coming(world: World) -> WhyView:
    els = world.add_representative(OFFICE, "Els", "Wouters")
    _row(world, els).from_day = TODAY + 3 * DAY
    colleague(world, "Els", MANAGER)
    return why(world, at_the_office(world, els), asked=Asked.OWN)


def function_untied(world: World) -> WhyView:
    world.add_function(OFFICE, "Els", "Wouters")
    return function_none(world)


def said_over(world: World) -> WhyView:
    els = colleague(world, "Els", MANAGER)
    take_word(world.session, els, OFFICE, now=world.now)
    world.later(days=3)
    take_back(world.session, els.id, OFFICE, acting.today(world))
    return why(world, at_the_office(world, els), asked=Asked.OWN)


def other_capacity(world: World) -> WhyView:
    """Jan works in his own name, and not for the office that holds the mandate."""
    acting.accept(world, world.give())
    return why(world, world.at_home(world.jan, ensure_person_party(world.session, world.jan.id)))


def _row(world: World, who: Person) -> Function:
    return world.session.scalars(select(Function).where(Function.subject == who.subject)).one()


CAUSES: dict[Callable[[World], WhyView], tuple[list[str], str]] = {
    offered: (["offered"], "Boekhoudkantoor Peeters BV aanvaardde nog niet."),
    requested: (["requested"], "antwoordde nog niet op de vraag om een mandaat"),
    refused: (["refused"], "Het mandaat is geweigerd."),
    withdrawn: (["withdrawn"], "Het mandaat is ingetrokken voor er een antwoord was."),
    lapsed: (["lapsed"], "Niemand antwoordde op tijd."),
    scheduled: (["scheduled"], "Het mandaat start pas op 28 november 2026."),
    scheduled_waiting: (["scheduled_waiting"], "dagen na onze brief aan Bakkerij De Zoete Inval BV"),
    to_confirm: (["to_confirm"], "Het mandaat wacht op een bevestiging."),
    suspended_contest: (["suspended_contest"], "Iemand meldde dat dit mandaat niet klopt."),
    party_stopped: (["party_stopped"], "De KBO meldt dat Bakkerij De Zoete Inval BV gestopt of failliet is."),
    stopped: (["stopped"], "Het mandaat is stopgezet op 23 november 2026."),
    undecided: (["stopped"], "Het mandaat is stopgezet op"),
    expired: (["expired"], "Het mandaat liep af op 2 december 2026."),
    type_missing: (["type_missing"], "Dit staat niet in het mandaat dat Boekhoudkantoor Peeters BV"),
    level_too_low: (["level_too_low"], "mag dit alleen bekijken voor Bakkerij De Zoete Inval BV, niet doen."),
    no_mandate: (["no_mandate"], "heeft geen mandaat van Bakkerij De Zoete Inval BV"),
    nobody_executes: (["nobody_executes"], "Niemand is aangeduid om dit mandaat uit te voeren."),
    not_an_executor: (["not_an_executor"], "U bent niet aangeduid om dit mandaat uit te voeren."),
    right_over: (["right_over"], "U bent niet meer aangeduid."),
    right_not_yet: (["right_not_yet"], "U bent aangeduid, maar het recht geldt pas vanaf 25 november 2026."),
    right_level: (["right_level"], "U mag dit mandaat alleen bekijken."),
    right_elsewhere: (["right_elsewhere"], "alleen aangeduid voor andere klanten"),
    right_other_domain: (["right_other_domain"], "niet aangeduid voor het domein Subsidies en premies."),
    right_other_domain_unseen: (["right_other_domain"], "niet aangeduid voor het domein Subsidies en premies."),
    right_other_group: (["right_other_group"], "alleen aangeduid voor een mandaatgroep waarin dit niet staat."),
    right_other_group_unseen: (["right_other_group"], "alleen aangeduid voor een mandaatgroep waarin dit niet staat."),
    no_mandate_in_the_domain: (["no_mandate"], "heeft geen mandaat van"),
    no_mandate_in_the_group: (["no_mandate"], "heeft geen mandaat van"),
    appoints_only: (["not_an_executor"], "U bent niet aangeduid om dit mandaat uit te voeren."),
    function_none: (["function_none"], "De KBO kent u niet als wettelijk vertegenwoordiger van Boekhoudkantoor"),
    function_over: (["function_over"], "bij Boekhoudkantoor Peeters BV tot en met 22 november 2026"),
    function_coming: (["function_coming"], "pas op 26 november 2026"),
    function_untied: (["function_untied"], "nog niet aan gekoppeld"),
    said_over: (["said_over"], "Dat geldt niet meer"),
    other_capacity: (
        ["other_capacity", "function_none", "no_mandate"],
        "U bent aangemeld voor uzelf, niet voor Boekhoudkantoor Peeters BV.",
    ),
}


@pytest.mark.parametrize("made", CAUSES, ids=lambda made: made.__name__)
def test_every_cause_comes_out_of_what_really_happened(world: World, made: Callable[[World], WhyView]) -> None:
    expected, words = CAUSES[made]
    view = made(world)
    assert codes(view) == expected
    first = view.causes[0]
    assert words in first.sentence.replace("\u00a0", " ")
    assert first.step
    assert first.mender
    assert not view.works


def test_what_is_missing_twice_is_said_twice_and_what_is_nearest_first(world: World) -> None:
    acting.contest(world, acting.accept(world, world.give()))
    view = why(world, at_the_office(world, colleague(world, "Els", MANAGER)))
    assert codes(view) == ["suspended_contest", "nobody_executes"]


def test_what_is_over_is_only_told_when_nothing_newer_is_under_way(world: World) -> None:
    acting.refuse(world, world.give())
    world.later(hours=1)
    acting.stop(world, acting.accept(world, world.give()))
    assert codes(why(world)) == ["stopped"]
    world.later(hours=1)
    world.give()
    assert codes(why(world)) == ["offered"]


def test_it_says_plainly_that_it_works_and_until_when(world: World) -> None:
    mandate = acting.accept(world, world.give())
    view = why(world)
    assert (view.works, view.until, view.mandate_id) == (True, mandate.lines[0].last_day, mandate.id)
    assert "Het werkt: U mag dit doen voor Bakkerij De Zoete Inval BV, tot en met" in view.sentence
    assert "andere toepassing" in view.step
    assert why(world, asked=Asked.OWN).sentence.startswith("Het werkt: U bent wettelijk vertegenwoordiger")


@pytest.mark.parametrize(
    ("asked", "offers", "way"),
    [(Asked.HELD, True, Way.MANDATE), (Asked.GIVEN, True, None), (Asked.GIVEN, False, Way.GIVE)],
)
def test_a_step_leads_somewhere_only_for_who_may_take_it(
    world: World, asked: Asked, offers: bool, way: Way | None
) -> None:
    mandate = world.give() if offers else acting.refuse(world, world.give())
    actor = world.holder if asked is Asked.HELD else world.giver
    [found] = why(world, actor, asked=asked).causes
    assert (found.way, found.mandate_id) == (way, mandate.id)


def test_who_only_executes_is_sent_to_who_decides(world: World) -> None:
    els = colleague(world, "Els")
    world.give()
    found, *_ = why(world, at_the_office(world, els)).causes
    assert (found.code, found.way, found.mender) == ("offered", None, "Jan Peeters")


def test_a_manager_asks_for_a_colleague_and_nobody_else_does(world: World) -> None:
    acting.accept(world, world.give())
    els, eva = colleague(world, "Els", MANAGER), colleague(world, "Eva", level=AccessLevel.VIEW)
    view = why(world, at_the_office(world, els), who=eva)
    assert (codes(view), view.subject) == (["right_level"], "Eva Wouters")
    [found] = view.causes
    assert (found.sentence, found.way) == ("Eva Wouters mag dit mandaat alleen bekijken.", Way.RIGHTS)
    for actor, asked_for in ((at_the_office(world, eva), els), (world.holder, world.maria)):
        with pytest.raises(NotFound, match="person_unknown"):
            why(world, actor, who=asked_for)


def test_who_was_invited_reads_that_the_letter_waits(world: World) -> None:
    acting.accept(world, world.give())
    invited = appoint(world, EVA).person
    choices = list_why_choices(world.session, world.holder, now=world.now)
    assert invited.id not in {one.id for one in choices.people}


def test_a_stranger_reads_the_same_whatever_the_giver_gave_to_others(world: World) -> None:
    """An office in Genk asks about who never took part, and about the bakery before and after it gave to another."""
    wim = world.add_representative(OTHER, "Wim", "Claes")
    stranger = world.at_home(wim, ensure_enterprise_party(world.session, OTHER))
    before = why(world, stranger, other=DUO).causes
    ensure_enterprise_party(world.session, DUO)
    assert why(world, stranger, other=DUO).causes == before
    at_the_bakery = why(world, stranger).causes
    assert [one.code for one in at_the_bakery] == ["no_mandate"]
    acting.accept(world, world.give())
    assert why(world, stranger).causes == at_the_bakery


def test_what_waits_for_a_second_signature_is_told_inside_only(world: World) -> None:
    duo = Duo(world)
    duo.give()
    [found] = why(world, duo.godelieve, asked=Asked.GIVEN).causes
    assert (found.code, found.mender, found.way) == ("second", "Johan De Smet", None)
    [found] = why(world, duo.johan, asked=Asked.GIVEN).causes
    assert (found.code, found.way, found.act) == ("second", Way.MANDATE, Act.SIGN)
    assert codes(why(world, other=DUO)) == ["no_mandate"]


def test_a_right_for_other_clients_says_nothing_about_this_one(world: World) -> None:
    """Whether the office holds a mandate of the farm or not, Els reads the same, and never that there is none."""
    els = colleague(world, "Els", mandate_id=world.ask("recog.view").id)
    actor = at_the_office(world, els)
    before = why(world, actor, other=FARM).causes
    assert [one.code for one in before] == ["right_elsewhere"]
    farmer = world.at_home(
        world.add_representative(FARM, "Griet", "Vanhoutte"), ensure_enterprise_party(world.session, FARM)
    )
    acting.accept(world, acting.give_as(world, farmer))
    assert why(world, actor, other=FARM).causes == before
    assert codes(why(world, world.holder, other=FARM)) == []


def test_who_lost_every_right_asks_nothing_any_more(world: World) -> None:
    wim = person(world, "Wim")
    with pytest.raises(NotAllowed, match="may_not_decide"):
        why(world, at_the_office(world, wim))


def test_a_party_that_is_no_partner_is_not_named_by_its_id(world: World) -> None:
    question = WhyQuestion(Asked.HELD, "hinder.manage", other_id=ensure_enterprise_party(world.session, DUO).id)
    with pytest.raises(NotFound, match="mandate_unknown"):
        look_why(world.session, world.holder, question, now=world.now)


def test_what_was_passed_on_says_whose_mandate_is_in_the_way(world: World, third: Actor) -> None:
    source = acting.accept(world, world.give("permit.manage", "permit.view"))
    acting.post_first_letter(world, source)
    world.later(days=11)
    chain = acting.accept(world, acting.pass_on(world, source), third)
    acting.post_first_letter(world, chain)
    world.later(days=11)
    acting.contest(world, source)
    [found] = why(world, third, "permit.manage").causes
    assert (found.code, found.mender) == ("source_suspended", "Boekhoudkantoor Peeters BV")
    acting.stop_contested(world, source)
    [found] = why(world, third, "permit.manage").causes
    assert found.code == "source_stopped"


def test_each_look_of_a_clerk_is_written_down_with_the_visit_and_none_of_a_reader(world: World) -> None:
    mandate = world.give()
    why(world)
    entries = select(JournalEntry).where(JournalEntry.kind == "why_looked").order_by(JournalEntry.id)
    assert world.session.scalars(entries).all() == []
    function = world.session.scalars(select(Function).where(Function.enterprise_number == BAKERY)).one()
    clerk = world.visit(world.add_clerk(), BAKERY, function)
    for _ in range(2):
        assert codes(why(world, clerk, asked=Asked.GIVEN)) == ["offered"]
    first, second = world.session.scalars(entries).all()
    assert (first.visit_id, first.mandate_id, first.party_id) == (clerk.visit_id, mandate.id, world.bakery.id)
    assert first.data == second.data
    assert first.data["causes"] == ["offered"]
    told = [one.sentence for one in list_happenings(world.session, mandate.id, world.bakery.id)]
    assert "Medewerker 4711 zocht voor Bakkerij De Zoete Inval BV waarom het niet werkt." in told
    others = [one.sentence for one in list_happenings(world.session, mandate.id, world.office.id)]
    assert not any("werkt" in one for one in others)


def test_a_clerk_between_customers_looks_up_nothing(world: World) -> None:
    clerk = world.add_clerk()
    with pytest.raises(NotAllowed, match="no_open_visit"):
        why(world, Actor.at_the_counter(clerk.person_id))


def test_an_unknown_enterprise_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match="enterprise_unknown"):
        why(world, other="0999999922")


def test_the_choices_are_the_partners_and_types_of_today(world: World) -> None:
    world.give()
    world.session.get_one(Person, world.jan.id)
    choices = list_why_choices(world.session, world.holder, now=world.now)
    assert [one.name for one in choices.held] == ["Bakkerij De Zoete Inval BV"]
    assert (list(choices.given), choices.own) == ([], "Boekhoudkantoor Peeters BV")
    choices.types[0].withdrawn_from = date(2026, 11, 23)
    world.session.flush()
    assert choices.types[0] not in list_why_choices(world.session, world.holder, now=world.now).types
