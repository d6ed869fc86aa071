"""Our Dutch: no word from the list, no sentence that goes on too long, one word for one thing."""

from collections.abc import Callable

import pytest

from app.translations.dutch_rules import AVERAGE_SENTENCE, advices, average_of, problems_of, sentences_of, warnings_of
from tests.lint.dutch_texts import Text, all_texts, texts_of_code, texts_of_template

FAULTS = {
    "a word from the list": "Gelieve uw nummer in te vullen.",
    "a word in capitals": "INDIEN u dit niet gaf, belt u ons.",
    "a town with te": "U komt naar het loket te Gent.",
    "another word for our word": "Uw boekhouder krijgt een volmacht.",
    "the familiar form": "Vul je nummer in.",
    "u heeft": "U heeft nog niet gekozen.",
    "a sentence that goes on": "Wij sturen een brief naar u en naar de andere onderneming en die komt ten laatste "
                               "over vijf dagen bij u aan huis.",
}


def test_all_texts_follow_the_rules(record_property: Callable[[str, object], None]) -> None:
    texts = all_texts()
    number, average, longest = average_of(texts)
    warnings = sorted({warning for text in texts for warning in warnings_of(text)})
    record_property("figure", f"Dutch: {len(texts)} texts, {number} sentences, {average:.1f} words on average, "
                              f"longest {longest}; {len(advices())} words to avoid, {len(warnings)} warnings")
    for warning in warnings:
        record_property("figure", f"  {warning}")
    assert sorted({problem for text in texts for problem in problems_of(text)}) == []
    assert average <= AVERAGE_SENTENCE


def test_texts_are_found_everywhere_they_stand() -> None:
    sources = {text.source.split(":")[0] for text in all_texts()}
    assert {"templates/pages/start.html", "templates/errors/500.html", "errors.sign_in_wrong", "glossary.mandaat",
            "app/web/pages/sign_in.py"} <= sources


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_a_template_is_found(fault: str) -> None:
    places = (f"<p>{fault}</p>", f'{{{{ note("{fault}") }}}}', f'{{{{ radios(form.x, hint="{fault}") }}}}',
              f'{{% set title = "{fault}" %}}', f'<img alt="{fault}">', f"{{% if x %}}<li>{fault}</li>{{% endif %}}")
    for place in places:
        texts = list(texts_of_template(place, "planted.html"))
        assert any(problems_of(text) for text in texts), (place, texts)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_code_is_found_and_a_docstring_is_not_read(fault: str) -> None:
    found = [problem for text in texts_of_code(f'LABEL = "{fault}"', "planted.py") for problem in problems_of(text)]
    assert found
    assert list(texts_of_code(f'"""{fault}"""', "planted.py")) == []


def test_the_words_around_our_own_word_are_allowed() -> None:
    for words in ("Met een mandaat (volmacht) kan dat.", "“Een mandaat is een volmacht.”", "kmo-portefeuille"):
        assert problems_of(Text("planted", "text", words)) == []


def test_a_button_and_a_heading_stay_short() -> None:
    html = "<h1>Wat mag deze andere onderneming in uw plaats doen bij de Vlaamse overheid nu?</h1>"
    assert any(problems_of(text) for text in texts_of_template(html, "planted.html"))
    button = '{{ button("Nu het mandaat geven en alle brieven versturen") }}'
    assert any(problems_of(text) for text in texts_of_template(button, "planted.html"))


def test_sentences_are_told_apart() -> None:
    assert sentences_of("Bel 1700. Wij helpen u! Lukt het niet? Kom naar 1 loket.") == [
        "Bel 1700.", "Wij helpen u!", "Lukt het niet?", "Kom naar 1 loket."
    ]
