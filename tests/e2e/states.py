"""Every state in which a page can be, and how people come there. One function per group; each names what it shows.

A state is looked at once: what a group passes on its way to its own states belongs to another group.
"""

from collections.abc import Callable

from tests.e2e import journeys
from tests.e2e.journeys import HINDER_TO_MAASLAND, PERMITS_TO_PEETERS, TO_MAASLAND, Gift
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

Look = Callable[[Visitor, str], object]
HIGH_RISK_TO_PEETERS = Gift("Boekhoudkantoor Peeters", journeys.PEETERS, ("Verzamelaanvraag indienen",))


def _next(visitor: Visitor) -> Visitor:
    return visitor.press("Verder", exact=True)


def home_questions(town: Town, look: Look) -> None:
    """Giving at home: every question, and every question that refuses its answer."""
    maria = town.come().sign_in("maria")
    look(maria, "home-start")
    look(maria.go("/geven"), "give-begin")
    look(maria.press("Beginnen").sees("Aan wie"), "give-holder")
    look(_next(maria), "give-holder-empty")
    look(maria.write("Naam en gemeente", "qqqqqq").press("Zoeken"), "give-holder-not-found")
    look(maria.write("Naam en gemeente", "0199.000.746").press("Zoeken"), "give-holder-wrong-number")
    look(maria.write("Naam en gemeente", "Boekhoudkantoor Peeters").press("Zoeken"), "give-holder-found")
    look(_next(maria), "give-holder-not-chosen")
    look(maria.press("De onderneming heeft geen Belgisch"), "give-no-number")
    _next(maria.press("Opnieuw zoeken").write("Naam en gemeente", journeys.MAASLAND)).sees("Is dit de juiste")
    look(maria, "give-holder-check")
    look(_next(maria), "give-holder-check-refused")
    look(_next(maria.choose("Ja, dit is")).sees("voor u doen"), "give-what")
    look(_next(maria), "give-what-refused")
    _next(maria.choose("Ik kies zelf")).sees("precies doen")
    look(maria, "give-types")
    look(_next(maria), "give-types-refused")
    look(maria.press("Toon alleen soorten om te kijken"), "give-types-look-only")
    maria.press("Toon alles").choose("Hinderpremie aanvragen", "Verzamelaanvraag indienen")
    look(_next(maria).sees("Vanaf wanneer"), "give-start")
    look(_next(maria), "give-start-refused")
    look(_next(maria.choose("Vanaf een latere dag")), "give-start-without-day")
    look(_next(_next(maria.choose("Zodra")).sees("Hoelang")), "give-period-refused")
    look(_next(maria.choose("Tot en met een datum")).sees("laatste dag"), "give-end-date")
    look(_next(maria), "give-end-date-refused")
    maria.write("Dag", "1").write("Maand", "12").write("Jaar", "2026")
    look(_next(maria).sees("nieuws krijgen"), "give-notice")
    look(_next(maria.choose("Met een e-mail")), "give-notice-refused")


def home_sending(town: Town, look: Look) -> None:
    """Giving at home: what comes before and after sending."""
    maria = town.come().sign_in("maria", "/geven").press("Beginnen")
    journeys.answer_giving(maria, TO_MAASLAND, lambda name: name == "hoelang" and look(maria, "give-period"))
    look(maria.sees("Kijk alles na"), "give-check")
    look(maria.press("Mandaat geven en brieven versturen"), "give-check-not-ticked")
    look(maria.press("Stoppen en niets versturen"), "give-stop")
    maria.page.go_back()
    look(maria.press("Bewaren en later verder"), "give-saved")
    look(maria.press("Bekijk de hervatkaart"), "give-card")
    dossier = maria.page.locator("main strong.ml-num").inner_text()
    look(maria.go("/hervatten"), "resume-ask")
    look(maria.press("Verdergaan"), "resume-empty")
    look(maria.write("Dossiernummer", dossier).press("Verdergaan").sees("Welkom terug"), "resume-welcome")
    look(maria.go("/geven"), "give-begin-with-draft")
    look(maria.go("/mandaten"), "overview-with-draft")
    journeys.send_gift(maria.press("Verdergaan"), lambda name: name == "gegeven" and look(maria, "give-done"))
    look(maria.press("Bekijk dit mandaat"), "mandate-letter-waits")
    journeys.answer_giving(maria.go("/geven").press("Beginnen"), TO_MAASLAND)
    look(maria.sees("U gaf dit mandaat al"), "give-already")
    maria.go("/geven").press("Beginnen").press("Stoppen en niets versturen")
    look(maria.push(maria.page.locator("main form button").first), "give-stopped")


def own_mandates(town: Town, look: Look) -> None:
    """A giver reads, stops, withdraws and contests."""
    maria = town.come().sign_in("maria", "/mandaten")
    look(maria, "overview")
    mandates = [str(link.get_attribute("href")) for link in maria.page.locator(".ml-mandate h3 a").all()]
    offered, active, to_contest = mandates[:3]
    look(maria.go(active), "mandate-active")
    look(maria.press("Lees de brief hier"), "letter-words")
    look(maria.go(f"{active}/stopzetten"), "stop-confirm")
    look(maria.press("Mandaat stopzetten en brieven versturen"), "stop-done")
    look(maria.go(f"{active}/afstand-doen"), "act-not-now")
    look(maria.go(active), "mandate-stopped")
    look(maria.go(f"{offered}/intrekken"), "withdraw-confirm")
    look(maria.press("Mandaat intrekken en brief versturen"), "withdraw-done")
    look(maria.go(f"{to_contest}/klopt-niet"), "contest-ask")
    look(maria.press("Zet het mandaat nu stil"), "contest-refused")
    maria.page.get_by_role("radio").first.check()
    look(maria.press("Zet het mandaat nu stil"), "contest-done")
    look(maria.go(to_contest), "mandate-suspended")
    look(maria.go(f"{to_contest}/opnieuw-aanzetten"), "resume-confirm")
    look(maria.press("Mandaat opnieuw aanzetten"), "resume-done")
    look(maria.go("/mandaten/00000000-0000-0000-0000-000000000000"), "not-found")
    look(maria.go("/mijn-gegevens"), "own-data")
    town.come().sign_in("maria")
    look(maria.go("/waar-aangemeld"), "signed-in-elsewhere")
    look(maria.push(maria.page.locator(".ml-sessions button")), "signed-in-here-only")


def holder_answers(town: Town, look: Look) -> None:
    """A holder accepts, refuses, reads and renounces."""
    ahmed = town.come().sign_in("luc")
    journeys.give_at_home(ahmed, PERMITS_TO_PEETERS)
    peeters = town.come().sign_in("peeters", "/aanvaarden")
    look(peeters, "accept-list")
    look(peeters.press("Antwoorden"), "accept-decide")
    look(_next(peeters), "accept-decide-refused")
    look(_next(peeters.choose("Nee, ik weiger")), "accept-reason")
    look(_next(peeters), "refuse-check")
    peeters.go(peeters.path.replace("/check", "/decide"))
    look(_next(peeters.choose("Ja, ik aanvaard")), "accept-executor")
    look(_next(peeters), "accept-executor-refused")
    look(_next(peeters.choose("Els Wouters")), "accept-check")
    look(peeters.tick_all().press("Mandaat aanvaarden en brieven versturen"), "accept-done")
    town.print_letters()
    look(peeters.press("Bekijk dit mandaat"), "mandate-as-holder")
    look(peeters.press("Afstand doen"), "renounce-confirm")
    look(peeters.press("Afstand doen en brieven versturen"), "renounce-done")
    look(peeters.go("/aanvaarden"), "accept-list-empty")
    els = town.come().sign_in("els", "/mandaten")
    look(els, "overview-executor")
    look(els.push(els.page.locator(".ml-mandate h3 a").first), "mandate-executor")
    look(town.come().sign_in("ahmed", "/mandaten"), "overview-of-somebody-else")


def letter_code(town: Town, look: Look) -> None:
    """The door for who has a letter: look, accept, and everything that is refused on the way."""
    luc = town.come().sign_in("luc")
    dossier = journeys.give_at_home(luc, PERMITS_TO_PEETERS)
    important = journeys.give_at_home(luc, HIGH_RISK_TO_PEETERS)
    town.print_letters()
    letters = journeys.letters_of(town.come().sign_in("karim", "/loket"))
    code = journeys.code_of(letters, dossier)
    reader = town.come()
    look(reader.go("/brief"), "code-ask")
    look(_next(reader), "code-empty")
    look(_next(journeys.open_letter(reader, dossier, "2222-2222")), "code-wrong")
    look(_next(journeys.open_letter(reader, important, journeys.code_of(letters, important))), "code-choose-important")
    look(_next(reader.choose("Ja, wij aanvaarden")), "code-not-enough")
    look(_next(journeys.open_letter(reader, dossier, code)), "code-choose")
    look(_next(reader), "code-choose-refused")
    look(_next(reader.choose("Nee, wij weigeren")), "code-reason")
    look(_next(reader), "code-who")
    look(_next(reader), "code-who-refused")
    look(journeys.say_who(reader), "code-check-refuse")
    reader.go("/brief/keuze").choose("Dit klopt niet")
    look(_next(_next(reader)), "code-contest-refused")
    _next(reader.go("/brief/keuze").choose("Ja, wij aanvaarden"))
    look(journeys.say_who(reader), "code-check")
    look(reader.press("Mandaat aanvaarden en brieven versturen"), "code-check-refused")
    look(reader.tick_all().press("Mandaat aanvaarden en brieven versturen"), "code-done")
    look(reader.press("Klaar, sluit deze pagina"), "code-stopped")
    _next(journeys.open_letter(reader, dossier, code))
    town.wait(minutes=16)
    look(reader.go("/brief/keuze"), "code-expired")
    look(town.come().sign_in("karim", "/brief"), "code-clerk")


def counter_customer(town: Town, look: Look) -> None:
    """The clerk's desk, and who stands in front of it."""
    karim = town.come().sign_in("karim", "/loket")
    look(karim, "counter-desk")
    look(karim.press("Zoek de klant"), "counter-search-empty")
    look(karim.write("Naam, ondernemingsnummer", "qqqqqq").press("Zoek de klant"), "counter-not-found")
    look(karim.write("Naam, ondernemingsnummer", "vzw beekhoek").press("Zoek de klant"), "counter-found")
    look(karim.press("Help deze klant"), "counter-not-chosen")
    karim.page.get_by_role("radio").first.check()
    look(karim.press("Help deze klant").sees("Wie is de klant"), "counter-who")
    look(_next(karim), "counter-who-refused")
    look(_next(karim.choose("Godelieve")).sees("Hoe zag u"), "counter-identity")
    look(_next(karim), "counter-identity-refused")
    look(_next(karim.choose("De klant kan het niet tonen")).sees("Wat wilt u doen"), "counter-visit-prepare")
    look(karim.press("Klaar, volgende klant"), "counter-hand-over")
    look(karim.push(karim.page.locator("main form button").last), "counter-hand-over-refused")
    look(journeys.hand_over(karim, "Klant komt terug"), "counter-ready")
    look(karim.press("Begin met een nieuwe klant"), "counter-desk-later")
    karim.page.locator("summary").first.click()
    look(karim, "counter-desk-unfolded")
    look(karim.press("De klant heeft geen ondernemingsnummer"), "counter-name")
    look(_next(karim), "counter-name-refused")
    look(karim.go("/loket/bezoeken"), "counter-log")
    look(karim.press("Wie was hier?"), "counter-log-why")
    look(karim.press("Toon wie hier was"), "counter-log-why-refused")
    look(karim.choose("De klant heeft een klacht").press("Toon wie hier was"), "counter-log-opened")


def counter_giving(town: Town, look: Look) -> None:
    """The clerk gives with the customer, under the bar on top."""
    karim = town.come().sign_in("karim", "/loket")
    look(journeys.begin_visit(karim), "counter-visit")
    look(karim.press("Druk zijn gegevens af"), "counter-own-data")
    karim.page.go_back()
    karim.press("Een mandaat geven").press("Beginnen")
    names = {"aan-wie": "counter-holder", "soorten": "counter-types"}
    journeys.answer_giving(karim, HINDER_TO_MAASLAND, lambda name: name in names and look(karim, names[name]))
    look(karim.sees("Lees dit voor"), "counter-consent")
    look(karim.press("Geef een leeshulp"), "counter-reading-aids")
    look(karim.press("Frans"), "counter-reading-aid")
    karim.page.go_back()
    karim.page.go_back()
    look(_next(karim), "counter-consent-refused")
    journeys.read_aloud(karim)
    journeys.send_gift(karim, lambda name: look(karim, f"counter-{name}"))
    look(karim.go("/mandaten"), "counter-overview")
    look(karim.push(karim.page.locator(".ml-mandate h3 a").first), "counter-mandate")
    look(karim.press("Dit mandaat intrekken"), "counter-act")
    look(karim.press("Mandaat intrekken en brief versturen"), "counter-act-refused")
    look(karim.tick_all().press("Mandaat intrekken en brief versturen"), "counter-act-done")


def counter_talk(town: Town, look: Look) -> None:
    """The customer is asked alone, and tells it in his own words."""
    karim = town.come().sign_in("karim", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    journeys.answer_giving(karim, TO_MAASLAND)
    look(karim.sees("Even alleen"), "counter-alone")
    look(_next(karim), "counter-alone-refused")
    look(_next(karim.choose("Nee, of", "Ja, of")).sees("Even alleen"), "counter-alone-stopped")
    journeys.speak_alone(karim).sees("Lees dit voor").choose("Voorgelezen.", "De klant vindt het goed")
    look(_next(karim).sees("zelf uitleggen"), "counter-told-back")
    look(_next(karim), "counter-told-back-refused")
    look(_next(karim.choose("De klant legde het niet")).sees("zelf uitleggen"), "counter-told-back-stopped")
    look(_next(karim.choose("Ik legde het opnieuw")).sees("Kijk alles na"), "counter-check-after-talk")
    town.wait(minutes=21)
    look(karim.go("/loket/klant").sees("Dit scherm is verborgen"), "counter-hidden")
    look(karim.press("Verdergaan"), "counter-hidden-refused")


def counter_post(town: Town, look: Look) -> None:
    """Letters to post, and mandates that are not right."""
    journeys.give_at_home(town.come().sign_in("maria"), TO_MAASLAND)
    town.print_letters()
    karim = town.come().sign_in("karim", "/loket/post")
    look(karim, "post")
    look(karim.press("Deze brieven zijn op de post"), "post-refused")
    look(karim.tick_all("post-letters").press("Deze brieven zijn op de post"), "post-empty")
    look(karim.go("/loket/melding"), "report")
    look(karim.press("stil"), "report-refused")
    karim.write("Dossiernummer", "260 9140 004 54").page.get_by_role("radio").first.check()
    look(karim.press("stil").sees("Het mandaat staat stil"), "report-done")


def frame(town: Town, look: Look) -> None:
    """Pages for who is not signed in, in a demo with all its people; the rest of the frame has a test of its own."""
    somebody = town.come()
    look(somebody.go("/"), "start")
    look(somebody.go("/aanmelden"), "sign-in")
    look(somebody.go("/hulp"), "help")
    look(somebody.go("/api/v1/docs"), "api-docs")
    somebody.go("/aanmelden").page.context.clear_cookies()
    look(somebody.press("Aanmelden"), "page-stood-open-too-long")
    maria = town.come().sign_in("maria", "/geven")
    maria.page.evaluate("document.getElementById('meer-tijd').showModal()")
    look(maria, "more-time")
    maria.go("/geven")
    town.wait(minutes=31)
    look(maria.press("Beginnen"), "session-expired")
    look(maria.go("/geven"), "sign-in-again")
    maria.sign_in("maria", "/geven").press("Beginnen").write("Naam en gemeente", "Maasland")
    town.wait(minutes=31)
    look(_next(maria), "session-expired-with-answers")


GROUPS: tuple[Callable[[Town, Look], None], ...] = (
    frame, home_questions, home_sending, own_mandates, holder_answers, letter_code, counter_customer, counter_giving,
    counter_talk, counter_post,
)
