"""The API: mandates and rights for the applications in which people use them."""

from flask import Flask

from app.api.oauth import install_oauth
from app.api.pace import install_pace


def install_api(app: Flask) -> None:
    """Everything by which an application comes in."""
    install_pace(app)
    install_oauth(app)
