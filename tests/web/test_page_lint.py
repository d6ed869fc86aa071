"""The lint itself: a page that is right passes, each fault is found."""

import pytest

from tests.web.page_lint import problems_of, problems_of_part

GOOD = """<!doctype html><html lang="nl-BE"><head><title>Hulp – Mandaatloket</title></head><body>
<a href="#inhoud">Ga naar de inhoud</a><header>x</header>
<main id="inhoud"><h1>Hulp</h1><h2>Meer</h2><form method="post"><input type="hidden" name="csrf_token" value="x">
<label for="naam">Naam</label><input id="naam" name="naam" aria-describedby="uitleg"><p id="uitleg">Zo.</p>
<fieldset><legend>Kies</legend></fieldset><button>Verder</button></form></main><footer><a href="/x">Weg</a></footer>
</body></html>"""

SUMMARY = """<ul class="govuk-error-summary__list">
<li><a href="#{0}">{0}</a></li><li><a href="#{1}">{1}</a></li></ul>"""

FAULTS = {
    "two h1": ("<h2>Meer</h2>", "<h1>Meer</h1>"),
    "another title": ("<title>Hulp", "<title>Iets"),
    "an error summary without a title that says so": ("<h2>Meer</h2>", '<h2 class="govuk-error-summary">Meer</h2>'),
    "another language": ('lang="nl-BE"', 'lang="en"'),
    "no way to skip": ("#inhoud", "#boven"),
    "an id twice": ('id="uitleg"', 'id="naam"'),
    "a field without label": ('<label for="naam">Naam</label>', "Naam"),
    "a description that is not there": ('aria-describedby="uitleg"', 'aria-describedby="weg"'),
    "a link without words": (">Weg</a>", "></a>"),
    "a link to nowhere": ('href="/x"', 'href="#"'),
    "a link out": ('href="/x"', 'href="https://example.org"'),
    "a button without words": ("<button>Verder", "<button>"),
    "a post without token": ('name="csrf_token"', 'name="other"'),
    "a style attribute": ("<h2>", '<h2 style="x">'),
    "a script inside": ("<h2>Meer</h2>", "<h2>Meer</h2><script>x</script>"),
    "an event attribute": ("<h2>", '<h2 onclick="x">'),
    "a picture without words": ("<h2>Meer</h2>", '<h2>Meer</h2><img src="x">'),
    "a heading skipped": ("<h2>Meer</h2>", "<h3>Meer</h3>"),
    "a group without question": ("<legend>Kies</legend>", ""),
    "no footer": ("footer", "div"),
    "a summary in another order": ("<h2>Meer</h2>", SUMMARY.format("uitleg", "naam")),
    "a summary that says it twice": ("<h2>Meer</h2>", SUMMARY.format("naam", "naam")),
    "a title that names the customer": ("<h2>Meer", '<div class="ml-assist"><strong>Hulp</strong></div><h2>Meer'),
}


def test_a_page_that_is_right_passes() -> None:
    assert problems_of(GOOD) == []


@pytest.mark.parametrize(("old", "new"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_found(old: str, new: str) -> None:
    assert old in GOOD
    assert problems_of(GOOD.replace(old, new)) != []


def test_a_summary_in_the_order_of_the_page_passes() -> None:
    assert problems_of(GOOD.replace("<h2>Meer</h2>", f"<h2>Meer</h2>{SUMMARY.format('naam', 'uitleg')}")) == []


def test_a_part_that_is_right_passes_and_a_whole_page_is_no_part() -> None:
    part = GOOD.partition('<main id="inhoud">')[2].partition("</main>")[0].replace("h1>", "h2>")
    assert problems_of_part(part) == []
    assert problems_of_part(part.replace('id="uitleg"', 'id="naam"')) != []
    assert problems_of_part(GOOD) != []
