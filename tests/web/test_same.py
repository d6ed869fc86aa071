"""Parts of a page that are the same for everybody: written once, and never about anybody."""

import pytest
from flask import Flask, render_template_string
from jinja2 import TemplateSyntaxError

PART = "{% same %}<a href='{{ url_for('help.show') }}'>{{ service.name }}</a>{% endsame %}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ current_user.name }}", "{{ request.path }}", "{{ title }}", "{% set a = 1 %}", "{{ url_for('.show') }}",
        "{% include 'layout/who.html' %}", "{% block who %}{% endblock %}", "{% call sentence() %}{% endcall %}",
    ],
)  # fmt: skip
def test_a_part_that_could_differ_does_not_compile(app: Flask, text: str) -> None:
    with app.test_request_context("/"), pytest.raises(TemplateSyntaxError, match="not the same for everybody"):
        render_template_string(f"{{% same %}}{text}{{% endsame %}}")


def test_a_part_is_written_once_wherever_we_are_mounted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"name": "A & B"}
    monkeypatch.setitem(app.jinja_env.globals, "service", words)
    for address, link in (("http://localhost/", "/hulp"), ("http://localhost/loket/", "/loket/hulp")):
        with app.test_request_context("/", base_url=address):
            first = render_template_string(PART)
            assert first == f"<a href='{link}'>A &amp; B</a>"
            monkeypatch.setitem(words, "name", "C")
            assert render_template_string(PART) == first
            words["name"] = "A & B"
