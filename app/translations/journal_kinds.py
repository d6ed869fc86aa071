"""What happened, in a few words, for whoever searches the journal."""

from app.translations import say


def kind_words(kind: str) -> str:
    """A few words for a kind of entry; one that has no words yet is shown as it stands, not left out."""
    try:
        return say(f"journal_kind.{kind}")
    except KeyError:
        return say("journal_kind.another", kind=kind)
