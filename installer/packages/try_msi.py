#!/usr/bin/env python3
"""Tries the MSI under Wine: .venv/bin/python installer/packages/try_msi.py [--pictures FOLDER] [--built FOLDER]

Builds it twice (the same bytes) and once as the next version, installs it as a roll-out does, and drives what is installed by
real keys and clicks against a hub on this Linux: a lunch that is confirmed, the grid by a second start, a missed call's card,
an upgrade while a change waits for a hub that is away, a downgrade that is refused, uninstalling. Says each step that was
seen; ends with 1 at the first one that was not. Some minutes; needs what `installer/test --set-up-only` installs. `--built`:
take the packages that lie there, of an earlier run.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import httpx
from build_deb import ROOT, version

from kalix_presence.hub.commands.init import DEMO_PASSWORD

BIN = Path(sys.executable).parent
USER, EXTENSION = "anna.ek", "2041"
PROGRAM = r"C:\Program Files\Kalix Presence\bin\kalix-presence.exe"
TRAY = r"C:\Program Files\Kalix Presence\bin\kalix-presence-tray.exe"
MACHINE = r"HKLM\Software\Kalix\Presence"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
NOTED = r"HKLM\Software\Kalix\Presence Package"
NOTE = r"HKLM\Software\Kalix\Presence Upgrade"
PATIENCE = 120.0
PANEL = "^S.tt fr.nvaro"
"""The title as Wine gives it to X, without rings and dots."""
AMBER, GREEN = (178, 92, 0), (30, 123, 69)
REFUSED = 1603 % 256
"""As a shell of Linux sees that an installation was refused."""

Found = TypeVar("Found")


class NotSeen(Exception):
    """A step was not seen; the text says which."""


def wait(seen: Callable[[], Found], what: str) -> Found:
    """Wait for what must be seen."""
    deadline = time.monotonic() + PATIENCE
    while not (found := seen()):
        if time.monotonic() > deadline:
            raise NotSeen(what)
        time.sleep(0.1)
    return found


def need(true: object, what: str) -> None:
    """What must hold at once."""
    if not true:
        raise NotSeen(what)


class Computer:
    """A Windows that nobody has used, on a screen of its own."""

    def __init__(self, stack: ExitStack, work: Path) -> None:
        self._stack, self._work = stack, work
        windows = Path(_out("bash", str(ROOT / "installer/windows_for_tests")).strip())
        self.prefix = work / "prefix"
        _out("cp", "-a", "--reflink=auto", str(windows / "prefix"), str(self.prefix))
        hidden = ("LANG", "LC_ALL", "DISPLAY", "XDG_RUNTIME_DIR", "KALIX_HUB", "KALIX_TOKEN", "KALIX_HOME")
        self.environment = {name: value for name, value in os.environ.items() if name not in hidden}
        self.environment |= {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all"}
        self.environment |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "TZ": "Europe/Stockholm", "DISPLAY": self._display()}
        self.start("openbox")
        wait(lambda: b"_NET_SUPPORTING_WM_CHECK" in self.ask("xprop", "-root"), "a window manager")
        self.start(
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
        )
        wait(lambda: b'("panel" "trayer")' in self.ask("xwininfo", "-root", "-tree"), "a place for icons")
        stack.callback(subprocess.run, ["wineserver", "-k"], env=self.environment, check=False)
        subprocess.run(["wineserver", "-p30"], env=self.environment, check=False)

    def _display(self) -> str:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x1000x24", "-nolisten", "tcp"],
            pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(_end, server)
        os.close(writer)
        with os.fdopen(reader) as told:
            return f":{told.readline().strip()}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program that ends with this."""
        with (self._work / f"{Path(command[0]).name}.log").open("ab") as log:
            program = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._stack.callback(_end, program)
        return program

    def ask(self, *command: str) -> bytes:
        """What a program of Linux prints."""
        environment = {**self.environment, "LC_ALL": "C.UTF-8"}  # titles hold Swedish letters
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=PATIENCE).stdout

    def run(self, *command: str, given: str = "") -> tuple[int, str]:
        """Run a program of Windows to its end: its exit code, and what it printed."""
        # Wine 8 writes into no file, only into a pipe; what it leaves running would keep ours open.
        log = self._work / "run.log"
        with subprocess.Popen(
            ["bash", "-c", 'set -o pipefail; timeout 300 wine "$@" 2>&1 | cat >"$0"', str(log), *command],
            env=self.environment, stdin=subprocess.PIPE,
        ) as program:  # fmt: skip
            assert program.stdin is not None
            program.stdin.write(given.encode())
            program.stdin.close()
            code = program.wait()
        return code, log.read_text("cp1252", "replace")

    def install(self, package: Path, *words: str, verb: str = "/i") -> tuple[int, str]:
        """Windows Installer, silently; its log."""
        (self.prefix / "drive_c/msi.log").unlink(missing_ok=True)
        code, said = self.run(
            "msiexec", verb, "Z:" + str(package.resolve()).replace("/", "\\"), "/qn", "/l*v", r"C:\msi.log", *words
        )
        log = self.prefix / "drive_c/msi.log"
        return code, log.read_bytes().replace(b"\0", b"").decode("utf-8", "replace") if log.exists() else said

    def value(self, key: str, name: str) -> str:
        """A text of the registry; "" where there is none."""
        found = re.search(rf"^ +{re.escape(name)} +REG_\w+ +(.*)$", self.run("reg", "query", key, "/v", name)[1], re.MULTILINE)
        return found[1].strip() if found else ""

    def processes(self, name: str) -> list[int]:
        """Numbers, by Linux, of the programs of that name."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                first = path.read_bytes().split(b"\0")[0].decode("utf-8", "replace")
                environment = (path.parent / "environ").read_bytes()
            except OSError:
                continue
            if first.lower().endswith(name) and f"WINEPREFIX={self.prefix}".encode() in environment:
                found.append(int(path.parent.name))
        return found

    def files(self) -> list[str]:
        """What lies on the disk, below users and programs."""
        disk = self.prefix / "drive_c"
        folders = ("Program Files", "ProgramData", "users")
        return sorted(
            path.relative_to(disk).as_posix() for folder in folders for path in (disk / folder).rglob("*") if path.is_file()
        )


class Hub:
    """The hub with its sample organisation, which can be away for a while."""

    def __init__(self, stack: ExitStack, work: Path) -> None:
        self._stack, self._folder, self._work = stack, work / "hub", work
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        _out(str(BIN / "kalix-hub"), "init", "--sample", "--port", str(self.port), str(self._folder))
        self.client = stack.enter_context(httpx.Client(base_url=self.address, timeout=60, trust_env=False))
        self.serve()
        wish = {"username": USER, "password": DEMO_PASSWORD}
        token = self.client.post("/api/v1/sign-in", json=wish).raise_for_status().json()["token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    def serve(self) -> None:
        """Begin, or begin again."""
        with (self._work / "hub.log").open("ab") as log:
            self._process = subprocess.Popen([BIN / "kalix-hub", "serve", "--config", self._folder], stdout=log, stderr=log)
        self._stack.callback(_end, self._process)
        wait(self._is_ready, "the hub")

    def leave(self) -> None:
        """End it: it is away until it serves again."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    def _is_ready(self) -> bool:
        try:
            return self.client.get("/readyz").is_success
        except httpx.HTTPError:
            return False

    def standing(self) -> dict[str, Any]:
        """Where Anna stands."""
        found: dict[str, Any] = self.client.get(f"/api/v1/people/{EXTENSION}").raise_for_status().json()["standing"]
        return found

    def reason(self) -> str:
        """Why Anna is away, once the PBX holds it; "" while she is here."""
        standing = self.standing()
        return str(standing["absence"]["reason"]) if standing.get("absence") and standing.get("in_force", True) else ""


class Desk:
    """Hands and eyes at that computer."""

    def __init__(self, computer: Computer, pictures: Path) -> None:
        self._computer, self._pictures, self._count = computer, pictures, 0
        pictures.mkdir(parents=True, exist_ok=True)

    def picture(self, name: str) -> Path:
        """The whole screen, for people to look at."""
        self._count += 1
        path = self._pictures / f"{self._count:02d}-{name}.png"
        time.sleep(1.0)  # what was asked for is painted by and by
        self._computer.ask("import", "-silent", "-window", "root", str(path))
        return path

    def icon(self) -> tuple[int, int] | None:
        """Where the icon stands in the tray."""
        tree = self._computer.ask("xwininfo", "-root", "-tree").decode("utf-8", "replace")
        bar = re.search(r'\("panel" "trayer"\)  (\d+)x\d+\+-?\d+\+-?\d+  \+(\d+)\+(\d+)', tree)
        return (int(bar[2]), int(bar[3])) if bar and int(bar[1]) > 20 else None  # without an icon it is 2 wide

    def shows(self, colour: tuple[int, int, int]) -> bool:
        """Whether the icon is filled with that colour, as it is once confirmed."""
        left, top = self.icon() or (0, 0)
        shot = self._computer.ask(
            "import", "-silent", "-window", "root", "-crop", f"22x28+{left}+{top}", "-depth", "8", "rgb:-"
        )
        near = sum(all(abs(shot[at + part] - colour[part]) < 24 for part in range(3)) for at in range(0, len(shot) - 2, 3))
        return near > 40

    def click(self, button: int) -> None:
        """On the icon."""
        left, top = wait(self.icon, "the icon") or (0, 0)
        self._computer.ask("xdotool", "mousemove", str(left + 12), str(top + 14), "click", str(button))

    def open_panel(self) -> str:
        """By a click on the icon; while the program still begins one is not heard, and people click again."""

        def opened() -> str:
            self.click(1)
            until = time.monotonic() + 15
            while not (found := self.window(PANEL)) and time.monotonic() < until:
                time.sleep(0.2)
            return found

        return wait(opened, "the panel")

    def window(self, title: str) -> str:
        """The window with that title (a pattern); "" where none is seen."""
        found = self._computer.ask("xdotool", "search", "--onlyvisible", "--name", title).split()
        return found[-1].decode() if found else ""

    def type(self, window: str, text: str) -> None:
        """Into a window, as fast as people do."""
        self._computer.ask("xdotool", "windowactivate", "--sync", window)
        self._computer.ask("xdotool", "type", "--delay", "60", text)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._computer.ask("xdotool", "key", *keys)


def _out(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _next(of: str) -> str:
    first, second, third = (int(part) for part in of.split("."))
    return f"{first}.{second}.{third + 1}"


def _build(into: Path) -> None:
    build = [sys.executable, str(ROOT / "installer/packages/build_msi.py")]
    for folder, called in (("one", version()), ("two", version()), ("later", _next(version()))):
        print(_out(*build, "--called", called, str(into / folder)).strip(), flush=True)


def say(text: str) -> None:
    """A step that was seen."""
    say.count = getattr(say, "count", 0) + 1  # type: ignore[attr-defined]
    print(f"{say.count}. {text}", flush=True)  # type: ignore[attr-defined]


def main() -> int:
    """Every step in order."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pictures", type=Path, default=Path("screenshots/msi"))
    parser.add_argument("--built", type=Path)
    asked = parser.parse_args()
    with ExitStack() as stack:
        work = Path(tempfile.mkdtemp(prefix="kalix-msi-"))
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        built = asked.built or work / "built"
        if not (built / "later").is_dir():
            _build(built)
        try:
            _journey(stack, work, built, asked.pictures)
        except NotSeen as missing:
            print(f"Not seen: {missing}", file=sys.stderr)
            for log in sorted(work.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-1500:]}", file=sys.stderr)
            return 1
    return 0


def _journey(stack: ExitStack, work: Path, built: Path, pictures: Path) -> None:
    one, two, later = (next((built / name).glob("*.msi")) for name in ("one", "two", "later"))
    need(one.read_bytes() == two.read_bytes(), "twice the same bytes")
    say(f"twice the same bytes, {one.stat().st_size / 1e6:.1f} MB")
    computer, hub = Computer(stack, work), Hub(stack, work)
    before = computer.files()
    began = time.monotonic()
    code, log = computer.install(one, f"SERVER={hub.address}", "LANGUAGE=sv", "AUTOSTART=1")
    need(code == 0, f"an installation ({code})\n{log[-1500:]}")
    say(f"installed in {time.monotonic() - began:.0f} s: {len(computer.files()) - len(before)} files")
    need(computer.value(MACHINE, "hub") == hub.address, "SERVER in the registry")
    need(computer.value(MACHINE, "language") == "sv", "LANGUAGE in the registry")
    need(computer.value(RUN, "Kalix Presence") == f'"{TRAY}"', "the computer's Run key")
    say("SERVER, LANGUAGE and AUTOSTART are the computer's defaults")
    code, said = computer.run(PROGRAM, "sign-in", "--user", USER, given=f"{DEMO_PASSWORD}\n")
    need(code == 0, f"a sign-in by the installed command ({code}: {said})")
    say("signed in, with nothing said of the server")
    desk = Desk(computer, pictures)
    try:
        _lunch(computer, hub, desk)
        _upgrade(computer, hub, desk, one, later)
        _leave(computer, desk, later, before)
    except NotSeen:
        print(f"The screen then: {desk.picture('not-seen')}", file=sys.stderr)
        for log in computer.prefix.glob("drive_c/users/*/AppData/Local/kalix-presence/tray.log"):
            shutil.copy(log, work / "tray.log")
        raise


def _lunch(computer: Computer, hub: Hub, desk: Desk) -> None:
    began = time.monotonic()
    computer.start("bash", "-c", 'wine "$0" 2>&1 | cat', TRAY)  # Wine 8 writes into no file
    wait(desk.icon, "an icon in the tray")
    say(f"the icon stands in the tray {time.monotonic() - began:.0f} s after the start")
    panel = desk.open_panel()
    painted = "green" if desk.shows(GREEN) else "not painted by Wine, which happens"
    say(f"a click opens the panel; the icon is {painted}: {desk.picture('tray')}")
    desk.type(panel, "lunch 45 min")
    say(f"the panel reads 'lunch 45 min': {desk.picture('typed')}")
    desk.key("Return")
    wait(lambda: hub.reason() == "lunch", "a lunch that is in force")
    painted = "amber" if desk.shows(AMBER) else "not painted by Wine, which happens"
    say(f"the lunch is in force, and the icon is {painted}: {desk.picture('lunch')}")
    code, said = computer.run(TRAY, "tray", "colleagues")
    need(code == 0, f"a second start that ends by itself ({code}: {said})")
    grid = wait(lambda: desk.window("^Kollegor"), "the grid")
    need(len(computer.processes("kalix-presence-tray.exe")) == 1, "one tray only")
    say(f"a second start opens the grid of the first: {desk.picture('grid')}")
    desk.type(grid, "berg")
    say(f"the grid is searched: {desk.picture('search')}")
    desk.key("Escape", "Escape")
    code, said = computer.run(PROGRAM, "back")
    need(code == 0, f"the command 'back' ({code}: {said})")
    wait(lambda: not hub.reason(), "Anna back")
    say("the command 'back' of the same installation ended it")
    call = {"caller": "0923555128", "extension": EXTENSION, "ends": "in_vain", "rings": 12}
    hub.client.post("/api/v1/demo/calls", json=call).raise_for_status()
    wait(lambda: hub.client.get("/api/v1/messages", params={"to": EXTENSION}).json()["messages"], "a callback message")
    say(f"a missed call is there to be rung back: {desk.picture('callback')}")


def _upgrade(computer: Computer, hub: Hub, desk: Desk, one: Path, later: Path) -> None:
    hub.leave()
    panel = desk.open_panel()
    desk.type(panel, "rast 30 min")
    desk.key("Return")
    say(f"with the hub away, a break waits: {desk.picture('waits')}")
    desk.key("Escape")
    (ran,) = computer.processes("kalix-presence-tray.exe")
    began = time.monotonic()
    code, log = computer.install(later)
    need(code == 0, f"an upgrade without a restart of the computer ({code})\n{log[-3000:]}")
    took = time.monotonic() - began
    runs = wait(lambda: computer.processes("kalix-presence-tray.exe"), "the tray started again")
    need(runs != [ran], "another tray than before")
    wait(desk.icon, "the icon again")
    need(computer.value(NOTED, "Version") == _next(version()), "the later version")
    need(computer.value(MACHINE, "hub") == hub.address, "SERVER remembered")
    need(computer.value(RUN, "Kalix Presence") == f'"{TRAY}"', "AUTOSTART remembered")
    need("Sessions" not in computer.run("reg", "query", NOTE)[1], "no note left")
    say(
        f"upgraded in {took:.0f} s with the tray running: it was closed and started again, and what was said once is remembered"
    )
    hub.serve()
    wait(lambda: hub.reason() == "break", "the break that waited")
    say(f"the break that waited reached the hub: {desk.picture('upgraded')}")
    code, log = computer.install(one)
    need(code == REFUSED and "En nyare Kalix Presence" in log, f"a downgrade that is refused ({code})")
    need(computer.value(NOTED, "Version") == _next(version()), "the later version still")
    need(computer.processes("kalix-presence-tray.exe") == runs, "the tray undisturbed")
    say("a downgrade is refused: En nyare Kalix Presence är redan installerad.")


def _leave(computer: Computer, desk: Desk, later: Path, before: list[str]) -> None:
    code, log = computer.install(later, verb="/x")
    need(code == 0, f"an uninstallation ({code})\n{log[-1500:]}")
    need(not computer.processes("kalix-presence-tray.exe"), "the tray closed by it")
    say("uninstalled with the tray running, which was closed")
    left = sorted(set(computer.files()) - set(before))
    strange = [
        name for name in left if "/AppData/Local/kalix-presence/" not in name and "/AppData/Roaming/kalix-presence/" not in name
    ]
    strange = [name for name in strange if "/Microsoft/Credentials" not in name and "/Temp/" not in name]
    need(not strange, f"nothing left but the person's own folder: {strange}")
    need(not computer.value(RUN, "Kalix Presence"), "no Run key left")
    need(not computer.value(MACHINE, "hub"), "no defaults left")
    say(f"left are the person's own files alone: {', '.join(Path(name).name for name in left)}")


if __name__ == "__main__":
    sys.exit(main())
