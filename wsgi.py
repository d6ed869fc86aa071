"""The application for a web server (granian) and for the `flask` command."""

from app import create_app
from app.config import SettingsError
from app.logs import install_logs

install_logs()
try:
    app = create_app()
except SettingsError as error:
    raise SystemExit(f"{error}") from None
