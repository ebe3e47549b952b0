"""The demo: a hub in the middle of its working day, the tray signed in, and what can be tried.

`shown`: on this display, until the person quits the tray. `virtual`: on a virtual display, driven by real keys and clicks; each
step is told with what was seen, and the exit code is 0 only when every one of them was.
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from demo_hub import BIN, EXTENSION, HERE, PATIENCE, RECEPTIONIST, USER, Demo, Found, NotSeen, end
from demo_life import CALL, Life

from kalix_presence import shipped
from kalix_presence.hub.commands.init import DEMO_PASSWORD
from kalix_presence.hub.pbx.clip_recognition import LOUD, read_clips, recognised
from kalix_presence.model.announcement import in_words

AMBER, GREEN = (178, 92, 0), (30, 123, 69)
SCREEN = "1440x1080x24"
FILLED = 50
"""Pixels of its colour that a filled icon has at least beside the number of callbacks; an outline has some 45."""
BACK_ROW = 89
"""Pixels from the menu's top to the middle of "I am back"."""


def shown() -> int:
    """On this display, for as long as the person likes."""
    with ExitStack() as stack:
        demo = Demo(stack)
        client = demo.hub()
        tray = demo.start(BIN / "kalix-presence", "tray", "colleagues", log="tray")
        demo.step("tray-shown", username=USER, password=DEMO_PASSWORD)
        life = Life(demo.signed_in(str(client.base_url), RECEPTIONIST))
        life.start()
        stack.callback(life.stop)
        demo.start(sys.executable, HERE / "demo_window.py", log="window")
        demo.say("try-it")
        return tray.wait()


def virtual(pictures: Path) -> int:
    """On a virtual display, all by itself; the pictures go into the folder `pictures`."""
    pictures.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        demo = Demo(stack)
        try:
            client = demo.hub()
            Lunch(demo, client, pictures).drive()
        except NotSeen as missing:
            print(demo.words.say("demo.not-seen", what=str(missing)), file=sys.stderr)
            for log in sorted(demo.home.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-1500:]}", file=sys.stderr)
            return 1
        demo.say("done", folder=pictures.resolve())
    return 0


class Lunch:
    """One lunch, driven by real clicks and keys and checked by what stands on the screen and in the PBX."""

    def __init__(self, tour: Demo, client: httpx.Client, pictures: Path) -> None:
        self._tour, self._client, self._pictures = tour, client, pictures
        self._count = 0

    def drive(self) -> None:
        """Every step in order."""
        self._display()
        self._tour.start(BIN / "kalix-presence", log="tray")
        self._wait(self._icon, "no-icon")
        self._wait(lambda: self._shows(GREEN), "not-green")
        self._tour.step("icon", picture=self._picture("tray"))
        self._be_called()
        self._set_lunch()
        self._call_while_away()
        self._hear()
        self._come_back()
        self._look_at_colleagues()

    def _display(self) -> None:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"],
            pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._tour.stack.callback(end, server)
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        self._tour.environment |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "TZ": "Europe/Stockholm"}
        self._tour.environment.pop("WAYLAND_DISPLAY", None)
        self._tour.start("openbox", log="openbox")
        self._wait(lambda: b"_NET_SUPPORTING_WM_CHECK" in self._ask("xprop", "-root"), "no-display")
        self._tour.start(
            "trayer",
            "--edge",
            "top",
            "--align",
            "right",
            "--widthtype",
            "request",
            "--height",
            "30",
            "--SetPartialStrut",
            "true",
            log="trayer",
        )
        self._wait(lambda: b'("panel" "trayer")' in self._ask("xwininfo", "-root", "-tree"), "no-display")
        self._tour.step("display", number=number)

    def _set_lunch(self) -> None:
        # Lunch as it is typed any day: 45 minutes from now, so that the demo works at every hour.
        self._click(1)
        panel = self._wait(lambda: self._panel(), "no-panel")
        self._ask("xdotool", "windowfocus", "--sync", panel)
        self._ask("xdotool", "type", "--delay", "40", "lunch 45 min")
        time.sleep(0.3)  # the picture is of the reading, which follows the last key
        self._tour.step("typed", text="lunch 45 min", picture=self._picture("typed"))
        self._picture_of_panel("typed", panel)
        self._ask("xdotool", "key", "Return")
        rule = self._wait(lambda: self._rule()["present"] and self._rule(), "no-rule")
        self._wait(lambda: self._standing().get("absence") and self._standing().get("in_force", True), "no-rule")
        self._wait(lambda: self._shows(AMBER), "not-amber")
        self._picture_of_panel("confirmed", panel)
        zone = ZoneInfo("Europe/Stockholm")
        until = datetime.fromisoformat(rule["until"]).astimezone(zone)
        self._tour.step("in-force", until=f"{until:%H.%M}", target=rule["target"], picture=self._picture("confirmed"))

    def _call_while_away(self) -> None:
        story = self._client.post("/api/v1/demo/calls", json={"extension": EXTENSION}).raise_for_status().json()
        if story["answered_by"] != "9" or "lunch" not in story["clips"]:
            raise NotSeen(self._tour.words.say("demo.no-divert"))
        self._tour.step(
            "diverted", extension=EXTENSION, heard=in_words(story["clips"], shipped.clip_texts()), number=story["answered_by"]
        )

    def _be_called(self) -> None:
        """Somebody calls, nobody answers, and it pops up as a callback."""
        before = self._waiting()
        Life(self._client, after=0.0)._call(**CALL)  # at once, instead of after half a minute
        self._wait(lambda: self._line() == "ringing", "no-call")
        self._tour.step("call-came", number="0923-555 128", extension=EXTENSION, picture=self._picture("call"))
        self._wait(lambda: self._waiting() > before, "no-callback")
        time.sleep(0.7)  # the notification comes up by and by, and the picture is for people
        self._tour.step("callback", picture=self._picture("callback"))

    def _hear(self) -> None:
        """What callers hear is there as a sound, and says just that."""
        rule, sound = self._rule(), self._client.get(f"/api/v1/people/{EXTENSION}/rule/sound")
        if sound.is_error:
            raise NotSeen(self._tour.words.say("demo.no-hearing"))
        path = self._pictures / f"hear-{EXTENSION}.wav"
        path.write_bytes(sound.content)
        with wave.open(io.BytesIO(sound.content)) as wav:
            samples, seconds = array("h", wav.readframes(wav.getnframes())), wav.getnframes() / wav.getframerate()
        texts = shipped.clip_texts()
        said = [
            texts.get(name.removeprefix("sv/"), name) for name in recognised(samples, read_clips(self._tour.home / "clips"))
        ]
        wanted = [texts[clip] for clip in rule["clips"] if texts[clip]]
        if max(map(abs, samples)) < LOUD or [each.casefold() for each in said] != [each.casefold() for each in wanted]:
            raise NotSeen(self._tour.words.say("demo.no-hearing"))
        heard = in_words(rule["clips"], texts)
        self._tour.step("heard", path=path, seconds=f"{seconds:.0f}", heard=heard)

    def _come_back(self) -> None:
        self._wait(lambda: not self._panel(), "panel-stays")
        self._click(3)
        left, top = self._wait(self._menu, "no-menu") or (0, 0)
        time.sleep(0.3)  # it is there before it is painted, and the picture is for people
        picture = self._picture("menu")
        self._ask("xdotool", "mousemove", str(left + 60), str(top + BACK_ROW), "click", "1")
        self._wait(lambda: not self._rule()["present"] and "absence" not in self._standing(), "not-back")
        self._wait(lambda: self._shows(GREEN), "not-green")
        self._tour.step("back", picture=picture)
        story = self._client.post("/api/v1/demo/calls", json={"extension": EXTENSION}).raise_for_status().json()
        if story["answered_by"] != EXTENSION:
            raise NotSeen(self._tour.words.say("demo.no-ring"))
        self._tour.step("rings", extension=EXTENSION)

    def _look_at_colleagues(self) -> None:
        subprocess.run([BIN / "kalix-presence", "tray", "colleagues"], env=self._tour.environment, check=True, timeout=PATIENCE)
        names = "Kollegor|Colleagues|Työtoverit"
        window = self._wait(lambda: self._window(names), "no-colleagues")
        self._ask("xdotool", "windowfocus", "--sync", window)
        time.sleep(0.5)
        self._tour.step("colleagues", picture=self._picture("colleagues"))

    # what is asked of the screen and the hub

    def _wait(self, seen: Callable[[], Found], key: str) -> Found:
        return self._tour.wait(seen, key)

    def _ask(self, *command: str) -> bytes:
        return subprocess.run(command, env=self._tour.environment, capture_output=True, check=False, timeout=PATIENCE).stdout

    def _window(self, name: str) -> str:
        found = self._ask("xdotool", "search", "--onlyvisible", "--name", name).split()
        return found[-1].decode() if found else ""

    def _icon(self) -> tuple[int, int] | None:
        """Where on the screen the tray has taken in our window."""
        return self._place(r"[2-6]\dx[2-6]\d")

    def _menu(self) -> tuple[int, int] | None:
        """Where the icon's menu is open; no other window of ours is, then."""
        # The panel, closed a moment ago, may still be in the tree, and of no smaller size: only what is seen counts.
        seen = {int(each) for each in self._ask("xdotool", "search", "--onlyvisible", "--class", "kalix-presence").split()}
        return self._place(r"\d{3}x\d{3}", seen)

    def _place(self, size: str, among: set[int] | None = None) -> tuple[int, int] | None:
        tree = self._ask("xwininfo", "-root", "-tree").decode("utf-8", "replace")
        if among is not None:
            lines = (
                line
                for line in tree.splitlines()
                if (number := re.match(r"\s*(0x[0-9a-f]+) ", line)) and int(number[1], 16) in among
            )
            tree = "\n".join(lines)
        found = re.search(rf'\("kalix-presence" "kalix-presence"\)  {size}\+-?\d+\+-?\d+  \+(\d+)\+(\d+)', tree)
        return (int(found[1]), int(found[2])) if found else None

    def _panel(self) -> str:
        return self._window("^(Sätt frånvaro|Set status|Aseta poissaolo)")

    def _click(self, button: int) -> None:
        left, top = self._wait(self._icon, "no-icon") or (0, 0)
        self._ask("xdotool", "mousemove", str(left + 11), str(top + 13), "click", str(button))

    def _shows(self, colour: tuple[int, int, int]) -> bool:
        """Whether the icon is filled with `colour`, as it is once confirmed; one that is only asked for is an outline."""
        left, top = self._icon() or (0, 0)
        pixels = self._ask("import", "-silent", "-window", "root", "-crop", f"24x28+{left}+{top}", "-depth", "8", "rgb:-")
        near = sum(
            1 for at in range(0, len(pixels) - 2, 3) if all(abs(pixels[at + part] - colour[part]) < 24 for part in range(3))
        )
        return near > FILLED

    def _picture(self, name: str) -> Path:
        self._count += 1
        path = self._pictures / f"{self._count}-{name}.png"
        self._ask("import", "-silent", "-window", "root", str(path))
        return path

    def _picture_of_panel(self, name: str, panel: str) -> None:
        """The panel alone, whatever lies over it."""
        self._ask("xdotool", "windowraise", panel)
        time.sleep(0.2)
        self._ask("import", "-silent", "-frame", "-window", panel, str(self._pictures / f"panel-{name}.png"))

    def _rule(self) -> dict[str, Any]:
        answer = self._client.get(f"/api/v1/people/{EXTENSION}/rule").raise_for_status().json()
        return {"present": False, **answer}

    def _waiting(self) -> int:
        found = self._client.get("/api/v1/messages", params={"to": EXTENSION}).raise_for_status().json()["messages"]
        return sum(each.get("calls", 1) for each in found if each.get("source") == "missed")

    def _line(self) -> str:
        return str(self._standing().get("line", ""))

    def _standing(self) -> dict[str, object]:
        found: dict[str, object] = self._client.get(f"/api/v1/people/{EXTENSION}").raise_for_status().json()["standing"]
        return found


def _stop(number: int, _: object) -> None:
    """Told to end, Ctrl+C, or the terminal is closed: what was started ends too."""
    sys.exit(0 if number == signal.SIGINT else 128 + number)


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _stop)
    asked, *folder = sys.argv[1:] or ["shown"]
    sys.exit(virtual(Path(*folder or ["screenshots"])) if asked == "virtual" else shown())
