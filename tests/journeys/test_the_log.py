"""The hub's log, as whoever reads it by a program needs it: every line is JSON, whatever goes wrong, and tells nothing of anybody."""

from __future__ import annotations

import json
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hub.serving import soon
from tests.journeys.hub_process import BIN, HubProcess
from tests.pbx.asterisk_server import PATIENCE, wait_until

SECRETS = ("anna", "Anna", "kvittra", "cytostatika", "0701234567", "a good long password", "wrong-but-long", "nobody.such")
"""What is sent: names, a note, a number, passwords, a mistyped user name. Nothing of it may come out."""

PLANTED = '''
"""The hub with faults that its code does not have: everything that may speak speaks."""
import asyncio, gc, logging, sys, threading, warnings
from kalix_presence.hub.commands.program import program
from kalix_presence.hub.web.running import Hub

SAID = "kvittra 0701234567"
begin = Hub.start

class Unraisable:
    def __del__(self):
        raise ValueError(SAID)

def boom():
    raise ValueError(SAID)

async def forgotten():
    raise LookupError(SAID)

async def start(hub):
    await begin(hub)
    loop = asyncio.get_running_loop()
    loop.call_soon(boom)
    loop.create_task(forgotten())
    loop.call_later(0.2, gc.collect)
    threading.Thread(target=boom).start()
    Unraisable()
    warnings.warn(SAID, RuntimeWarning, stacklevel=1)
    logging.getLogger("some.library").error(f"odd value {SAID}")
    logging.getLogger("some.library").warning("odd value %s", SAID)
    try:
        boom()
    except ValueError:
        logging.getLogger("some.library").exception("failed")

Hub.start = start
program(prog_name="kalix-hub")
'''


@dataclass
class Logged:
    """What was logged, and the request ids that were answered, by what was asked."""

    text: str = ""
    out: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def named(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Logged:
    """The log of a hub to which everything happened."""
    folder = tmp_path_factory.mktemp("log")
    place = HubProcess(folder)._place
    settings = place / "kalix-hub.toml"
    text = settings.read_text("utf-8").replace('#trusted_proxies = ["127.0.0.1"]', 'trusted_proxies = ["127.0.0.1"]')
    settings.write_text(text.replace("#request_seconds = 20.0", "request_seconds = 2.0"), "utf-8")
    (folder / "planted.py").write_text(PLANTED, "utf-8")
    logged = Logged()
    with _process(folder, place) as url:
        _happen(url, place, folder, logged)
        log = folder / "err"
        wait_until(lambda: "user-roles" in log.read_text("utf-8"), "the administrator's acts are not told")
    logged.text, logged.out = (folder / "err").read_text("utf-8"), (folder / "out").read_text("utf-8")
    logged.lines = [json.loads(line) for line in logged.text.splitlines()]
    return logged


@contextmanager
def _process(folder: Path, place: Path) -> Iterator[str]:
    command = [sys.executable, "-W", "default", folder / "planted.py", "serve", "--config", place]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        hub = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        try:
            wait_until(lambda: re.search(r"http://\S+\n", (folder / "out").read_text("utf-8")), "the hub did not start")
            yield re.findall(r"http://\S+", (folder / "out").read_text("utf-8"))[0]
        finally:
            hub.send_signal(signal.SIGTERM)
            hub.wait(PATIENCE)


def _happen(url: str, place: Path, folder: Path, logged: Logged) -> None:
    def kept(what: str, answer: httpx.Response) -> httpx.Response:
        logged.ids[what] = answer.headers["x-request-id"]
        return answer

    with httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        signed = client.post("/api/v1/sign-in", json={"username": "anna", "password": "a good long password"})
        kept("sign-in", signed).raise_for_status()
        kept("wrong", client.post("/api/v1/sign-in", json={"username": "nobody.such", "password": "wrong-but-long"}))
        kept("no token", client.get("/api/v1/me"))
        kept("given", client.get("/healthz", headers={"x-request-id": "proxy-7f.3"}))
        for odd in ("a b", "x" * 65, "å", 'q"', "{}"):
            kept(odd, client.get("/healthz", headers={"x-request-id": odd.encode("utf-8")}))
        client.headers["authorization"] = f"Bearer {signed.json()['token']}"
        note = {"reason": "sick", "until": soon(), "note": "kvittra cytostatika", "forward": "0701234567"}
        kept("set", client.put("/api/v1/people/2041/absence", json=note))
        kept("forbidden", client.put("/api/v1/people/2042/absence", json={"reason": "lunch", "until": soon()}))
        kept("import", client.post("/api/v1/people/2041/plans/import", content=b"BEGIN:VCALENDAR\nSUMMARY:kvittra"))
        kept("metrics", client.get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}))
        for _ in range(20):
            stream = _connected(url)
            head = f"GET /api/v1/events HTTP/1.1\r\nHost: hub\r\nAuthorization: {client.headers['authorization']}\r\n\r\n"
            stream.sendall(head.encode())
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.close()
        with client.stream("GET", "/api/v1/events") as opened:
            kept("stream", opened)
        for junk in (
            b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"kvittra" * 20_000,
            b"\x16\x03\x01kvittra\r\n\r\n",
            b"GET /kvittra HTTP/1.1\r\n",
        ):
            with closing(_connected(url)) as stranger, suppress(OSError):
                stranger.sendall(junk)
                while stranger.recv(65_536):
                    pass
        kept("out", client.delete("/api/v1/sign-in"))
    for words in (
        ("user", "lock", "per"),
        ("user", "unlock", "per"),
        ("backup", str(folder / "copy.db")),
        ("user", "roles", "per", "receptionist"),
    ):
        subprocess.run([BIN / "kalix-hub", *words, "--config", place], check=True, capture_output=True, timeout=PATIENCE)


def _connected(url: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE)


def test_every_line_has_time_level_event_and_logger(busy: Logged) -> None:
    assert len(busy.lines) > 15
    for line in busy.lines:
        assert {"timestamp", "level", "event", "logger"} <= line.keys(), line


@pytest.mark.parametrize("event", ["loop-callback-failed", "thread-crashed", "unraisable", "python-warning", "library"])
def test_what_others_say_is_a_line_like_ours(busy: Logged, event: str) -> None:
    assert busy.named(event), busy.text


def test_nothing_of_what_was_sent_stands_in_it(busy: Logged) -> None:
    assert not [word for word in SECRETS if word in busy.text]
    assert "sick" not in busy.text


def test_each_answer_names_a_request_and_the_lines_it_caused_name_it_too(busy: Logged) -> None:
    assert len(set(busy.ids.values())) == len(busy.ids)
    told = {line["request"] for line in busy.lines if "request" in line}
    for what in ("sign-in", "wrong", "no token", "forbidden", "out"):
        assert busy.ids[what] in told, what


def test_a_trusted_proxys_id_is_taken_when_it_is_plain(busy: Logged) -> None:
    assert busy.ids["given"] == "proxy-7f.3"
    for odd in ("a b", "x" * 65, "å", 'q"', "{}"):
        assert re.fullmatch(r"[0-9a-f]{16}", busy.ids[odd])


def test_sign_ins_refusals_and_administrators_acts_are_there(busy: Logged) -> None:
    (signed_in,), (signed_out,) = busy.named("signed-in"), busy.named("signed-out")
    assert signed_in["account"] == signed_out["account"]
    assert re.fullmatch(r"[0-9a-f]{10}", signed_in["account"])
    assert {line["why"] for line in busy.named("sign-in-refused")} == {"sign-in-wrong"}
    refused = {line["why"]: line for line in busy.named("refused")}
    assert {(why, line["status"]) for why, line in refused.items()} == {
        ("sign-in-needed", 401),
        ("not-permitted", 403),
        ("metrics-address", 403),
    }
    assert refused["sign-in-needed"]["address"] == "127.0.0.0/8"
    assert refused["metrics-address"]["address"] == "192.0.2.7"
    assert refused["not-permitted"]["account"] == signed_in["account"]
    acts = busy.named("administrator-act")
    assert [line["act"] for line in acts[-4:]] == ["user-lock", "user-unlock", "backup", "user-roles"]
    assert {line["act"] for line in acts} >= {"init", "import"}, "also what was done before it served"
    assert acts[-1]["account"] == acts[-3]["account"] != signed_in["account"]


def test_a_hub_that_may_not_start_says_so_in_a_line(tmp_path: Path) -> None:
    place = HubProcess(tmp_path)._place
    (place / "kalix-hub.toml").write_text("[listen]\nhost = 7", "utf-8")
    ran = subprocess.run([BIN / "kalix-hub", "serve", "--config", place], capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 1
    (line,) = [json.loads(each) for each in ran.stderr.splitlines()]
    assert line["event"] == "not-serving"
    assert line["code"] == "config-broken"
