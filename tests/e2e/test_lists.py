"""The overview as people use it: narrow the list, keep it, keep its address; with and without scripts."""

from pathlib import Path

import pytest

from tests.e2e.town import Town


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_list_is_narrowed_kept_and_found_again_by_its_address(town: Town, scripts: bool) -> None:
    maria = town.come(scripts=scripts).sign_in("maria", "/mandaten")
    maria.page.locator(".ml-wish summary").click()
    maria.write("Naam of nummer", "peeters").page.get_by_label("Volgorde").select_option("Wat eerst stopt")
    maria.press("Toon", exact=True)
    assert maria.path.startswith("/mandaten?zoek=peeters")
    shown = maria.page.locator(".ml-mandate h3 a").all_inner_texts()
    assert len(shown) == 2
    assert all("Peeters" in name for name in shown)
    with maria.page.expect_download() as download:
        maria.page.get_by_role("link", name="als csv").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(kept) == 1 + len(shown)
    address = maria.path
    again = town.come(scripts=scripts).sign_in("maria", "/").go(address)
    assert again.page.locator(".ml-mandate h3 a").all_inner_texts() == shown
