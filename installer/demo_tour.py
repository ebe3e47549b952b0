"""The main job shown on the embedded default: a hub with a sample organisation, the tray signed in, and one whole lunch.

`shown`: on this display, until the person quits the tray. `virtual`: on a virtual display, driven by real keys and clicks; each
step is told with what was seen, and the exit code is 0 only when every one of them was.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import httpx

from kalix_presence import shipped
from kalix_presence.cli.saying import language

USER, PASSWORD, EXTENSION = "anna.ek", "sommar-vinter-2026", "2041"
BIN = Path(sys.executable).parent
PATIENCE = 30.0
AMBER, GREEN = (178, 92, 0), (30, 123, 69)
SCREEN = "1280x900x24"
FILLED = 100
"""Pixels of its colour that a filled icon has at least; an outline has some 70."""
BACK_ROW = 64
"""Pixels from the menu's top to the middle of "I am back"."""


Found = TypeVar("Found")


class NotSeen(Exception):
    """A step was not seen; the text says which."""


class Tour:
    """Everything the demo starts, ended when it is left."""

    def __init__(self, stack: ExitStack) -> None:
        self.words = shipped.words(language())
        self._stack = stack
        self.home = Path(tempfile.mkdtemp(prefix="kalix-demo-"))
        stack.callback(shutil.rmtree, self.home, ignore_errors=True)
        self.environment = dict(os.environ)
        self._steps = 0

    def say(self, key: str, **blanks: object) -> None:
        """One plain sentence."""
        print(self.words.say(f"demo.{key}", **blanks), flush=True)

    def step(self, key: str, **blanks: object) -> None:
        """A numbered step that was seen."""
        self._steps += 1
        print(f"{self._steps}. {self.words.say(f'demo.{key}', **blanks)}", flush=True)

    def start(self, *command: str | Path, log: str) -> subprocess.Popen[bytes]:
        """Start a program that is ended with the demo; what it prints goes to a file."""
        with (self.home / f"{log}.log").open("wb") as file:
            process = subprocess.Popen(command, env=self.environment, stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        self._stack.callback(_end, process)
        return process

    def wait(self, seen: Callable[[], Found], key: str) -> Found:
        """Wait for what must be seen; raises NotSeen."""
        deadline = time.monotonic() + PATIENCE
        while not (found := seen()):
            if time.monotonic() > deadline:
                raise NotSeen(self.words.say(f"demo.{key}"))
            time.sleep(0.05)
        return found

    def hub(self) -> httpx.Client:
        """A hub with the sample organisation, and one signed in there."""
        subprocess.run(
            [BIN / "kalix-hub", "init", "--sample", "--port", "0", self.home / "hub"], check=True, capture_output=True
        )
        self.start(BIN / "kalix-hub", "serve", "--config", self.home / "hub", log="hub")
        log = self.home / "hub.log"
        address = self.wait(lambda: _ready(log.read_text("utf-8", "replace")), "no-hub")
        client = self._stack.enter_context(httpx.Client(base_url=address, timeout=10))
        signed = client.post("/api/v1/sign-in", json={"username": USER, "password": PASSWORD}).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {signed['token']}"
        self.environment |= {"KALIX_HUB": address, "KALIX_TOKEN": signed["token"], "KALIX_HOME": str(self.home / "desk")}
        people = client.get("/api/v1/people", params={"limit": 500}).raise_for_status().json()["people"]
        self.step("hub", address=address, people=len(people), units=len({person["unit"] for person in people}))
        return client


def shown() -> int:
    """On this display, for as long as the person likes."""
    with ExitStack() as stack:
        tour = Tour(stack)
        tour.hub()
        tray = tour.start(BIN / "kalix-presence", "tray", "colleagues", log="tray")
        tour.step("tray-shown", username=USER, password=PASSWORD)
        tour.say("try-it")
        return tray.wait()


def virtual(pictures: Path) -> int:
    """On a virtual display, all by itself; the pictures go into the folder `pictures`."""
    pictures.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        tour = Tour(stack)
        try:
            client = tour.hub()
            Lunch(tour, client, pictures).drive()
        except NotSeen as missing:
            print(tour.words.say("demo.not-seen", what=str(missing)), file=sys.stderr)
            for log in sorted(tour.home.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-1500:]}", file=sys.stderr)
            return 1
        tour.say("done", folder=pictures.resolve())
    return 0


class Lunch:
    """One lunch, driven by real clicks and keys and checked by what stands on the screen and in the PBX."""

    def __init__(self, tour: Tour, client: httpx.Client, pictures: Path) -> None:
        self._tour, self._client, self._pictures = tour, client, pictures
        self._count = 0

    def drive(self) -> None:
        """Every step in order."""
        self._display()
        self._tour.start(BIN / "kalix-presence", log="tray")
        self._wait(self._icon, "no-icon")
        self._wait(lambda: self._shows(GREEN), "not-green")
        self._tour.step("icon", picture=self._picture("tray"))
        self._set_lunch()
        self._call_while_away()
        self._come_back()
        self._look_at_colleagues()

    def _display(self) -> None:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"],
            pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._tour._stack.callback(_end, server)
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        self._tour.environment |= {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        self._tour.environment.pop("WAYLAND_DISPLAY", None)
        self._tour.start("openbox", log="openbox")
        self._wait(lambda: b"_NET_SUPPORTING_WM_CHECK" in self._ask("xprop", "-root"), "no-display")
        self._tour.start(
            "trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "30", log="trayer"
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
        self._ask("xdotool", "key", "Return")
        rule = self._wait(lambda: self._rule()["present"] and self._rule(), "no-rule")
        self._wait(lambda: self._standing().get("absence") and self._standing().get("in_force", True), "no-rule")
        self._wait(lambda: self._shows(AMBER), "not-amber")
        zone = ZoneInfo("Europe/Stockholm")
        until = datetime.fromisoformat(rule["until"]).astimezone(zone)
        self._tour.step("in-force", until=f"{until:%H.%M}", target=rule["target"], picture=self._picture("confirmed"))

    def _call_while_away(self) -> None:
        story = self._client.post("/api/v1/demo/calls", json={"extension": EXTENSION}).raise_for_status().json()
        if story["answered_by"] != "9" or "lunch" not in story["clips"]:
            raise NotSeen(self._tour.words.say("demo.no-divert"))
        self._tour.step("diverted", extension=EXTENSION, heard=_spoken(story["clips"]), number=story["answered_by"])

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
        return self._window("^(Sätt status|Set status|Aseta tila)")

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

    def _rule(self) -> dict[str, str]:
        answer = self._client.get(f"/api/v1/people/{EXTENSION}/rule").raise_for_status().json()
        return {"present": False, **answer}

    def _standing(self) -> dict[str, object]:
        found: dict[str, object] = self._client.get(f"/api/v1/people/{EXTENSION}").raise_for_status().json()["standing"]
        return found


def _spoken(clips: list[str]) -> str:
    """What the clips say, for those who read: what begins with a capital letter begins a sentence."""
    import tomllib

    manifest = tomllib.loads((shipped.resources() / "clips" / "manifest.toml").read_text("utf-8"))
    said = [manifest["sv"].get(clip, clip) for clip in clips]
    return " ".join(
        f"{part}." if ahead[:1].isupper() and not part.endswith(".") else part
        for part, ahead in zip(said, [*said[1:], ""], strict=True)
    )


def _ready(log: str) -> str:
    """The address that the hub has said it is at, once it is ready there."""
    said = [
        word
        for line in log.splitlines(keepends=True)
        if line.endswith("\n")
        for word in line.split()
        if word.startswith("http://")
    ]
    try:
        return said[-1] if said and httpx.get(f"{said[-1]}/readyz").is_success else ""
    except httpx.HTTPError:
        return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop(number: int, _: object) -> None:
    """Told to end, Ctrl+C, or the terminal is closed: what was started ends too."""
    sys.exit(0 if number == signal.SIGINT else 128 + number)


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _stop)
    asked, *folder = sys.argv[1:] or ["shown"]
    sys.exit(virtual(Path(*folder or ["screenshots"])) if asked == "virtual" else shown())
