"""POST /mandates/{mandateId}/pass-on"""

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import HOLDER, as_it_stands, mandate_id_of, starter_of
from app.api.shapes.references import naming_what_is_shown, referring
from app.clock import brussels_day
from app.core.acts.passing_on import pass_on_mandate
from app.core.mandates.chains import survey_passing
from app.core.mandates.lookup import get_mandate
from app.core.mandates.wishes import MandateWish


@answers("passOnMandate")
def pass_on(asked: Asked) -> Answer:
    """Offer to a third a part of what the holder may do."""
    body, actor, source_id = asked.body, starter_of(asked, HOLDER), mandate_id_of(asked)
    source = get_mandate(asked.session, source_id)
    passable = [line.type_key for line in survey_passing(asked.session, source, brussels_day(asked.now)).lines]
    wish = MandateWish(
        starter_id=source.holder_id,
        other_number=body["holder"],
        type_keys=tuple(body.get("types", passable)),
        first_day=read_day(body["firstDay"]) if "firstDay" in body else None,
        last_day=read_day(body["lastDay"]) if "lastDay" in body else None,
        source_id=source_id,
    )
    with referring(enterprise_unknown="holder", type_unknown="types"), naming_what_is_shown(asked):
        made = pass_on_mandate(asked.session, actor, wish, policy=asked.policy, now=asked.now)
    return as_it_stands(asked, actor, made.id, 200 if made.id == source_id else 201)
