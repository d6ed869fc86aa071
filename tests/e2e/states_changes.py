"""Changing a mandate that runs: stopping parts of it, stopping later, extending it, and answering an extension."""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.four_eyes import ask_colleague
from tests.e2e.journeys import PEETERS, Gift
from tests.e2e.states import Look, _next
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

TO_LOOK = Gift("Boekhoudkantoor Peeters", PEETERS, ("Vergunningen raadplegen", "Erkenningen raadplegen"))


def active_mandate(town: Town) -> tuple[Visitor, Visitor, str]:
    """Luc gave and Peeters accepted: both of them, and the page of the mandate."""
    luc = town.come().sign_in("luc")
    journeys.give_at_home(luc, TO_LOOK)
    peeters = town.come().sign_in("peeters", "/aanvaarden")
    _next(_next(peeters.press("Antwoorden").choose("Ja, ik aanvaard")).choose("Els Wouters"))
    peeters.tick_all().press("Mandaat aanvaarden en brieven versturen").press("Bekijk dit mandaat")
    return luc, peeters, peeters.path


def stopping_parts(town: Town, look: Look) -> None:
    """A giver stops one part now, and a holder renounces the rest later."""
    luc, peeters, mandate = active_mandate(town)
    luc.go(f"{mandate}/stopzetten").press("Alleen een deel stopzetten")
    look(luc, "stop-choose")
    look(_next(luc), "stop-choose-refused")
    luc.choose("Alleen een deel", "Vergunningen raadplegen", "Na een dag die ik kies")
    look(_next(luc), "stop-choose-without-day")
    look(_next(luc.choose("Nu meteen")), "stop-check-part")
    look(luc.press("Mandaat stopzetten en brieven versturen"), "stop-done-part")
    look(luc.press("Bekijk dit mandaat"), "mandate-part-stopped")
    look(peeters.go(f"{mandate}/afstand-doen/kiezen"), "renounce-when")


def extending(town: Town, look: Look) -> None:
    """A giver proposes, takes back and proposes again; the holder reads and accepts."""
    luc, peeters, mandate = active_mandate(town)
    look(luc.go(mandate).press("Dit mandaat verlengen"), "extend-ask")
    look(_next(luc), "extend-refused")
    look(_next(luc.choose("Tot en met een datum")), "extend-without-day")
    look(_next(luc.choose("1 jaar langer")), "extend-check")
    look(luc.press("Mandaat verlengen en brieven versturen"), "extend-done")
    look(luc.press("Bekijk dit mandaat"), "mandate-extension-mine")
    look(luc.press("Verlenging intrekken"), "extension-withdraw")
    look(luc.press("Verlenging intrekken en brief versturen"), "extension-withdrawn")
    _next(luc.go(f"{mandate}/verlengen").choose("3 jaar langer")).press("Mandaat verlengen en brieven versturen")
    look(peeters.go("/mandaten"), "overview-with-extension")
    look(peeters.go(mandate), "mandate-extension-theirs")
    look(peeters.press("Verlenging weigeren"), "extension-refuse")
    look(peeters.go(mandate).press("Verlenging aanvaarden"), "extension-accept")
    look(peeters.press("Verlenging aanvaarden en brieven versturen"), "extension-accepted")
    town.print_letters()
    look(peeters.press("Bekijk dit mandaat"), "mandate-extended")


def reader_of_newest(town: Town) -> Visitor:
    """Somebody at Peeters who opened the letter about a mandate that runs, with its code."""
    luc, _, mandate = active_mandate(town)
    town.print_letters()
    dossier = " ".join(luc.go(mandate).page.locator(".ml-ref strong").inner_text().split())
    # The newest letter is that to the holder, and its code stands on its last page.
    newest = journeys.letters_of(town.come().sign_in("karim", "/loket"))[-1]
    return _next(journeys.open_letter(town.come(), dossier, journeys.CODE.findall(newest)[0]))


def stopping_by_code(town: Town, look: Look) -> None:
    """The reader of a letter renounces a part."""
    reader = reader_of_newest(town)
    look(reader, "code-choose-running")
    look(_next(reader.choose("Wij doen afstand van een deel")).sees("Wat wilt u stopzetten"), "code-stop")
    look(_next(reader), "code-stop-refused")
    reader.choose("Alleen een deel", "Vergunningen raadplegen", "Na een dag die ik kies")
    look(_next(reader), "code-stop-without-day")
    look(journeys.say_who(_next(reader.choose("Nu meteen"))).sees("Kijk na wat stopt"), "code-stop-check")
    look(reader.tick_all().press("Afstand doen en brieven versturen"), "code-stop-done")


def extending_by_code(town: Town, look: Look) -> None:
    """The reader of a letter proposes a later end."""
    reader = reader_of_newest(town)
    look(_next(reader.choose("Wij willen het mandaat verlengen")), "code-extend")
    look(_next(reader), "code-extend-refused")
    _next(reader.choose("1 jaar langer"))
    look(journeys.say_who(reader), "code-extend-check")
    look(reader.tick_all().press("Mandaat verlengen en brieven versturen"), "code-extend-done")


def two_signatures(town: Town, look: Look) -> None:
    """Godelieve signs first and names Johan; he reads what he signs, and signs."""
    godelieve = town.come().sign_in("godelieve")
    godelieve.go("/geven")
    gift = Gift("Claes Subsidieadvies", "0199.000.547", ("Vergunningen raadplegen",))
    journeys.answer_giving(godelieve.press("Beginnen"), gift)
    look(godelieve, "joint")
    look(_next(godelieve), "joint-refused")
    look(_next(godelieve.choose("Johan De Smet, met een brief")), "joint-check")
    look(godelieve.tick_all().press("Tekenen als eerste"), "joint-done")
    look(godelieve.press("Bekijk dit mandaat"), "mandate-to-sign")
    mandate = godelieve.path
    johan = town.come().sign_in("johan", "/mandaten")
    look(johan, "overview-to-sign")
    look(johan.go(f"{mandate}/niet-tekenen"), "sign-not")
    look(johan.go(f"{mandate}/mee-tekenen"), "sign")
    look(johan.press("Ja, ik teken mee"), "sign-done")
    godelieve.go(f"{mandate}/klopt-niet").choose("Iets anders").press("Zet het mandaat nu stil")
    look(godelieve.go(f"{mandate}/opnieuw-aanzetten"), "resume-joint")
    look(godelieve.press("Mandaat opnieuw aanzetten"), "resume-joint-refused")
    look(godelieve.choose("Johan De Smet, later online").press("Mandaat opnieuw aanzetten"), "resume-joint-done")


def two_at_the_counter(town: Town, look: Look) -> None:
    """Godelieve gives at a counter; Johan is asked the same as she was, and signs there."""
    karim = town.come().sign_in("karim", "/loket")
    journeys.begin_visit(karim, "0199.000.448", "Godelieve Maes")
    gift = Gift("Claes Subsidieadvies", "0199.000.547", ("Kmo-portefeuille beheren",))
    journeys.answer_giving(karim.press("Een mandaat geven").press("Beginnen"), gift)
    journeys.read_aloud(_next(karim.choose("Johan De Smet, nu hier aan het loket")))
    look(ask_colleague(karim).tick_all().press("Tekenen als eerste"), "joint-done-at-the-counter")
    done = karim.path
    mandate = karim.press("Bekijk dit mandaat").path
    journeys.say_who_came(karim.go(done).press("Johan De Smet tekent nu"), "Johan De Smet")
    look(karim.go(f"{mandate}/mee-tekenen").sees("Even alleen"), "sign-alone")
    look(_next(karim), "sign-alone-refused")
    look(journeys.speak_alone(karim).sees("Laat de klant"), "sign-told-back")
    look(_next(karim), "sign-told-back-refused")
    look(_next(karim.choose("De klant legde het juist uit")).sees("Tekent u mee?"), "sign-at-the-counter")


CHANGES: tuple[Callable[[Town, Look], None], ...] = (
    stopping_parts,
    stopping_by_code,
    extending,
    extending_by_code,
    two_signatures,
    two_at_the_counter,
)
