"""A directory service pushes 5,000 people, one after another as Entra ID does: how many requests a second, what of that is the
hub's own time, at the end of it too, how long others' changes wait meanwhile, and how soon one who is pushed is in the grid.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.hub import BIN, Running, ask, hub
from benchmarks.importing import changing
from benchmarks.measuring import Row, percentile, wait_for

PEOPLE, PUSHED = 5_000, 5_000
PATCHED = 1_000
LAST = 500
"""So many people are pushed at the end, of whom it is said apart: what a push costs must not grow with the house."""
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def measure() -> list[Row]:
    """A row for the first cycle, one for the end of it, one for managers, one for how soon somebody is seen."""
    turn = lambda text: text.replace("#enabled = false", "enabled = true", 1)  # noqa: E731
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name, hub(Path(name), PEOPLE, turn=turn) as running:
        made = subprocess.run(
            [BIN / "kalix-hub", "scim", "token", "new", "bench", "--config", Path(name) / "hub"],
            check=True,
            capture_output=True,
            text=True,
        )
        service = Service(running, made.stdout.splitlines()[-1])
        rows = [
            _row(f"{PUSHED:,} people pushed (GET and POST each)", running, lambda: _first_cycle(service, 0, PUSHED)),
            _row(f"{LAST:,} more, after them", running, lambda: _first_cycle(service, PUSHED, PUSHED + LAST)),
            _row(f"{PATCHED:,} managers (PATCH)", running, lambda: _managers(service)),
        ]
        began = time.perf_counter()
        service.ask("POST", "/Users", _user(PUSHED + LAST))
        path = f"/api/v1/people/{60_000 + PUSHED + LAST}"
        wait_for(lambda: ask(running.port, "GET", path, token=running.receptionist)[0] == 200, "the newcomer", every=0.01)
        seen = time.perf_counter() - began
        return [*rows, Row("somebody is pushed: until the directory has them", f"{seen * 1000:.0f} ms", "-", "-", "< 1 s")]


class Service:
    """One kept-alive connection of a directory service; `ids` of whom it has pushed."""

    def __init__(self, running: Running, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}
        self.ids: list[str] = []
        self.asked = 0

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One request; RuntimeError for a refusal."""
        self._connection.request(method, f"/scim/v2{path}", None if body is None else json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.asked += 1
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {content[:200]!r}")
        return json.loads(content) if content else None


def _first_cycle(service: Service, first: int, end: int) -> int:
    before = service.asked
    for number in range(first, end):
        wanted = quote(f'userName eq "p{number}@x.example"')
        if service.ask("GET", f"/Users?filter={wanted}")["totalResults"]:
            raise RuntimeError("somebody is there already")
        service.ids.append(service.ask("POST", "/Users", _user(number))["id"])
    return service.asked - before


def _managers(service: Service) -> int:
    for one in service.ids[1 : PATCHED + 1]:
        value = [{"op": "Add", "path": f"{ENTERPRISE}:manager", "value": service.ids[0]}]
        service.ask("PATCH", f"/Users/{one}", {"Operations": value})
    return PATCHED


def _row(what: str, running: Running, work: Any) -> Row:
    began, spent = time.perf_counter(), _cpu(running.pid)
    with changing(running) as waits:
        asked = work()
    seconds, own = time.perf_counter() - began, _cpu(running.pid) - spent
    shown = " / ".join(f"{percentile(waits, part) * 1000:.0f}" for part in (0.5, 0.99, 1.0))
    return Row(
        f"{what} beside {PEOPLE:,}: requests/s; of the hub's own processor time; others' changes wait p50 / p99 / longest",
        f"{asked / seconds:.0f}; {asked / own:.0f}; {shown} ms",
        "-",
        "-",
        "200 requests/s of one core",
    )


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _user(number: int) -> dict[str, Any]:
    return {
        "schemas": [CORE, ENTERPRISE],
        "externalId": f"id-{number}",
        "userName": f"p{number}@x.example",
        "active": True,
        "displayName": f"Push {number}",
        "name": {"givenName": "Push", "familyName": f"Number {number}"},
        "emails": [{"type": "work", "value": f"p{number}@x.example", "primary": True}],
        ENTERPRISE: {"department": "Enhet", "employeeNumber": f"E{number}"},
        "urn:kalix-presence:scim:schemas:extension:1.0:User": {"extension": str(60_000 + number)},
    }
