"""kalix-hub setup as somebody at the server goes through it: at a terminal, and without being asked."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kalix_presence import shipped
from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.web.running import site_policy
from tests.hub.serving import serving
from tests.journeys.hub_process import BIN
from tests.pbx.asterisk_server import PATIENCE

CODE = re.compile(r"^ {4}((?:[a-z0-9]{4}-){2}[a-z0-9]{4})\r?$", re.MULTILINE)


def run(*words: str | Path, typed: str = "", language: str = "en_US") -> Result:
    return CliRunner(env={"LC_ALL": f"{language}.UTF-8"}).invoke(program, ["setup", *map(str, words)], input=typed)


class Terminal:
    """Somebody at a terminal: reads until a text is there, and types."""

    def __init__(self, *command: str | Path) -> None:
        self._side, other = pty.openpty()
        environment = {**os.environ, "LC_ALL": "sv_SE.UTF-8", "TERM": "dumb"}
        self._process = subprocess.Popen(
            command, stdin=other, stdout=other, stderr=other, env=environment, start_new_session=True
        )
        os.close(other)
        self.seen = ""
        self._from = 0
        self._letters = codecs.getincrementaldecoder("utf-8")()  # what is read may end in the middle of one

    def until(self, text: str) -> None:
        while text not in self.seen[self._from :]:
            ready, _, _ = select.select([self._side], [], [], PATIENCE)
            assert ready, self.seen
            self.seen += self._letters.decode(os.read(self._side, 4096))
        self._from = self.seen.index(text, self._from) + len(text)

    def type(self, text: str) -> None:
        os.write(self._side, text.encode())

    def ended(self) -> int:
        try:
            while chunk := os.read(self._side, 4096):
                self.seen += self._letters.decode(chunk)
        except OSError:  # nobody is at the other side any longer
            pass
        os.close(self._side)
        return self._process.wait(PATIENCE)


def test_five_questions_at_a_terminal_keep_what_was_typed_and_end_with_an_administrator_who_signs_in(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    at = Terminal(BIN / "kalix-hub", "setup", folder)
    at.until("1 av 5")
    at.until("] ")
    at.type("Äppelbo kommun\n")
    at.until("2 av 5")
    at.type("\n")
    at.until("3 av 5")
    at.until("] ")
    at.type("närvaro.kommun.example\n")
    at.until("inget servernamn")
    at.until("] närvaro.kommun.example")  # what was typed stands there, to be mended
    at.type("\x01\x04\x04\x04\x04\x04\x04\x04tele\n")  # to the beginning, seven letters away
    at.until("4 av 5")
    at.type("\n")
    at.until("5 av 5")
    at.type("Karin.Ek\n")
    at.until("Härnäst")
    assert at.ended() == 0, at.seen
    assert "telefon" not in at.seen
    assert "kalix-hub-backup.timer" in at.seen
    assert f"{shipped.words('sv').say('hub.check-database')}: OK" in at.seen
    assert not [path.name for path in [folder, *folder.iterdir()] if path.stat().st_mode & 0o077]
    config = read_config(folder)
    assert config.listen.name == "tele.kommun.example"
    assert site_policy(config).organisation == "Äppelbo kommun"
    (code,) = CODE.findall(at.seen)
    settings = folder / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace("port = 8770", "port = 0"), "utf-8")
    with serving(folder, config=read_config(folder)) as hub, hub.client() as client:
        told = client.post("/api/v1/sign-in", json={"username": "karin.ek", "password": code})
        wrong = client.post("/api/v1/sign-in", json={"username": "karin.ek", "password": "another-code"})
    assert told.json()["code"] == "password-to-choose", told.text
    assert wrong.status_code == 401


def test_whoever_goes_away_gets_the_command_that_goes_on_and_nothing_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    gone = run(folder, typed="Kalix kommun\n\nnärvaro\n")
    assert gone.exit_code == 130
    assert not folder.exists()
    command = gone.output.strip().splitlines()[-1]
    again = shlex.split(command)[2:]
    assert again == ["--organisation", "Kalix kommun", "--pbx", "embedded", str(folder)]
    assert run(*again, "--no-ask", "--no-check").exit_code == 0
    assert site_policy(read_config(folder)).organisation == "Kalix kommun"


def test_without_questions_what_is_given_is_looked_at_and_the_rest_has_its_default(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    refused = run(folder, "--no-ask", "--name", "two words")
    assert refused.exit_code == 1
    assert "no name of a server" in refused.output
    assert not folder.exists()
    made = run(folder, "--no-ask", "--name", "kalix.kommun.example:8443")
    assert made.exit_code == 0, made.output
    assert "admin signs in with this code" in made.output
    config = read_config(folder)
    assert (config.pbx.driver, config.listen.host, config.listen.name) == ("embedded", "127.0.0.1", "kalix.kommun.example:8443")
    assert config.listen.trusted_proxies == ("127.0.0.1",)
    again = run(folder, "--no-ask")
    assert again.exit_code == 1
    assert "There is a configuration" in again.output


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    for name in ("policy.toml", "kalix.db"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text("the site's own")
        refused = run(folder, "--no-ask")
        assert refused.exit_code == 1
        assert f"{name} is there already" in refused.output
        assert [path.name for path in folder.iterdir()] == [name]


def test_what_fails_half_way_leaves_a_folder_in_which_it_can_be_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("kalix_presence.hub.commands.setup.write", fails)
        assert isinstance(run(tmp_path / "hub", "--no-ask").exception, RuntimeError)
    assert not list((tmp_path / "hub").glob("*.toml"))
    assert run(tmp_path / "hub", "--no-ask", "--no-check").exit_code == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be refused as root")
def test_root_does_not_set_up_what_another_user_has_to_read(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    os.chown(tmp_path / "hub", 12345, 12345)
    refused = run(tmp_path / "hub", "--no-ask")
    assert refused.exit_code == 1
    assert "kalix-hub-setup" in refused.output
