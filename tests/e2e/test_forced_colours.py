"""Forced colours, as people with low vision set them: where the focus is and what is chosen can still be seen."""

from io import BytesIO
from math import ceil

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from tests.e2e import journeys
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor
from tests.e2e.watched import check_for_everybody

AROUND = 12  # px around a thing, in which its outline is drawn
ENOUGH = 60  # px that must look different: less is no outline that anybody sees
MOST_STOPS = 40
FOCUSED_BOX = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const label = at.matches('[type=radio], [type=checkbox]') && at.labels[0];
    const box = (label || at).getBoundingClientRect();
    return {x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height, name: at.outerHTML};
}"""
BLUR = "() => document.activeElement.blur()"


@pytest.fixture
def maria(town: Town) -> Visitor:
    """Maria, whose screen has colours of its own."""
    maria = town.come()
    maria.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    return maria


def picture(page: Page, box: dict[str, float]) -> Image.Image:
    """What can be seen at a place of the page and just around it."""
    left, top, right, bottom = edges(box)
    return drawn(page, clip={"x": left, "y": top, "width": right - left, "height": bottom - top})


def edges(box: dict[str, float]) -> tuple[int, int, int, int]:
    """A place of the page and what is just around it, in whole pixels: left, top, right, bottom."""
    left, top = max(0, int(box["x"]) - AROUND), max(0, int(box["y"]) - AROUND)
    return left, top, ceil(box["x"] + box["width"]) + AROUND, ceil(box["y"] + box["height"]) + AROUND


def drawn(page: Page, **part: object) -> Image.Image:
    """The whole page, or a part of it, in tones of grey."""
    shot = page.screenshot(full_page=True, animations="disabled", **part)  # type: ignore[arg-type]
    return Image.open(BytesIO(shot)).convert("L")


def changed(before: Image.Image, after: Image.Image) -> int:
    """How many pixels differ clearly."""
    return sum(ImageChops.difference(before, after).point(lambda value: value > 64).histogram()[1:])


def check_focus(page: Page) -> int:
    """Walk over the whole page with the tab key: at every stop somebody sees where he is. How many stops there are."""
    page.reload()
    boxes = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        box = page.evaluate(FOCUSED_BOX)
        if box is None:
            break
        boxes.append((box, picture(page, box)))
    page.evaluate(BLUR)
    nowhere = drawn(page)  # once, as drawing takes most of the time
    for box, focused in boxes:
        before = nowhere.crop(edges(box)).crop((0, 0, *focused.size))
        assert changed(before, focused) >= ENOUGH, box["name"]
    return len(boxes)


def check_choice(page: Page, label: Locator) -> None:
    """Choosing something changes how it looks, apart from the focus."""
    box = label.locator("xpath=..").bounding_box()
    assert box is not None
    before = picture(page, box)  # type: ignore[arg-type]
    label.click()
    page.evaluate(BLUR)
    page.mouse.move(0, 0)
    assert changed(before, picture(page, box)) >= ENOUGH  # type: ignore[arg-type]


def test_the_start_page_in_forced_colours(maria: Visitor) -> None:
    maria.go("/")
    check_for_everybody(maria.page)
    assert check_focus(maria.page) > 5


def test_questions_in_forced_colours(maria: Visitor) -> None:
    maria.sign_in("maria", "/geven").press("Beginnen").sees("Aan wie")
    assert check_focus(maria.page) > 5
    maria.write("Naam en gemeente", journeys.MAASLAND).press("Verder", exact=True).sees("Is dit de juiste onderneming")
    check_choice(maria.page, maria.page.locator("label", has_text="Ja, dit is"))
    maria.press("Verder", exact=True).sees("voor u doen").choose("Ik kies zelf").press("Verder", exact=True)
    check_choice(maria.page, maria.page.locator("label", has_text="Hinderpremie aanvragen"))
    check_for_everybody(maria.page)
    maria.press("Verder", exact=True).sees("Vanaf wanneer")
    check_choice(maria.page, maria.page.locator("label", has_text="Zodra"))
    assert check_focus(maria.page) > 5


def test_the_check_page_in_forced_colours(maria: Visitor) -> None:
    journeys.answer_giving(maria.sign_in("maria", "/geven").press("Beginnen"), journeys.TO_MAASLAND)
    maria.sees("Kijk alles na")
    check_for_everybody(maria.page)
    check_choice(maria.page, maria.page.locator("label", has_text="Ik heb dit gelezen"))
    assert check_focus(maria.page) > 5
