"""Three real hubs on a PostgreSQL with a synchronous standby, at one real Asterisk, while people write and read at each of them:
hubs and the database's primary are killed, hubs stand still and wake. After each time everything is there, once and in order.

A round of some kinds; more of all by hand, and with more readers at each hub:

    KALIX_HUBS_DIE=20 KALIX_READERS=1000 ./installer/test tests/journeys/test_hubs_die.py -s
"""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tests.clocks import machine_now
from tests.hub.commands.test_commands import run
from tests.hub.hubs.grouped import Grouped, HubProcess, grouped, token
from tests.journeys.crowd_at_hubs import Crowd, Writer
from tests.pbx.asterisk_server import SECRET, AsteriskServer, wait_until
from tests.postgresql import Cluster

ROUNDS = int(os.environ.get("KALIX_HUBS_DIE", "0"))
READERS = int(os.environ.get("KALIX_READERS", "10"))
STILL_SECONDS = (6.0, 10.0)
"""How long a hub stands still; longer than its lease lasts."""
PEOPLE = {"anna": "2041", "per": "2042", "olle": "2043"}
BRIEFLY = "2061"
"""Whose absences end by themselves in the middle of it."""
LIMITS = "[limits]\nheartbeat_seconds = 5.0\n" + "".join(
    f"{name} = 1000000\n"
    for name in ("streams", "streams_per_account", "streams_per_session", "changes_per_minute", "connections_per_address")
)

pytestmark = [pytest.mark.asterisk, pytest.mark.in_a_file, pytest.mark.timeout(240 + 300 * ROUNDS)]


@dataclass
class House:
    """The group, its databases, who writes and who reads."""

    group: Grouped
    primary: Cluster
    standby: Cluster
    asterisk: AsteriskServer
    writers: list[Writer]
    crowd: Crowd
    maria: str
    waited: dict[str, list[float]] = field(default_factory=dict)

    def missing(self) -> set[str]:
        """Keys of changes that were told as done and are not there."""
        there = {row[0] for row in self.group.sql("SELECT key FROM idempotency")}
        return {key for each in self.writers for key, _ in each.done} - there

    def parts(self) -> list[str]:
        """What each hub is, as `kalix-hub hubs` says."""
        said = run("hubs", "--json", "--config", self.group.hubs[0].folder)
        return sorted(json.loads(line)["part"] for line in said.output.splitlines() if line.startswith("{"))

    def acknowledged(self, more: int) -> None:
        """Until each of those who write has made so many more changes."""
        before = [len(each.done) for each in self.writers]
        wait_until(
            lambda: all(len(each.done) >= old + more for each, old in zip(self.writers, before, strict=True)),
            "changes are not made",
        )


def kill_leader(house: House) -> Callable[[], None]:
    return _killed(house, house.group.leader())


def kill_another(house: House) -> Callable[[], None]:
    return _killed(house, random.choice(house.group.others(house.group.leader())))


def stop_leader(house: House) -> Callable[[], None]:
    leader = house.group.leader()
    mend = _stopped(leader)
    wait_until(lambda: any(hub.leads for hub in house.group.others(leader)), "nobody takes the lead")
    return mend


def stop_another(house: House) -> Callable[[], None]:
    return _stopped(random.choice(house.group.others(house.group.leader())))


def kill_primary(house: House) -> Callable[[], None]:
    house.primary.kill()
    house.standby.promote()
    house.primary, house.standby = house.standby, house.primary
    house.group.cluster = house.primary
    return lambda: house.standby.follow(house.primary)


ALWAYS = ("kill_primary", "stop_leader", "kill_leader")
HARMS = {each.__name__: each for each in (kill_leader, stop_leader, kill_primary, kill_another, stop_another)}


def _killed(house: House, hub: HubProcess) -> Callable[[], None]:
    hub.kill()
    return hub.begin


def _stopped(hub: HubProcess) -> Callable[[], None]:
    """It wakes by itself, as a machine does that was moved; the mending is to wait for it."""
    hub.send(signal.SIGSTOP)
    waking = threading.Timer(random.uniform(*STILL_SECONDS), hub.send, (signal.SIGCONT,))
    waking.start()
    return waking.join


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as ended:
        pair = [Cluster(), Cluster()]
        for each in pair:
            ended.callback(each.remove)
        pair[1].follow(pair[0])
        (tmp_path / "pbx").mkdir()
        asterisk = AsteriskServer(tmp_path / "pbx").start()
        ended.callback(asterisk.stop)

        def own(place: Path) -> tuple[str, str]:
            (place / "asterisk.secret").touch(0o600)
            (place / "asterisk.secret").write_text(SECRET, "utf-8")
            return "", ""

        settings = f'{LIMITS}[pbx]\ndriver = "asterisk"\n[pbx.asterisk]\nhost = "{asterisk.address}"\n'
        group = ended.enter_context(grouped(pair[0], tmp_path, 3, settings, own=own, beside=pair[1:]))
        tokens = {name: token(group.hubs[0], name) for name in (*PEOPLE, "siv", "maria")}
        urls = [hub.url for hub in group.hubs]
        writers = [
            Writer([*urls[turn:], *urls[:turn]], extension, tokens[name])
            for turn, (name, extension) in enumerate(PEOPLE.items())
        ]
        crowd = Crowd([hub.port for hub in group.hubs], READERS, tokens["maria"])
        ended.callback(crowd.end)
        crowd.begin()
        for writer in writers:
            ended.callback(writer.end)
            writer.begin()
        house = House(group, pair[0], pair[1], asterisk, writers, crowd, tokens["maria"])
        with begun_again(group):
            yield house


@contextmanager
def begun_again(group: Grouped) -> Iterator[None]:
    """What a service manager does: a hub that ended by itself is begun again; one that was killed is, too, by the journey."""
    ended = threading.Event()

    def mind() -> None:
        while not ended.wait(0.1):
            for hub in group.hubs:
                if hub.process is not None and (hub.process.poll() or 0) > 0:
                    hub.begin()

    thread = threading.Thread(target=mind)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_whatever_dies_or_stands_still_nothing_is_lost_doubled_or_left_diverted(house: House) -> None:
    kinds = [kind for _ in range(ROUNDS) for kind in random.sample(list(HARMS), len(HARMS))] or ALWAYS
    house.acknowledged(3)
    for kind in kinds:
        briefly(house)
        done = [len(each.done) for each in house.writers]
        harmed = time.monotonic()
        mend = HARMS[kind](house)
        house.acknowledged(3)
        mend()
        house.acknowledged(3)
        waits = [wait for each, old in zip(house.writers, done, strict=True) for wait in each.waits(since=old, harmed=harmed)]
        house.waited.setdefault(kind, []).append(max(waits))
        with all_quiet(house):
            all_is_there(house, kind)
    for kind, waited in house.waited.items():  # figures for whoever runs more rounds by hand
        print(
            f"{kind}: {len(waited)} rounds, the longest that anybody waited for a change"
            f" {min(waited):.2f} / {statistics.median(waited):.2f} / {max(waited):.2f} s"
        )
    print(f"{sum(len(each.done) for each in house.writers)} acknowledged; {house.crowd.said()}")


def briefly(house: House) -> None:
    """Somebody is away for a moment, and is back before anybody says so."""
    until = int(machine_now().timestamp()) + 3
    writer = house.writers[0]
    writer.set_for_another(BRIEFLY, until, house.maria)


@contextmanager
def all_quiet(house: House) -> Iterator[None]:
    """Nobody begins a change in the block, and what had begun has been acknowledged."""
    for each in house.writers:
        each.pause()
    yield
    for each in house.writers:
        each.go_on()


def all_is_there(house: House, kind: str) -> None:
    hubs = house.group.hubs
    wait_until(lambda: house.parts() == ["leads", "stands-by", "stands-by"], lambda: f"{kind}: {house.parts()}")
    wait_until(lambda: all(hub.ready() for hub in hubs), f"{kind}: not all are ready")
    assert house.missing() == set(), kind
    headers = {"authorization": f"Bearer {house.maria}"}
    for writer in house.writers:
        wanted = writer.done[-1][1]
        for hub in hubs:
            wait_until(
                lambda: _end(hub, writer.extension, headers) == (wanted, True),  # noqa: B023
                lambda: f"{kind}: {hub.name} {writer.extension} {_end(hub, writer.extension, headers)} not {wanted}",  # noqa: B023
            )
    wanted_rules = {writer.extension: str(writer.done[-1][1]) for writer in house.writers}

    def rules() -> dict[str, str]:
        return {extension: rule.split("|")[1] for extension, rule in house.asterisk.database("kalix").items()}

    wait_until(lambda: rules() == wanted_rules, lambda: f"{kind}: the exchange has {rules()}, not {wanted_rules}")
    numbers = [int(row[0]) for row in house.group.sql("SELECT id FROM event WHERE kind = 'standing' ORDER BY id")]
    wait_until(lambda: house.crowd.have(numbers[-1]), lambda: f"{kind}: {house.crowd.behind(numbers[-1])}")
    assert house.crowd.wrong(numbers) == [], kind


def _end(hub: HubProcess, extension: str, headers: dict[str, str]) -> tuple[int, bool] | None:
    answer = hub.ask("GET", f"/api/v1/people/{extension}", headers=headers)
    if answer is None or answer.status_code != 200:
        return None
    standing = answer.json()["standing"]
    if not standing.get("absence"):
        return None
    return int(datetime.fromisoformat(standing["absence"]["end"]).timestamp()), standing.get("in_force", True)
