"""A screen that must not be disturbed: a full screen on a real X server, "do not disturb" of real notification servers."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kalix_presence.desktop.platform.quiet import AnyQuiet, LazyQuiet, NeverQuiet, quiet_screen
from kalix_presence.desktop.platform.quiet_windows import WindowsQuiet
from tests.desktop.talking import Talking
from tests.desktop.virtual_screen import VirtualScreen, virtual_screen

pytestmark = pytest.mark.desktop


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[VirtualScreen]:
    with virtual_screen(tmp_path / "screen") as made:
        yield made


@contextmanager
def asker(screen: VirtualScreen) -> Iterator[Talking]:
    program = Talking("quiet_asker.py", screen.environment)
    try:
        yield program
    finally:
        assert program.end() == 0


def comes_to(program: Talking, line: str, wanted: str) -> None:
    """The window manager takes its time: asked until it is so."""
    answer = program.ask(line)
    while answer != wanted:
        answer = program.ask("ask")


def test_a_full_screen_is_quiet_until_it_ends(screen: VirtualScreen) -> None:
    with asker(screen) as program:
        comes_to(program, "ask", "free")
        comes_to(program, "fill", "quiet")
        comes_to(program, "shrink", "free")
        comes_to(program, "fill", "quiet")
        comes_to(program, "close", "free")


def test_a_server_that_is_inhibited_is_quiet_and_one_that_is_not_is_not(screen: VirtualScreen) -> None:
    server = screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", "inhibited")
    screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the server")
    with asker(screen) as program:
        assert program.ask("ask") == "quiet"  # also before the server has said so
        server.send_signal(signal.SIGSTOP)
        # Nobody waits for a server that hangs: what it told last holds.
        assert [program.ask("ask") for _ in range(5)] == ["quiet"] * 5
        server.kill()
        server.wait()
        comes_to(program, "ask", "free")
        screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", "free")
        screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the server")
        comes_to(program, "ask", "free")


def test_a_server_that_hangs_from_the_beginning_keeps_nothing_back_for_long(screen: VirtualScreen) -> None:
    server = screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", "free")
    screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the server")
    server.send_signal(signal.SIGSTOP)
    with asker(screen) as program:
        assert program.ask("ask") == "quiet"
        assert program.ask("told") == "free"
    server.send_signal(signal.SIGCONT)


def test_do_not_disturb_of_xfce_is_quiet(tmp_path: Path) -> None:
    with virtual_screen(tmp_path / "screen", activation=True) as screen, asker(screen.with_notifications()) as program:
        comes_to(program, "ask", "free")
        switch = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s")
        screen.ask(*switch, "true")
        comes_to(program, "ask", "quiet")
        screen.ask(*switch, "false")
        comes_to(program, "ask", "free")


def test_without_a_bus_nothing_is_quiet(screen: VirtualScreen) -> None:
    screen.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/bus"
    with asker(screen) as program:
        assert program.ask("ask") == "free"


@pytest.mark.parametrize(("state", "quiet"), [(1, False), (2, True), (3, True), (4, True), (5, False), (6, True), (7, True)])
def test_windows_says_by_a_state(state: int, quiet: bool) -> None:
    assert WindowsQuiet(lambda: state).is_quiet() is quiet


def test_where_nothing_can_tell_nothing_is_quiet_and_one_way_that_says_so_is_enough(qapp: object) -> None:
    assert isinstance(quiet_screen(lambda: None), NeverQuiet)  # off screen
    assert not LazyQuiet()()
    assert AnyQuiet(NeverQuiet(), WindowsQuiet(lambda: 2)).is_quiet()
