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
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

from build_deb import ROOT, version

sys.path.append(str(ROOT))  # the tests' hands and eyes at a Windows

from kalix_presence.hub.commands.init import DEMO_PASSWORD
from tests.windows.computer import Computer, NotSeen, need, on_z, out, wait, windows_folder
from tests.windows.desk import CARD, GRID, PANEL, Desk
from tests.windows.linux_hub import USER, LinuxHub

PROGRAM = r"C:\Program Files\Kalix Presence\bin\kalix-presence.exe"
TRAY = r"C:\Program Files\Kalix Presence\bin\kalix-presence-tray.exe"
MACHINE = r"HKLM\Software\Kalix\Presence"
RUN = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run"
NOTED = r"HKLM\Software\Kalix\Presence Package"
NOTE = r"HKLM\Software\Kalix\Presence Upgrade"
REFUSED = 1603 % 256
"""As a shell of Linux sees that an installation was refused."""
REFUSAL = "En nyare Kalix Presence"
LONGEST = 60
"""Seconds that an installation may take on a computer that does nothing else; said, for this one may do more."""


class Installed(Computer):
    """That computer, with Windows Installer's own log."""

    def install(self, package: Path, *words: str, verb: str = "/i") -> tuple[int, str]:
        """Windows Installer, silently; its log."""
        log = self.prefix / "drive_c/msi.log"
        log.unlink(missing_ok=True)
        code, said = self.run("msiexec", verb, on_z(package), "/qn", "/l*v", r"C:\msi.log", *words)
        return code, log.read_bytes().replace(b"\0", b"").decode("utf-8", "replace") if log.exists() else said


def _next(of: str) -> str:
    first, second, third = (int(part) for part in of.split("."))
    return f"{first}.{second}.{third + 1}"


def _build(into: Path) -> None:
    build = [sys.executable, str(ROOT / "installer/packages/build_msi.py")]
    for folder, called in (("one", version()), ("two", version()), ("later", _next(version()))):
        print(out(*build, "--called", called, str(into / folder)).strip(), flush=True)


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
    computer, hub = Installed(stack, work, windows_folder()), LinuxHub(stack, work)
    before = computer.files()
    began = time.monotonic()
    code, log = computer.install(one, f"SERVER={hub.address}", "LANGUAGE=sv", "AUTOSTART=1")
    need(code == 0, f"an installation ({code})\n{log[-1500:]}")
    took = time.monotonic() - began
    slow = "" if took <= LONGEST else f", more than {LONGEST}"
    say(f"installed in {took:.0f} s{slow}: {len(computer.files()) - len(before)} files")
    need(computer.value(MACHINE, "hub") == hub.address, "SERVER in the registry")
    need(computer.value(MACHINE, "language") == "sv", "LANGUAGE in the registry")
    need(computer.value(RUN, "Kalix Presence") == f'"{TRAY}"', "the computer's Run key")
    say("SERVER, LANGUAGE and AUTOSTART are the computer's defaults")
    code, said = computer.run(PROGRAM, "sign-in", "--user", USER, given=f"{DEMO_PASSWORD}\n")
    need(code == 0, f"a sign-in by the installed command ({code}: {said})")
    say("signed in, with nothing said of the server")
    desk = Desk(computer, pictures, TRAY)
    try:
        _lunch(computer, hub, desk)
        _callback(computer, hub, desk)
        _upgrade(computer, hub, desk, one, later)
        _leave(computer, desk, later, before)
    except NotSeen:
        print(f"The screen then: {desk.picture('not-seen')}", file=sys.stderr)
        if log := computer.persons_file("tray.log"):
            shutil.copy(log, work / "tray.log")
        raise


def _lunch(computer: Installed, hub: LinuxHub, desk: Desk) -> None:
    computer.begin(TRAY)
    desk.press_icon("look")  # before that the second start might be the first
    wait(hub.is_followed, "the tray signed in")  # a keyring that is slow to answer has it ask for a sign-in meanwhile
    # Not by a click on the icon: Wine gives it no place, or leaves it empty, in some starts (see `Desk.painted`).
    panel = desk.open_panel()
    say(f"a second start opens the panel of the first; the icon is {desk.painted()}: {desk.picture('tray')}")
    desk.type(panel, "lunch 45 min")
    say(f"the panel reads 'lunch 45 min': {desk.picture('typed')}")
    desk.enter(panel, "lunch 45 min", lambda: hub.reason() == "lunch", "a lunch that is in force")
    say(f"the lunch is in force, and the icon is {desk.painted()}: {desk.picture('lunch')}")
    desk.start_again("tray", "colleagues")
    grid = wait(lambda: desk.window(GRID), "the grid")
    need(len(computer.processes("kalix-presence-tray.exe")) == 1, "one tray only")
    say(f"a second start opens the grid of the first: {desk.picture('grid')}")
    desk.type(grid, "berg")
    say(f"the grid is searched: {desk.picture('search')}")
    desk.key("Escape", "Escape")
    code, said = computer.run(PROGRAM, "back")
    need(code == 0, f"the command 'back' ({code}: {said})")
    wait(lambda: not hub.reason(), "Anna back")
    say("the command 'back' of the same installation ended it")


def _callback(computer: Installed, hub: LinuxHub, desk: Desk) -> None:
    hub.leave_message("Bygglov för en altan")
    card = wait(lambda: desk.window(CARD), "the card")
    say(f"a callback left at the switchboard comes up as a card: {desk.picture('callback')}")
    computer.ask("xdotool", "windowactivate", "--sync", card)
    desk.key("Escape")


def _upgrade(computer: Installed, hub: LinuxHub, desk: Desk, one: Path, later: Path) -> None:
    hub.leave()
    before = hub.times_set("break")
    panel = desk.open_panel()
    desk.enter(panel, "rast 30 min", lambda: _waiting(computer), "the break in the outbox on the disk")
    say(f"with the hub away, a break waits: {desk.picture('waits')}")
    desk.key("Escape")
    (ran,) = computer.processes("kalix-presence-tray.exe")
    began = time.monotonic()
    code, log = computer.install(later)
    need(code == 0, f"an upgrade without a restart of the computer ({code})\n{log[-3000:]}")
    took = time.monotonic() - began
    runs = wait(lambda: computer.processes("kalix-presence-tray.exe"), "the tray started again")
    need(runs != [ran], "another tray than before")
    need(_waiting(computer), "what waited, still in the outbox")
    need(computer.value(NOTED, "Version") == _next(version()), "the later version")
    need(computer.value(MACHINE, "hub") == hub.address, "SERVER remembered")
    need(computer.value(RUN, "Kalix Presence") == f'"{TRAY}"', "AUTOSTART remembered")
    need("Sessions" not in computer.run("reg", "query", NOTE)[1], "no note left")
    say(
        f"upgraded in {took:.0f} s with the tray running: it was closed and started again, and what was said once is remembered"
    )
    hub.serve()
    wait(lambda: hub.reason() == "break", "the break that waited")
    wait(lambda: not _waiting(computer), "an empty outbox")
    desk.press_icon("look")
    desk.start_again("tray", "panel")  # the new one hears, and whatever it would send a second time it has sent before that
    wait(lambda: desk.window(PANEL), "the panel of the new tray")
    need(hub.times_set("break") == (before[0] + 1, before[1] + 1), f"one break, set once: {before}, {hub.times_set('break')}")
    say(f"the break that waited reached the hub, once (its absences and its audit): {desk.picture('upgraded')}")
    desk.key("Escape")
    code, log = computer.install(one)
    need(code == REFUSED, f"a downgrade that is refused ({code})")
    need(computer.value(NOTED, "Version") == _next(version()), "the later version still")
    need(computer.processes("kalix-presence-tray.exe") == runs, "the tray undisturbed")
    told = "with its sentence in the log" if REFUSAL in log else "Wine's log has no sentence, which the package holds"
    say(f"a downgrade is refused (1603), {told}")


def _waiting(computer: Installed) -> bool:
    """Whether a change waits in the person's outbox; read from a copy, for Windows' locks of a file are not Linux'."""
    path = computer.persons_file("outbox.db")
    if path is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, folder)
        with closing(sqlite3.connect(copy)) as database:
            try:
                return bool(database.execute("SELECT count(*) FROM change WHERE waiting").fetchone()[0])
            except sqlite3.DatabaseError:
                return False  # copied in the midst of a change: looked at again


def _leave(computer: Installed, desk: Desk, later: Path, before: list[str]) -> None:
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
