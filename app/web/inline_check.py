"""A field is looked at when somebody leaves it: the page posts its form, and gets back that one field as it draws it.

Only a comfort. The form validates as it does when it is sent, and nothing is kept or tried; what was not looked at on
the way is looked at then. Nobody is told what is still empty before he sends it.
"""

from flask import abort, current_app, request

from app.web.form import Form
from app.web.htmx import Part, target_id

# The box around a field, see templates/components/checked.html, and the block of the page that draws it.
GROUP = "-group"
BLOCK = "check_"


def check_field(form: Form, template: str, **shown: object) -> Part:
    """The box of the field that somebody left, with what is wrong with it.

    `template` is the page; each field that can be checked stands in a block of its own, `check_` and its name.
    """
    page = current_app.jinja_env.get_template(template)
    left = next((field for field in form if f"{field.id}{GROUP}" == target_id(request)), None)
    draw = page.blocks.get(f"{BLOCK}{left.name}") if left is not None else None
    if left is None or draw is None:
        abort(404)
    form.validate()
    if left.is_empty:
        left.errors = []
    values: dict[str, object] = {"form": form, **shown}
    current_app.update_template_context(values)
    return Part("".join(draw(page.new_context(values))).strip())
