"""POST /mandates/{mandateId}/transfer"""

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.shapes.acts import GIVER, as_it_stands, mandate_id_of, starter_of
from app.api.shapes.references import naming_what_is_shown, referring
from app.clock import brussels_day
from app.core.acts.transferring import transfer_mandates
from app.core.mandates.lookup import get_mandate
from app.core.mandates.moves import running_lines
from app.core.mandates.wishes import MandateWish


@answers("transferMandate")
def transfer(asked: Asked) -> Answer:
    """Offer to a new holder what runs with the holder of this mandate."""
    body, actor = asked.body, starter_of(asked, GIVER)
    old = get_mandate(asked.session, mandate_id_of(asked))
    running = [line.type_key for line in running_lines(old, brussels_day(asked.now))]
    wish = MandateWish(
        starter_id=old.giver_id,
        other_number=body["holder"],
        type_keys=tuple(body.get("types", running)),
        first_day=read_day(body["firstDay"]) if "firstDay" in body else None,
        taken_from=old.holder_id,
        stops_now=body.get("stopsNow", False),
    )
    with referring(enterprise_unknown="holder", type_unknown="types"), naming_what_is_shown(asked):
        made = transfer_mandates(asked.session, actor, wish, policy=asked.policy, now=asked.now)
    return as_it_stands(asked, actor, made.id, 201)
