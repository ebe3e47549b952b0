"""A real hub over HTTP before those who judge SCIM servers: scim2-tester and scim-sanity, without an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from tests.hub.scim.pushing import pushing


def test_scim2_tester_finds_nothing_wrong(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        headers = {"authorization": f"Bearer {push.token}"}
        with httpx2.Client(base_url=f"{push.hub.url}/scim/v2", headers=headers, timeout=60, trust_env=False) as client:
            found = check_server(SyncSCIMClient(client))
        wrong = [(each.title, each.status, each.reason) for each in found if each.status in (Status.ERROR, Status.CRITICAL)]
        assert not wrong
        assert sum(each.status is Status.SUCCESS for each in found) >= 100


def test_scim_sanity_finds_nothing_wrong(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        program = Path(sys.executable).with_name("scim-sanity")
        asked = [str(program), "probe", f"{push.hub.url}/scim/v2", "--token", push.token, "--i-accept-side-effects"]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout
        assert "28 passed" in done.stdout


def test_what_is_said_of_the_service_is_what_it_does(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub") as push:
        said = push.ask("GET", "/ServiceProviderConfig")
        supported = {name: said[name]["supported"] for name in ("patch", "bulk", "filter", "sort", "etag", "changePassword")}
        assert supported == {"patch": True, "bulk": False, "filter": True, "sort": False, "etag": True, "changePassword": False}
        push.ask("POST", "/Bulk", {"Operations": []}, status=501)
        push.ask("GET", "/Users?sortBy=userName", status=501)
        push.ask("GET", "/Me", status=501)
        kinds = push.ask("GET", "/ResourceTypes")["Resources"]
        assert {each["endpoint"] for each in kinds} == {"/Users", "/Groups"}
