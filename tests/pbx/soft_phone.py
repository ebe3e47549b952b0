"""A real soft phone of the test's own: baresip without a window, whose keys are pressed over its control port."""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType

from tests.pbx.asterisk_server import PATIENCE, AsteriskServer, port_of, wait_until

MODULES = next(iter((*Path("/usr/lib").glob("baresip/modules"), *Path("/usr/lib").glob("*/baresip/modules"))), None)
_CONFIG = """\
poll_method epoll
sip_listen {address}:{port}
net_interface {address}
call_local_timeout 120
call_max_calls 4
audio_player aubridge,line
audio_source aubridge,line
audio_alert aubridge,alert
rtp_ports {media}-{media_end}
module_path {modules}
module g711.so
module aubridge.so
module_tmp account.so
module_app ctrl_tcp.so
module_app menu.so
ctrl_tcp_listen {address}:{control}
"""
"""Without mwi.so, which waits for an answer that no PBX owes it, and without sound, screen and network but its own address."""


class SoftPhone:
    """The phone of `number`, where the PBX expects it; with `at` one of several of the same number, elsewhere, which register, with `secret` where the PBX wants one.
    It takes the port above its own too (for TLS), so that two of numbers that follow each other have no room."""

    def __init__(self, server: AsteriskServer, number: str, *, at: int = 0, secret: str = "") -> None:
        self.number, self._secret = number, secret
        self._folder = Path(tempfile.mkdtemp(dir=server.folder, prefix=f"baresip-{number}-"))
        port, media = port_of(number) + 2 * at, 33_000 + int(number) % 1_000 * 20 + at * 10
        with socket.create_server((server.address, 0)) as free:
            control = free.getsockname()
        assert MODULES is not None, "baresip is not installed: run the tests by ./installer/test"
        self._write(server.address, port, control[1], media, registers=at > 0)
        with (self._folder / "out").open("wb") as out:
            command = ["baresip", "-f", self._folder]
            self._process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        self._events: list[dict[str, object]] = []
        self._answers: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
        try:
            self._line = self._connected(control)
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
            self._ask("listcalls")  # it is there once it answers
            if at:
                wait_until(lambda: "OK" in str(self._ask("reginfo")["data"]), f"{number} is not registered: {self._heard()}")
        except BaseException:
            self._end()
            raise

    # what is heard and seen at it

    @property
    def rings(self) -> bool:
        """Whether a call came that was neither answered nor ended."""
        return self._last("CALL_INCOMING", "CALL_ESTABLISHED", "CALL_CLOSED") == "CALL_INCOMING"

    @property
    def talks(self) -> bool:
        """Whether a call is answered and not over."""
        return self._last("CALL_INCOMING", "CALL_ESTABLISHED", "CALL_CLOSED") == "CALL_ESTABLISHED"

    def shows(self) -> tuple[str, str]:
        """Name and number of whoever called last, as its display has them."""
        coming = [event for event in list(self._events) if event["type"] == "CALL_INCOMING"]
        uri = str(coming[-1]["peeruri"]) if coming else ""
        name = str(coming[-1].get("peerdisplayname", "")) if coming else ""
        return name, uri.removeprefix("sip:").partition("@")[0]

    # what is pressed

    def pick_up(self) -> None:
        """Wait until it rings, and answer."""
        wait_until(lambda: self.rings, f"{self.number} does not ring: {self._heard()}")
        self._ask("accept")
        wait_until(lambda: self.talks, f"{self.number} is not connected: {self._heard()}")

    def put_down(self) -> None:
        """Hang up; done when the call is over."""
        self._ask("hangup")
        wait_until(lambda: not self.talks and not self.rings, f"{self.number} cannot hang up: {self._heard()}")

    def __enter__(self) -> SoftPhone:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Switch it off."""
        self._end()
        self._reader.join(PATIENCE)
        self._line.close()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(PATIENCE)

    # its control port: netstrings of JSON

    def _ask(self, command: str, parameters: str = "") -> dict[str, object]:
        said = json.dumps({"command": command, "params": parameters, "token": command}).encode()
        self._line.sendall(b"%d:%b," % (len(said), said))
        return self._answers.get(timeout=PATIENCE)

    def _read(self) -> None:
        kept = b""
        while True:
            try:
                part = self._line.recv(65536)
            except OSError:
                return
            if not part:
                return
            kept += part
            while (colon := kept.find(b":")) > 0 and len(kept) > (end := colon + 1 + int(kept[:colon])):
                told, kept = json.loads(kept[colon + 1 : end]), kept[end + 1 :]
                if told.get("event"):
                    self._events.append(told)
                else:
                    self._answers.put(told)

    def _connected(self, control: tuple[str, int]) -> socket.socket:
        found: list[socket.socket] = []

        def open_line() -> bool:
            assert self._process.poll() is None, f"baresip ended: {self._heard()}"
            try:
                found.append(socket.create_connection(control, PATIENCE))
            except ConnectionRefusedError:
                return False
            return True

        wait_until(open_line, f"baresip of {self.number} does not listen: {self._heard()}")
        found[0].settimeout(None)
        return found[0]

    def _write(self, address: str, port: int, control: int, media: int, *, registers: bool) -> None:
        regint = 60 if registers else 0
        config = _CONFIG.format(address=address, port=port, control=control, media=media, media_end=media + 9, modules=MODULES)
        (self._folder / "config").write_text(config, "utf-8")
        account = f"<sip:{self.number}@{address}:5060;transport=udp>;regint={regint};answermode=manual;audio_codecs=PCMA"
        account += f";auth_user={self.number};auth_pass={self._secret}\n" if self._secret else "\n"
        (self._folder / "accounts").write_text(account, "utf-8")
        (self._folder / "contacts").touch()

    def _last(self, *kinds: str) -> str:
        return next((str(event["type"]) for event in reversed(list(self._events)) if event["type"] in kinds), "")

    def _heard(self) -> str:
        told = [event["type"] for event in list(getattr(self, "_events", []))]
        return f"{told} {(self._folder / 'out').read_text('utf-8', 'replace')[-800:]}"
