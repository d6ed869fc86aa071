"""The macros of templates/components, known to every template by name: `radios` stands in radios.html."""

from flask import Flask
from jinja2.runtime import Macro


def install_components(app: Flask) -> None:
    """Load every file of components; what it defines may be called from any page without importing it."""
    environment = app.jinja_env
    for name in sorted(environment.list_templates(filter_func=lambda name: name.startswith("components/"))):
        module = environment.get_template(name).module
        defined = {key: value for key, value in vars(module).items() if isinstance(value, Macro)}
        environment.globals.update(defined)
