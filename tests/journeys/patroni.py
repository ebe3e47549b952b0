"""A serving hub on a PostgreSQL that Patroni keeps (two nodes, one etcd): four things that go wrong there, and what a change waits.

By hand, some minutes; Debian's packages patroni, etcd-server and postgresql have to be there, and whoever runs it is root:

    .venv/bin/python -m tests.journeys.patroni
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.hub.commands.test_commands import run
from tests.journeys.hub_process import HubProcess
from tests.journeys.test_failover import Writer, acknowledged, begun_again
from tests.pbx.asterisk_server import wait_until
from tests.postgresql import programs

_NODE = """\
scope: kalix
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    ttl: 7
    loop_wait: 1
    retry_timeout: 3
    synchronous_mode: true
    postgresql: {{use_pg_rewind: true, parameters: {{wal_retrieve_retry_interval: 200ms, max_connections: 100}}}}
  initdb: [no-sync, {{encoding: UTF8}}, {{locale: C.UTF-8}}]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {folder}/data
  bin_dir: {bin}
  pgpass: {folder}/pgpass
  parameters: {{unix_socket_directories: "{folder}"}}
  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
  authentication:
    superuser: {{username: postgres, password: "-"}}
    replication: {{username: standby, password: "-"}}
    rewind: {{username: rewind, password: "-"}}
"""


def free_port() -> int:
    """One that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        return int(trial.getsockname()[1])


class Place:
    """Where everything lies, and processes of the user that PostgreSQL wants."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kxpatroni-", dir="/tmp"))
        self.user = pwd.getpwnam("postgres")
        self.own(self.folder)
        self.processes: list[subprocess.Popen[bytes]] = []

    def own(self, path: Path) -> None:
        """It is that user's."""
        os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def begin(self, log: str, *command: str) -> subprocess.Popen[bytes]:
        """A process that is ended with everything else."""
        with (self.folder / log).open("ab") as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=out, cwd="/", user=self.user.pw_uid, group=self.user.pw_gid, extra_groups=[]
            )
        self.processes.append(process)
        return process


class Node:
    """One Patroni with its PostgreSQL."""

    def __init__(self, place: Place, name: str, etcd: int) -> None:
        self.place, self.name, self.port, self.rest = place, name, free_port(), free_port()
        self.folder = place.folder / name
        self.folder.mkdir()
        place.own(self.folder)
        self.settings = self.folder / "patroni.yml"
        self.settings.write_text(
            _NODE.format(name=name, rest=self.rest, etcd=etcd, port=self.port, folder=self.folder, bin=programs()), "utf-8"
        )
        self.begin()

    def begin(self) -> None:
        """Let Patroni keep it."""
        self.patroni = self.place.begin(f"{self.name}.log", "patroni", str(self.settings))

    @property
    def postmaster(self) -> int:
        """The server's own process."""
        return int((self.folder / "data/postmaster.pid").read_text().split("\n", 1)[0])

    def kill_patroni(self) -> None:
        """As when it is killed for want of memory."""
        self.patroni.send_signal(signal.SIGKILL)
        self.patroni.wait()


def members(nodes: list[Node]) -> dict[str, str]:
    """Role of each that runs as it should, as the cluster says."""
    for node in nodes:
        try:
            said = httpx.get(f"http://127.0.0.1:{node.rest}/cluster", timeout=5, trust_env=False).json()
        except (httpx.HTTPError, ValueError):
            continue
        return {one["name"]: one["role"] for one in said.get("members", ()) if one.get("state") in ("running", "streaming")}
    return {}


def whole(nodes: list[Node]) -> bool:
    """Whether one leads and the other confirms each commit."""
    return sorted(members(nodes).values()) == ["leader", "sync_standby"]


def main() -> int:
    """All four, each said in a line; 1 where something that was told as done is missing."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("patroni", "etcd"))):
        print("Wanted: root, and Debian's packages patroni and etcd-server.", file=sys.stderr)
        return 2
    place = Place()
    etcd, peer = free_port(), free_port()
    began = time.monotonic()
    client = f"http://127.0.0.1:{etcd}"
    place.begin(
        "etcd.log",
        *("etcd", "--data-dir", str(place.folder / "etcd"), "--listen-client-urls", client, "--advertise-client-urls", client),
        *("--listen-peer-urls", f"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}"),
        *("--initial-cluster", f"default=http://127.0.0.1:{peer}"),
    )
    nodes: list[Node] = []
    try:
        nodes.append(Node(place, "n1", etcd))
        wait_until(lambda: members(nodes).get("n1") == "leader", "no leader")
        nodes.append(Node(place, "n2", etcd))
        wait_until(lambda: whole(nodes), "no standby")
        print(f"one leads, the other confirms: after {time.monotonic() - began:.1f} s", flush=True)
        return _journeys(place, nodes)
    finally:
        for process in place.processes:
            process.kill()
            process.wait()
        for node in nodes:
            with_suppressed(lambda node=node: os.kill(node.postmaster, signal.SIGQUIT))
        shutil.rmtree(place.folder, ignore_errors=True)


def _journeys(place: Place, nodes: list[Node]) -> int:
    with psycopg.connect(f"host=127.0.0.1 port={nodes[0].port} user=postgres dbname=postgres", autocommit=True) as sql:
        sql.execute("CREATE ROLE kalix LOGIN")
        sql.execute("CREATE DATABASE kalix OWNER kalix TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    hub = HubProcess(place.folder / "site")
    url = f"postgresql://kalix@127.0.0.1:{nodes[0].port},127.0.0.1:{nodes[1].port}/kalix"
    moved = run("move-store", url, "--config", hub.folder)
    if moved.exit_code:
        raise RuntimeError(moved.output)
    settings = hub.folder / "kalix-hub.toml"
    text = settings.read_text("utf-8").replace("[store]\n", f'[store]\nurl = "{url}"\n', 1)
    settings.write_text(text.replace("#changes_per_minute = 1200", "changes_per_minute = 1000000", 1), "utf-8")
    hub.start()
    writers = [Writer(hub.url, "anna", "2041"), Writer(hub.url, "per", "2042"), Writer(hub.url, "maria", "2044")]
    threads = [threading.Thread(target=each.run) for each in writers]
    lost = 0
    try:
        with begun_again(hub) as begun:
            for thread in threads:
                thread.start()
            for what, harm, mend in _HARMS:
                acknowledged(writers, more=5)
                leader = next(node for node in nodes if members(nodes)[node.name] == "leader")
                before, began = len(begun), time.monotonic()
                done = sum(len(each.done) for each in writers)
                harm(leader, nodes)
                gap = _longest_gap(writers, nodes, leader, began)
                mend(leader, nodes)
                wait_until(lambda: whole(nodes), "it is not whole again")
                missing = _missing(url, writers)
                lost += len(missing)
                print(
                    f"{what}: longest without a change {gap:.1f} s, whole again after {time.monotonic() - began:.1f} s,"
                    f" hub begun again {len(begun) - before} times,"
                    f" {sum(len(each.done) for each in writers) - done} acknowledged, {len(missing)} lost",
                    flush=True,
                )
    finally:
        for each in writers:
            each.ended.set()
        for thread in threads:
            thread.join()
        hub.stop()
    return 1 if lost else 0


def _longest_gap(writers: list[Writer], nodes: list[Node], leader: Node, began: float) -> float:
    """Seconds until changes are made again, by the node that leads by then; a change that was made before the end of the old one
    does not count."""
    longest, last, count = 0.0, began, sum(len(each.done) for each in writers)
    settled: float | None = None
    while settled is None or time.monotonic() - settled < 3:
        now, made = time.monotonic(), sum(len(each.done) for each in writers)
        if made > count:
            longest, last, count = max(longest, now - last), now, made
            leads = [name for name, role in members(nodes).items() if role == "leader"]
            if settled is None and leads and (leads != [leader.name] or longest > 1):
                settled = now
        if now - began > 180:
            raise RuntimeError("no change was made within three minutes")
        time.sleep(0.02)
    return longest


def _missing(url: str, writers: list[Writer]) -> set[str]:
    from kalix_presence.hub.store.postgresql_hosts import Hosts

    told = {key for each in writers for key in [*each.done]}
    with psycopg.connect(Hosts().ordered(f"{url}?target_session_attrs=read-write")) as sql:
        return told - {row[0] for row in sql.execute("SELECT key FROM idempotency")}


def _kill_server(leader: Node, nodes: list[Node]) -> None:
    os.kill(leader.postmaster, signal.SIGKILL)


def _kill_both(leader: Node, nodes: list[Node]) -> None:
    leader.kill_patroni()
    os.kill(leader.postmaster, signal.SIGKILL)


def _switch(leader: Node, nodes: list[Node]) -> None:
    other = next(node.name for node in nodes if node is not leader)
    asked: dict[str, Any] = {"leader": leader.name, "candidate": other}
    httpx.post(
        f"http://127.0.0.1:{leader.rest}/switchover", content=json.dumps(asked), timeout=60, trust_env=False
    ).raise_for_status()


def _kill_keeper(leader: Node, nodes: list[Node]) -> None:
    leader.kill_patroni()


def _leave(leader: Node, nodes: list[Node]) -> None:
    return


def _begin(leader: Node, nodes: list[Node]) -> None:
    leader.begin()


def _end_orphan(leader: Node, nodes: list[Node]) -> None:
    os.kill(leader.postmaster, signal.SIGQUIT)
    leader.begin()


_Deed = Callable[[Node, list[Node]], None]
_HARMS: tuple[tuple[str, _Deed, _Deed], ...] = (
    ("the leader's server killed", _kill_server, _leave),
    ("power lost: the leader's server and its Patroni killed", _kill_both, _begin),
    ("switched over in order", _switch, _leave),
    ("the leader's Patroni killed alone, an orphan left", _kill_keeper, _end_orphan),
)


def with_suppressed(work: Callable[[], object]) -> None:
    """At the end, where some of it may be gone."""
    try:
        work()
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    sys.exit(main())
