"""The question how news comes: asked of who never chose, at home and at the counter, and kept with what is sent."""

from collections.abc import Callable

from sqlalchemy import select

from app.core.people.notices import MailWish, NoticeChoice, find_notice_state
from app.core.policy import Policy
from app.db import Database
from app.models.draft import Draft
from app.models.letter import Letter
from tests.acting import accept
from tests.web.client import LintingClient, page_of, words_of
from tests.web.wizards.walk import ANSWERS, Answers, answer, begin, goes_to, read, to_check, walk
from tests.world import BAKERY, OTHER, World

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


def to_question_of_a_change(client: LintingClient, world: World) -> str:
    """Every question before it answered, about an accountant who makes way for another; its address."""
    old = accept(world, world.give("subsidy.view"))
    world.session.commit()
    return walk(client, begin(client, "/veranderen"), (
        ("old", {"party": str(old.holder_id)}), ("holder", {"q": OTHER}), ("holder-check", {"right": "yes"}),
        ("types", {"types": ["subsidy.view"]}), ("start", {"when": "accepted"}),
    ))  # fmt: skip


def test_who_changes_holders_is_asked_too_and_can_change_the_answer(maria: LintingClient, world: World) -> None:
    address = to_question_of_a_change(maria, world)
    page = maria.see(address)
    assert read(page.h1) == "Hoe wilt u nieuws krijgen over dit mandaat?"
    assert [one["value"] for one in page.select("input[type=radio]")] == ["brief", "groot", "mail", "beide"]
    assert "U hebt nog niet gekozen." in words_of(page_of(answer(maria, address, {}, status=422), 422))
    check = str(answer(maria, address, MAIL).location)
    shown = maria.see(check)
    assert "Met een e-mail naar maria@voorbeeld.be" in words_of(shown.main)
    links = [str(one["href"]) for one in shown.select(".govuk-summary-list__actions a")]
    [change] = [link for link in links if link.endswith("/notice")]
    assert str(answer(maria, change, {"how": "groot"}).location) == check
    assert "Met een brief in grote letters" in words_of(maria.see(check).main)


def test_the_choice_of_who_changes_holders_is_kept_and_holds_for_his_letter(
    maria: LintingClient, world: World, sqlite_database: Database
) -> None:
    send(maria, str(answer(maria, to_question_of_a_change(maria, world), {"how": "groot"}).location))
    with sqlite_database.reading() as session:
        sizes = {one.kind: one.data.get("large_print", False) for one in session.scalars(select(Letter))}
        state = find_notice_state(session, world.bakery.id)
    assert (sizes["transfer_sent.giver"], sizes["invitation.holder"], sizes["transfer_told.holder"]) == (
        True, False, False,
    )  # fmt: skip
    assert (state.choice, state.chosen) == (NoticeChoice(large_print=True), True)


def test_an_address_of_who_changes_holders_is_still_to_be_confirmed(maria: LintingClient, world: World) -> None:
    done = maria.see(send(maria, str(answer(maria, to_question_of_a_change(maria, world), MAIL).location)))
    assert [one["href"] for one in done.select(".ml-note a")] == ["/mandaten/nieuws/bevestigen"]


def test_who_chose_before_is_not_asked_when_he_changes_holders(maria: LintingClient, world: World) -> None:
    maria.fill_in("/mandaten/nieuws", {"how": "groot"})
    check = to_question_of_a_change(maria, world)
    assert check.endswith("/check")
    assert "Met een brief in grote letters" in words_of(maria.see(check).main)


def test_a_customer_who_changes_holders_hears_what_he_chose(
    counter: Callable[..., LintingClient], world: World, sqlite_database: Database
) -> None:
    clerk = counter(number=BAKERY)
    address = str(answer(clerk, to_question_of_a_change(clerk, world), MAIL).location)
    script = words_of(clerk.see(address).main)
    assert "U koos hoe u nieuws krijgt: met een e-mail. Wij sturen u eerst een e-mail." in script
    agreed: Answers = (("consent", {"agreed": "y", "keeps": "y"}),)
    notice = walk(clerk, address, agreed).replace("/check", "/notice")
    # Who chooses otherwise agrees anew.
    check = walk(clerk, str(answer(clerk, notice, {"how": "groot"}).location), agreed)
    assert "Uw verandering is verstuurd" in words_of(clerk.see(send(clerk, check)).main)
    with sqlite_database.reading() as session:
        assert find_notice_state(session, world.bakery.id).choice == NoticeChoice(large_print=True)
