"""The mandates of the enterprise for which somebody signed in."""

from flask import Blueprint, render_template

from examples.portal.parts import parts, user_token, visit

pages = Blueprint("mandates", __name__)


@pages.get("/mandaten")
def show() -> str:
    """Read at this moment, as Mandaatloket shows them to him."""
    found = parts().mandaatloket.mandates(user_token())
    own = visit().user.enterprise
    given = [one for one in found.items if one.giver.enterprise_number == own]
    held = [one for one in found.items if one.holder.enterprise_number == own]
    return render_template("mandates.html", given=given, held=held, more=found.total - len(found.items))
