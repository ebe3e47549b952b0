"""A real Asterisk for tests: each on an address of its own in 127/8, with phones that sipp plays."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kalix_presence.hub.pbx.asterisk.event_filter import EVENTS
from kalix_presence.hub.pbx.asterisk.settings import AccountStyle, AsteriskSettings

ROOT = Path(__file__).resolve().parents[2]
SECRET = "only-for-tests"
PHONES = ("2041", "2042", "2043", "2044")
"""Phones that are always there, where sipp listens; 2050 must register first."""
SWITCHBOARD = "9"
PATIENCE = 120.0
_addresses = itertools.count(1)
_marks = itertools.count(1)


def port_of(number: str) -> int:
    """Where sipp plays the phone with this number."""
    return 20_000 + int(number)


def _address() -> str:
    """An address no other instance has: by worker process and count."""
    pid = os.getpid()
    return f"127.{10 + pid % 200}.{pid // 200 % 250}.{next(_addresses) % 250 + 2}"


@dataclass
class AsteriskServer:
    """Started by `start`; everything it writes lies in `folder`."""

    folder: Path
    signal_seconds: int = 1
    lamps: tuple[str, ...] = ("2044",)
    """Phones that are told about waiting messages."""
    more_phones: tuple[str, ...] = ()
    """Phones of a whole town beside `PHONES`: extensions from 2100 to 2999."""
    dialplan: str = ""
    """Another one than the tests' own: all of extensions.conf."""
    more_pjsip: str = ""
    """What pjsip.conf has besides; lines that are told by their address come with it."""
    address: str = field(default_factory=_address)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        installed = os.environ.get("KALIX_ASTERISK", "")
        if not installed:
            raise RuntimeError("KALIX_ASTERISK is not set: run the tests by ./installer/test, which sets up Asterisk")
        self._installed = Path(installed)
        self._configure()

    @property
    def settings(self) -> AsteriskSettings:
        """How the driver reaches it."""
        return AsteriskSettings(host=self.address, port=5038, username="kalix", secret=SECRET)

    @property
    def settings_with_accounts(self) -> AsteriskSettings:
        """The same, and the hub sets up phones."""
        path = self.folder / "etc" / "kalix" / "accounts.conf"
        return replace(self.settings, accounts=AccountStyle(path, template="desk", templates={"abroad": "desk-abroad"}))

    def start(self) -> AsteriskServer:
        """Start and wait until it is fully booted."""
        command = [str(self._installed / "asterisk"), "-f", "-C", str(self.folder / "etc" / "asterisk.conf")]
        with (self.folder / "console").open("ab") as console:
            self.process = subprocess.Popen(command, stdout=console, stderr=console, stdin=subprocess.DEVNULL)
        wait_until(self._booted, f"Asterisk did not start; see {self.folder}")
        return self

    def stop(self) -> None:
        """End it as an administrator would."""
        self._end(signal.SIGTERM)

    def kill9(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended since."""
        return self.process is not None and self.process.poll() is None

    def hang_up_all(self) -> None:
        """End every call, and wait until none goes on."""
        self.command("channel request hangup all")
        self.all_calls_over()

    def all_calls_over(self) -> None:
        """Wait until no call goes on."""
        wait_until(lambda: "0 active channels" in self.command("core show channels"), "a call goes on")

    def command(self, line: str) -> str:
        """Run a command of its console."""
        ran = subprocess.run(
            [str(self._installed / "asterisk"), "-C", str(self.folder / "etc" / "asterisk.conf"), "-rx", line],
            capture_output=True, text=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
        return ran.stdout

    def told(self, line: str, end: str) -> str:
        """What a command that may be run twice says. On a loaded machine the console's client sometimes leaves before the answer is
        there: without its `end` it is asked again."""
        said = ""

        def whole() -> bool:
            nonlocal said
            said = self.command(line)
            return end in said

        wait_until(whole, f"Asterisk does not answer {line}")
        return said

    def database(self, family: str) -> dict[str, str]:
        """What AstDB holds in `family`."""
        shown = self.told(f"database show {family}", "results found")
        return dict(re.findall(rf"^/{re.escape(family)}/(\S+)\s*: (.*?)\s*$", shown, re.MULTILINE))

    def put(self, extension: str, value: str, *, family: str = "kalix") -> None:
        """Write a rule, or another key, by hand."""
        self.command(f'database put {family} {extension} "{value}"')

    def forget(self, *families: str) -> None:
        """Take all keys out of AstDB whose family begins with one of `families`."""
        which = " OR ".join(f"key LIKE '/{family}%'" for family in families)
        self.told(f'database query "DELETE FROM astdb WHERE {which}; SELECT COUNT(*) AS kept FROM astdb WHERE {which};"', ": 0")

    def registered(self) -> set[str]:
        """The numbers of the phones that have told where they are, and whose word still holds."""
        return {name.partition(";@")[0] for name in self.database("registrar/contact")}

    def set_up(self, **values: str) -> None:
        """Change values of the site file: `set_up(OFFER_CALLBACK="no")`; undone by `set_up()`."""
        site = self.folder / "etc" / "kalix-presence-site.conf"
        text = self._site
        for name, value in values.items():
            text, found = re.subn(rf"Set\(KALIX_{name}=.*\)$", f"Set(KALIX_{name}={value})", text, flags=re.MULTILINE)
            assert found == 1, name
        mark = next(_marks)
        site.write_text(f"{text}\n[set-up]\nexten => s,1,NoOp({mark})\n", "utf-8")

        def loaded() -> bool:
            # A reload that comes while another one goes on is left out.
            self.command("dialplan reload")
            return f"NoOp({mark})" in self.command("dialplan show s@set-up")

        wait_until(loaded, "Asterisk does not load its dialplan")

    def log(self) -> str:
        """All that it has logged until now, calls among it."""
        if self.process is None:
            return self._written()
        # Asterisk writes its log from a thread of its own, in order: what came before this mark stands there once the mark does.
        mark = next(_marks)
        self.command(f"dialplan set global KALIX_MARK {mark}")
        wait_until(lambda: f"'KALIX_MARK' to '{mark}'" in self._written(), "Asterisk does not write its log")
        return self._written()

    def played(self) -> list[str]:
        """The clips that were played to anybody so far, in order."""
        return re.findall(r"Playing 'kalix/(\w+)\.\w+'", self.log())

    def _written(self) -> str:
        path = self.folder / "log" / "full"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            self.process = None

    def _booted(self) -> bool:
        if self.process is not None and self.process.poll() is not None:
            raise RuntimeError(f"Asterisk ended: {(self.folder / 'console').read_text('utf-8', 'replace')[-800:]}")
        try:
            with socket.create_connection((self.address, 5038), 1) as ami:
                ami.settimeout(2)
                ami.sendall(f"Action: Login\r\nUsername: kalix\r\nSecret: {SECRET}\r\n\r\n".encode())
                seen = b""
                while b"FullyBooted" not in seen:
                    part = ami.recv(4096)
                    if not part:
                        return False
                    seen += part
        except OSError:
            return False
        return True

    def _configure(self) -> None:
        folder, tree = self.folder, self._installed / "tree"
        modules = next(tree.glob("usr/lib/*/asterisk/modules"))
        for name in ("etc", "db", "log", "run", "spool", "data/sounds/sv", "data/sounds/en", "lib", "keys", "etc/kalix"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        clips = self._installed / "clips"
        subprocess.run([sys.executable, ROOT / "resources" / "clips" / "render_clips", clips], check=True, capture_output=True)
        for language in ("sv", "en"):
            _first_moments(clips / language, folder / "data" / "sounds" / language / "kalix")
        documentation = folder / "data" / "documentation"
        if not documentation.exists():
            documentation.symlink_to(tree / "usr/share/asterisk/documentation")
        for name in ("kalix-presence.conf", "kalix-presence-site.conf"):
            shutil.copy(ROOT / "resources" / "asterisk" / name, folder / "etc" / name)
        site = folder / "etc" / "kalix-presence-site.conf"
        # A small machine may lack time zones; the unpacked Asterisk brought its own.
        zones = tree / "usr/share/zoneinfo"
        text = site.read_text("utf-8").replace("KALIX_SIGNAL_SECONDS=6", f"KALIX_SIGNAL_SECONDS={self.signal_seconds}")
        text = text.replace("KALIX_ZONE=", f"KALIX_ZONE={zones}/")
        self._site = text.replace("KALIX_MAY_SET_OTHERS=^$", "KALIX_MAY_SET_OTHERS=^2044$")
        site.write_text(self._site, "utf-8")
        files = {
            "asterisk.conf": f"[directories]\nastetcdir => {folder}/etc\nastmoddir => {modules}\nastvarlibdir => {folder}/lib\n"
            f"astdbdir => {folder}/db\nastkeydir => {folder}/keys\nastdatadir => {folder}/data\nastspooldir => {folder}/spool\n"
            f"astrundir => {folder}/run\nastlogdir => {folder}/log\nastsbindir => {tree}/usr/sbin\n"
            "[options]\nverbose = 3\ndefaultlanguage = sv\nhighpriority = no\nlive_dangerously = no\n",
            "modules.conf": "[modules]\nautoload = yes\n" + "".join(f"noload = {name}.so\n" for name in _NOT_NEEDED),
            "logger.conf": "[logfiles]\nfull => notice,warning,error,verbose(3)\n",
            "manager.conf": f"[general]\nenabled = yes\nport = 5038\nbindaddr = {self.address}\nallowmultiplelogin = yes\n"
            "disabledevents = VarSet,Newexten,RTCPSent,RTCPReceived\n"
            f"[kalix]\nsecret = {SECRET}\nread = system,call,user,reporting,agent\nwrite = system,call,originate,reporting\n"
            f"eventfilter = Event: ({'|'.join(EVENTS)})[^A-Za-z]\neventfilter = UserEvent: Kalix\n"
            "[narrow]\nsecret = narrow\nread = system\nwrite = reporting\n",
            "stasis.conf": (ROOT / "resources/asterisk/examples/stasis.conf").read_text("utf-8"),
            "rtp.conf": "[general]\nrtpstart=30000\nrtpend=30999\n",
            "minivm.conf": "[general]\n",
            "indications.conf": "[general]\ncountry=se\n[se]\ndescription=Sweden\nringcadence=1000,5000\nring=425/1000,0/5000\n",
            "queues.conf": "[general]\n[switchboard]\nstrategy = ringall\nsetqueueentryvar = yes\nmember => PJSIP/9\ntimeout = 30\nretry = 1\n"
            "leavewhenempty = unavailable,invalid,unknown,paused\n[empty]\nstrategy = ringall\n[strict]\njoinempty = no\nleavewhenempty = yes\nmember => PJSIP/9\n"
            "[gone]\nstrategy = ringall\nmember => PJSIP/2050\n",
            "res_parking.conf": "[default]\nparkext = 700\nparkpos = 701-720\ncontext = parkedcalls\nparkingtime = 600\n"
            "[soon-back]\nparkext = 730\nparkext_exclusive = yes\nparkpos = 731-740\ncontext = parkedcalls\nparkingtime = 1\ncomebackdialtime = 60\n",
            "musiconhold.conf": f"[default]\nmode = files\ndirectory = {folder}/data/sounds/sv/kalix\n",
            "extensions.conf": self.dialplan or (_DIALPLAN.replace("_20XX", "_2XXX") if self.more_phones else _DIALPLAN),
            "pjsip.conf": self._pjsip(),
        }
        for name, text in files.items():
            (folder / "etc" / name).write_text(text, "utf-8")

    def _pjsip(self) -> str:
        order = "ip,username" if self.more_pjsip else "username"
        parts = [
            f"[global]\ntype=global\ntaskprocessor_overload_trigger=pjsip_only\nendpoint_identifier_order={order}\n"
            f"[udp]\ntype=transport\nprotocol=udp\nbind={self.address}:5060\n"
        ]
        there = (*PHONES, *self.more_phones, SWITCHBOARD)
        for number in (*there, "2050", "outside", "abroad"):
            context = "outside" if number in ("outside", "abroad") else "phones"
            language = "en" if number == "abroad" else "sv"
            # Only one phone has a lamp: the others' sipp would take the PBX's NOTIFY about it for the call.
            lamp = f"mailboxes={number}@kalix\n" if number in self.lamps else ""
            contact = f"contact=sip:{number}@{self.address}:{port_of(number)}\n" if number in there else ""
            parts.append(
                f"[{number}]\ntype=endpoint\ncontext={context}\ndisallow=all\nallow=alaw\naors={number}\ndirect_media=no\n"
                f"identify_by=username\ntrust_id_inbound=yes\nlanguage={language}\nsubscribe_context=kalix-hints\n{lamp}trust_id_outbound=yes\nsend_diversion=yes\ncall_group=1\npickup_group=1\n"
                f"[{number}]\ntype=aor\nmax_contacts=2\n{contact}"
            )
        parts.append(
            "[desk](!)\ntype=endpoint\ncontext=phones\ndisallow=all\nallow=alaw\ndirect_media=no\n"
            "[desk-abroad](!,desk)\nlanguage=en\n#tryinclude kalix/accounts.conf\n"
        )
        parts.append(self.more_pjsip)
        return "".join(parts)


_NOT_NEEDED = (
    "app_voicemail", "app_voicemail_odbc", "app_festival", "app_jack", "chan_console", "chan_iax2", "chan_motif",
    "chan_unistim", "chan_websocket", "pbx_dundi", "pbx_lua", "pbx_ael", "res_config_ldap", "res_config_odbc", "res_odbc",
    "res_adsi", "res_calendar", "res_fax", "res_hep", "res_hep_pjsip", "res_hep_rtcp", "res_phoneprov",
    "res_pjsip_phoneprov_provider", "res_prometheus", "res_resolver_unbound", "res_smdi", "res_snmp", "res_stir_shaken",
    "cdr_adaptive_odbc", "cdr_odbc", "cdr_pgsql", "cdr_radius", "cdr_sqlite3_custom", "cdr_tds", "cel_odbc", "cel_pgsql",
    "cel_radius", "cel_sqlite3_custom", "cel_tds", "func_odbc", "res_pjsip_stir_shaken", "res_geolocation", "res_aeap",
    "res_xmpp", "res_pjsip_config_wizard", "app_confbridge", "res_speech_aeap", "res_http_media_cache", "res_config_curl",
)  # fmt: skip

_DIALPLAN = """
#include kalix-presence-site.conf
#include kalix-presence.conf

[outside]
exten => 9,1,Gosub(kalix-presence,${EXTEN},1)
exten => _+4698031200,1,Gosub(kalix-presence,9,1)
exten => 2097,1,Gosub(kalix-queue,s,1)
 same => n,Queue(switchboard,b(kalix-header^s^1))
 same => n,Gosub(kalix-queue,left,1)
exten => 2096,1,Gosub(kalix-queue,s,1)
 same => n,Queue(strict)
 same => n,Gosub(kalix-queue,left,1)
exten => 2098,1,Queue(switchboard)
exten => 2099,1,Dial(Local/2041@kalix-presence&Local/2042@kalix-presence)
exten => _20XX,1,Gosub(kalix-presence,${EXTEN},1)
 same => n,Hangup()

[phones]
include => kalix-codes
include => kalix-dial
include => parkedcalls

[kalix-dial]
include => outside
exten => _0X.,1,Gosub(kalix-outward,${EXTEN},1)
 same => n,Dial(PJSIP/2043,10)

[kalix-outside]
exten => _0X.,1,Dial(PJSIP/2043)

[makes-key]
exten => s,1,Set(HOLDS=${LOCK(kalix-mark)})
 same => n,Set(DB(makes-key/holds)=1)
 same => n(look),Wait(0.2)
 same => n,GotoIf($[!${LEN(${DB(makes-key/goes-on)})}]?look)
 same => n,Wait(0.5)
 same => n,Set(DB(kalix-mark/now)=${STRFTIME(${EPOCH},UTC,%Y%m%d)}:1111)
 same => n,Set(HOLDS=${UNLOCK(kalix-mark)})
"""


def _first_moments(clips: Path, folder: Path, seconds: float = 0.1) -> None:
    """Only the beginning of each clip, so that no test has to listen to the end."""
    folder.mkdir(exist_ok=True)
    # Not what another worker is rendering at this moment: those files have a second dot in their names.
    for path in (each for each in clips.glob("*.wav") if "." not in each.stem):
        with wave.open(str(path)) as whole, wave.open(str(folder / path.name), "wb") as part:
            part.setparams(whole.getparams())
            part.writeframes(whole.readframes(int(whole.getframerate() * seconds)))


def wait_until(holds: Callable[[], object], otherwise: str | Callable[[], str], *, seconds: float = PATIENCE) -> None:
    """Wait for a condition; AssertionError with `otherwise` (what is to be said then, or what finds it out) when it does not come."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, otherwise if isinstance(otherwise, str) else otherwise()
        time.sleep(0.02)
