"""The hub as its own process, on a real Asterisk or the model PBX: to be used, stopped, killed and started again."""

from __future__ import annotations

import atexit
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import httpx
from typer.testing import CliRunner

from kalix_presence.hub.commands.program import program
from tests.pbx.asterisk_server import PATIENCE, ROOT, SECRET, AsteriskServer, wait_until

BIN = Path(sys.executable).parent
PASSWORD = "a good long password"
PEOPLE = """\
extension,given_name,family_name,unit,administration,title,direct,mobile,email,username,roles,deputy,duties,language
2041,Anna,Ek,Bygglov,Samhällsbyggnad,,,,,anna,employee,,,sv
2042,Per,Berg,Bygglov,Samhällsbyggnad,,,,,per,employee,,,sv
2043,Olle,Lind,Bygglov,Samhällsbyggnad,,,,,olle,employee,,,sv
2044,Maria,Holm,Växel,Kansli,,,,,maria,receptionist,,,sv
2050,Siv,Ström,Skola,Utbildning,,,,,siv,employee,,,sv
"""
WITH_DUTIES = PEOPLE.replace(
    "2041,Anna,Ek,Bygglov,Samhällsbyggnad,,,,,anna,employee,,,sv",
    "2041,Anna,Ek,Bygglov,Samhällsbyggnad,,,,,anna,employee,2042,bygglov,sv",
).replace(
    "2042,Per,Berg,Bygglov,Samhällsbyggnad,,,,,per,employee,,,sv",
    "2042,Per,Berg,Bygglov,Samhällsbyggnad,,,,,per,employee,,bygglov,sv",
)
"""The same, of whom two handle building permits, one in the place of the other."""


def crowd(size: int) -> str:
    """Rows of so many people more, from extension 30000."""
    return "".join(f"{30_000 + number},Test,Nummer{number},Enhet,Förvaltning,,,,,,,,,sv\n" for number in range(size))


class HubProcess:
    """One hub; its folder stays when it dies."""

    def __init__(self, folder: Path, asterisk: AsteriskServer | None = None, *, people: str = PEOPLE, policy: str = "") -> None:
        self._place, self._log = folder / "hub", folder / "hub.log"
        shutil.copytree(_furnished(people), self._place)
        self._configure(asterisk)
        if policy:
            (self._place / "policy.toml").write_text(policy, "utf-8")
            settings = self._place / "kalix-hub.toml"
            settings.write_text(settings.read_text("utf-8").replace("#policy =", "policy =", 1), "utf-8")
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    @property
    def folder(self) -> Path:
        """Where its configuration and its database lie."""
        return self._place

    def start(self, *odd: str) -> HubProcess:
        """Serve, and be connected to the PBX if it is there. `odd`: as a hub of `odd_hub`, with these arguments."""
        port = re.sub(r".*:", "", self.url) or "0"
        settings = self._place / "kalix-hub.toml"
        settings.write_text(
            re.sub(r"^port = \d+", f"port = {port}", settings.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8"
        )
        before = self.log()
        self._process = self._serve(*odd)
        wait_until(lambda: re.search(r"http://\S+\n", self.log()[len(before) :]), "the hub did not start")
        self.url = re.findall(r"http://\S+", self.log()[len(before) :])[0]
        return self

    def died(self, *odd: str) -> int:
        """Serve until it dies by itself, as `odd` says; its exit code, negative for a signal."""
        return self._serve(*odd).wait(PATIENCE)

    def _serve(self, *odd: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "tests.journeys.odd_hub", *odd] if odd else [str(BIN / "kalix-hub")]
        command = [*program, "serve", "--config", str(self._place)]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=ROOT)

    @property
    def running(self) -> bool:
        """Whether it was started and not ended since."""
        return self._process is not None

    @property
    def ended(self) -> bool:
        """Whether it ended by itself since it was started."""
        return self._process is not None and self._process.poll() is not None

    def connected(self) -> HubProcess:
        """Wait until the PBX is there and was compared."""
        wait_until(
            lambda: httpx.get(f"{self.url}/readyz", timeout=PATIENCE, trust_env=False).json().get("pbx"),
            "the hub does not reach the PBX",
        )
        return self

    @property
    def place(self) -> Path:
        """Its folder."""
        return self._place

    def bring_in(self, people: str, *usernames: str) -> HubProcess:
        """Import the directory anew, and give these their password, as an administrator does by commands."""
        table = self._place.parent / "people-now.csv"
        table.write_text(people, "utf-8")
        _run("import", "--config", self._place, table)
        for name in usernames:
            _run("user", "password", "--config", self._place, "--password-file", "-", name, standard_input=PASSWORD)
        return self

    def kill9(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as an administrator would."""
        self._end(signal.SIGTERM)

    def log(self) -> str:
        """What it has logged."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    @contextmanager
    def client(self, username: str) -> Iterator[httpx.Client]:
        """Somebody signed in."""
        with httpx.Client(base_url=self.url, timeout=PATIENCE, trust_env=False) as client:
            signed = client.post("/api/v1/sign-in", json={"username": username, "password": PASSWORD}).raise_for_status()
            client.headers["authorization"] = f"Bearer {signed.json()['token']}"
            yield client

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def _configure(self, asterisk: AsteriskServer | None) -> None:
        settings = self._place / "kalix-hub.toml"
        text = settings.read_text("utf-8").replace("#reconcile_seconds = 60.0", "reconcile_seconds = 1.0")
        # On a loaded machine the PBX may take its time; the tests are about what becomes true, not how soon.
        text = text.replace("#pbx_seconds = 2.0", "pbx_seconds = 30.0")
        if asterisk is not None:
            text = text.replace('driver = "embedded"', 'driver = "asterisk"', 1)
            text = text.replace("[pbx.asterisk]", f'[pbx.asterisk]\nhost = "{asterisk.address}"', 1)
        settings.write_text(re.sub(r"^port = \d+", "port = 0", text, count=1, flags=re.MULTILINE), "utf-8")
        secret = self._place / "asterisk.secret"
        secret.touch(0o600)
        secret.write_text(SECRET, "utf-8")


@cache
def _furnished(people: str) -> Path:
    """A hub's folder as an administrator makes it by commands, once for all tests of this process with these people: it takes
    seconds."""
    folder = Path(tempfile.mkdtemp(prefix="kalix-hub-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place, table = folder / "hub", folder / "people.csv"
    _run("init", place)
    table.write_text(people, "utf-8")
    _run("import", "--config", place, table)
    for name in ("anna", "per", "maria", "admin"):
        _run("user", "password", "--config", place, "--password-file", "-", name, standard_input=PASSWORD)
    return place


def _run(*arguments: str | Path, standard_input: str = "") -> None:
    """A command of the administrator's, in this process: one of its own takes a second to begin."""
    ran = CliRunner().invoke(program, [str(each) for each in arguments], input=standard_input)
    assert ran.exit_code == 0, ran.output
