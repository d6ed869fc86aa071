"""What answering an extension, or taking it back, means: sentences for the page, and for the clerk to read aloud."""

from collections.abc import Callable

from app.core.acts.extension_texts import ExtensionText, extension_text
from app.core.mandates.possible_acts import Act, Side
from app.core.views.mandate import MandateView
from app.translations.formats import day_text


def extension_sentences(act: Act) -> Callable[[MandateView, str], list[str]]:
    """The sentences of the confirm page of this act; the last argument is the sentence about the letters."""
    return lambda view, letters: _SENTENCES[act](view, _waiting(view), letters)


def extension_script(act: Act) -> Callable[[MandateView], str]:
    """What the clerk reads aloud about this act."""
    return lambda view: _SCRIPTS[act](view, _waiting(view))


def _waiting(view: MandateView) -> ExtensionText:
    text = extension_text(view.mandate, view.side, view.today)
    if text is None:
        raise LookupError("an act about an extension is only open while one waits")
    return text


def _accept(view: MandateView, text: ExtensionText, letters: str) -> list[str]:
    return [
        f"{view.other} wil het mandaat verlengen tot en met {day_text(text.until)}. "
        f"Nu is de laatste dag {day_text(text.last_day)}.",
        f"{view.mandate.holder.name} mag dit dan langer doen: {text.what}.",
        f"Het mandaat geldt dan {text.period}.",
        "U kunt het mandaat elke dag stopzetten." if view.side is Side.GIVER else "U kunt elke dag afstand doen.",
        letters,
    ]


def _refuse(view: MandateView, text: ExtensionText, letters: str) -> list[str]:
    return [
        f"U zegt nee tegen de verlenging tot en met {day_text(text.until)}.",
        f"Er verandert niets. De laatste dag blijft {day_text(text.last_day)}.",
        letters,
    ]


def _withdraw(view: MandateView, text: ExtensionText, letters: str) -> list[str]:
    return [
        f"{view.other} heeft nog niet geantwoord.",
        f"Na het intrekken blijft de laatste dag {day_text(text.last_day)}.",
        letters,
    ]


_SENTENCES: dict[Act, Callable[[MandateView, ExtensionText, str], list[str]]] = {
    Act.ACCEPT_EXTENSION: _accept,
    Act.REFUSE_EXTENSION: _refuse,
    Act.WITHDRAW_EXTENSION: _withdraw,
}
_SCRIPTS: dict[Act, Callable[[MandateView, ExtensionText], str]] = {
    Act.ACCEPT_EXTENSION: lambda view, text: (
        f"{view.other} wil het verlengen tot en met {day_text(text.until)}. U aanvaardt dat nu. Dit mag dan langer: "
        f"{text.what}. U bent niet verplicht om dit te doen. U krijgt allebei een brief."
    ),
    Act.REFUSE_EXTENSION: lambda view, text: (
        f"{view.other} wil het verlengen. U weigert dat nu. De laatste dag blijft {day_text(text.last_day)}. "
        f"{view.other} krijgt een brief."
    ),
    Act.WITHDRAW_EXTENSION: lambda view, text: (
        f"U vroeg om te verlengen. U trekt dat nu in. De laatste dag blijft {day_text(text.last_day)}. "
        f"{view.other} krijgt een brief."
    ),
}
