"""The whole life of a right in a real browser, with and without scripts: invited, accepted, seen, taken back."""

from collections.abc import Callable

from tests.e2e.states import _next
from tests.e2e.states_colleagues import OFFICE, read_letter
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor


def test_somebody_new_is_invited_begins_and_leaves(come: Callable[[], Visitor], town: Town) -> None:
    peeters = come().sign_in("peeters", "/medewerkers").press("Een medewerker aanduiden")
    _next(peeters.choose("Een nieuwe medewerker")).sees("Wie is de nieuwe medewerker")
    peeters.write("Voornaam", "Maria").page.get_by_label("Naam", exact=True).fill("Vermeulen")
    _next(peeters).sees("Voor welke klanten mag Maria Vermeulen werken")
    _next(peeters.choose("Voor alle klanten"))
    _next(peeters.choose("Alleen kijken"))
    _next(peeters.choose("Tot iemand het recht intrekt")).sees("Kijk de aanduiding na")
    peeters.press("Medewerker aanduiden").sees("U nodigde Maria Vermeulen uit")
    assert town.print_letters() == 1
    number, code = read_letter(town)
    maria = come().sign_in("maria", "/").press("Ik ben uitgenodigd als medewerker").sees("Vul in wat op de brief")
    maria.write("Dossiernummer", number).write("Code", code)
    _next(maria.write("Ondernemingsnummer van uw onderneming", OFFICE)).sees("Werkt u voor Boekhoudkantoor Peeters")
    maria.press("Ja, ik aanvaard dit recht").sees("U werkt nu voor Boekhoudkantoor Peeters")
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    row = peeters.page.get_by_role("row", name="Maria Vermeulen")
    assert "Alleen kijken" in row.inner_text()
    peeters.push(row.get_by_role("link", name="Gaat weg")).sees("Maria Vermeulen gaat weg")
    peeters.press("Alle rechten intrekken").sees("Het recht is ingetrokken")
    peeters.press("Bekijk wie wat mag").sees("Wie mag wat")
    # Who left is not in the table any more, only among those whose history can be read.
    assert peeters.page.get_by_role("row", name="Maria Vermeulen").count() == 0
