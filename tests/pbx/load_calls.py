"""Many calls at once by sipp, from outside to one forwarded extension, and what became of them."""

from __future__ import annotations

import contextlib
import csv
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.pbx.asterisk_server import PATIENCE, wait_until
from tests.pbx.sip_phones import _SDP, _reply

TALK_MS = 500
WAITS_MS = 20_000
"""For an answer; a call that has none by then is lost."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# An answer that was not heard is sent again, as by any phone.
_ANSWERS = f"""<scenario name="answers">
<recv request="INVITE" crlf="true"/>
{_reply("180 Ringing")}
{_reply("200 OK", _SDP).replace("<send>", '<send retrans="500">')}
<recv request="ACK" crlf="true"/>
<recv request="BYE"/>
{_reply("200 OK")}
<timewait milliseconds="2000"/>
</scenario>"""


def _calls(number: str) -> str:
    # Each is somebody else: one who calls the same extension twice at once is taken for a call that goes round.
    head = """
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:outside@[local_ip]>;tag=[pid]load[call_number]"""
    tail = """
      Call-ID: [call_id]
      Contact: <sip:outside@[local_ip]:[local_port]>
      Max-Forwards: 70"""
    between = "".join(f'<recv response="{status}" optional="true"/>\n' for status in (100, 181, 183))
    return f"""<scenario name="load">
<send retrans="500" start_rtd="1"><![CDATA[
      INVITE sip:{number}@[remote_ip]:[remote_port] SIP/2.0{head}
      To: <sip:{number}@[remote_ip]:[remote_port]>{tail}
      P-Asserted-Identity: <sip:+4670[call_number]@[local_ip]>
      CSeq: 1 INVITE
      Content-Type: application/sdp
      Content-Length: [len]
{_SDP}
]]></send>
{between}<recv response="180" optional="true" rtd="1"/>
{between}<recv response="200" rrs="true" timeout="{WAITS_MS}"/>
<send><![CDATA[
      ACK [next_url] SIP/2.0{head}
      To: <sip:{number}@[remote_ip]:[remote_port]>[peer_tag_param]{tail}
      CSeq: 1 ACK
      Content-Length: 0

]]></send>
<pause milliseconds="{TALK_MS}"/>
<send retrans="500"><![CDATA[
      BYE [next_url] SIP/2.0{head}
      To: <sip:{number}@[remote_ip]:[remote_port]>[peer_tag_param]{tail}
      CSeq: 2 BYE
      Content-Length: 0

]]></send>
<recv response="200"/>
</scenario>"""


@dataclass(frozen=True, slots=True)
class Load:
    """`asked` calls, of which `lost` were not answered, or not made any more since too many waited; `set_ups` are the seconds
    from INVITE to ring of each."""

    asked: int
    lost: int
    set_ups: tuple[float, ...]


def calls(address: str, number: str, *, count: int, rate: int, folder: Path) -> Load:
    """Call `number` at the exchange at `address` so often, `rate` times a second; returns when all are over."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        (place / "load.xml").write_text(f"{_XML}{_calls(number)}", "utf-8")
        limit = count // rate + WAITS_MS // 1000 + 30
        command = [
            "sipp",
            "-sf",
            "load.xml",
            "-i",
            address,
            "-p",
            "0",
            "-m",
            str(count),
            "-r",
            str(rate),
            "-timeout",
            f"{limit}s",
        ]
        command += [
            "-nostdin",
            "-trace_rtt",
            "-rtt_freq",
            "1",
            "-trace_stat",
            "-stf",
            "stat.csv",
            "-fd",
            "1",
            f"{address}:5060",
        ]
        command += ["-l", str(rate * (WAITS_MS // 1000)), "-mp", "40000"]
        # One that cannot end, since nobody answers it any more, is ended: what it has counted by then stands.
        with (place / "said").open("wb") as said, contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, cwd=place, stdout=said, stderr=said, check=False, timeout=limit + PATIENCE)
        with (place / "stat.csv").open(encoding="utf-8") as file:
            last = list(csv.DictReader(file, delimiter=";"))[-1]
        return Load(count, count - int(last["SuccessfulCall(C)"]), tuple(_set_ups(place)))


def _set_ups(place: Path) -> Iterator[float]:
    for path in place.glob("*_rtt.csv"):
        for line in path.read_text("utf-8").splitlines():
            parts = line.split(";")
            if len(parts) >= 2 and parts[1].replace(".", "", 1).isdigit():
                yield float(parts[1]) / 1000


@contextmanager
def answering(address: str, *ports: int, folder: Path) -> Iterator[None]:
    """Phones at these ports that answer at once, as many calls as come."""
    (folder / "answers.xml").write_text(f"{_XML}{_ANSWERS}", "utf-8")
    running = []
    try:
        for port in ports:
            command = [
                "sipp",
                "-sf",
                "answers.xml",
                "-i",
                address,
                "-p",
                str(port),
                "-mp",
                str(41_000 + port % 100 * 10),
                "-nostdin",
            ]
            with (folder / f"said-{port}").open("wb") as said:
                running.append(subprocess.Popen(command, cwd=folder, stdout=said, stderr=said))
            wait_until(lambda port=port: f":{port:04X} " in _bound(), f"sipp does not listen at {port}")  # type: ignore[misc]
        yield
    finally:
        for each in running:
            each.terminate()
            each.wait(PATIENCE)


def _bound() -> str:
    return Path("/proc/net/udp").read_text("utf-8")
