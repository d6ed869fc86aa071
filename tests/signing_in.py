"""Being signed in as somebody, as after the sign-in page but without its password, which is slow on purpose."""

from http.cookies import Morsel, SimpleCookie

from flask import Flask
from sqlalchemy import select

from app.core.people import accounts
from app.models.account import Account
from app.web import users
from app.web.pages import sign_in
from app.web.sessions import browser_session


def cookies_of(app: Flask, username: str) -> list[Morsel[str]]:
    """The cookies of a browser in which somebody just signed in, for his only party when he has one."""
    with app.test_request_context():
        with app.extensions["database"].reading() as reading:
            account_id = reading.scalars(select(Account.id).where(Account.username == username)).one()
            who = accounts.find_signed_in(reading, account_id)
        users.sign_in(who)
        if not who.desk:
            sign_in.choose_only_party(who)
        response = app.response_class()
        app.session_interface.save_session(app, browser_session(), response)
    return list(SimpleCookie(response.headers["Set-Cookie"]).values())
