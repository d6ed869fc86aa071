"""A portal is made known once, with the commands of an operator, and what is secret stays with who started it."""

import socket
import stat
from pathlib import Path

import pytest

from examples.registration import register
from examples.side_by_side import Ended, Together, refuse_a_taken_port

PORTAL = "http://127.0.0.1:8001"
SECRET = "whsec_c2VjcmV0"


class Operator:
    """Remembers the commands; `fails` is the first word of one that does not succeed."""

    def __init__(self) -> None:
        self.typed: list[tuple[str, ...]] = []
        self.fails: str | None = None

    def __call__(self, *command: str) -> str:
        if command[0] == self.fails:
            raise SystemExit("it fails")
        self.typed.append(command)
        return f"It is told. What it gets is signed with:\n{SECRET}\n"


def test_the_portal_is_registered_once(tmp_path: Path) -> None:
    operator = Operator()
    first, second = (register(tmp_path, PORTAL, operator) for _ in range(2))
    assert first == second
    assert [one[:3] for one in operator.typed] == [
        ("client", "add", "portaal-8001"), ("client", "key", "portaal-8001"), ("webhook", "add", "portaal-8001"),
    ]  # fmt: skip
    assert first.webhook_secret == SECRET
    assert "PRIVATE" in first.key_file.read_text()
    assert "PRIVATE" not in Path(operator.typed[1][3]).read_text()


def test_what_was_broken_off_is_finished_the_next_time(tmp_path: Path) -> None:
    operator = Operator()
    operator.fails = "webhook"
    with pytest.raises(SystemExit):
        register(tmp_path, PORTAL, operator)
    operator.fails = None
    assert register(tmp_path, PORTAL, operator).webhook_secret == SECRET
    assert [one[0] for one in operator.typed] == ["client", "client", "webhook"]


def test_only_who_started_it_reads_what_is_secret(tmp_path: Path) -> None:
    register(tmp_path, PORTAL, Operator())
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_portal_elsewhere_is_another_one(tmp_path: Path) -> None:
    operator = Operator()
    register(tmp_path, PORTAL, operator)
    assert register(tmp_path, "http://127.0.0.1:9001", operator).name == "portaal-9001"
    assert len(operator.typed) == 6


def test_a_port_that_is_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match=f"Port {taken.getsockname()[1]} is in use"):
            refuse_a_taken_port(taken.getsockname()[1])


def test_when_one_part_ends_by_itself_the_others_are_stopped(tmp_path: Path) -> None:
    together = Together(tmp_path / "log")
    together.start(["sleep", "60"], {})
    together.start(["true"], {})
    with pytest.raises(Ended):
        together.wait(seconds=20)
    together.stop()
    assert not together.asked
    assert all(part.poll() is not None for part in together._parts)
