"""A real Active Directory domain controller: Samba's, provisioned for the tests, on an address of loopback that is its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kalix_presence.hub.site.sync_section import LdapSource
from tests.hub.sync.certificates import Issuer

BASE = "DC=ad,DC=kalix,DC=test"
KOMMUN = f"OU=Kommunen,{BASE}"
SECRET = "Lösen-ord-77!"
NAME = "dc1.ad.kalix.test"
_SETTINGS = """\
interfaces = {address}/8
bind interfaces only = yes
server services = ldap
disable netbios = yes
tls enabled = yes
tls certfile = {certificate}
tls keyfile = {key}
tls cafile = {ca}
ldap server require strong auth = allow_sasl_over_tls
"""


class DomainController:
    """A domain of some tens of people; `reader` is an ordinary user of it. It runs from `start` to `stop`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.settings = folder, folder / "etc" / "smb.conf"
        number = os.getpid()
        self.address = f"127.{77 + number // 65_536 % 100}.{number // 256 % 256}.{number % 254 + 1}"
        self.issuer = Issuer(folder)
        self.process: subprocess.Popen[bytes] | None = None
        domain = ["--realm=AD.KALIX.TEST", "--domain=KALIX", "--server-role=dc", "--dns-backend=NONE", "--host-name=dc1"]
        place = [f"--targetdir={folder}", "--host-ip=127.0.0.1", f"--adminpass={SECRET}"]
        _ran("samba-tool", "domain", "provision", *domain, *place)
        for name in ("cache", "bind-dns"):
            (folder / name).mkdir(exist_ok=True)
        self._plain = self.settings.read_text("utf-8")
        self.certify(*self.issuer.issued(NAME, self.address))
        _ran("samba-tool", "user", "create", "reader", SECRET, "-s", str(self.settings), "-H", f"{folder}/private/sam.ldb")

    def certify(self, certificate: Path, key: Path) -> None:
        """From its next start on."""
        said = {"address": self.address, "certificate": certificate, "key": key, "ca": self.issuer.ca}
        own = "".join(f"\t{line}\n" for line in _SETTINGS.format(**said).splitlines())
        self.settings.write_text(self._plain.replace("[global]\n", f"[global]\n{own}", 1), "utf-8")

    def start(self) -> None:
        """Run, and wait until it answers."""
        with (self.folder / "samba.log").open("wb") as log:
            command = ["samba", "-i", "-M", "single", "-s", str(self.settings), "--debug-stdout"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        while True:
            assert self.process.poll() is None, (self.folder / "samba.log").read_text("utf-8", "replace")[-3000:]
            with suppress(OSError), socket.create_connection((self.address, 636), timeout=60):
                return
            time.sleep(0.02)  # nothing tells when it listens

    def stop(self) -> None:
        """End it, frozen or not."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """It accepts connections, and says nothing."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    @contextmanager
    def change(self) -> Iterator[Any]:
        """A connection of its administrator's."""
        import ldap

        made = ldap.initialize(f"ldaps://{self.address}")
        made.set_option(ldap.OPT_X_TLS_CACERTFILE, str(self.issuer.ca))
        made.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
        made.simple_bind_s(f"CN=Administrator,CN=Users,{BASE}", SECRET)
        try:
            yield made
        finally:
            made.unbind_s()

    def add(self, dn: str, kind: str, **values: str | list[str]) -> None:
        """An entry with these values."""
        texts = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
        kept = [(name, [one.encode() for one in found]) for name, found in {"objectClass": [kind], **texts}.items()]
        with self.change() as made:
            made.add_s(dn, kept)

    def person(self, number: int, where: str = f"OU=Bygglov,OU=Bygg,{KOMMUN}") -> str:
        """Somebody with the extension 2000 and `number`; where they lie."""
        dn = f"CN=Anna{number} Ek,{where}"
        facts = {"givenName": f"Anna{number}", "sn": "Ek", "ipPhone": str(2000 + number), "mail": f"a{number}@kommun.example"}
        self.add(dn, "user", sAMAccountName=f"anna{number}", userAccountControl="544", **facts)
        return dn

    def source(self, **more: Any) -> LdapSource:
        """The settings of a site that reads it as `reader`; the password lies in `reader.secret` of its folder."""
        (self.folder / "reader.secret").write_text(SECRET, "utf-8")
        (self.folder / "reader.secret").chmod(0o600)
        said: dict[str, Any] = {
            "servers": (f"ldaps://{self.address}",),
            "bind": "reader@ad.kalix.test",
            "password_file": "reader.secret",
            "ca": "ca.pem",
            "units": "ou",
            "base": KOMMUN,
            "seconds": 30.0,
        }
        return LdapSource(**{**said, **more})


def why_not() -> str:
    """Why there can be none on this machine; "" where there can."""
    if sys.platform == "win32" or shutil.which("samba") is None or shutil.which("samba-tool") is None:
        return "Samba's domain controller is not installed (samba-ad-dc, samba-ad-provision)"
    return "" if os.geteuid() == 0 else "a domain controller takes ports below 1024: only root may"


def _ran(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
