"""A desk while the hub that leads dies and another one takes the lead: what it shows is true all the while, and what is typed then
is done once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from tests.clocks import machine_now
from tests.hub.hubs.grouped import Grouped, grouped, token
from tests.journeys.conftest import LONG
from tests.pbx.asterisk_server import SECRET, AsteriskServer
from tests.postgresql import Cluster, cluster

pytestmark = [pytest.mark.asterisk, pytest.mark.xdist_group("several-hubs")]

NO_CONTACT = "No contact with the presence server. This is what was known last."
WAITING = ("Sending …", "Waiting: it is sent as soon as the presence server answers.")


@pytest.fixture
def group(asterisk: AsteriskServer, tmp_path: Path) -> Iterator[Grouped]:
    def own(place: Path) -> tuple[str, str]:
        (place / "asterisk.secret").touch(0o600)
        (place / "asterisk.secret").write_text(SECRET, "utf-8")
        return "", ""

    settings = f'[pbx]\ndriver = "asterisk"\n[pbx.asterisk]\nhost = "{asterisk.address}"\n'
    server: Cluster = cluster()
    with grouped(server, tmp_path, 2, settings, own=own) as made:
        yield made


@dataclass
class Shown:
    """Each picture that somebody could have seen: is there contact, how sure, why away, the icon's words, and where Per is."""

    desk: DesktopController
    seen: list[tuple[LinkState, Phase, str | None, str, str | None]] = field(default_factory=list)

    def look(self) -> None:
        presence, status = self.desk.presence, self.desk.presence.my_status()
        per = presence.board.standings.get("2042")
        where = per.absence.reason if per is not None and per.absence is not None else None
        self.seen.append((presence.link, status.phase, status.reason, self.desk.tray._icon.toolTip(), where))


@pytest.fixture
def shown(group: Grouped, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KALIX_TOKEN", token(group.hubs[0], "anna"))
    folders = Folders.usual()
    servers = ", ".join(hub.url for hub in group.hubs)
    kept.save(folders.config, kept.Settings(hub=servers, username="anna", language="en", shortcut=""))
    made = DesktopController(qapp, QSystemTrayIcon(), folders, hosted=True)
    made.start()
    qtbot.waitUntil(lambda: made.presence.my_status().phase is Phase.IN_FORCE and bool(made.presence.people), timeout=LONG)
    yield Shown(made)
    made._forget_windows(again=False)
    made.stop()


def wish(reason: str, minutes: int) -> wire.AbsenceRequest:
    return wire.AbsenceRequest(reason=reason, until=machine_now().replace(microsecond=0) + timedelta(minutes=minutes))


def test_nothing_wrong_is_shown_while_the_lead_goes_over_and_what_is_typed_then_is_done_once(
    group: Grouped, shown: Shown, qtbot: QtBot
) -> None:
    desk, presence = shown.desk, shown.desk.presence
    away = {"reason": "lunch", "until": wish("lunch", 45).until.isoformat()}
    pers = {"authorization": f"Bearer {token(group.hubs[0], 'per')}"}
    answer = group.hubs[0].ask("PUT", "/api/v1/people/2042/absence", json=away, headers=pers)
    assert answer is not None
    assert answer.status_code == 200
    desk.status.set_absence(wish("lunch", 30))
    qtbot.waitUntil(
        lambda: (presence.my_status().phase, presence.my_status().reason) == (Phase.IN_FORCE, "lunch"), timeout=LONG
    )
    qtbot.waitUntil(lambda: presence.board.standings["2042"].absence is not None, timeout=LONG)
    for told in (presence.status_changed, presence.standings_changed):
        told.connect(shown.look)
    shown.look()
    group.leader().kill()
    qtbot.waitUntil(lambda: presence.my_status().phase is Phase.STALE, timeout=LONG)
    desk.status.set_absence(wish("meeting", 60))
    typed = len(shown.seen)
    qtbot.waitUntil(
        lambda: (
            (presence.link, presence.my_status().phase, presence.my_status().reason)
            == (LinkState.ONLINE, Phase.IN_FORCE, "meeting")
        ),
        timeout=LONG,
    )
    qtbot.waitUntil(lambda: "Meeting" in desk.tray._icon.toolTip(), timeout=LONG)
    shown.look()
    for number, (link, phase, reason, words, where) in enumerate(shown.seen):
        assert where == "lunch", "Per is where he was all the while"
        assert reason in (("lunch",) if number < typed - 1 else ("lunch", "meeting")), "nobody is shown as available"
        if link is not LinkState.ONLINE:
            assert phase in (Phase.STALE, Phase.SENDING, Phase.QUEUED)
        assert phase is not Phase.STALE or NO_CONTACT in words
    assert {shown.seen[0][1], shown.seen[-1][1]} == {Phase.IN_FORCE}
    assert any(phase is Phase.STALE and NO_CONTACT in words for _, phase, _, words, _ in shown.seen)
    assert any(
        phase in (Phase.SENDING, Phase.QUEUED) and any(said in words for said in WAITING)
        for _, phase, _, words, _ in shown.seen
    )
    assert group.sql("SELECT count(*) FROM absence WHERE extension = '2041' AND reason = 'meeting'") == [(1,)]
