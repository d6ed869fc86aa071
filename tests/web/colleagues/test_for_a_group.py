"""A right for what a mandate group lists: chosen, read again, and what the pages say when the list is longer."""

from app.models.mandate import Mandate
from tests.colleagues import MANAGER, colleague
from tests.growing import NEW, OLD, version
from tests.web.client import LintingClient, errors_of, page_of
from tests.web.colleagues.test_appointing import NO_END, PATH, begin, rights_of
from tests.web.colleagues.test_at_the_counter import AGREED, Counter
from tests.web.wizards.walk import answer, goes_to, read, walk
from tests.world import OFFICE, World

OF_GROUP = ("customers", {"scope": "groups"})
LEVEL = ("level", {"level": "manage"})


def test_it_is_chosen_read_again_and_given(jan: LintingClient, world: World, active: Mandate) -> None:
    els, group = colleague(world, "Els", MANAGER), version(world, 1, *OLD)
    world.session.commit()
    groups = ("groups", {"groups": [str(group.id)]})
    first = begin(jan)
    check = walk(jan, first, (("who", {"who": str(els.id)}), OF_GROUP, groups, LEVEL, NO_END))
    told = read(jan.see(check))
    assert "alleen voor wat in de mandaatgroep “Mijn proef” staat" in told
    assert "In “Mijn proef” staat nu: Subsidies en premies raadplegen en Vergunningen raadplegen." in told
    assert "Nieuw voor" not in told
    jan.fill_in(check)
    assert ("executor", "manage", True) in rights_of(world, els)
    assert "Alleen voor wat in de mandaatgroep “Mijn proef” staat" in read(jan.see(PATH))


def test_nothing_ticked_and_a_group_that_changed_are_asked_again(
    jan: LintingClient, world: World, active: Mandate
) -> None:
    els, group = colleague(world, "Els", MANAGER), version(world, 1, *OLD)
    world.session.commit()
    page = walk(jan, begin(jan), (("who", {"who": str(els.id)}), OF_GROUP))
    assert errors_of(page_of(answer(jan, page, {}, 422), 422)) == [
        "U hebt nog niets aangekruist. Kruis minstens 1 mandaatgroep aan."
    ]
    check = walk(jan, page, (("groups", {"groups": [str(group.id)]}), LEVEL, NO_END))
    version(world, 2, *NEW)
    world.session.commit()
    assert "Deze mandaatgroep is intussen veranderd. Kies opnieuw." in read(jan.see(check))
    assert jan.see(check).select_one(".ml-send") is None


def test_a_longer_list_is_said_and_chosen_anew(jan: LintingClient, world: World, active: Mandate) -> None:
    els = colleague(world, "Els", mandate_group=version(world, 1, *OLD))
    newer = version(world, 2, *NEW)
    world.session.commit()
    told = read(jan.see(PATH))
    assert "In deze mandaatgroepen staat nu meer (1)" in told
    assert "met de lijst van 23 november 2026. Nieuw in die groep: Hinderpremie aanvragen." in told
    page = jan.see(f"{PATH}/{els.id}/wijzigen")
    assert "alleen voor wat in de mandaatgroep “Mijn proef” staat" in read(page)
    form = page.select_one("main form")
    first = str(jan.send(form, str(form["action"]), {}).location)
    check = walk(jan, first, (OF_GROUP, ("groups", {"groups": [str(newer.id)]}), LEVEL, NO_END))
    assert "Nieuw voor Els Wouters is: Hinderpremie aanvragen." in read(jan.see(check))
    jan.fill_in(check)
    told = read(jan.see(PATH))
    assert "staat nu meer" not in told
    assert "Alleen voor wat in de mandaatgroep “Mijn proef” staat" in told
    assert read(jan.see(f"{PATH}/{els.id}/geschiedenis")).count("Het is de lijst van 23 november 2026") == 2


def test_at_the_counter_the_script_reads_what_stands_in_it(
    counter: Counter, world: World, active: Mandate
) -> None:
    els, group = colleague(world, "Els", MANAGER), version(world, 1, *OLD)
    world.session.commit()
    karim = counter(number=OFFICE)
    groups = ("groups", {"groups": [str(group.id)]})
    consent = walk(karim, begin(karim), (("who", {"who": str(els.id)}), OF_GROUP, groups, LEVEL, NO_END))
    script = read(karim.see(consent).select_one(".ml-script"))
    assert "kijken en doen, alleen voor wat in de mandaatgroep “Mijn proef” staat." in script
    assert "In “Mijn proef” staat nu: Subsidies en premies raadplegen en Vergunningen raadplegen." in script
    assert "Komt er later iets bij? Dan hoort dat er niet vanzelf bij." in script
    check = str(answer(karim, consent, AGREED[1]).location)
    assert goes_to(answer(karim, check, {})) in {"check", "done"}


def test_a_longer_list_is_left_as_it_is_until_it_grows_again(
    jan: LintingClient, world: World, active: Mandate
) -> None:
    els = colleague(world, "Els", mandate_group=version(world, 1, *OLD))
    newer = version(world, 2, *NEW)
    world.session.commit()
    link = str(jan.see(PATH).select_one("a[href*='/groep/']")["href"])
    assert link == f"{PATH}/{els.id}/groep/{newer.id}"
    page = jan.see(link)
    told = read(page)
    assert "Nieuw is: Hinderpremie aanvragen." in told
    assert "Els Wouters kreeg de lijst van toen." in told
    assert str(page.find("a", string="Ja, recht wijzigen")["href"]) == f"{PATH}/{els.id}/wijzigen"
    assert jan.fill_in(link).location == PATH
    assert "staat nu meer" not in read(jan.see(PATH))
    assert jan.get(link).status_code == 404
    version(world, 3, *NEW, "permit.manage")
    world.session.commit()
    assert "Nieuw in die groep: Omgevingsvergunning aanvragen." in read(jan.see(PATH))


def test_at_the_counter_the_customer_leaves_a_longer_group_as_it_is(
    counter: Counter, world: World, active: Mandate
) -> None:
    colleague(world, "Els", mandate_group=version(world, 1, *OLD))
    version(world, 2, *NEW)
    world.session.commit()
    karim = counter(number=OFFICE)
    link = str(karim.see(PATH).select_one("a[href*='/groep/']")["href"])
    page = karim.see(link)
    said = "niet wat nieuw is in de mandaatgroep: Hinderpremie aanvragen. Alles blijft zoals het is."
    assert said in read(page.select_one(".ml-script"))
    assert len(errors_of(page_of(answer(karim, link, {}, 422), 422))) == 1
    assert answer(karim, link, {"agreed": "y"}).location == PATH
    assert "staat nu meer" not in read(karim.see(PATH))
