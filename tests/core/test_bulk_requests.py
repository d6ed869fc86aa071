"""Asking many clients at once, from a file: every row by itself."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from app.core.acts import bulk_requests, drafts
from app.core.acts.bulk_requests import JudgedRow
from app.core.acts.client_lists import LARGEST_FILE, MOST_ROWS, example_csv, read_client_list
from app.core.errors import Invalid, NotAllowed
from app.core.mandates.lookup import find_mandate_by_number
from app.core.register.functions import list_functions
from app.models.draft import Draft
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from tests.acting import count
from tests.world import BAKERY, FARM, OFFICE, World

HEAD = "ondernemingsnummer;mandaten;duur;vanaf;uitleg"
GOOD = f"{BAKERY};Hinderpremie aanvragen;1 jaar;;Wij doen uw boekhouding."


def lines(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode("utf-8-sig")


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, written = Workbook(), BytesIO()
    for row in (tuple(HEAD.split(";")), *rows):
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def keep(world: World, content: bytes) -> Draft:
    return bulk_requests.keep_list(world.session, world.holder, read_client_list(content), now=world.now)


def judge(world: World, draft: Draft) -> list[JudgedRow]:
    return bulk_requests.judge_list(world.session, world.holder, draft.id, policy=world.policy, now=world.now)


def send(world: World, draft: Draft, place: int) -> JudgedRow:
    return bulk_requests.send_row(
        world.session, world.holder, draft.id, place, policy=world.policy, now=world.now
    )


def test_a_file_of_a_spreadsheet_is_read_as_its_csv(world: World) -> None:
    said = read_client_list(lines(GOOD))
    assert read_client_list(workbook(tuple(GOOD.split(";")))) == said
    assert (said[0].place, said[0].number, said[0].what) == (2, BAKERY, "Hinderpremie aanvragen")


def test_a_spreadsheet_that_dropped_the_first_zero_still_names_the_enterprise(world: World) -> None:
    draft = keep(world, workbook((int(BAKERY), "Hinderpremie aanvragen", "1 jaar", None, "Omdat.")))
    assert judge(world, draft)[0].name == "Bakkerij De Zoete Inval BV"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_columns_may_stand_in_any_order_and_be_separated_in_any_way(world: World, separator: str) -> None:
    content = lines(
        separator.join(["Omdat.", "1 jaar", "hinder.manage", BAKERY]),
        head=separator.join(["Uitleg", "DUUR", "Mandaten", "Ondernemingsnummer"]),
    )
    assert judge(world, keep(world, content))[0].problem is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list_empty"),
        (lines(), "list_empty"),
        (lines(";;;;"), "list_empty"),
        (b"x" * (LARGEST_FILE + 1), "list_too_large"),
        (lines(GOOD, head="nummer;mandaten;duur;uitleg"), "list_without_column"),
        (b"PK\x03\x04 this is no spreadsheet", "list_unreadable"),
        (b"\x00\x01\x02\x03", "list_unreadable"),
        (lines(*[GOOD] * (MOST_ROWS + 1)), "list_too_long"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code) as caught:
        read_client_list(content)
    assert caught.value.sentence


def test_a_file_that_unpacks_to_something_huge_is_never_unpacked() -> None:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Invalid, match="list_too_large"):
        read_client_list(written.getvalue())


def test_the_example_is_a_list(world: World) -> None:
    assert judge(world, keep(world, example_csv()))[0].problem is not None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace(BAKERY, "0199000152"), "De laatste 2 cijfers passen niet bij de rest."),
        (GOOD.replace(BAKERY, "12345"), "Dit nummer heeft 5 cijfers."),
        (GOOD.replace(BAKERY, OFFICE), "Dit is uw eigen onderneming."),
        (GOOD.replace("Hinderpremie aanvragen", "Alles"), "Wij kennen het mandaat Alles niet."),
        (GOOD.replace("Hinderpremie aanvragen", ""), "U hebt nog niets aangekruist."),
        (GOOD.replace("1 jaar", "een tijdje"), "Wij begrijpen een tijdje niet."),
        (GOOD.replace("1 jaar", "31/02/2027"), "Wij begrijpen 31/02/2027 niet."),
        (GOOD.replace("1 jaar", "01/01/2020"), "Deze dag is al voorbij."),
        (GOOD.replace("1 jaar", ""), "U hebt nog niet gekozen hoelang het mandaat geldt."),
        (GOOD.replace("Wij doen uw boekhouding.", ""), "Er staat nog geen uitleg."),
    ],
)
def test_a_wrong_row_says_why_and_never_stops_its_neighbours(world: World, row: str, said: str) -> None:
    other = f"{FARM};subsidy.view + hinder.manage;tot stopzetting;;Wij doen uw boekhouding."
    draft = keep(world, lines(row, other))
    wrong, right = judge(world, draft)
    assert (wrong.problem or "").startswith(said)
    assert right.problem is None
    assert send(world, draft, 2).dossier_number is None
    number = send(world, draft, 3).dossier_number
    assert find_mandate_by_number(world.session, number or "").status_on(world.now.date()) is Status.REQUESTED
    assert count(world, Mandate) == 1


def test_an_enterprise_twice_in_a_list_is_named(world: World) -> None:
    first, second = judge(world, keep(world, lines(GOOD, GOOD)))
    assert first.problem is None
    assert (second.problem or "").startswith("Deze onderneming staat al in rij 2.")


def test_sending_a_row_again_asks_once(world: World) -> None:
    draft = keep(world, lines(GOOD))
    assert send(world, draft, 2) == send(world, draft, 2)
    assert count(world, Mandate) == 1
    assert judge(world, draft)[0].dossier_number is not None


def test_what_changed_since_the_look_is_refused_for_that_row_alone(world: World) -> None:
    draft = keep(world, lines(GOOD, f"{FARM};subsidy.view;1 jaar;;Omdat."))
    world.set_situation(BAKERY, "bankrupt")
    assert (send(world, draft, 2).problem or "").startswith("Volgens de KBO is Bakkerij De Zoete Inval BV gestopt.")
    assert send(world, draft, 3).problem is None


def test_somebody_who_may_not_decide_asks_nobody(world: World) -> None:
    stranger = world.at_home(world.maria, world.office)
    draft = bulk_requests.keep_list(world.session, stranger, read_client_list(lines(GOOD)), now=world.now)
    sent = bulk_requests.send_row(world.session, stranger, draft.id, 2, policy=world.policy, now=world.now)
    assert sent.dossier_number is None
    assert count(world, Mandate) == 0


def test_a_clerk_takes_no_list(world: World) -> None:
    [function] = list_functions(world.session, OFFICE, world.now.date())
    clerk = world.visit(world.add_clerk(), OFFICE, function)
    with pytest.raises(NotAllowed, match="list_at_home_only"):
        bulk_requests.keep_list(world.session, clerk, read_client_list(lines(GOOD)), now=world.now)
    assert drafts.list_drafts(world.session, clerk, now=world.now) == []
