"""Fields are checked when somebody leaves them: never sooner, never in the way, and never instead of sending."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.e2e import journeys
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.e2e.watched import check_for_everybody

CODE_WRONG = "Een code heeft 8 tekens"
NUMBER_WRONG = "De laatste 2 cijfers passen niet bij de rest"
NO_SUCH_DAY = "Deze datum bestaat niet"
WIDTHS = (1280, 390, 320)


def message(visitor: Visitor, field: str) -> Locator:
    """What is wrong, at the field."""
    return visitor.page.locator(f"#{field}-group [aria-live=polite] .govuk-error-message")


def typed(visitor: Visitor, label: str, text: str) -> None:
    """Go to a field, empty it, and type, sign by sign."""
    box = visitor.page.get_by_label(label, exact=True)
    box.fill("")
    box.press_sequentially(text, delay=10)


def tabbed(visitor: Visitor) -> str:
    """On to the next field; the field that has the focus then."""
    visitor.page.keyboard.press("Tab")
    return str(visitor.page.evaluate("document.activeElement.id"))


def history_of(visitor: Visitor) -> tuple[str, int]:
    """Where we are, and how many pages Back can lead through."""
    return visitor.path, int(visitor.page.evaluate("history.length"))


def check_on_every_width(visitor: Visitor) -> None:
    """For everybody, on every width."""
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        check_for_everybody(visitor.page)


@pytest.fixture
def reader(town: Town) -> Visitor:
    """Somebody with a letter in his hand."""
    return town.come().go("/brief").sees("Vul in wat op uw brief staat")


@pytest.fixture
def maria(town: Town) -> Visitor:
    """Somebody who is asked from when."""
    return at_the_first_day(town.come())


def at_the_first_day(visitor: Visitor) -> Visitor:
    """Giving, up to the question from when."""
    visitor.sign_in("maria", "/geven").press("Beginnen").write("Naam en gemeente", journeys.MAASLAND)
    visitor.press("Verder", exact=True).choose("Ja, dit is de juiste").press("Verder", exact=True)
    visitor.choose("Ik kies zelf uit de lijst").press("Verder", exact=True).choose("Hinderpremie aanvragen")
    return visitor.press("Verder", exact=True).sees("Vanaf wanneer").choose("Vanaf een latere dag")


def test_a_mistake_is_said_on_leaving_and_goes_when_it_is_mended(reader: Visitor) -> None:
    before = history_of(reader)
    typed(reader, "Code", "7K4Q-92X")
    reader.page.wait_for_timeout(500)
    assert message(reader, "code").count() == 0
    assert tabbed(reader) == "enterprise_number"
    expect(message(reader, "code")).to_contain_text(CODE_WRONG)
    box = reader.page.get_by_label("Code", exact=True)
    expect(box).to_have_value("7K4Q-92X")
    expect(box).to_have_attribute("aria-invalid", "true")
    assert reader.page.evaluate("document.activeElement.id") == "enterprise_number"
    expect(reader.page.locator(".govuk-error-summary")).to_have_count(0)
    check_on_every_width(reader)
    typed(reader, "Code", "7K4Q-92XD")
    expect(message(reader, "code")).to_have_count(1)  # also what is wrong stays until the field is left
    tabbed(reader)
    expect(message(reader, "code")).to_have_count(0)
    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("7K4Q-92XD")
    assert history_of(reader) == before


def test_typing_goes_on_in_the_next_field_while_the_answer_comes(reader: Visitor) -> None:
    reader.page.route("**/brief", lambda route: (reader.page.wait_for_timeout(300), route.continue_()))
    typed(reader, "Code", "7K4Q")
    tabbed(reader)
    reader.page.keyboard.type("0199.000.251", delay=30)
    expect(message(reader, "code")).to_contain_text(CODE_WRONG)
    expect(reader.page.get_by_label("Uw ondernemingsnummer")).to_have_value("0199.000.251")
    assert message(reader, "enterprise_number").count() == 0
    tabbed(reader)
    expect(message(reader, "enterprise_number")).to_contain_text(NUMBER_WRONG)
    expect(message(reader, "code")).to_contain_text(CODE_WRONG)


def test_empty_fields_are_left_in_peace(reader: Visitor) -> None:
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.get_by_label("Dossiernummer").focus()
    for _ in range(4):
        tabbed(reader)
    reader.page.wait_for_timeout(300)
    assert asked == []


def test_a_field_that_was_emptied_again_is_no_mistake_yet(reader: Visitor) -> None:
    typed(reader, "Code", "7K4Q")
    tabbed(reader)
    expect(message(reader, "code")).to_have_count(1)
    typed(reader, "Code", "")
    tabbed(reader)
    expect(message(reader, "code")).to_have_count(0)


def test_the_button_is_pressed_at_once_and_does_not_slip_away(reader: Visitor) -> None:
    asked: list[Route] = []
    reader.page.on("request", lambda request: asked.append(request))  # type: ignore[arg-type]
    typed(reader, "Uw ondernemingsnummer", "0199.000.251")
    button = reader.page.get_by_role("button", name="Verder", exact=True)
    button.hover()
    below = reader.page.locator("form .ml-after")  # the button itself gives way a little under the finger
    place = below.bounding_box()
    reader.page.mouse.down()
    reader.page.wait_for_timeout(500)
    assert asked == []
    assert below.bounding_box() == place
    with reader.page.expect_event("load"):
        reader.page.mouse.up()
    assert NUMBER_WRONG in reader.page.locator(".govuk-error-summary").inner_text()


def test_what_was_wrong_when_it_was_sent_goes_too_when_it_is_mended(reader: Visitor) -> None:
    reader.press("Verder", exact=True)
    expect(message(reader, "code")).to_contain_text("De code ontbreekt nog")
    typed(reader, "Code", "7K4Q-92XD")
    tabbed(reader)
    expect(message(reader, "code")).to_have_count(0)
    expect(message(reader, "dossier_number")).to_have_count(1)


def test_a_session_that_ended_leaves_the_page_as_it_is(reader: Visitor) -> None:
    reader.page.context.clear_cookies()
    typed(reader, "Code", "7K4Q")
    with reader.page.expect_response("**/brief") as answer:
        tabbed(reader)
    assert answer.value.status == 204
    reader.sees("Vul in wat op uw brief staat")
    expect(reader.page.get_by_label("Code", exact=True)).to_have_value("7K4Q")


def test_a_day_is_checked_when_all_three_boxes_are_left(maria: Visitor) -> None:
    before = history_of(maria)
    maria.page.get_by_label("Dag", exact=True).focus()
    for text in ("31", "11"):
        maria.page.keyboard.type(text, delay=10)
        tabbed(maria)
    maria.page.keyboard.type("2027", delay=10)
    maria.page.wait_for_timeout(300)
    assert message(maria, "day").count() == 0
    tabbed(maria)
    expect(message(maria, "day")).to_contain_text(NO_SUCH_DAY)
    expect(maria.page.locator("#day-group [aria-invalid=true]")).to_have_count(3)
    assert [box.input_value() for box in maria.page.locator("#day-group input").all()] == ["31", "11", "2027"]
    expect(maria.page.get_by_role("radio", name="Vanaf een latere dag")).to_be_checked()
    check_on_every_width(maria)
    typed(maria, "Dag", "30")
    maria.page.get_by_role("button", name="Bewaren en later verder").focus()
    expect(message(maria, "day")).to_have_count(0)
    assert history_of(maria) == before
    maria.press("Verder", exact=True).sees("Hoelang")


def test_who_taps_beside_half_a_date_may_come_back_for_the_rest(maria: Visitor) -> None:
    asked: list[str] = []
    maria.page.on("request", lambda request: asked.append(request.url))
    typed(maria, "Dag", "31")
    maria.page.locator("h1").click()
    maria.page.wait_for_timeout(300)
    assert asked == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_sending_says_the_same_with_and_without_scripts(town: Town, scripts: bool) -> None:
    maria = at_the_first_day(town.come(scripts=scripts))
    for label, text in (("Dag", "31"), ("Maand", "11"), ("Jaar", "2027")):
        typed(maria, label, text)
    maria.press("Verder", exact=True)
    assert NO_SUCH_DAY in maria.page.locator(".govuk-error-summary").inner_text()
    assert NO_SUCH_DAY in message(maria, "day").inner_text()
    typed(maria, "Dag", "30")
    maria.press("Verder", exact=True).sees("Hoelang")


def test_a_letter_opens_after_its_fields_were_checked(town: Town, come: Callable[[], Visitor]) -> None:
    maria = town.come().sign_in("maria")
    dossier = journeys.give_at_home(maria, journeys.HINDER_TO_MAASLAND)
    town.print_letters()
    code = journeys.code_of(journeys.letters_of(town.come().sign_in("karim", "/loket")), dossier)
    reader = come().go("/brief")
    for label, text in (("Dossiernummer", dossier), ("Code", code), ("Uw ondernemingsnummer", journeys.MAASLAND)):
        typed(reader, label, text)
    reader.press("Verder", exact=True).sees("Dit staat in uw brief")
