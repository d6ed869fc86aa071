"""What leads to the form is true on whichever page it is printed."""

import pytest

from tests.letters.sheets import pages_in_words

ON_THE_BACK, ON_PAGE_2 = "vul het formulier op de achterkant in.", "vul het formulier op pagina 2 in."


@pytest.mark.parametrize("kind", ["invitation.holder", "colleague.party"])
def test_on_the_front_the_form_is_on_the_back(printed, kind):
    assert ON_THE_BACK in pages_in_words(printed(kind, "usual").pdf)[0]


@pytest.mark.parametrize(
    ("kind", "size"), [("invitation.giver", "usual"), ("invitation.holder", "five"), ("extension_asked.giver", "five")]
)
def test_who_already_reads_the_back_is_not_sent_to_the_back(printed, kind, size):
    back = pages_in_words(printed(kind, size).pdf)[1]
    assert ON_PAGE_2 in back
    assert ON_THE_BACK not in back
