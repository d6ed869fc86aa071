"""Makes the typed Python client in examples/mandaatloket_client out of the contract, by openapi-python-client.

It is not committed: as it follows from the contract, it could only differ from it. Whoever wants it elsewhere copies
the folder, or lets the generator read `/api/v1/openapi.json`.
"""

import fcntl
import hashlib
import importlib.metadata
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.api.assembly import BASE, ELSEWHERE, MERGE_PATCH, contract

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "examples" / "mandaatloket_client"
STAMP = "MADE_OF"  # in the folder of the client: of which contract, by which generator
GENERATOR = "openapi-python-client"


def main(target: Path = TARGET) -> bool:
    """Make the client, unless it is there already as this contract has it; returns whether it was made."""
    document = json.dumps(one_root(contract().document), sort_keys=True)
    made_of = hashlib.sha256(f"{importlib.metadata.version(GENERATOR)} {document}".encode()).hexdigest()
    with target.with_suffix(".lock").open("w") as lock:  # tests that run side by side would make it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (target / STAMP).is_file() and (target / STAMP).read_text(encoding="utf-8") == made_of:
            return False
        with tempfile.TemporaryDirectory() as folder:
            made = _generate(document, Path(folder))
            (made / STAMP).write_text(made_of, encoding="utf-8")
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(made, target)
    return True


def one_root(document: dict[str, Any]) -> dict[str, Any]:
    """The same contract with whole addresses: the generator reads no `servers` of a path, and AuthZEN has its own."""
    paths = {}
    for path, item in document["paths"].items():
        base = item["servers"][0]["url"].rstrip("/") if "servers" in item else BASE
        # Tokens are asked with a library for OAuth, which knows how to sign an assertion.
        named = {
            name: _with_one_type(said) for name, said in item.items() if name != "servers" and ELSEWHERE not in said
        }
        paths |= {base + path: named} if named else {}
    return {**document, "servers": [{"url": "/"}], "paths": paths}


def _with_one_type(said: dict[str, Any]) -> dict[str, Any]:
    """An operation whose body has one name: with two of them the generator asks which of two equal shapes is sent."""
    if MERGE_PATCH not in said.get("requestBody", {}).get("content", {}):
        return said
    content = {kind: shape for kind, shape in said["requestBody"]["content"].items() if kind != MERGE_PATCH}
    return {**said, "requestBody": {**said["requestBody"], "content": content}}


def _generate(document: str, folder: Path) -> Path:
    ruff = Path(sys.executable).with_name("ruff")
    tidy = [f"{ruff} check --quiet --fix --select=F,I .", f"{ruff} format --quiet --line-length=120 ."]
    config = {"package_name_override": TARGET.name, "post_hooks": tidy}
    (folder / "contract.json").write_text(document, encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    made = folder / TARGET.name
    # With a warning it left out what it did not understand: better no client than half a one.
    options = ["--meta=none", "--fail-on-warning", "--path=contract.json", "--config=config.json"]
    done = subprocess.run(
        [Path(sys.executable).with_name(GENERATOR), "generate", *options, f"--output-path={made}"],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{GENERATOR} could not make the client:\n{done.stdout}{done.stderr}")
    (made / "py.typed").touch()
    return made


if __name__ == "__main__":
    main()
