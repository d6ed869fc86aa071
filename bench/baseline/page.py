"""The baseline of a page: the same template with constant data, no form, no database, no session.

Rules, so that the ratio means something:

- an ordinary Flask application with the same addresses (the template asks for them), whose view does nothing but
  render the template; it is called through the same WSGI door, in the same process, in turns with ours;
- the same templates, compiled with the same options; the same macros, filters and addresses of styles and scripts;
- all that the template is given stands ready as constants: names, sentences, the options of a question, who is signed
  in, the closing hour. There is no WTForms field, no query, no cookie that is read, no token that is signed;
- no header, line in a log, check or cookie of ours is added to its answer; neither side compresses;
- its answer has the same bytes as ours apart from the token of the form: `bench.page` looks before it measures.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template
from jinja2 import StrictUndefined

from app.config import ROOT
from app.web.assets import install_assets
from app.web.components import install_components
from app.web.formats import install_formats


def plain_application(ours: Flask, template: str, frame: Mapping[str, Any], given: Mapping[str, Any]) -> Flask:
    """An application that shows `template` at every address that ours knows; `frame` is what every page asks for."""
    plain = Flask("plain", static_folder=None, template_folder=str(ROOT / "templates"))
    plain.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    install_assets(plain, ROOT / "static")
    install_formats(plain)
    plain.jinja_env.globals.update(frame)
    install_components(plain)

    def view(**_: object) -> str:
        return render_template(template, **given)

    for rule in ours.url_map.iter_rules():
        if rule.endpoint != "static":
            plain.add_url_rule(rule.rule, rule.endpoint, view, methods=rule.methods)
    return plain


def constant_form(form: Any) -> SimpleNamespace:  # noqa: ANN401 - any form
    """What a template reads of a form."""
    fields = {field.name: _constant_field(field) for field in form}
    more = {name: value for name, value in vars(form).items() if not name.startswith("_") and name not in fields}
    return SimpleNamespace(**{**more, "errors": dict(form.errors), "form_errors": list(form.form_errors), **fields})


def _constant_field(field: Any) -> SimpleNamespace:  # noqa: ANN401 - any field
    facts = {name: getattr(field, name) for name in ("id", "name", "description", "errors", "data")}
    plain = SimpleNamespace(label=SimpleNamespace(text=field.label.text), **facts)
    if hasattr(field, "iter_choices"):
        options = list(field.iter_choices())
        plain.iter_choices = lambda: options
    return plain
