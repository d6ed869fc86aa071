"""Keeping our copy of the enterprise register: KBO Open Data in, tables and a search index out."""

from app.adapters.register.demo import load_demo_register
from app.adapters.register.functions_file import read_functions
from app.adapters.register.importing import Imported, import_register
from app.adapters.register.places import prepare_register
from app.adapters.register.progress import Progress
from app.adapters.register.refused import RegisterRefused

__all__ = [
    "Imported",
    "Progress",
    "RegisterRefused",
    "import_register",
    "load_demo_register",
    "prepare_register",
    "read_functions",
]
