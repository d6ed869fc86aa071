"""The API: mandates and rights for the applications in which people use them."""

from flask import Flask

from app.api.oauth import install_oauth


def install_api(app: Flask) -> None:
    """Everything by which an application comes in."""
    install_oauth(app)
