"""A portal sends Maria here, she signs in, gives, and is back where she came from, all without scripts."""

from tests.e2e import journeys
from tests.e2e.handed_over import TYPE, link_of
from tests.e2e.town import Town

MAASLAND = journeys.MAASLAND.replace(".", "")


def test_maria_comes_gives_and_goes_back(town: Town) -> None:
    link = link_of(town, holder=MAASLAND, covers={"types": [TYPE]})
    maria = town.come(scripts=False).go(link).sees("U komt van Ondernemersloket").press("Aanmelden")
    maria.write("Naam", "maria").write("Wachtwoord", "demo").press("Aanmelden", exact=True)
    maria.sees("U komt van Ondernemersloket").press("Verder", exact=True)
    maria.sees("Is dit de juiste onderneming").choose("Ja, dit is").press("Verder", exact=True)
    maria.sees("Vanaf wanneer").choose("Zodra").press("Verder", exact=True)
    journeys.send_gift(journeys.choose_news(maria))
    maria.press("Terug naar Ondernemersloket")
    assert maria.path.startswith("/hulp?outcome=given&mandate=")
    assert maria.path.endswith("&state=x7")
