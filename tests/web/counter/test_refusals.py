"""What is refused at the desk, where some addresses only take posts."""

from tests.web.client import HTMX, LintingClient, errors_of, held_by, page_of

SEARCH = "/loket/zoek"
DESK = {"Referer": "http://localhost/loket?bladzijde=2"}


def empty(desk: LintingClient) -> dict[str, str]:
    """The search with nothing in it."""
    return held_by(desk.see("/loket").select_one(f"form[action='{SEARCH}']")) | {"q": ""}  # type: ignore[arg-type]


def test_what_is_refused_is_said_on_the_page_with_the_form(desk: LintingClient) -> None:
    assert desk.post(SEARCH, data=empty(desk), headers=DESK).location == "/loket"
    assert errors_of(desk.see("/loket", 422))
    assert not errors_of(desk.see("/loket"))


def test_where_nothing_tells_which_page_that_was_the_answer_says_it(desk: LintingClient) -> None:
    for elsewhere in ({}, {"Referer": "https://other.example/loket"}):
        assert errors_of(page_of(desk.post(SEARCH, data=empty(desk), headers=elsewhere), 422))


def test_a_part_of_a_page_is_answered_at_once(desk: LintingClient) -> None:
    assert desk.post(SEARCH, data=empty(desk), headers=DESK | HTMX).status_code == 200


def test_the_last_four_signs_of_a_card_are_written_down_nowhere(desk: LintingClient) -> None:
    page = desk.see("/loket/klant/zonder-nummer").select_one("main form[method=post]")
    form = held_by(page) | {"last_name": "", "before": "again"}  # type: ignore[arg-type]
    address = "/loket/klant/zonder-nummer"
    assert desk.post(address, data=form).location == address
    kept = page_of(desk.post(address, data=form | {"last_four": "789A"}), 422)
    assert kept.select_one("#last_four")["value"] == "789A"  # type: ignore[index]
