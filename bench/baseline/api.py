"""The baseline of a check over HTTP: a bare Flask route that reads the same JSON and answers the same, and no more."""

from flask import Flask, Response, jsonify, request

app = Flask(__name__)
ANSWER = {"decision": True, "context": {"mandate": "0193b3c0-5e1a-7c44-9d0e-2f6f5a1b7c8d", "until": "2027-11-28"}}


@app.post("/access/v1/evaluation")
def evaluate() -> Response:
    """Read the body, as anybody has to."""
    asked = request.get_json()
    return jsonify(ANSWER if asked["subject"]["id"] else {"decision": False})
