"""Lock and idle time: real signals on a real session bus, real keys on a real X server."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kalix_presence.desktop.platform.idle_windows import between, seconds_idle
from kalix_presence.desktop.platform.screen_lock import ScreenLock
from kalix_presence.desktop.platform.screen_lock_macos import DistributedNotice
from kalix_presence.desktop.platform.screen_lock_windows import WM_WTSSESSION_CHANGE, SessionNotice
from kalix_presence.desktop.platform.shortcut_windows import Message
from tests.desktop.talking import Talking

pytestmark = pytest.mark.desktop


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a bus with nobody on it, and nobody who could be started by it."""
    reader, writer = os.pipe()
    configuration = Path(__file__).parents[1] / "bare_bus.conf"
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", f"--print-address={writer}"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        address = told.readline().strip()
    yield address
    daemon.terminate()
    daemon.wait()


@pytest.fixture
def start(bus: str, x_display: str) -> Iterator[Callable[..., Talking]]:
    """Starts a program on the bus and the display; `system` names what serves as the system bus."""
    made: list[Talking] = []

    def make(name: str, *words: str, system: str = "unix:path=/nowhere") -> Talking:
        environment = {
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "DBUS_SYSTEM_BUS_ADDRESS": system,
            "DISPLAY": x_display,
            "QT_QPA_PLATFORM": "xcb",
        }
        made.append(Talking(name, environment, *words))
        return made[-1]

    yield make
    for program in made:
        program.kill()


def signal(bus: str, interface: str, path: str, active: bool) -> None:
    subprocess.run(
        ["dbus-send", f"--bus={bus}", "--type=signal", path, f"{interface}.ActiveChanged", f"boolean:{str(active).lower()}"],
        check=True,
    )


@pytest.mark.parametrize(
    ("interface", "path"),
    [
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ],
)
def test_a_lock_signal_on_the_session_bus_is_heard(start: Callable[..., Talking], bus: str, interface: str, path: str) -> None:
    reader = start("screen_reader.py")
    assert reader.ask("listen") == "listens"
    signal(bus, interface, path, active=True)
    assert reader.next_line() == "locked"
    signal(bus, interface, path, active=False)
    assert reader.next_line() == "unlocked"


def test_two_that_tell_of_one_lock_are_heard_as_one(start: Callable[..., Talking], bus: str) -> None:
    reader = start("screen_reader.py")
    assert reader.ask("listen") == "listens"
    for interface in ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"):
        signal(bus, interface, "/any", active=True)
    for interface in ("org.gnome.ScreenSaver", "org.freedesktop.ScreenSaver"):
        signal(bus, interface, "/any", active=False)
    assert [reader.next_line(), reader.next_line()] == ["locked", "unlocked"]
    assert reader.ask("stop") == "stopped"


def test_who_listens_no_more_hears_nothing(start: Callable[..., Talking], bus: str) -> None:
    reader = start("screen_reader.py")
    assert reader.ask("listen") == "listens"
    assert reader.ask("stop") == "stopped"
    signal(bus, "org.gnome.ScreenSaver", "/any", active=True)
    assert reader.ask("listen") == "listens"
    signal(bus, "org.gnome.ScreenSaver", "/any", active=True)
    assert reader.next_line() == "locked"


def test_logind_is_heard_by_its_signals_and_its_hint(start: Callable[..., Talking], bus: str) -> None:
    logind = start("screen_services.py", "org.freedesktop.login1")
    assert logind.next_line() == "serves"
    reader = start("screen_reader.py", system=bus)
    assert reader.ask("listen") == "listens"
    for asked, heard in (("lock", "locked"), ("unlock", "unlocked"), ("hint on", "locked"), ("hint off", "unlocked")):
        assert logind.ask(asked) == "done"
        assert reader.next_line() == heard


def test_a_screen_that_is_locked_already_is_known(start: Callable[..., Talking], bus: str) -> None:
    logind = start("screen_services.py", "org.freedesktop.login1")
    assert logind.next_line() == "serves"
    assert logind.ask("hint on") == "done"
    reader = start("screen_reader.py", system=bus)
    assert [reader.ask("listen"), reader.next_line()] == ["locked", "listens"]


def test_the_x_server_says_how_long_nobody_touched_anything(start: Callable[..., Talking], x_display: str) -> None:
    reader = start("screen_reader.py")

    def touched() -> float:
        subprocess.run(["xdotool", "key", "shift"], env={**os.environ, "DISPLAY": x_display}, check=True)
        return time.monotonic()

    begun = touched()
    first = float(reader.ask("idle"))
    assert first <= time.monotonic() - begun + 0.1
    while float(reader.ask("idle")) <= first + 0.05:
        pass
    begun = touched()
    assert float(reader.ask("idle")) <= time.monotonic() - begun + 0.1


def test_mutter_is_asked_where_it_runs(start: Callable[..., Talking]) -> None:
    mutter = start("screen_services.py", "org.gnome.Mutter.IdleMonitor")
    assert mutter.next_line() == "serves"
    assert start("screen_reader.py").ask("idle") == "754.0"


def test_off_screen_there_is_no_lock_and_no_idle_time(qapp: object) -> None:
    assert not ScreenLock().start()


def test_windows_says_lock_and_unlock_in_one_message() -> None:
    heard: list[bool] = []
    notice = SessionNotice()
    notice._changed = heard.append
    for kind in (7, 8, 1):
        message = Message(None, WM_WTSSESSION_CHANGE, kind, 1)
        assert notice.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(message)) == (False, 0)
    assert heard == [True, False]


def test_the_tick_counter_of_windows_may_begin_anew() -> None:
    assert between(1_000, 61_000) == 60
    assert between(2**32 - 1_000, 4_000) == 5


def test_other_systems_ways_know_that_they_are_not_at_home(qapp: object) -> None:
    assert seconds_idle() is None
    assert not SessionNotice().start(print)
    assert not DistributedNotice().start(print)
