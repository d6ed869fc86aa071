"""What signing second means, or not signing: sentences for the page, and for the clerk to read aloud."""

from collections.abc import Callable

from app.core.acts.signing_texts import SigningText, signing_text
from app.core.mandates.possible_acts import Act
from app.core.views.mandate import MandateView
from app.translations.formats import list_text, weekday_text


def signing_sentences(act: Act) -> Callable[[MandateView, str], list[str]]:
    """The sentences of the confirm page of this act."""
    return lambda view, letters: _SENTENCES[act](view, _waiting(view))


def signing_script(act: Act) -> Callable[[MandateView], str]:
    """What the clerk reads aloud about this act."""
    return lambda view: _SCRIPTS[act](view, _waiting(view))


def holder_text(view: MandateView) -> str:
    """Who may act when it is signed."""
    return _waiting(view).holder


def began_text(view: MandateView) -> str:
    """What the first representative signed, in one sentence."""
    return _waiting(view).what


def _waiting(view: MandateView) -> SigningText:
    text = signing_text(view.mandate, view.side, view.today, view.first_signed_by, view.named_first)
    if text is None:
        raise LookupError("a second signature is only asked while one waits")
    return text


def _sign(view: MandateView, text: SigningText) -> list[str]:
    return [
        text.what,
        f"{text.first} tekende als eerste. Uw handtekening is de tweede.",
        f"Het mandaat geldt dan {text.period}.",
        *_executing(text),
        text.then,
        "U bent niet verplicht om dit te doen.",
    ]


def _executing(text: SigningText) -> list[str]:
    """Whom the first signer named, if anybody: who signs second agrees to them too."""
    if not text.executors:
        return []
    may = "mag" if len(text.executors) == 1 else "mogen"
    return [f"{text.first} koos wie het uitvoert.", f"{list_text(list(text.executors))} {may} dit mandaat uitvoeren."]


def _refuse(view: MandateView, text: SigningText) -> list[str]:
    return [
        text.what,
        f"{text.first} tekende als eerste.",
        f"Tekent u niet? Dan gaat het niet door. {text.unheard}",
        f"Wij sturen 1 brief naar {view.own}.",
    ]


def _sign_script(text: SigningText) -> str:
    return " ".join([
        f"{text.first} tekende als eerste. U tekent nu mee. Dit mag {text.holder} dan doen: {text.short}.",
        f"Dat mag {text.period}.",
        *_executing(text),
        "U bent niet verplicht om dit te doen. U mag elke dag stoppen, zonder reden.",
    ])  # fmt: skip


_SENTENCES: dict[Act, Callable[[MandateView, SigningText], list[str]]] = {
    Act.SIGN: _sign,
    Act.REFUSE_SIGNATURE: _refuse,
}
_SCRIPTS: dict[Act, Callable[[MandateView, SigningText], str]] = {
    Act.SIGN: lambda view, text: _sign_script(text),
    Act.REFUSE_SIGNATURE: lambda view, text: (
        f"{text.first} tekende als eerste, ten laatste op {weekday_text(text.sign_by)} moest u ook tekenen. "
        "U tekent niet. Dan gaat het niet door."
    ),
}
