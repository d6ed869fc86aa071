"""The API: mandates and rights for the applications in which people use them.

The contract (`contract/`, in YAML) comes first and is the truth: addresses, scopes and what may be sent are read from
it. An endpoint is one operation in the contract and one file in `v1/`; see docs/api.md, "Adding an endpoint".
"""

from flask import Blueprint, Flask

from app.api.assembly import contract
from app.api.authzen import install_authzen
from app.api.documents import add_documents
from app.api.door import view_of
from app.api.elsewhere import add_elsewhere
from app.api.lane import install_lane
from app.api.oauth import install_oauth
from app.api.operations import load_operations
from app.api.pace import install_pace


def install_api(app: Flask) -> None:
    """Every operation of the contract, the contract itself, and a plain refusal everywhere else below its address.

    Raises LookupError when an operation has no function, or a function no operation.
    """
    blueprint = Blueprint("api", __name__)
    install_pace(app)
    install_oauth(app)
    install_authzen(app)
    functions = load_operations()
    for operation in contract().operations:
        rule = operation.address.replace("{", "<").replace("}", ">")
        view = view_of(operation, functions[operation.id])
        methods = [operation.method]
        blueprint.add_url_rule(rule, operation.id, view, methods=methods, provide_automatic_options=False)
    add_documents(blueprint)
    add_elsewhere(app, blueprint)
    app.register_blueprint(blueprint)
    # No browser sends what opens this door by itself, so no page of somebody else can send it for its reader.
    app.extensions["csrf"].exempt(blueprint)
    install_lane(app, functions)
