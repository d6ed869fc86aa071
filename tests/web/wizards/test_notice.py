"""The question how news comes: asked of who never chose, at home and at the counter, and kept with what is sent."""

from sqlalchemy import select

from app.core.people.notices import MailWish, NoticeChoice, find_notice_state
from app.core.policy import Policy
from app.db import Database
from app.models.draft import Draft
from app.models.letter import Letter
from tests.web.client import LintingClient, page_of, words_of
from tests.web.wizards.walk import ANSWERS, answer, begin, goes_to, read, to_check, walk
from tests.world import World

MAIL = {"how": "mail", "email": "maria@voorbeeld.be"}


def to_question(client: LintingClient) -> str:
    """Every question before it answered; its address."""
    return walk(client, begin(client, "/geven"), ANSWERS[:6])


def send(client: LintingClient, check: str) -> str:
    return str(answer(client, check, {"read": "y"}).location)


def test_the_question_is_asked_with_the_four_answers_and_a_field(maria: LintingClient) -> None:
    page = maria.see(to_question(maria))
    assert read(page.h1) == "Hoe wilt u nieuws krijgen over dit mandaat?"
    assert [one["value"] for one in page.select("input[type=radio]")] == ["brief", "groot", "mail", "beide"]
    assert not page.select("input[type=radio][checked]")
    assert "In onze e-mails staat nooit een link." in words_of(page.main)


def test_an_answer_that_cannot_be_is_refused_at_its_field(maria: LintingClient) -> None:
    address = to_question(maria)
    for values, said in (
        ({}, "U hebt nog niet gekozen. Kies hoe u nieuws wilt krijgen."),
        ({"how": "duif"}, "U hebt nog niet gekozen. Kies hoe u nieuws wilt krijgen."),
        (MAIL | {"email": "maria@"}, "Dit e-mailadres is niet volledig. Vul het in zoals naam@voorbeeld.be."),
    ):
        assert said in words_of(page_of(answer(maria, address, values, status=422), 422))


def test_e_mail_is_chosen_with_the_mandate_and_still_to_be_confirmed(
    maria: LintingClient, world: World, sqlite_database: Database
) -> None:
    check = str(answer(maria, to_question(maria), MAIL).location)
    page = maria.see(check)
    assert "Met een e-mail naar maria@voorbeeld.be" in words_of(page.main)
    done = maria.see(send(maria, check))
    assert [one["href"] for one in done.select(".ml-note a")] == ["/mandaten/nieuws/bevestigen"]
    with sqlite_database.reading() as session:
        state = find_notice_state(session, world.bakery.id)
        assert len(session.scalars(select(Letter.id)).all()) == 2
    assert (state.choice, state.waits) == (NoticeChoice(mail=MailWish.INSTEAD, email="maria@voorbeeld.be"), True)


def test_large_print_holds_for_the_letter_of_this_very_mandate(
    maria: LintingClient, sqlite_database: Database
) -> None:
    send(maria, str(answer(maria, to_question(maria), {"how": "groot"}).location))
    with sqlite_database.reading() as session:
        sizes = {one.kind: one.data.get("large_print", False) for one in session.scalars(select(Letter))}
    assert sizes == {"given.giver": True, "invitation.holder": False}


def test_who_chose_before_is_not_asked_again_and_reads_what_holds(maria: LintingClient) -> None:
    maria.fill_in("/mandaten/nieuws", {"how": "groot"})
    check = walk(maria, begin(maria, "/geven"), ANSWERS[:6])
    assert check.endswith("/check")
    assert "Met een brief in grote letters" in words_of(maria.see(check).main)


def test_a_choice_made_elsewhere_meanwhile_stays(maria: LintingClient, world: World, sqlite_database: Database) -> None:
    check = str(answer(maria, to_question(maria), MAIL).location)
    maria.fill_in("/mandaten/nieuws", {"how": "groot"})
    send(maria, check)
    with sqlite_database.reading() as session:
        assert find_notice_state(session, world.bakery.id).choice == NoticeChoice(large_print=True)


def test_an_address_of_who_turned_to_letters_is_not_kept_in_the_draft(
    maria: LintingClient, sqlite_database: Database
) -> None:
    answer(maria, to_question(maria), {"how": "brief", "email": "maria@voorbeeld.be"})
    with sqlite_database.reading() as session:
        assert "voorbeeld.be" not in str(session.scalars(select(Draft.answers)).one())


def test_when_mail_was_switched_off_meanwhile_the_question_is_asked_again(maria: LintingClient) -> None:
    check = str(answer(maria, to_question(maria), MAIL).location)
    maria.application.extensions["policy"] = Policy()
    refused = page_of(answer(maria, check, {"read": "y"}, status=422), 422)
    assert "Wij kunnen nu geen e-mails sturen. Kies voor een brief." in words_of(refused)


def test_whoever_accepts_and_never_chose_is_shown_where_to_choose(jan: LintingClient, maria: LintingClient) -> None:
    send(maria, to_check(maria))
    form = jan.see("/aanvaarden").select_one(".ml-mandate form")
    address = str(jan.get(str(jan.send(form, "/aanvaarden", {}).location)).location)  # type: ignore[arg-type]
    check = walk(jan, address, (("decide", {"decision": "accept"}), ("executor", {"who": ["later"]})))
    done = jan.see(str(jan.fill_in(check).location))
    assert done.find("a", href="/mandaten/nieuws") is not None
    assert goes_to(jan.get(check)) == "done"
