"""The Back button of the browser itself, after a mistake: it goes back, and never asks to send a form again."""

from tests.e2e.prepared import Prepared
from tests.e2e.visitor import Visitor

FIELD = "input[name=q]"


def back(visitor: Visitor) -> Visitor:
    """Press Back; a page that the browser would have to ask for by sending a form again fails here."""
    visitor.page.go_back()
    return visitor


def test_back_works_after_a_mistake_and_after_a_search(prepared: Prepared) -> None:
    maria = prepared.come(scripts=False).sign_in("maria", "/geven").press("Beginnen")
    asked = maria.title
    maria.press("Verder", exact=True).sees(asked)
    assert "U hebt nog niets ingevuld." in maria.text
    maria.page.locator(FIELD).fill("0199.000.250")
    maria.press("Zoeken").sees(asked)
    following = maria.press("Verder", exact=True).title
    assert following != asked
    back(maria).sees(asked)
    assert maria.page.locator(FIELD).input_value() == "0199.000.250"
    for _ in range(3):  # the mistake, the question as it was first asked, and the page before
        back(maria)
    assert maria.path == "/geven"
    asked = maria.go("/hervatten").title
    maria.page.locator("#dossier_number").fill("1234 5678 9012")
    maria.press("Verdergaan").sees(asked)
    assert maria.page.locator("#dossier_number").input_value() == "1234 5678 9012"
    maria.go("/mandaten")
    back(maria).sees(asked)
