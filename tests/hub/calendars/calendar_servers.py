"""A real calendar server for tests: Radicale as a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PASSWORD = "hemligt-kalender"


@dataclass
class Radicale:
    """A running Radicale with Anna's home."""

    url: str
    http: httpx.Client
    folder: Path
    home: str = "/anna/"

    @property
    def calendar(self) -> str:
        """The address of Anna's first calendar."""
        return f"{self.url}{self.home}arbete/"

    def put(self, name: str, *events: str, calendar: str = "arbete") -> None:
        """Add or change an entry."""
        body = "".join(f"BEGIN:VEVENT\nUID:{name}\nDTSTAMP:20260101T000000Z\n{event.strip()}\nEND:VEVENT\n" for event in events)
        text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{ZONE}{body}END:VCALENDAR\n".replace("\n", "\r\n")
        answer = self.http.put(
            f"{self.home}{calendar}/{name}.ics", content=text.encode(), headers={"content-type": "text/calendar"}
        )
        assert answer.status_code in (201, 204), answer.text

    def delete(self, name: str) -> None:
        """Take an entry away."""
        self.http.delete(f"{self.home}arbete/{name}.ics").raise_for_status()


ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
_MKCALENDAR = """<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname></d:prop></d:set></c:mkcalendar>"""


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Serve until the block ends; two calendars, "arbete" and "privat"."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"anna:{PASSWORD}\n", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\n"
        f"htpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = error\n",
        "utf-8",
    )
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", str(folder / "config")])
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, auth=("anna", PASSWORD), timeout=20, trust_env=False) as http:
            while True:
                assert process.poll() is None, "Radicale did not start"
                try:
                    http.request("PROPFIND", "/anna/", headers={"depth": "0"})
                    break
                except httpx.TransportError:
                    continue
            for name in ("arbete", "privat"):
                made = http.request("MKCALENDAR", f"/anna/{name}/", content=_MKCALENDAR.format(name=name).encode())
                assert made.status_code == 201, made.text
            yield Radicale(url, http, folder)
    finally:
        process.terminate()
        process.wait(30)
