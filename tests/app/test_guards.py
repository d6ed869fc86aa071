"""Every address has somebody who decides who may open it."""

from flask import Flask

GUARDS = {
    "public", "signed_in", "clerk_only", "for_party", "administrator_only", "domain_manager_only", "staff_with_a_role",
    "directory_only", "api_scope",
}  # fmt: skip


def test_every_route_has_a_guard(app: Flask) -> None:
    views = {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    assert {name for name, view in views.items() if getattr(view, "guard", None) not in GUARDS} == set()


def test_whoever_opens_a_page_to_everybody_gives_a_reason(app: Flask) -> None:
    public = [view for view in app.view_functions.values() if getattr(view, "guard", None) == "public"]
    assert [view.__name__ for view in public if len(str(view.guard_reason).split()) < 3] == []  # type: ignore[attr-defined]
