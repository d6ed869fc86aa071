"""Requesting a premium for somebody else. Whether that may be, is asked at every request and never kept."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from examples.mandaatloket_client.models import Enterprise
from examples.portal.errors import NotOpen, Refused
from examples.portal.parts import parts, visit

SERVICE = "hinderpremie"  # as Mandaatloket calls what is behind these pages
LONGEST_STREET = 100
Page = str | Response | tuple[str, int]
pages = Blueprint("subsidies", __name__, url_prefix="/premies")


@pages.get("")
def choose() -> str:
    """For whom the user may do it today."""
    givers = [found for one in parts().mandaatloket.givers(visit().user, SERVICE) if (found := _found(one)) is not None]
    return render_template("subsidies/choose.html", givers=givers)


def _found(giver: str) -> Enterprise | None:
    """The enterprise under this name; none for a private person, who has no number, or for one that ceased to be."""
    try:
        return parts().mandaatloket.enterprise(giver)
    except Refused:
        return None


@pages.get("/<giver>")
def show(giver: str) -> str:
    """The form, for who may fill it in."""
    return render_template("subsidies/form.html", enterprise=_opened(giver))


@pages.post("/<giver>")
def send(giver: str) -> Page:
    """Take the request; whoever had the page open when the mandate stopped is too late."""
    enterprise = _opened(giver)
    street = request.form.get("street", "").strip()
    if not street or len(street) > LONGEST_STREET:
        page = render_template("subsidies/form.html", enterprise=enterprise, missing=True)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    # An example: a real portal would keep the request here, with the mandate by which it was made.
    return redirect(url_for(".sent", giver=giver), HTTPStatus.SEE_OTHER)


@pages.get("/<giver>/verstuurd")
def sent(giver: str) -> str:
    """That it was sent."""
    return render_template("subsidies/sent.html", enterprise=_opened(giver))


def _opened(giver: str) -> Enterprise:
    """The enterprise, for who may act for it at this moment; raises NotOpen, also for a number that is nobody's."""
    if not parts().mandaatloket.may(visit().user, SERVICE, giver):
        raise NotOpen
    if (found := _found(giver)) is None:
        raise NotOpen
    return found
