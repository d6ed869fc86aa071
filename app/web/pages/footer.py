"""The pages at the foot of every page."""

from flask import Blueprint, render_template

from app.translations import all_sentences
from app.web.guards import public

pages = Blueprint("footer", __name__)


@pages.get("/toegankelijkheid")
@public("a promise to everybody")
def accessibility() -> str:
    """Whom these pages must serve, and what to do when they do not."""
    return render_template("pages/accessibility.html")


@pages.get("/uw-gegevens")
@public("everybody may know what we keep")
def your_data() -> str:
    """What we keep of people, and what not."""
    return render_template("pages/your_data.html")


@pages.get("/klacht")
@public("everybody may complain")
def complaint() -> str:
    """Where to complain."""
    return render_template("pages/complaint.html")


@pages.get("/moeilijke-woorden")
@public("everybody may know what a word means")
def hard_words() -> str:
    """Each word that needs explaining, in one sentence."""
    prefix = "glossary."
    words = [
        {"id": key.removeprefix(prefix).replace("_", "-"), "name": name, "meaning": meaning}
        for key, (name, meaning) in ((key, text.split(": ", 1)) for key, text in all_sentences().items()
                                     if key.startswith(prefix))
    ]
    return render_template("pages/hard_words.html", words=sorted(words, key=lambda word: word["name"].lower()))
