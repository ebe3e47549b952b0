"""A real Kamailio for tests, on an address of its own in 127/8, and phones around it that refuse what rings them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.pbx.asterisk_server import ROOT, _address, wait_until

SHIPPED = ROOT / "resources" / "kamailio"
DOMAIN = "kalix.test"
PATIENCE = 120.0
_asked = itertools.count(1)


def unpacked() -> Path | None:
    """Where `installer/kamailio_for_tests` has put it; None where it is not."""
    folder = Path(os.environ.get("KALIX_KAMAILIO") or Path.home() / ".cache/kalix-presence/kamailio")
    return folder if (folder / "usr/sbin/kamailio").exists() else None


@dataclass
class KamailioServer:
    """Started by `start`; everything it writes lies in `folder`, whose path is short: sockets lie there."""

    folder: Path
    address: str = field(default_factory=_address)
    point: str = ""
    """The address of an answer point behind it."""
    secret: str = ""
    """What the answer point is answered when it asks for a password."""
    lines: bool = False
    """Whether it tells which lines ring or are busy; then calls go by it both ways."""
    presence: bool = False
    """Whether it tells what phones publish of themselves."""
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        installed = unpacked()
        assert installed is not None
        self._installed = installed
        self.folder.chmod(0o770)
        for name in ("kalix-cpl.dtd", "kalix-presence.cfg"):
            shutil.copy(SHIPPED / name, self.folder / name)
        with sqlite3.connect(self.folder / "cpl.db") as tables:
            tables.executescript((SHIPPED / "cpl-tables.sql").read_text("utf-8"))
        with sqlite3.connect(self.folder / "lines.db") as tables:
            tables.executescript((SHIPPED / "lines-tables.sql").read_text("utf-8"))
        modules = next(installed.glob("usr/lib/**/cplc.so")).parent
        config = _CONFIG.format(folder=self.folder, modules=modules, address=self.address, domain=DOMAIN)
        for wanted, name in ((self.lines, "KALIX_LINES"), (self.presence, "KALIX_PRESENCE")):
            said = f"#!define {name}\n" if wanted else ""
            config = config.replace("#!KAMAILIO\n", f"#!KAMAILIO\n{said}")
        if self.lines or self.presence:
            said = f'#!substdef "!KALIX_OWN!{self.address}:5060!g"\n#!substdef "!KALIX_DOMAIN!{DOMAIN}!g"\n'
            config = config.replace("#!KAMAILIO\n", f"#!KAMAILIO\n{said}")
        if self.point:
            (self.folder / "point.list").write_text(f"1 sip:{self.point}:5060\n", "utf-8")
            said = '#!define KALIX_POINT\n#!substdef "!KALIX_PREFIX!88!g"\n#!substdef "!KALIX_COMMON!7700!g"\n'
            if self.secret:
                said += '#!define KALIX_POINT_ASKS\n#!substdef "!KALIX_LINE!line!g"\n#!substdef "!KALIX_REALM!asterisk!g"\n'
                said += f'#!substdef "!KALIX_SECRET!{self.secret}!g"\n'
            config = config.replace("#!KAMAILIO\n", f"#!KAMAILIO\n{said}")
        (self.folder / "kamailio.cfg").write_text(config, "utf-8")

    def start(self) -> KamailioServer:
        """Start, and wait until its socket is there."""
        (self.folder / "rpc.sock").unlink(missing_ok=True)
        (self.folder / "pid").unlink(missing_ok=True)
        command = [
            self._installed / "usr/sbin/kamailio",
            "-f",
            self.folder / "kamailio.cfg",
            "-DD",
            "-E",
            "-P",
            self.folder / "pid",
        ]
        command += ["-m", "32", "-M", "4", "-Y", self.folder]
        # Its modules look for Kamailio's own libraries where a package would lie.
        libraries = next(self._installed.glob("usr/lib/**/libsrdb1.so.1")).parent
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | {"TZ": "UTC", "LD_LIBRARY_PATH": str(libraries)},
            )
        wait_until(self._up, f"Kamailio did not start; see {self.folder}/log")
        return self

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and all its processes, as an administrator would or, by SIGKILL, as a power cut."""
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        self.process.wait(PATIENCE)
        self.process = None

    def ask(self, method: str, *params: str) -> object:
        """A command of its administrator's, and what it answers."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asking:
            own = self.folder / f"admin-{next(_asked)}.sock"
            asking.bind(str(own))
            asking.settimeout(PATIENCE)
            try:
                asking.sendto(
                    json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}).encode(),
                    str(self.folder / "rpc.sock"),
                )
                answer = json.loads(asking.recv(65536))
            finally:
                own.unlink()
        assert "error" not in answer, answer
        return answer.get("result")

    def forward_by_hand(self, extension: str, to: str) -> None:
        """As whoever runs it does it, for ever: a script without a word of ours."""
        file = self.folder / "by-hand.cpl"
        file.write_text(f'<cpl><incoming><location url="sip:{to}@{DOMAIN}" clear="yes"><proxy/></location></incoming></cpl>')
        self.ask("cpl.load", f"sip:{extension}@{DOMAIN}", str(file))

    def write_by_hand(self, extension: str, text: str) -> None:
        """Put `text` where the extension's script lies."""
        with sqlite3.connect(self.folder / "cpl.db", timeout=PATIENCE) as tables:
            tables.execute("INSERT INTO cpl (username, domain, cpl_xml) VALUES (?, '', ?)", (extension, text))

    def _up(self) -> bool:
        assert self.process is None or self.process.poll() is None, (self.folder / "log").read_text("utf-8", "replace")[-1500:]
        return (self.folder / "rpc.sock").exists() and self._answers()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.bind((self.address, 0))
            asking.settimeout(0.5)
            asking.sendto(_message("OPTIONS", "nobody", asking).encode(), (self.address, 5060))
            try:
                return bool(asking.recv(4096))
            except OSError:
                return False


class SipPhones:
    """Registered phones that refuse every call (486), and one caller outside; `call` tells which of them was rung."""

    def __init__(self, server: KamailioServer, *numbers: str) -> None:
        self._server = server
        self._phones = {number: self._socket() for number in numbers}
        self._caller = self._socket()
        for number, phone in self._phones.items():
            phone.sendto(_message("REGISTER", number, phone).encode(), (server.address, 5060))
            assert b" 200 " in phone.recv(4096)

    def call(self, number: str) -> str:
        """Call `number`: who rings, "" when nobody does. The caller hears an answer in any case."""
        self._caller.sendto(_message("INVITE", number, self._caller).encode(), (self._server.address, 5060))
        rang, deadline = "", time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for name, phone in [*self._phones.items(), ("", self._caller)]:
                phone.settimeout(0.02)
                try:
                    got = phone.recv(8192).decode()
                except OSError:
                    continue
                if name and got.startswith("INVITE "):
                    rang = name
                    phone.sendto(_answer(got, "486 Busy Here").encode(), (self._server.address, 5060))
                elif not name and not got.startswith("SIP/2.0 1"):
                    self._caller.sendto(_ack(got, number).encode(), (self._server.address, 5060))
                    return rang
        raise AssertionError("the caller hears nothing")

    def close(self) -> None:
        """Put them away."""
        for phone in [*self._phones.values(), self._caller]:
            phone.close()

    def _socket(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((self._server.address, 0))
        made.settimeout(PATIENCE)
        return made


def _message(method: str, number: str, phone: socket.socket) -> str:
    host, port = phone.getsockname()
    mark = f"{time.monotonic_ns():x}"
    me = f"sip:{number if method == 'REGISTER' else '0701234567'}@{DOMAIN}"
    to = f"sip:{DOMAIN}" if method == "REGISTER" else f"sip:{number}@{DOMAIN}"
    return (
        f"{method} {to} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{mark}\r\nMax-Forwards: 20\r\n"
        f"From: <{me}>;tag={mark}\r\nTo: <sip:{number}@{DOMAIN}>\r\nCall-ID: {mark}@{host}\r\nCSeq: 1 {method}\r\n"
        f"Contact: <sip:{number}@{host}:{port}>\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n"
    )


def _answer(asked: str, status: str) -> str:
    kept = [
        line for line in asked.split("\r\n") if line.startswith(("Via:", "From:", "To:", "Call-ID:", "CSeq:", "Record-Route:"))
    ]
    kept = [f"{line};tag=phone" if line.startswith("To:") and "tag=" not in line else line for line in kept]
    return "\r\n".join([f"SIP/2.0 {status}", *kept, "Content-Length: 0", "", ""])


def _ack(answer: str, number: str) -> str:
    kept = [line for line in answer.split("\r\n") if line.startswith(("Via:", "From:", "To:", "Call-ID:"))]
    return "\r\n".join(
        [f"ACK sip:{number}@{DOMAIN} SIP/2.0", *kept, "CSeq: 1 ACK", "Max-Forwards: 20", "Content-Length: 0", "", ""]
    )


_CONFIG = """#!KAMAILIO
#!substdef "!KALIX_FOLDER!{folder}!g"
debug=2
log_stderror=yes
children=2
tcp_children=1
disable_tcp=yes
auto_aliases=no
alias="{domain}"
listen=udp:{address}:5060
mpath="{modules}/"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "rr.so"
loadmodule "kex.so"
loadmodule "htable.so"
modparam("htable", "htable", "wrong=>size=4;")
include_file "{folder}/kalix-presence.cfg"
modparam("usrloc", "db_mode", 0)
# A question whether the answer point is there is given up sooner than after half a minute.
modparam("tm", "fr_timer", 12000)

request_route {{
	route(KALIX_TELL);
#!ifdef KALIX_LINES
	if (is_method("INVITE")) {{ record_route(); }}
	if (has_totag() && loose_route()) {{ t_relay(); exit; }}
#!endif
	if (is_method("OPTIONS")) {{ sl_send_reply("200", "OK"); exit; }}
	if (is_method("REGISTER")) {{ save("location"); exit; }}
	if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
	if (has_totag()) {{ if (!is_method("ACK") || t_check_trans() || uri != myself) {{ t_relay(); }} exit; }}
	if (is_method("INVITE")) {{
		if ($rU =~ "^\\*0" && $sht(wrong=>$(rU{{s.substr,2,0}})) != $null) {{
			# It forwards past its forward all the same.
			strip(2);
			if ($sht(wrong=>$rU) == "forgets") {{ remove_hf("X-Kalix-Hops"); }}
			cpl_run_script("incoming", "is_stateless");
		}} else {{
			route(KALIX);
		}}
	}}
	if (!lookup("location")) {{ sl_send_reply("404", "Not here"); exit; }}
	t_relay();
}}
"""
