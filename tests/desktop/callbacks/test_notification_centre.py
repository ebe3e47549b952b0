"""Pop-ups through a real notification server, with really clicked buttons; and our own card where there is none."""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.annas_desk import DONE, LATER, NO_ANSWER, SHOW, AnnasDesk
from tests.desktop.talking import Talking
from tests.desktop.virtual_screen import VirtualScreen, virtual_screen
from tests.hub.serving import Serving, serving

pytestmark = pytest.mark.desktop


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[VirtualScreen]:
    with virtual_screen(tmp_path / "screen", activation=True) as made:
        yield made


@pytest.fixture
def desk(screen: VirtualScreen, hub: Serving, tmp_path: Path) -> AnnasDesk:
    """Anna's desk on a system with a notification server."""
    made = AnnasDesk(screen.with_notifications(), hub, tmp_path / "home")
    made.start()
    return made


def test_a_button_of_one_notification_acts_on_its_message_alone_and_can_be_undone(desk: AnnasDesk) -> None:
    first = desk.leave()
    [upper] = desk.comes()
    second = desk.leave(caller_name="Olle Berg")
    desk.comes(2)
    desk.press(upper, NO_ANSWER)
    desk.screen.wait(lambda: desk.at_hub(first)["stage"] == "tried", "the attempt")
    assert desk.at_hub(second)["stage"] == "delivered"
    [lower] = desk.comes(1)
    desk.press(lower, DONE)
    desk.screen.wait(lambda: desk.at_hub(second)["stage"] == "done", "the end")
    [undo] = desk.comes(1)
    desk.press(undo, 0, of=1)
    desk.screen.wait(lambda: desk.at_hub(second)["stage"] != "done", "the undo")
    assert desk.card() == ""


def test_what_is_done_elsewhere_goes_and_closing_is_not_acting(desk: AnnasDesk) -> None:
    first = desk.leave()
    desk.comes()
    desk.act(first, step="finish")
    desk.comes(0)
    second = desk.leave()
    [shown] = desk.comes()
    desk.screen.ask("xdotool", "mousemove", str(shown.left + 40), str(shown.top + 20), "sleep", "0.2", "click", "1")
    desk.comes(0)
    assert desk.at_hub(second)["stage"] == "delivered"


def test_later_opens_our_card_for_that_message_with_the_keyboard_in_it(desk: AnnasDesk) -> None:
    desk.leave()
    [shown] = desk.comes()
    desk.press(shown, LATER)
    window = desk.screen.wait(desk.card, "the card")
    desk.screen.wait(lambda: int(desk.screen.active_window() or "0", 16) == int(window), "the keyboard")


def test_where_a_click_beside_the_buttons_only_closes_a_button_shows_the_message(desk: AnnasDesk) -> None:
    left = desk.leave()
    [shown] = desk.comes()
    desk.press(shown, SHOW)
    desk.screen.wait(lambda: desk.screen.ask("xdotool", "search", "--onlyvisible", "--name", "^Messages"), "the inbox")
    desk.comes(0)
    assert desk.at_hub(left)["stage"] == "delivered"


def test_many_at_once_come_as_one(screen: VirtualScreen, hub: Serving, tmp_path: Path) -> None:
    made = AnnasDesk(screen.with_notifications(), hub, tmp_path / "home")
    for number in range(5):
        made.leave(caller_name=f"Eva {number}")
    made.start()
    [shown] = made.comes()
    made.press(shown, 0, of=1)
    made.screen.wait(lambda: made.screen.ask("xdotool", "search", "--onlyvisible", "--name", "^Messages"), "the inbox")


def test_on_a_full_screen_only_the_urgent_comes_and_as_our_card(desk: AnnasDesk) -> None:
    program = Talking("quiet_asker.py", desk.screen.environment)
    while program.ask("fill") != "quiet":
        continue
    desk.leave()
    desk.leave(urgent=True)
    desk.screen.wait(desk.card, "the card")
    assert desk.notifications() == []
    assert program.end() == 0


def test_without_a_server_our_card_comes_and_the_keyboard_stays_where_it_was(hub: Serving, tmp_path: Path) -> None:
    with virtual_screen(tmp_path / "screen") as screen:
        made = AnnasDesk(screen, hub, tmp_path / "home")
        made.start()
        program = Talking("quiet_asker.py", screen.environment)
        program.ask("shrink")
        active = screen.wait(lambda: int(screen.active_window() or "0", 16) and screen.active_window(), "a window")
        made.leave()
        screen.wait(made.card, "the card")
        assert screen.active_window() == active
        assert program.end() == 0


def test_what_speaks_to_the_server_is_not_loaded_before_it_is_needed() -> None:
    """It costs a tray that lives all day 12 MB."""
    asked = "import sys, kalix_presence.desktop.controller; sys.exit('desktop_notifier' in sys.modules or 'PySide6.QtDBus' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["free", "silent"])
def test_a_server_without_buttons_or_without_an_answer_gets_nothing_and_our_card_comes(
    hub: Serving, tmp_path: Path, kind: str
) -> None:
    with virtual_screen(tmp_path / "screen") as screen:
        screen.start(sys.executable, Path(__file__).parents[1] / "buttonless_server.py", kind)
        screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the server")
        made = AnnasDesk(screen, hub, tmp_path / "home")
        made.start()
        made.leave()
        screen.wait(made.card, "the card")


@pytest.mark.parametrize("capabilities", [(), ("body-markup",)])
def test_text_of_strangers_is_read_as_it_was_typed_and_never_as_markup(
    hub: Serving, tmp_path: Path, capabilities: tuple[str, ...]
) -> None:
    about, told = "<b>nu</b> <a href='http://x.example'>här</a> &lt; & 'ord'", tmp_path / "told"
    with virtual_screen(tmp_path / "screen") as screen:
        screen.start(sys.executable, Path(__file__).parents[1] / "telling_server.py", told, *capabilities)
        screen.wait(lambda: screen.owns("org.freedesktop.Notifications"), "the server")
        made = AnnasDesk(screen, hub, tmp_path / "home")
        made.start()
        made.leave(about=about)
        screen.wait(lambda: told.exists() and told.read_text("utf-8").endswith("\n"), "the notification")
        body = json.loads(told.read_text("utf-8").splitlines()[0])
    if capabilities:
        assert "<" not in body
        body = html.unescape(body)
    assert about in body


def test_two_desks_of_one_person_show_it_once_each_and_both_put_it_away(
    screen: VirtualScreen, hub: Serving, tmp_path: Path
) -> None:
    screen.with_notifications()
    one, other = AnnasDesk(screen, hub, tmp_path / "one"), AnnasDesk(screen, hub, tmp_path / "other")
    for desk, home in ((one, "one"), (other, "other")):
        # Two computers: the second start of a program on one computer would only wake the first.
        runtime = tmp_path.parent / f"{tmp_path.name[:8]}-{home}"
        runtime.mkdir(mode=0o700)
        screen.environment |= {"KALIX_HOME": str(tmp_path / home), "XDG_RUNTIME_DIR": str(runtime)}
        desk.start()
    screen.wait(lambda: len(hub.hub.streams) == 2, "both desks")
    first = one.leave()
    shown = one.comes(2)
    one.press(shown[0], DONE)
    screen.wait(lambda: one.at_hub(first)["stage"] == "done", "the end")
    one.comes(1)  # the chance to undo it, where it was done
    second = one.leave(caller_name="Olle Berg")
    one.comes(3)
    assert one.at_hub(second)["stage"] == "delivered"
