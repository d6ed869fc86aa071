"""Every page of every letter looks as it did: what moved, went or changed its shape is seen, jitter of machines is not.

Letters that have to look otherwise: `python -m tests.letters.renew_golden [KIND ...]`, and look at the new pictures.
"""

import re
from itertools import product

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops, ImageDraw

from app.adapters.press.bundle import read_bundle
from app.adapters.press.engine import Engine
from app.adapters.press.printer_profile import read_profile
from app.adapters.press.samples import sample
from app.adapters.press.wording import current_template, edition
from tests.letters.golden_pages import (
    EVERY,
    GOLDEN,
    IN_LARGE_PRINT,
    POINT,
    Place,
    differences,
    kept_paths,
    name_of,
    places_unlike,
    renewed,
)
from tests.letters.renew_golden import renew
from tests.letters.sheets import Sheets

KIND = "given.giver"
ALL_TOGETHER, OF_ONE_PAGE = 2_200_000, 25_000  # bytes
LINE = 33  # points: 5.6 millimetres
# Millimetres on the pages of KIND: left, top, right, bottom.
PARAGRAPH = (20, 106, 186, 136)
LINE_OF_IT = (20, 112, 186, 118)
UPPER_CODE = (24, 63, 47, 87)
ADDRESS, GREETING = (100, 38, 186, 62), (24, 99, 186, 105.5)
FOLD_MARK = (2, 97, 12, 101)
BACK, RULE_FOR_A_NAME = 2, (130, 249, 187, 252.5)


@pytest.fixture(scope="session")
def pages(sheets):
    return sheets(KIND, "usual").pages


@pytest.fixture
def front(pages):
    return pages[0]


@pytest.mark.parametrize(("kind", "in_large_print"), EVERY)
def test_every_page_looks_like_its_golden_picture(sheets, large, tmp_path, kind, in_large_print):
    drawn = large(kind, "usual")[2] if in_large_print else sheets(kind, "usual")
    assert differences(name_of(kind, in_large_print), drawn.pages, tmp_path) == []


def test_nothing_else_is_kept_and_all_of_it_is_small():
    kept = sorted(GOLDEN.iterdir())
    assert {path.stem.rpartition("-")[0] for path in kept} == {name_of(*letter) for letter in EVERY}
    sizes = [path.stat().st_size for path in kept]
    assert sum(sizes) < ALL_TOGETHER
    assert max(sizes) < OF_ONE_PAGE
    assert set(IN_LARGE_PRINT) <= {kind for kind, _ in EVERY}


def test_a_page_that_moved_two_millimetres_is_seen(front):
    for across, down in ((12, 0), (-12, 0), (0, 12), (0, -12)):
        assert places_unlike(front, ImageChops.offset(front, across, down))


def test_a_paragraph_that_moved_is_seen_where_it_stands(front):
    moved = front.copy()
    moved.paste(front.crop(points(PARAGRAPH)), (points(PARAGRAPH)[0], points(PARAGRAPH)[1] + 12))
    assert_found_only_in(places_unlike(front, moved), PARAGRAPH, higher=3)


@pytest.mark.parametrize(
    ("page", "part"), [(1, LINE_OF_IT), (1, UPPER_CODE), (1, FOLD_MARK), (BACK, RULE_FOR_A_NAME)],
    ids=["a line of text", "a square code", "a fold mark", "a rule"],
)  # fmt: skip
def test_what_is_left_out_or_added_is_seen_where_it_stands(pages, page, part):
    whole, without = pages[page - 1], without_part(pages[page - 1], part)
    for golden, printed in ((whole, without), (without, whole)):
        assert_found_only_in(places_unlike(golden, printed), part)


def test_another_font_another_weight_and_a_smaller_type_are_seen(press, front):
    html, dated = press.lay_out(sample(KIND)).html, edition(current_template(KIND))
    engine = Engine(read_bundle(), read_profile("right-window").style())

    def unlike(what: str, instead: str) -> list[Place]:
        document = engine.lay_out(html.replace(what, instead), [dated, f"{dated}-slip"])
        return places_unlike(front, Sheets(engine.write(document)).drawn(150, "-l", "1")[0])

    assert len(unlike("</head>", "<style>body { font-family: Address }</style></head>")) > 1
    assert len(unlike("</head>", "<style>body { font-size: 12.3pt }</style></head>")) > 1
    in_the_window = unlike("</head>", "<style>.window { font-family: Letter !important }</style></head>")
    assert_found_only_in(in_the_window, ADDRESS)
    assert_found_only_in(unlike("Beste Maria Vermeulen", "Beste <b>Maria</b> Vermeulen"), GREETING)


def test_a_point_of_jitter_passes(pages):
    for page in pages:
        for across, down in product((-1, 0, 1), repeat=2):
            assert places_unlike(page, ImageChops.offset(page, across, down)) == []


def test_lines_and_words_that_each_jitter_another_way_pass(front):
    jittered = front.copy()
    for row, column in product(range(0, front.height, LINE), range(0, front.width, 50)):
        part = (column, row, min(column + 50, front.width), min(row + LINE, front.height))
        turn = row // LINE + column // 50
        jittered.paste(ImageChops.offset(front, turn % 3 - 1, turn % 2 * 2 - 1).crop(part), part)
    assert places_unlike(front, jittered) == []


def test_half_a_point_and_other_edges_pass(printed, pages):
    sheets = Sheets(printed(KIND, "usual").pdf)
    for golden, finer in zip(pages, sheets.drawn(300), strict=True):
        for shift in ((0, 0), (1, 0), (1, 1)):
            halved = ImageChops.offset(finer, *shift).reduce(2).crop((0, 0, *golden.size))
            assert places_unlike(golden, halved) == []
    for golden, rough in zip(pages, sheets.drawn(150, "-aa", "no", "-aaVector", "no"), strict=True):
        assert golden.tobytes() != rough.tobytes()
        assert places_unlike(golden, rough) == []


def test_a_page_more_or_less_is_told(pages, tmp_path):
    assert "1 pages are printed and 2 golden" in differences(KIND, pages[:1], tmp_path)[0]
    assert "3 pages are printed and 2 golden" in differences(KIND, [*pages, pages[0]], tmp_path)[0]
    assert "2 pages are printed and 0 golden" in differences("unknown.giver", pages, tmp_path)[0]
    assert places_unlike(pages[0], pages[0].rotate(90, expand=True)) == [Place(0, 210, 0, 297)]


def test_the_difference_is_told_by_kind_page_and_place_and_drawn(pages, tmp_path):
    other = without_part(pages[1], RULE_FOR_A_NAME)
    ImageDraw.Draw(other).line(points((60, 120, 100, 120)), fill=0, width=3)
    (told,) = differences(KIND, [pages[0], other], tmp_path)
    assert told.startswith(f"{KIND}, page 2, looks otherwise from ")
    (added, gone) = re.findall(r"(\d+) to (\d+) mm from the top and (\d+) to (\d+) mm from the left", told)
    assert [abs(int(at) - mm) <= 3 for at, mm in zip(added, (120, 120, 60, 100), strict=True)] == [True] * 4
    assert [abs(int(at) - mm) <= 3 for at, mm in zip(gone, (251, 251, 132, 185), strict=True)] == [True] * 4
    with Image.open(tmp_path / f"{KIND}-2.png") as drawn:
        assert drawn.size == other.size
        assert drawn.getpixel(points((80, 120, 0, 0))[:2]) == (200, 0, 0)
        names_rule = drawn.crop(points(RULE_FOR_A_NAME)).getcolors(maxcolors=9)
        assert (0, 60, 200) in {colour for _, colour in names_rule}


def test_renewing_keeps_what_still_looks_the_same(pages, tmp_path):
    front, back = (f"{KIND}-{number}.webp" for number in (1, 2))
    assert [path.name for path in renewed(KIND, pages, tmp_path)] == [front, back]
    assert differences(KIND, pages, tmp_path, tmp_path) == []
    moved = [ImageChops.offset(pages[0], 0, 12), ImageChops.offset(pages[1], 1, 0)]
    assert [path.name for path in renewed(KIND, moved, tmp_path)] == [front]
    assert differences(KIND, moved, tmp_path, tmp_path) == []
    assert [path.name for path in renewed(KIND, moved[:1], tmp_path)] == [back]
    assert kept_paths(KIND, tmp_path) == [tmp_path / front]


def test_the_command_leaves_letters_that_look_the_same_alone():
    before = {path: path.stat().st_mtime_ns for path in GOLDEN.iterdir()}
    runner = CliRunner()
    same, unknown = runner.invoke(renew, ["refused.giver"]), runner.invoke(renew, ["nobody.giver"])
    assert (same.exit_code, same.output) == (0, "")
    assert (unknown.exit_code, "nobody.giver" in unknown.output) == (2, True)
    assert {path: path.stat().st_mtime_ns for path in GOLDEN.iterdir()} == before


def points(part: tuple[float, ...]) -> tuple[int, ...]:
    return tuple(round(millimetres / POINT) for millimetres in part)


def without_part(page: Image.Image, part: tuple[float, ...]) -> Image.Image:
    left_out = page.copy()
    left_out.paste(255, points(part))
    assert left_out.tobytes() != page.tobytes(), "there was ink"
    return left_out


def assert_found_only_in(found: list[Place], part: tuple[float, ...], higher: int = 0) -> None:
    """Something was found and all of it within a block of this part."""
    left, top, right, bottom = part
    assert found
    for place in found:
        assert (place.left >= left - 4, place.top >= top - 4) == (True, True), place
        assert (place.right <= right + 4, place.bottom <= bottom + 4 + higher) == (True, True), place
