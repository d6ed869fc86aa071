"""Giving with the keyboard alone: the focus can always be seen, and never hides under the bar on top."""

from playwright.sync_api import Locator

from tests.e2e import journeys
from tests.e2e.four_eyes import ASK, LOOK_AGAIN, colleague_agrees
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

MOST_TABS = 60
HAS_FOCUS = "element => element === document.activeElement"
# A choice draws its ring beside it, on the label, and a door around it. The skip link is only there at all in focus.
LOOK_AT_FOCUS = """
() => {
  const element = document.activeElement;
  const beside = element.nextElementSibling || element;
  const around = element.closest(".ml-door") || element;
  const styles = [getComputedStyle(element), getComputedStyle(beside), getComputedStyle(beside, "::before"),
    getComputedStyle(around)];
  const ring = element.matches(".govuk-skip-link") ? element.getBoundingClientRect().height > 20 : styles.some(style =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
  const box = element.getBoundingClientRect();
  const bar = document.querySelector(".ml-assist");
  const over = bar && !bar.contains(element) ? bar.getBoundingClientRect() : {top: 0, bottom: 0};
  const covered = box.top < over.bottom - 1 && box.bottom > over.top + 1;
  const outside = box.top < -1 || box.bottom > innerHeight + 1;
  return {what: element.outerHTML.slice(0, 160), ring, hidden: covered || outside};
}
"""


class Typist:
    """Somebody without a mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def tab_to(self, target: Locator, key: str = "Tab") -> "Typist":
        """On to `target`, looking at every stop on the way."""
        for _ in range(MOST_TABS):
            if target.evaluate(HAS_FOCUS):
                return self
            self.page.keyboard.press(key)
            self.look()
        raise AssertionError(f"{target} cannot be reached with {key} on {self.visitor.path}")

    def look(self) -> None:
        """The focus can be seen, and nothing lies over it."""
        seen = self.page.evaluate(LOOK_AT_FOCUS)
        assert seen["ring"], seen
        assert not seen["hidden"], seen

    def press(self, name: str) -> "Typist":
        """A button, with Enter."""
        either = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        self.tab_to(either)
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")
        return self

    def choose(self, name: str) -> "Typist":
        """One of several choices: to the first with Tab, then down with the arrows; a space for the first itself."""
        option = self.visitor.option(name)
        self.tab_to(self.page.locator(f"input[type=radio][name='{option.get_attribute('name')}']").first)
        if option.evaluate(HAS_FOCUS):
            self.page.keyboard.press("Space")
        self.tab_to(option, "ArrowDown")
        assert option.is_checked()
        return self

    def tick(self, name: str) -> "Typist":
        """A tick, with a space."""
        self.tab_to(self.visitor.option(name)).page.keyboard.press("Space")
        return self

    def write(self, label: str, text: str) -> "Typist":
        """A field."""
        self.tab_to(self.page.get_by_label(label)).page.keyboard.type(text)
        return self


def answer_everything(typist: Typist) -> None:
    """From "Beginnen" to the last question."""
    typist.press("Beginnen").visitor.sees("Aan wie")
    typist.write("Naam en gemeente", journeys.MAASLAND).press("Verder").visitor.sees("Is dit de juiste onderneming")
    typist.choose("Ja, dit is de juiste").press("Verder").visitor.sees("voor u doen")
    typist.choose("Ik kies zelf").press("Verder").visitor.sees("precies doen")
    typist.tick("Hinderpremie aanvragen").press("Verder").visitor.sees("Vanaf wanneer")
    typist.choose("Zodra").press("Verder").visitor.sees("Hoelang")
    typist.choose("1 jaar").press("Verder").visitor.sees("nieuws krijgen")
    typist.choose("Met een brief").press("Verder")


def test_maria_gives_with_the_keyboard_alone(town: Town) -> None:
    maria = Typist(town.come(width=1280, height=640).sign_in("maria", "/geven"))
    answer_everything(maria)
    maria.visitor.sees("Kijk alles na")
    maria.tick("Ik heb dit gelezen").press("Mandaat geven en brieven versturen")
    maria.visitor.sees("U hebt het mandaat gegeven")


def test_karim_gives_for_ahmed_with_the_keyboard_alone(town: Town) -> None:
    karim = Typist(town.come(width=1280, height=640).sign_in("karim", "/loket"))
    karim.write("Naam, ondernemingsnummer", journeys.AHMED).page.keyboard.press("Enter")
    karim.page.get_by_role("radio").first.wait_for()
    karim.choose("Bouwwerken Ahmed").press("Help deze klant").visitor.sees("Wie is de klant")
    karim.choose("Ahmed El Amrani").press("Verder").visitor.sees("Hoe zag u wie de klant is")
    karim.choose("Identiteitskaart gelezen")
    document = karim.page.locator("input[name=document_kind]").first
    karim.tab_to(document).page.keyboard.press("Space")
    karim.write("Laatste 4 tekens", "4821").press("Verder").visitor.sees("Wat wilt u doen voor")
    karim.press("Een mandaat geven")
    answer_everything(karim)
    karim.visitor.sees("Lees dit voor")
    karim.tick("Voorgelezen.").tick("De klant vindt het goed").press("Verder").visitor.sees("Kijk alles na")
    karim.press(ASK)
    colleague_agrees(karim.visitor)
    karim.press(LOOK_AGAIN)
    karim.tick("Ik heb dit gelezen").press("Mandaat geven en brieven versturen")
    karim.visitor.sees("U hebt het mandaat gegeven")
    karim.press("Klaar, volgende klant").visitor.sees("Klaar met deze klant")
