"""SIP phones and callers for tests, played by sipp; each says which messages it sent and received."""

from __future__ import annotations

import itertools
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.pbx.asterisk_server import PATIENCE, AsteriskServer, port_of, wait_until

_SDP = """
      v=0
      o=user1 53655765 2353687637 IN IP[local_ip_type] [local_ip]
      s=-
      c=IN IP[media_ip_type] [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP 8
      a=rtpmap:8 PCMA/8000
"""
_SAME = "[last_Via:]\n      [last_From:]\n      [last_To:];tag=[pid]SIPpTag01[call_number]\n      [last_Call-ID:]\n      [last_CSeq:]"


def _reply(status: str, body: str = "") -> str:
    contact = "\n      Contact: <sip:[local_ip]:[local_port];transport=[transport]>"
    kind = "\n      Content-Type: application/sdp" if body else ""
    return f"<send><![CDATA[\n      SIP/2.0 {status}\n      {_SAME}{contact}{kind}\n      Content-Length: [len]\n{body}\n]]></send>"


ANSWERS = f"""<scenario name="answers">
<recv request="INVITE" crlf="true"/>
{_reply("180 Ringing")}
{_reply("200 OK", _SDP)}
<recv request="ACK"/>
<recv request="BYE"/>
{_reply("200 OK")}
</scenario>"""

RINGS = f"""<scenario name="rings">
<recv request="INVITE" crlf="true"/>
{_reply("180 Ringing")}
<recv request="CANCEL"/>
{_reply("200 OK")}
<send><![CDATA[
      SIP/2.0 487 Request Terminated
      [last_Via:]
      [last_From:]
      [last_To:];tag=[pid]SIPpTag01[call_number]
      [last_Call-ID:]
      CSeq: 1 INVITE
      Content-Length: 0

]]></send>
<recv request="ACK" optional="true"/>
</scenario>"""

BUSY = f"""<scenario name="busy">
<recv request="INVITE" crlf="true"/>
{_reply("486 Busy Here")}
<recv request="ACK"/>
</scenario>"""


def _calls(number: str, user: str, talk_ms: int | None, caller: tuple[str, str] = ("", "")) -> str:
    """`talk_ms` None: until the other end hangs up. `caller`: name and number that the outside line gives."""
    head = f"""
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:{user}@[local_ip]>;tag=[pid]SIPpTag00[call_number]"""
    name, told = caller
    asserted = f'\n      P-Asserted-Identity: "{name}" <sip:{told}@[local_ip]>' if told else ""
    tail = f"""
      Call-ID: [call_id]
      Contact: <sip:{user}@[local_ip]:[local_port]>
      Max-Forwards: 70"""
    end = f"""<pause milliseconds="{talk_ms}"/>
<send retrans="500"><![CDATA[
      BYE [next_url] SIP/2.0{head}
      To: <sip:{number}@[remote_ip]:[remote_port]>[peer_tag_param]{tail}
      CSeq: 2 BYE
      Content-Length: 0

]]></send>
<recv response="200"/>"""
    if talk_ms is None:
        end = f'<recv request="BYE"/>\n{_reply("200 OK")}'
    invite = f"      INVITE sip:{number}@[remote_ip]:[remote_port] SIP/2.0{head}"
    return f"""<scenario name="calls">
<send retrans="500"><![CDATA[
{invite}
      To: <sip:{number}@[remote_ip]:[remote_port]>{tail}{asserted}
      CSeq: 1 INVITE
      Content-Type: application/sdp
      Content-Length: [len]
{_SDP}
]]></send>
<recv response="100" optional="true"/>
<recv response="183" optional="true"/>
<recv response="180" optional="true"/>
<recv response="181" optional="true"/>
<recv response="200" rrs="true"/>
<send><![CDATA[
      ACK [next_url] SIP/2.0{head}
      To: <sip:{number}@[remote_ip]:[remote_port]>[peer_tag_param]{tail}
      CSeq: 1 ACK
      Content-Length: 0

]]></send>
{end}
</scenario>"""


REGISTERS = """<scenario name="registers">
<send retrans="500"><![CDATA[
      REGISTER sip:[remote_ip] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:{user}@[local_ip]>;tag=[pid]SIPpTag00[call_number]
      To: <sip:{user}@[remote_ip]>
      Call-ID: [call_id]
      CSeq: 1 REGISTER
      Contact: <sip:{user}@[local_ip]:{port}>
      Expires: {seconds}
      Max-Forwards: 70
      Content-Length: 0

]]></send>
<recv response="200"/>
</scenario>"""


WATCHES = f"""<scenario name="watches">
<send retrans="500"><![CDATA[
      SUBSCRIBE sip:{{number}}@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:{{user}}@[local_ip]>;tag=[pid]SIPpTag00[call_number]
      To: <sip:{{number}}@[remote_ip]>
      Call-ID: [call_id]
      CSeq: 1 SUBSCRIBE
      Contact: <sip:{{user}}@[local_ip]:[local_port]>
      Event: dialog
      Accept: application/dialog-info+xml
      Expires: 300
      Max-Forwards: 70
      Content-Length: 0

]]></send>
<recv response="200"/>
<label id="1"/>
<recv request="NOTIFY"/>
{_reply("200 OK")}
<nop next="1"/>
</scenario>"""


LAMP = f"""<scenario name="lamp">
<recv request="NOTIFY"/>
{_reply("200 OK")}
</scenario>"""


# Never the same port twice in a process: what the PBX still repeats to a caller of an earlier test must not reach the next one.
_caller_ports = itertools.cycle(range(9_000, 19_990, 2))
_media_ports = itertools.cycle(range(23_000, 29_990, 4))  # sipp takes two and leaves one between


@dataclass
class Sipp:
    """One running scenario of one call."""

    folder: Path
    process: subprocess.Popen[bytes]

    def messages(self) -> str:
        """Everything sent and received so far."""
        path = self.folder / "messages"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def saw(self, text: str) -> bool:
        """Whether a message so far holds `text`."""
        return text in self.messages()

    def screen(self) -> str:
        """The end of what sipp says about itself."""
        return (self.folder / "screen").read_text("utf-8", "replace")[-1500:]

    def done(self, seconds: float = PATIENCE) -> Sipp:
        """Wait until the scenario went through as it should."""
        code = self.process.wait(seconds)
        assert code == 0, f"sipp ended with {code}: {self.screen()}{self.messages()[-3000:]}"
        return self

    def stop(self) -> None:
        """End it whether or not it is through."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)


class Phones:
    """The phones and callers around one Asterisk."""

    def __init__(self, server: AsteriskServer) -> None:
        self._server = server
        self._running: list[Sipp] = []

    def answers(self, number: str) -> Sipp:
        """The phone of `number` answers one call."""
        return self._phone(ANSWERS, number)

    def rings(self, number: str) -> Sipp:
        """The phone of `number` rings until the call is taken back."""
        return self._phone(RINGS, number)

    def busy(self, number: str) -> Sipp:
        """The phone of `number` says that it is busy."""
        return self._phone(BUSY, number)

    def shows_lamp(self, number: str) -> Sipp:
        """The phone of `number` is told once about waiting messages."""
        return self._phone(LAMP, number)

    def register(self, number: str, seconds: int = 300) -> None:
        """Register the phone of `number` where sipp plays it; with 0 seconds it is taken out again."""
        scenario = (
            REGISTERS.replace("{user}", number).replace("{port}", str(port_of(number))).replace("{seconds}", str(seconds))
        )
        self._run(scenario, next(_caller_ports), remote=True).done()

    def call(self, number: str, *, user: str = "outside", talk_ms: int = 200) -> Sipp:
        """Somebody calls `number` and hangs up `talk_ms` after it was answered."""
        return self._run(_calls(number, user, talk_ms), next(_caller_ports), remote=True)

    def call_until_put_down(self, number: str, *, caller: tuple[str, str]) -> Sipp:
        """Somebody outside with this name and number calls `number`, and stays until the other end hangs up."""
        return self._run(_calls(number, "outside", None, caller), next(_caller_ports), remote=True)

    def watches(self, number: str, *, user: str) -> Sipp:
        """The desk phone of `user` shows the lamp of `number`, until it is stopped."""
        scenario = WATCHES.replace("{number}", number).replace("{user}", user)
        return self._run(scenario, next(_caller_ports), remote=True)

    def hang_up_all(self) -> None:
        """End everything that still runs; first the calls, while their phones can still answer to it: what a dead phone leaves
        unanswered the PBX repeats for half a minute, and the phone of the next test would take it for its call."""
        if self._server.is_running and any(sipp.process.poll() is None for sipp in self._running):
            self._server.hang_up_all()
        for sipp in self._running:
            sipp.stop()

    def _phone(self, scenario: str, number: str) -> Sipp:
        phone = self._run(scenario, port_of(number), remote=False)
        wanted = f"{self._server.address}:{port_of(number)}"
        wait_until(lambda: _listens(wanted) or phone.process.poll() is not None, f"sipp does not listen on {wanted}")
        return phone

    def _run(self, scenario: str, port: int, *, remote: bool) -> Sipp:
        folder = Path(tempfile.mkdtemp(dir=self._server.folder, prefix="sipp-"))
        (folder / "scenario.xml").write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{scenario}', "utf-8")
        command = [
            "sipp", "-sf", "scenario.xml", "-i", self._server.address, "-p", str(port), "-m", "1", "-nostdin", "-nd",
            "-mi", self._server.address, "-mp", str(next(_media_ports)), "-trace_msg", "-message_file", "messages", "-timeout", "40s",
        ]  # fmt: skip
        if remote:
            command.append(f"{self._server.address}:5060")
        with (folder / "screen").open("wb") as screen:
            process = subprocess.Popen(command, cwd=folder, stdout=screen, stderr=screen, stdin=subprocess.DEVNULL)
        sipp = Sipp(folder, process)
        self._running.append(sipp)
        return sipp


def _listens(address: str) -> bool:
    """Whether a UDP socket is bound to `address`; asked of the kernel, so that the phone sees no stray packet."""
    host, _, port = address.partition(":")
    wanted = "".join(f"{int(part):02X}" for part in reversed(host.split("."))) + f":{int(port):04X}"
    return re.search(rf"^\s*\d+: {wanted} ", Path("/proc/net/udp").read_text("ascii"), re.MULTILINE) is not None
