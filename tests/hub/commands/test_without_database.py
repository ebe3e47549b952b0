"""A hub of several that begins before its database is there: it is alive, says so, and takes its part as soon as it can."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.hubs.grouped import Grouped, eventually, grouped
from tests.postgresql import Cluster

pytestmark = pytest.mark.xdist_group("several-hubs")


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Grouped]:
    own = Cluster()
    with grouped(own, tmp_path, 1) as made:
        yield made
    own.remove()


def test_it_waits_for_its_database_and_the_service_manager_leaves_it_alone(
    group: Grouped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [hub] = group.hubs
    hub.end()
    group.cluster.stop()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "manager"))
        manager.settimeout(60)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "manager"))
        monkeypatch.setenv("WATCHDOG_USEC", "200000")
        hub.begin()
        alive = eventually(lambda: hub.ask("GET", "/healthz"))
        assert (alive.status_code, alive.json()) == (200, {"alive": True})
        told = {manager.recv(100) for _ in range(4)}
        assert told == {b"READY=1", b"WATCHDOG=1"}
    refused = hub.ask("GET", "/api/v1/board")
    assert refused is not None
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (503, "hub-no-leader", "2")
    assert hub.ready() is None
    group.cluster.start()
    eventually(lambda: hub.leads)
    assert hub.said("begins-anew") == 0
