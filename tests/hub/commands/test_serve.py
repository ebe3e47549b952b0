"""kalix-hub serve: it serves, or its last line says why not; what cannot be mended from inside ends, and leaves its place."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from kalix_presence.hub.commands.serve import _ended_in_the_log, serve
from kalix_presence.hub.store.claim import claimed
from kalix_presence.model.errors import BadInput
from tests.hub.commands.broken_hub import VITAL
from tests.hub.serving import made_config
from tests.hub.web.test_streams import until
from tests.pbx.asterisk_server import PATIENCE


@pytest.mark.parametrize("name", sorted(VITAL))
def test_a_hub_that_cannot_be_mended_from_inside_ends_and_the_next_one_serves(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "hub"
    made_config(folder)
    broken = subprocess.run(
        [sys.executable, "-m", "tests.hub.commands.broken_hub", name, folder], capture_output=True, text=True, timeout=PATIENCE
    )
    assert broken.returncode == 1, broken.stderr
    lines = [json.loads(line) for line in broken.stderr.splitlines()]
    told = [line for line in lines if line["event"] == "task-hopeless"]
    assert [line["task"] for line in told] == [name]
    assert any(line["event"] == "hub-stopped" for line in lines), "in order: nothing acknowledged is cut off"
    log = tmp_path / "log"
    with log.open("wb") as writing:
        command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", folder]
        with subprocess.Popen(command, stdout=writing, stderr=writing) as process:
            try:
                until(lambda: "http://" in log.read_text("utf-8"), PATIENCE)
                url = "http://" + log.read_text("utf-8").split("http://")[1].split()[0]
                until(lambda: httpx.get(f"{url}/readyz", trust_env=False, timeout=60).status_code == 200, PATIENCE)
            finally:
                process.terminate()


def last(captured: str) -> dict[str, Any]:
    [line] = captured.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_refusal_is_a_line_of_the_log_where_nobody_sits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with pytest.raises(typer.Exit) as ended, _ended_in_the_log():
        raise BadInput("import-nobody")
    assert ended.value.exit_code == 1
    line = last(capsys.readouterr().err)
    assert (line["event"], line["level"], line["code"]) == ("not-serving", "critical", "import-nobody")
    assert line["said"].startswith("The file has headings")


def test_a_refusal_is_its_sentence_alone_at_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(typer.Exit), _ended_in_the_log():
        raise BadInput("import-nobody")
    assert capsys.readouterr().err == "The file has headings but no people. Export it again.\n"


def test_a_crash_is_a_line_with_kind_and_places_and_nothing_that_somebody_sent(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, _ended_in_the_log():
        raise KeyError("070-174 06 01")
    assert ended.value.exit_code == 1
    said = capsys.readouterr().err
    assert (last(said)["event"], last(said)["fault"]) == ("crashed", "KeyError")
    assert "070" not in said


def test_an_end_that_was_meant_is_no_crash(capsys: pytest.CaptureFixture[str]) -> None:
    for meant in (typer.Exit(0), typer.Abort()):
        with pytest.raises(type(meant)), _ended_in_the_log():
            raise meant
    assert capsys.readouterr().err == ""


def test_a_second_hub_does_not_serve_beside_the_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = made_config(tmp_path / "hub")
    with claimed(config.path(config.database)), pytest.raises(typer.Exit) as ended:
        serve(config.folder)
    assert ended.value.exit_code == 1
    assert last(capsys.readouterr().err)["code"] == "hub-serving-already"


def test_a_hub_without_its_folder_says_so_and_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        serve(tmp_path / "nowhere")
    assert last(capsys.readouterr().err)["code"] == "config-missing"
    assert [*tmp_path.iterdir()] == []


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """A hub that is told to renew while it starts ends nothing: the test's own process is to be as before."""
    before = signal.getsignal(signal.SIGHUP)
    yield
    signal.signal(signal.SIGHUP, before)
