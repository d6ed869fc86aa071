"""The macros of templates/components, known to every template by name: `radios` stands in radios.html."""

from flask import Flask
from jinja2.runtime import Macro

from app.config import ROOT

FOLDER = "components"


def install_components(app: Flask) -> None:
    """Load every file of components; what it defines may be called from any page without importing it."""
    environment = app.jinja_env
    for name in sorted(path.name for path in (ROOT / "templates" / FOLDER).glob("*.html")):
        module = environment.get_template(f"{FOLDER}/{name}").module
        defined = {key: value for key, value in vars(module).items() if isinstance(value, Macro)}
        environment.globals.update(defined)
