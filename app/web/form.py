"""The ground of every form."""

from typing import Any

import wtforms
from flask import request
from werkzeug.datastructures import MultiDict

FROM_REQUEST: Any = object()


class Form(wtforms.Form):
    """A form that reads what was posted; on a GET it shows `data` (a dict by field name) and nothing was posted.

    Whether a post came from one of our own pages is checked once, before any view: see app/web/csrf.py.
    """

    def __init__(self, formdata: MultiDict[str, str] | None = FROM_REQUEST, **more: Any) -> None:
        if formdata is FROM_REQUEST:
            formdata = request.form if request.method == "POST" else None
        super().__init__(formdata, **more)

    def validate_on_submit(self) -> bool:
        """Whether this request posts the form and all of it is right."""
        return request.method == "POST" and self.validate()
