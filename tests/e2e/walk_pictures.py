"""Makes the pictures in docs/walk: `make walk`. The walk is the one that the tests walk, on the same Monday."""

import shutil
import tempfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from app.adapters.press.samples import sample
from app.core.letters.printing import open_letter_part
from app.jobs.days import ask_for_the_day
from app.jobs.workshop import workshop_of
from app.models.letter import Letter
from tests.e2e import journeys
from tests.e2e.journeys import Gift
from tests.e2e.states import counter_customer, counter_giving, counter_talk, home_sending, own_mandates
from tests.e2e.states_administration import looking_after_the_service, searching_the_journal
from tests.e2e.states_asking import ask, asking, asking_many
from tests.e2e.states_changes import extending, stopping_parts, two_signatures
from tests.e2e.states_colleagues import at_the_counter, colleagues, newcomer
from tests.e2e.states_distant import calls, paper, phone, phone_prepares
from tests.e2e.states_lists import letter_check, lists_and_figures
from tests.e2e.states_looks import one_asks_another_looks
from tests.e2e.states_passing import passing_on, two_pass_on
from tests.e2e.states_sign_in import own_sign_in, passkeys_and_emergencies
from tests.e2e.states_transfer import changing, leaving_at_once
from tests.e2e.states_why import why_it_does_not_work
from tests.e2e.town import MONDAY, Town, load_demo, make_demo_app, serving
from tests.e2e.visitor import Visitor
from tests.e2e.walk_words import IN_LARGE_PRINT, LETTERS, ON_A_PHONE, SAMPLES, STEPS, write_readme

FOLDER = Path(__file__).resolve().parents[2] / "docs/walk"
# Each begins in a town of its own, as in the tests; the walk takes a picture where it has words for one.
OTHER_DOORS = (
    asking, asking_many, stopping_parts, extending, two_signatures, changing, leaving_at_once, passing_on,
    two_pass_on, counter_giving, counter_talk, counter_customer, one_asks_another_looks, phone, phone_prepares, calls,
    paper, home_sending, lists_and_figures, letter_check, colleagues, newcomer, at_the_counter, own_sign_in,
    passkeys_and_emergencies, why_it_does_not_work, own_mandates, looking_after_the_service, searching_the_journal,
)  # fmt: skip
CHROMIUM, ARGUMENTS = "/usr/bin/chromium-headless-shell", ["--no-sandbox", "--disable-gpu", "--in-process-gpu"]
DESK, PHONE, HEIGHT = 1280, 390, 800
ALL_PICTURES_LOADED = """Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode();
}))"""

OF_MARIA = Gift("Boekhoudkantoor Peeters", journeys.PEETERS, ("Erkenningen raadplegen",))
OF_AHMED = Gift(
    "Boekhoudkantoor Peeters", journeys.PEETERS, ("Kmo-portefeuille beheren", "Hinderpremie aanvragen")
)


@dataclass
class Album:
    """Where the pictures go, each under the name of its step in the walk."""

    folder: Path
    taken: list[str] = field(default_factory=list)

    def take(self, visitor: Visitor, name: str) -> None:
        """One picture as on a desk, and another as on a phone where the walk asks for it."""
        assert name in STEPS, f"walk_words.py says nothing about {name}"
        self.taken.append(name)
        for width in (DESK, PHONE) if name in ON_A_PHONE else (DESK,):
            visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            visitor.page.evaluate(ALL_PICTURES_LOADED)
            visitor.page.evaluate("scrollTo(0, 0)")  # a bar that sticks belongs on top of the picture
            picture = Image.open(BytesIO(visitor.page.screenshot(full_page=True, animations="disabled")))
            suffix = "-390" if width == PHONE else ""
            path = self.folder / f"{name}{suffix}.webp"
            # Pages are flat: without loss they are as small as with it, and sharper.
            picture.convert("RGB").save(path, lossless=True, quality=100, method=4)
        visitor.page.set_viewport_size({"width": DESK, "height": HEIGHT})

    def take_start(self, visitor: Visitor) -> None:
        """The picture of the README: a PNG, because every reader of README files shows that."""
        picture = Image.open(BytesIO(visitor.page.screenshot(animations="disabled")))
        picture.convert("RGB").save(self.folder / "start.png", optimize=True)


def walk(town: Town, album: Album) -> None:
    """Maria gives, Ahmed gives at the counter, Peeters accepts and refuses, Maria stops."""
    maria = town.come()
    maria.go("/").sees("Wat wilt u doen")
    album.take_start(maria)
    album.take(maria, "start")
    maria.go("/aanmelden?next=/geven")
    album.take(maria, "sign-in")
    maria.sign_in("maria", "/geven")
    gifts = {name: f"maria-{name}" for name in ("beginnen", "aan-wie", "wat", "soorten", "hoelang", "nakijken")}
    of_maria = journeys.give_at_home(maria, OF_MARIA, lambda name: name in gifts and album.take(maria, gifts[name]))
    album.take(maria, "maria-gegeven")
    ahmed_at_the_counter(town, album)
    town.print_letters()
    album.take(maria.press("Bekijk dit mandaat"), "maria-mandaat")
    code = post(town, album, of_maria)
    answer_with_code(town, album, of_maria, code)
    refuse(town, album)
    stop(town, maria, album, of_maria)


def ahmed_at_the_counter(town: Town, album: Album) -> None:
    """Karim finds Ahmed, gives with him, and is ready for the next customer."""
    karim = town.come().sign_in("karim", "/loket")
    album.take(karim, "loket")
    names = {"klant-gevonden", "wie-is-de-klant", "bewijs", "aan-wie", "voorlezen", "nakijken", "overdracht"}

    def look(name: str) -> None:
        if name in names:
            album.take(karim, f"ahmed-{name}")

    journeys.begin_visit(karim, look=look)
    album.take(karim, "ahmed-bezoek")
    journeys.answer_giving(karim.press("Een mandaat geven").press("Beginnen"), OF_AHMED, look)
    journeys.read_aloud(karim, look)
    journeys.send_gift(karim, look)
    journeys.hand_over(karim, look=look)
    album.take(karim, "ahmed-klaar")


def post(town: Town, album: Album, dossier: str) -> str:
    """Karim puts the letters in the post; returns the code on the one to Peeters."""
    karim = town.come().sign_in("karim", "/loket/post")
    album.take(karim, "post")
    code = journeys.code_of(journeys.letters_of(karim), dossier)
    karim.tick_all("post-letters").press("Deze brieven zijn op de post").sees("Te posten")
    album.take(karim, "post-weg")
    return code


def answer_with_code(town: Town, album: Album, dossier: str, code: str) -> None:
    """Peeters accepts without signing in."""
    peeters = journeys.open_letter(town.come(), dossier, code)
    album.take(peeters, "code-invullen")
    peeters.press("Verder", exact=True).choose("Ja, wij aanvaarden")
    album.take(peeters, "code-keuze")
    journeys.say_who(peeters.press("Verder", exact=True)).tick_all()
    album.take(peeters, "code-nakijken")
    peeters.press("Mandaat aanvaarden en brieven versturen").sees("U hebt het mandaat aanvaard")
    album.take(peeters, "code-aanvaard")


def refuse(town: Town, album: Album) -> None:
    """Peeters signs in and refuses Ahmed."""
    peeters = town.come().sign_in("peeters", "/aanvaarden")
    album.take(peeters, "peeters-lijst")
    peeters.press("Antwoorden").choose("Nee, ik weiger")
    album.take(peeters, "peeters-beslist")
    peeters.press("Verder", exact=True).sees("Waarom weigert u").page.get_by_role("radio").first.check()
    peeters.press("Verder", exact=True).tick_all().press("Mandaat weigeren en brief versturen")
    album.take(peeters.sees("U hebt het mandaat geweigerd"), "peeters-geweigerd")


def stop(town: Town, maria: Visitor, album: Album, dossier: str) -> None:
    """Maria sees that it is accepted, and stops it."""
    album.take(maria.go("/mandaten"), "maria-mandaten")
    card = maria.page.get_by_role("listitem").filter(has_text=dossier.replace(" ", "\xa0"))
    maria.push(card.get_by_role("link").first).press("Dit mandaat stopzetten").sees("Wilt u dit mandaat stopzetten")
    album.take(maria, "maria-stopzetten")
    maria.press("Mandaat stopzetten en brieven versturen").sees("Het mandaat is stopgezet")
    album.take(maria, "maria-stopgezet")
    town.print_letters()
    album.take(maria.press("Bekijk dit mandaat"), "maria-verloop")


def let_the_rest_happen(town: Town) -> None:
    """What the walk does not need, but of which there are letters: Maria withdraws, Peeters asks, an offer lapses."""
    ask(town.come().sign_in("peeters"), journeys.do_not_look)
    maria = town.come().sign_in("maria", "/mandaten")
    journeys.give_at_home(maria, journeys.TO_MAASLAND)
    maria.press("Bekijk dit mandaat").press("Dit mandaat intrekken").press("Mandaat intrekken en brief versturen")
    town.print_letters()
    town.wait(days=13)
    ask_for_the_day(workshop_of(town.app))
    town.print_letters()


def picture_letters(town: Town, folder: Path) -> None:
    """The pages of one letter of each kind: of the walk itself, where it sent one."""
    parts = town.app.extensions
    with parts["database"].reading() as session:
        for kind in LETTERS:
            query = select(Letter).where(Letter.kind == kind, Letter.pages.is_not(None))
            letter = session.scalars(query.order_by(Letter.ordered_at < MONDAY, Letter.ordered_at).limit(1)).one()
            for number in range(1, letter.pages + 1):
                content = open_letter_part(session, letter, f"page-{number}", parts["vault"])
                (folder / f"brief-{kind.replace('.', '-')}-{number}.webp").write_bytes(content)


def picture_samples(town: Town, folder: Path) -> None:
    """The kinds of which the walk sends none, and one in large print."""
    press = town.app.extensions["press"]
    samples = {kind: sample(kind) for kind in SAMPLES}
    samples |= {f"{kind}.groot": sample(kind, large_print=True) for kind in IN_LARGE_PRINT}
    for name, letter in samples.items():
        for number, content in enumerate(press.print_letter(letter).page_images, start=1):
            (folder / f"brief-{name.replace('.', '-')}-{number}.webp").write_bytes(content)


def take_other_doors(demo: Path, browser: Browser, album: Album) -> None:
    """Asking, changing, calling, writing: what the walk itself does not come past."""

    def look(visitor: Visitor, name: str) -> None:
        if name in STEPS and name not in album.taken:
            album.take(visitor, name)

    for group in OTHER_DOORS:
        with tempfile.TemporaryDirectory() as data:
            shutil.copytree(demo, data, dirs_exist_ok=True)
            app = make_demo_app(Path(data))
            with serving(app) as url:
                town = Town(app, url, browser)
                group(town, look)
                town.close()


def main() -> None:
    """Make every picture again, and the page that shows them in order."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as demo, sync_playwright() as playwright:
        load_demo(Path(demo))
        shutil.copytree(demo, data, dirs_exist_ok=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        app = make_demo_app(Path(data))
        album = Album(FOLDER)
        with serving(app) as url:
            town = Town(app, url, browser)
            walk(town, album)
            let_the_rest_happen(town)
            picture_letters(town, FOLDER)
            picture_samples(town, FOLDER)
            town.close()
        take_other_doors(Path(demo), browser, album)
        browser.close()
    assert sorted(album.taken) == sorted(STEPS), set(STEPS) ^ set(album.taken)
    write_readme(FOLDER)


if __name__ == "__main__":
    main()
