"""A real OpenLDAP server (Debian's slapd) with a directory of its own, which tests fill, limit, freeze and end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.site.sync_section import LdapSource
from tests.hub.sync.certificates import Issuer

BASE = "dc=kommun,dc=example"
PEOPLE = f"ou=People,{BASE}"
READER = f"cn=reader,{BASE}"
ROOT = f"cn=root,{BASE}"
PASSWORD = "a password for reading"
SLAPD = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/openldap")


def entry(number: int, **more: str) -> dict[str, str]:
    """Somebody with the extension 2000 and `number`."""
    return {
        "uid": f"user{number}",
        "cn": f"Anna{number} Ek",
        "givenName": f"Anna{number}",
        "sn": "Ek",
        "ou": "Bygglov",
        "o": "Bygg",
        "telephoneNumber": str(2000 + number),
        "mail": f"anna{number}@kommun.example",
        "employeeNumber": f"e{number}",
        **more,
    }


def dn_of(number: int) -> str:
    """Where they lie."""
    return f"uid=user{number},{PEOPLE}"


def ldif(entries: Iterable[dict[str, str]]) -> Iterator[str]:
    """The directory's own text for `entries`, with what lies above them."""
    yield f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: kommun\no: Kommun\n"
    yield f"dn: {PEOPLE}\nobjectClass: organizationalUnit\nou: People\n"
    password = f"userPassword: {PASSWORD}"
    yield f"dn: {READER}\nobjectClass: simpleSecurityObject\nobjectClass: organizationalRole\ncn: reader\n{password}\n"
    for one in entries:
        lines = "\n".join(f"{name}: {value}" for name, value in one.items() if value)
        yield f"dn: uid={one['uid']},{PEOPLE}\nobjectClass: inetOrgPerson\n{lines}\n"


class Slapd:
    """It runs from `start` to `stop`; `port` speaks LDAP with StartTLS, `secure` LDAPS. A reader gets no more than `limit`
    entries of a question that is not asked page by page, as an Active Directory gives no more than a thousand."""

    def __init__(self, folder: Path, *, limit: int = 1_000, page_limit: int = 0) -> None:
        self.folder, self._limit, self._page_limit = folder, limit, page_limit
        self.issuer = Issuer(folder)
        self.certificate = self.issuer.issued("localhost", "127.0.0.1")
        self.port, self.secure = _free_port(), _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir()

    def load(self, entries: Iterable[dict[str, str]]) -> None:
        """Fill it, before it runs."""
        self._write_settings()
        text = "\n".join(ldif(entries))
        (self.folder / "all.ldif").write_text(text, "utf-8")
        done = subprocess.run(
            [str(SLAPD), "-Tadd", "-q", "-f", str(self.folder / "slapd.conf"), "-l", str(self.folder / "all.ldif")],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        """Run, and wait until it answers."""
        self._write_settings()
        addresses = f"ldap://127.0.0.1:{self.port} ldaps://127.0.0.1:{self.secure}"
        command = [str(SLAPD), "-f", str(self.folder / "slapd.conf"), "-h", addresses, "-d", "0"]
        with (self.folder / "slapd.log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        while True:
            assert self.process.poll() is None, (self.folder / "slapd.log").read_text()
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.secure), timeout=60):
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

    def change(self) -> Any:
        """A connection of its administrator's."""
        import ldap

        made = ldap.initialize(f"ldap://127.0.0.1:{self.port}")
        made.simple_bind_s(ROOT, "root")
        return made

    def source(self, **more: Any) -> LdapSource:
        """The settings of a site that reads it; the password lies in `reader.secret` of its folder."""
        (self.folder / "reader.secret").write_text(f"{PASSWORD}\n", "utf-8")
        (self.folder / "reader.secret").chmod(0o600)
        said: dict[str, Any] = {
            "servers": (f"ldaps://127.0.0.1:{self.secure}",),
            "bind": READER,
            "password_file": "reader.secret",
            "schema": "openldap",
            "ca": "ca.pem",
            "base": PEOPLE,
            "seconds": 30.0,
        }
        return LdapSource(**{**said, **more})

    def _write_settings(self) -> None:
        certificate, key = self.certificate
        (self.folder / "slapd.conf").write_text(
            f"""\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCACertificateFile {self.issuer.ca}
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
pidfile {self.folder}/slapd.pid
database mdb
suffix "{BASE}"
rootdn "{ROOT}"
rootpw root
directory {self.folder}/data
maxsize 1073741824
index objectClass,entryUUID eq
index entryCSN eq
limits dn.exact="{READER}" size.soft={self._limit} size.hard={self._limit} size.prtotal={self._page_limit or "unlimited"}
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{READER}" read by * none
""",
            "utf-8",
        )


@contextmanager
def directory_server(folder: Path, entries: Iterable[dict[str, str]], **limits: int) -> Iterator[Slapd]:
    """It runs with `entries` until the block ends. Skips where the machine has none."""
    if SLAPD is None:
        pytest.skip("slapd is not installed (installer/test installs it)")
    pytest.importorskip("ldap", reason="python-ldap is not installed: the extra `ldap`")
    made = Slapd(folder, **limits)
    made.load(entries)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
