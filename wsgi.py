"""The application for a web server (granian) and for the `flask` command."""

import gc

from app import create_app
from app.config import SettingsError
from app.logs import install_logs

install_logs()
try:
    app = create_app()
except SettingsError as error:
    raise SystemExit(f"{error}") from None
# What is there now stays: the collector of garbage need not look through all of it again.
gc.collect()
gc.freeze()
