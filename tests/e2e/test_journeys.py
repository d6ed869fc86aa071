"""The main job from the first page to the last, in a real browser, with and without scripts."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import journeys
from tests.e2e.journeys import HINDER_TO_MAASLAND, PERMITS_TO_PEETERS, TO_MAASLAND
from tests.e2e.states_changes import active_mandate
from tests.e2e.states_transfer import change, leave_at_once
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.letters.sheets import words_of

Come = Callable[[], Visitor]


def test_maria_gives_at_home_and_reads_her_letter(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    assert "Fiduciaire Maasland moet het eerst aanvaarden" in maria.text
    maria.press("Bekijk dit mandaat").sees("Fiduciaire Maasland")
    assert "Wij drukken uw brief" in maria.text
    assert town.print_letters() == 2
    if not maria.scripts:
        maria.press("Kijk of de brief er is")
    picture = maria.page.locator(".ml-letter img")
    expect(picture).to_be_attached()
    assert maria.page.request.get(str(picture.get_attribute("src"))).headers["content-type"] == "image/webp"
    maria.press("Lees de brief hier").sees("Lees de brief van 23 november 2026")
    assert "Fiduciaire Maasland" in maria.text
    assert dossier in maria.text


def test_karim_helps_ahmed_at_the_counter(come: Come, town: Town) -> None:
    karim = come().sign_in("karim", "/loket")
    journeys.begin_visit(karim).press("Een mandaat geven").press("Beginnen")
    journeys.answer_giving(karim, HINDER_TO_MAASLAND)
    assert "mag dan in uw naam een hinderpremie aanvragen" in karim.text
    dossier = journeys.send_gift(journeys.read_aloud(karim))
    journeys.hand_over(karim)
    assert "Ahmed" not in karim.page.content()
    karim.press("Begin met een nieuwe klant").sees("Wie helpt u")
    karim.page.locator("summary").first.click()
    assert "Klaar en verstuurd" in karim.text
    assert town.print_letters() == 2
    assert any(dossier in text for text in journeys.letters_of(karim))


def test_what_peeters_passed_on_falls_when_he_renounces(come: Come, town: Town) -> None:
    peeters = come().sign_in("peeters", "/mandaten").press("Bouwwerken Ahmed")
    assert "U gaf dit door aan Claes Subsidieadvies" in peeters.text
    peeters.press("Afstand doen").sees("Wilt u afstand doen")
    assert "Dat stopt dan ook." in peeters.text
    peeters.press("Afstand doen en brieven versturen").sees("Het mandaat is stopgezet")
    assert town.print_letters() == 3
    claes = come().sign_in("claes", "/mandaten").press("Bouwwerken Ahmed")
    assert "Het mandaat waarvan dit doorgegeven was, stopt" in claes.text
    assert "Het mandaat is stopgezet" in claes.text


def test_peeters_accepts_with_the_code_of_his_letter(come: Come, town: Town) -> None:
    dossier = journeys.give_at_home(come().sign_in("luc"), PERMITS_TO_PEETERS)
    town.print_letters()
    code = journeys.code_of(journeys.letters_of(come().sign_in("karim", "/loket")), dossier)
    peeters = journeys.open_letter(come(), dossier, code).press("Verder", exact=True).sees("Dit staat in uw brief")
    assert "Hoeve Vanhoutte" in peeters.text
    peeters.choose("Ja, wij aanvaarden").press("Verder", exact=True)
    journeys.say_who(peeters)
    peeters.sees("Kijk na en aanvaard").tick_all().press("Mandaat aanvaarden en brieven versturen")
    peeters.sees("U hebt het mandaat aanvaard").press("Klaar, sluit deze pagina").sees("U bent gestopt")
    assert town.print_letters() == 2
    luc = come().sign_in("luc", "/mandaten")
    luc.push(luc.page.get_by_role("listitem").filter(has_text="vergunningen bekijken").locator("h3 a"))
    assert "Jan Peeters" in luc.text
    assert "Actief" in luc.text


def test_peeters_renounces_a_part_with_the_code_of_his_letter(come: Come, town: Town) -> None:
    luc, _, mandate = active_mandate(town)
    town.print_letters()
    dossier = " ".join(luc.go(mandate).page.locator(".ml-ref strong").inner_text().split())
    code = journeys.CODE.findall(journeys.letters_of(town.come().sign_in("karim", "/loket"))[-1])[0]
    peeters = journeys.open_letter(come(), dossier, code).press("Verder", exact=True)
    peeters.choose("Wij doen afstand van een deel").press("Verder", exact=True).sees("Wat wilt u stopzetten")
    peeters.choose("Alleen een deel", "Vergunningen raadplegen", "Nu meteen").press("Verder", exact=True)
    journeys.say_who(peeters).sees("Kijk na wat stopt")
    assert "Dit loopt nog wel: erkenningen bekijken" in peeters.text
    peeters.tick_all().press("Afstand doen en brieven versturen").sees("Een deel van het mandaat stopt")
    assert "Vergunningen raadplegen is" in luc.go(mandate).text


def test_peeters_refuses_with_a_reason(come: Come, town: Town) -> None:
    journeys.give_at_home(come().sign_in("luc"), PERMITS_TO_PEETERS)
    peeters = come().sign_in("peeters", "/aanvaarden")
    peeters.press("Antwoorden").sees("Aanvaardt u het mandaat van Hoeve Vanhoutte")
    peeters.choose("Nee, ik weiger").press("Verder", exact=True).sees("Waarom weigert u")
    peeters.page.get_by_role("radio").first.check()
    peeters.press("Verder", exact=True).tick_all().press("Mandaat weigeren en brief versturen")
    peeters.sees("U hebt het mandaat geweigerd")
    assert town.print_letters() == 3  # two about giving, one about refusing
    peeters.press("Bekijk dit mandaat")
    assert "Geweigerd" in peeters.text


def test_maria_stops_her_mandate(come: Come, town: Town) -> None:
    maria = come().sign_in("maria", "/mandaten")
    cards = maria.page.get_by_role("listitem").filter(has_text="vergunningen bekijken")
    maria.push(cards.locator("h3 a").last).press("Dit mandaat stopzetten").sees("Wilt u dit mandaat stopzetten")
    maria.press("Mandaat stopzetten en brieven versturen").sees("Het mandaat is stopgezet")
    assert town.print_letters() == 2
    maria.press("Bekijk dit mandaat")
    assert "Stopgezet" in maria.text


def test_maria_changes_accountants_and_chooses_large_letters(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    change(maria, lambda name: name == "transfer-check" and maria.text.index("Met een brief in grote letters"))
    assert town.print_letters() == 4  # one to Maria, one to the new office, two to the old one about its two mandates
    maria.go("/mandaten/nieuws")
    expect(maria.page.get_by_label("Met een brief in grote letters")).to_be_checked()


def test_maria_lets_her_accountant_stop_at_once(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    leave_at_once(maria, lambda name: name == "check-at-once" and maria.text.index("Dan komt Boekhoudkantoor Peeters"))
    assert "Boekhoudkantoor Peeters mag dit niet meer doen." in maria.text
    assert town.print_letters() == 6  # two about each of the old mandates, and two about the new one
    maria.press("Bekijk het nieuwe mandaat")
    assert "Wacht op aanvaarding" in maria.text


def test_letters_are_posted_and_everybody_can_see_when(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    journeys.give_at_home(maria, TO_MAASLAND)
    town.print_letters()
    maria.press("Bekijk dit mandaat")
    assert "op de post" not in maria.page.locator("[aria-labelledby=verloop]").inner_text()
    karim = come().sign_in("karim", "/loket")
    karim.press("Te posten").sees("Te posten")
    karim.tick_all("post-letters").press("Deze brieven zijn op de post").sees("Te posten")
    assert "Alle brieven zijn op de post" in karim.text
    maria.go(maria.path)
    assert "op de post" in maria.page.locator("[aria-labelledby=verloop]").inner_text()


def test_what_a_stranger_asks_for_does_not_exist(come: Come, town: Town) -> None:
    maria = come().sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    done = maria.path
    mandate = maria.press("Bekijk dit mandaat").path
    els, stranger = come().sign_in("els"), come()
    for path in (mandate, done, f"{mandate}/intrekken"):
        els.go(path).sees("Wij vinden deze pagina niet")
        assert "Maasland" not in els.page.content()
        stranger.go(path).sees("Meld u aan")
        # The sign-in page of the demo names people of Maasland itself, so the number tells.
        assert dossier not in stranger.page.content()


def test_maria_prints_what_she_gave_without_a_script(town: Town) -> None:
    maria = town.come(scripts=False).sign_in("maria")
    dossier = journeys.give_at_home(maria, TO_MAASLAND)
    done = print_page(maria)
    assert "U hebt het mandaat gegeven" in done
    mandate = print_page(maria.press("Bekijk dit mandaat").sees("Fiduciaire Maasland"))
    assert "Wat is er gebeurd?" in mandate
    for words in (done, mandate):
        assert "Dit is geen brief. Afgedrukt op 23 november 2026 om" in words
        assert f"Dossiernummer {dossier}." in words


def print_page(visitor: Visitor) -> str:
    """Press the link that prints and come back; what stood on paper."""
    link = visitor.page.get_by_role("link", name="Druk dit af (pdf)")
    with visitor.page.expect_response("**/*.pdf") as shown:
        link.click()
    assert (shown.value.status, shown.value.headers["content-type"]) == (200, "application/pdf")
    # What a browser shows of a pdf cannot be read; the same address gives the same page.
    words = words_of(visitor.page.request.get(shown.value.url).body())
    visitor.page.go_back()
    return words
