"""`flask serve`: everything that one machine needs, in one command: tables, demo, web server and worker."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import IO

import click
from flask import current_app

from app import migrations
from app.cli import demo
from app.config import Settings

HOST = "127.0.0.1"
WEB_PROCESSES = 2
DEMO_WEB_PROCESSES = 1  # one visitor, who waits for the start
WEB_THREADS = 8
STOP_SECONDS = 20
LOG_FILE = "service.log"


@click.command("serve")
@click.pass_context
def serve(context: click.Context) -> None:
    """Bring the tables up to date, then run the web server and the worker until Ctrl-C."""
    settings: Settings = current_app.extensions["settings"]
    _refuse_a_taken_port(settings.port)
    migrations.upgrade(current_app.extensions["database"])
    if settings.demo:
        context.invoke(demo.load, customers=True)
    commands = [_web_server(settings), [sys.executable, "-m", "flask", "worker"]]
    if not settings.demo:
        raise SystemExit(run_together(commands, None, settings.port))
    # In the demo somebody sits at this screen; the log would push the address out of sight.
    with (settings.data_dir / LOG_FILE).open("ab") as log:
        raise SystemExit(run_together(commands, log, settings.port))


def run_together(commands: list[list[str]], log: IO[bytes] | None, port: int) -> int:
    """Run the commands side by side; when one ends, or somebody stops us, end them all. Returns the exit code."""
    asked: list[int] = []

    def ask(number: int, _: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    # Each in a session of its own: Ctrl-C reaches us alone, and we pass it on once.
    children = [subprocess.Popen(command, stderr=log, start_new_session=True) for command in commands]
    told = False
    while not asked and all(child.poll() is None for child in children):
        if not told and _answers(port):
            click.echo(f"Mandaatloket is on http://{HOST}:{port}  (Ctrl-C stops it)")
            told = True
        time.sleep(0.1)
    _stop(children)
    if asked:
        return 0
    click.echo(f"A part of the service ended by itself{f'; see {Path(log.name)}' if log else ''}.", err=True)
    return 1


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    # SIGINT, because the worker then finishes the letter it is printing.
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _web_server(settings: Settings) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": str(settings.port),
        "--workers": str(DEMO_WEB_PROCESSES if settings.demo else WEB_PROCESSES),
        "--blocking-threads": str(WEB_THREADS),
        "--log-level": "error",
    }
    return [sys.executable, "-m", "granian", *(part for option in options.items() for part in option), "wsgi:app"]


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health/live", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise click.ClickException(f"Port {port} is in use. Choose another: make run PORT={port + 1}") from error
