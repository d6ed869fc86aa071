"""What proposing a later end means: sentences for the check page, and for the clerk to read aloud."""

from app.core.acts.extending import ExtensionPreview
from app.core.letters.extension_letters import period_with
from app.core.mandates.catalogue import short_phrase
from app.core.views.mandate import MandateView
from app.translations.formats import day_text, weekday_text
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.pages.promised_words import two_letters_text


def extend_sentences(view: MandateView, preview: ExtensionPreview) -> list[str]:
    """The sentences of the check page."""
    plan, holder = preview.plan, view.mandate.holder.name
    return [
        f"{holder} mag dit langer doen: {_what(preview)}.",
        f"Het mandaat geldt dan {_period(view, preview)}.",
        *(
            f"{end.line.mandate_type.name} mag niet langer duren dan tot en met {day_text(end.last_day)}."
            for end in plan.ends
            if end.shortened
        ),
        *(
            f"{line.mandate_type.name} kan nu nog niet langer. De laatste dag blijft {day_text(line.last_day)}."
            for line in plan.left_out
            if line.last_day
        ),
        f"{view.other} moet dit ook aanvaarden, ten laatste op {weekday_text(preview.answer_by)}.",
        "Tot dan verandert er niets.",
        two_letters_text(view, weekday_text(preview.promised_by)),
    ]


def extend_script(view: MandateView, preview: ExtensionPreview) -> list[str]:
    """What the clerk reads aloud before the customer agrees."""
    giver, holder = view.mandate.giver.name, view.mandate.holder.name
    return [
        f"{giver} gaf een mandaat aan {holder}. Een mandaat is een volmacht. U wilt dat nu verlengen. "
        f"Dit mag dan langer: {_what(preview)}. Het mandaat geldt dan {_period(view, preview)}. "
        f"{view.other} moet dat ook aanvaarden. Tot dan verandert er niets. U krijgt allebei een brief.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]


def _what(preview: ExtensionPreview) -> str:
    return short_phrase([end.line.mandate_type for end in preview.plan.ends])


def _period(view: MandateView, preview: ExtensionPreview) -> str:
    return period_with(view.mandate, {end.line.id: end.last_day for end in preview.plan.ends}, view.today)
