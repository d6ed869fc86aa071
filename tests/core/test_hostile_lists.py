"""Lists of clients that somebody made to break something, or that a program broke by itself."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from app.core.acts import drafts
from app.core.acts.client_lists import LONGEST_CELL, MOST_LINES, MOST_ROWS, read_client_list
from app.core.errors import Invalid
from app.models.mandate import Mandate
from tests.acting import count
from tests.core.test_bulk_requests import GOOD, HEAD, judge, keep, lines, send, workbook
from tests.world import BAKERY, FARM, OFFICE, World

TRIES = 60
ROW = (BAKERY, "Hinderpremie aanvragen", "1 jaar", None, "Omdat.")
PARTS = "xl/worksheets/sheet1.xml"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def reads_or_refuses(content: bytes) -> bool:
    try:
        return bool(read_client_list(content))
    except Invalid:
        return False


def broken_archive(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(4, len(changed))] = chance.randrange(256)
    return bytes(changed)


def broken_part(content: bytes, chance: random.Random) -> bytes:
    parts = parts_of(content)
    name = chance.choice(sorted(parts))
    changed = bytearray(parts[name])
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(32, 127)
    parts[name] = bytes(changed[: chance.choice((len(changed), chance.randrange(len(changed))))])
    return packed(parts)


@pytest.mark.parametrize("breaking", [broken_archive, broken_part])
def test_a_broken_spreadsheet_is_read_or_refused_and_never_more(
    breaking: Callable[[bytes, random.Random], bytes],
) -> None:
    chance, whole = random.Random(28), workbook(ROW)
    read = [reads_or_refuses(breaking(whole, chance)) for _ in range(TRIES)]
    assert not all(read)


def test_words_that_grow_without_end_are_not_unfolded() -> None:
    grows = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
    book = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">' + grows + b"]><workbook>&a8;</workbook>"
    with pytest.raises(Invalid, match="list_unreadable"):
        read_client_list(packed(parts_of(workbook(ROW)) | {"xl/workbook.xml": book}))


def test_a_sheet_reads_no_other_file(tmp_path: object) -> None:
    parts = parts_of(workbook(ROW))
    outside = b'<!DOCTYPE w [<!ENTITY out SYSTEM "file:///etc/passwd">]><worksheet'
    parts[PARTS] = parts[PARTS].replace(b"<worksheet", outside, 1).replace(b"Omdat.", b"&out;")
    content = packed(parts)
    if reads_or_refuses(content):
        assert "root" not in str(read_client_list(content))


def test_a_formula_comes_as_what_it_last_showed_and_else_as_nothing(world: World) -> None:
    draft = keep(world, workbook((*ROW[:4], '=HYPERLINK("http://example.org")')))
    assert judge(world, draft)[0].problem == "Er staat nog geen uitleg. Schrijf in 1 zin waarom u dit vraagt."


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_in_every_writing_of_a_spreadsheet_program(coding: str) -> None:
    content = f"{HEAD}\r\n{GOOD.replace('boekhouding', 'reëel werk')}".encode(coding)
    assert read_client_list(content)[0].reason == "Wij doen uw reëel werk."


def test_a_list_in_wide_signs_that_does_not_say_so_is_refused() -> None:
    with pytest.raises(Invalid, match="list_unreadable"):
        read_client_list(f"{HEAD}\r\n{GOOD}".encode("utf-16-le"))


def test_a_zero_in_a_cell_is_refused() -> None:
    with pytest.raises(Invalid, match="list_unreadable"):
        read_client_list(lines(GOOD.replace("Wij", "W\0ij")))


def test_a_column_that_stands_there_twice_is_named() -> None:
    with pytest.raises(Invalid, match="list_column_twice") as refusal:
        read_client_list(lines(GOOD + ";x", head=HEAD + ";Uitleg"))
    assert refusal.value.sentence == "De kolom uitleg staat er 2 keer. Laat er 1 van staan."


def as_csv(*rows: tuple[object, ...]) -> bytes:
    return lines(*[";".join(map(str, row)) for row in rows])


@pytest.mark.parametrize("make", [as_csv, workbook])
def test_ten_thousand_rows_are_too_many_and_none_is_read(make: Callable[..., bytes]) -> None:
    with pytest.raises(Invalid, match="list_too_long"):
        read_client_list(make(*[ROW] * 10_000))


def test_what_stands_far_below_the_others_is_told_and_not_left_out() -> None:
    book = load_workbook(BytesIO(workbook(ROW)))
    book.active.cell(1_000_000, 1, BAKERY)
    written = BytesIO()
    book.save(written)
    with pytest.raises(Invalid, match="list_far_down") as refusal:
        read_client_list(written.getvalue())
    assert str(MOST_LINES) in refusal.value.sentence


def test_nobody_walks_to_an_empty_row_beyond_the_last_of_a_sheet() -> None:
    parts = parts_of(workbook(ROW))
    parts[PARTS] = parts[PARTS].replace(b"</sheetData>", b'<row r="%d"/></sheetData>' % 10**12)
    assert len(read_client_list(packed(parts))) == 1


def test_rows_with_empty_ones_between_keep_the_number_that_the_sheet_shows() -> None:
    rows = read_client_list(lines(GOOD, ";;;;", *[""] * MOST_ROWS, GOOD))
    assert [row.place for row in rows] == [2, MOST_ROWS + 4]


@pytest.mark.parametrize("at", range(5))
def test_a_cell_that_is_too_long_is_refused_in_its_row_and_not_cut(world: World, at: int) -> None:
    cells = [BAKERY, "hinder.manage", "1 jaar", "01/12/2026", "Omdat."]
    fill = "," if at == 1 else "0"  # types between commas: what is left when the cell is cut would be right
    cells[at] = f"{cells[at].ljust(LONGEST_CELL, fill)}and more"
    wrong, right = judge(world, keep(world, lines(";".join(cells), GOOD.replace(BAKERY, FARM))))
    assert (wrong.problem is not None, right.problem) == (True, None)


def test_spaces_make_no_cell_too_long(world: World) -> None:
    row = GOOD.replace("Wij doen", f"Wij{' ' * LONGEST_CELL}doen")
    (client,) = read_client_list(lines(row))
    assert client.reason == "Wij doen uw boekhouding."


def test_a_sheet_without_a_single_page_of_cells_is_refused() -> None:
    with pytest.raises(Invalid, match="list_unreadable"):
        read_client_list(packed({"a.txt": b"x"}))


def test_signs_that_no_letter_can_bear_do_not_reach_it(world: World) -> None:
    draft = keep(world, lines(GOOD.replace("Wij", "Wij\x07\x1b\u202e")))
    sent = send(world, draft, 2)
    assert sent.dossier_number
    assert world.session.query(Mandate).one().reason == "Wij doen uw boekhouding."


def test_two_rows_for_one_client_and_a_row_for_oneself_stop_only_themselves(world: World) -> None:
    rows = lines(GOOD, GOOD.replace("1 jaar", "6 maanden"), GOOD.replace(BAKERY, OFFICE), GOOD.replace(BAKERY, FARM))
    draft = keep(world, rows)
    assert [one.problem is None for one in judge(world, draft)] == [True, False, False, True]
    for one in judge(world, draft):
        if one.problem is None:
            send(world, draft, one.row.place)
    assert count(world, Mandate) == 2


def test_a_list_is_kept_until_every_row_is_sent_and_no_longer(world: World) -> None:
    draft = keep(world, lines(GOOD, GOOD.replace(BAKERY, FARM)))

    def kept() -> list[object]:
        return [one.id for one in drafts.list_drafts(world.session, world.holder, now=world.now)]

    send(world, draft, 2)
    assert kept() == [draft.id]
    send(world, draft, 3)
    assert kept() == []
    found = drafts.find_by_number(world.session, world.holder, draft.dossier_number, now=world.now)
    assert found.id == draft.id


def test_a_list_with_a_row_that_was_refused_stays_kept(world: World) -> None:
    draft = keep(world, lines(GOOD, GOOD.replace(BAKERY, OFFICE)))
    for place in (2, 3):
        send(world, draft, place)
    assert [one.id for one in drafts.list_drafts(world.session, world.holder, now=world.now)] == [draft.id]


def test_a_book_with_more_sheets_is_read_on_its_first(world: World) -> None:
    book, written = Workbook(), BytesIO()
    book.active.append(HEAD.split(";"))
    book.active.append(ROW)
    book.create_sheet("Notities").append(["iets anders"])
    book.save(written)
    assert read_client_list(written.getvalue())[0].number == BAKERY
