"""A Windows that nobody has used: a Wine of its own, on a screen of its own, with a window manager and a place for icons."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120.0
LONGEST = 300
"""Seconds that a program of Windows may run which is run to its end: one that crashes waits in Wine for ever."""
HIDDEN = ("LANG", "LC_ALL", "DISPLAY", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM", "KALIX_HUB", "KALIX_TOKEN", "KALIX_HOME")
"""What of this machine's environment a Windows would take for its own."""

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


def windows_folder() -> Path:
    """Where `installer/windows_for_tests` put Wine's first folder and Python for Windows; made where it is not there yet."""
    return Path(out("bash", str(ROOT / "installer/windows_for_tests")).strip())


def on_z(path: Path) -> str:
    """A path of Linux as Windows calls it there."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


class Computer:
    """That computer; it ends with `stack`, and `work` keeps its disk and its programs' logs."""

    def __init__(self, stack: ExitStack, work: Path, windows: Path) -> None:
        self._stack, self._work = stack, work
        self.prefix = work / "prefix"
        out("cp", "-a", "--reflink=auto", str(windows / "prefix"), str(self.prefix))
        self.python = on_z(windows / "python") + "\\python.exe"
        """Python for Windows, which lies beside the computer and not on it."""
        self.environment = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        self.environment |= {"WINEPREFIX": str(self.prefix), "WINEARCH": "win64", "WINEDEBUG": "-all"}
        self.environment |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "TZ": "Europe/Stockholm", "DISPLAY": self._display()}
        self.start("openbox")
        wait(lambda: b"_NET_SUPPORTING_WM_CHECK" in self.ask("xprop", "-root"), "a window manager")
        bar = "--edge top --align right --widthtype request --height 30 --SetPartialStrut true"
        self.start("trayer", *bar.split())
        wait(lambda: b'("panel" "trayer")' in self.ask("xwininfo", "-root", "-tree"), "a place for icons")
        stack.callback(subprocess.run, ["wineserver", "-k"], env=self.environment, check=False)
        # Without one that stays every command would boot Windows anew.
        subprocess.run(["wineserver", "-p30"], env=self.environment, check=False)

    def _display(self) -> str:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x1000x24", "-nolisten", "tcp"],
            pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(end, server)
        os.close(writer)
        with os.fdopen(reader) as told:
            return f":{told.readline().strip()}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program of Linux that ends with this."""
        with (self._work / f"{Path(command[0]).name}.log").open("ab") as log:
            program = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._stack.callback(end, program)
        return program

    def begin(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program of Windows that goes on; Wine 8 writes into no file, only into a pipe."""
        return self.start("bash", "-c", 'wine "$0" "$@" 2>&1 | cat', *command)

    def ask(self, *command: str) -> bytes:
        """What a program of Linux prints."""
        environment = {**self.environment, "LC_ALL": "C.UTF-8"}  # titles hold Swedish letters
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=PATIENCE).stdout

    def run(self, *command: str, given: str = "") -> tuple[int, str]:
        """Run a program of Windows to its end: its exit code, and what it printed."""
        # Wine 8 writes into no file, only into a pipe. A tray that the installer starts keeps that pipe open for as long as it
        # runs: the program's own end is waited for, not the pipe's, which somebody goes on reading.
        program = subprocess.Popen(
            ["timeout", str(LONGEST), "wine", *command],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said: list[bytes] = []
        reader = threading.Thread(target=_read, args=(program, said), daemon=True)
        reader.start()
        assert program.stdin is not None
        program.stdin.write(given.encode())
        program.stdin.close()
        code = program.wait()
        reader.join(1.0)
        return code, b"".join(said).decode("cp1252", "replace")

    def value(self, key: str, name: str) -> str:
        """A text of the registry; "" where there is none."""
        found = re.search(rf"^ +{re.escape(name)} +REG_\w+ +(.*)$", self.run("reg", "query", key, "/v", name)[1], re.MULTILINE)
        return found[1].strip() if found else ""

    def processes(self, name: str) -> list[int]:
        """Numbers, by Linux, of the programs whose line ends so or goes on with arguments."""
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

    def persons_file(self, name: str) -> Path | None:
        """A file of the program's in the person's own folder; None while there is none."""
        return next(self.prefix.glob(f"drive_c/users/*/AppData/Local/kalix-presence/{name}"), None)


def _read(program: subprocess.Popen[bytes], into: list[bytes]) -> None:
    assert program.stdout is not None
    with program.stdout:
        while part := program.stdout.read1(65536):  # type: ignore[attr-defined]
            into.append(part)


def out(*command: str) -> str:
    """What a program prints that must end well."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def end(process: subprocess.Popen[bytes]) -> None:
    """Have a program end, kindly first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def new_folder(stack: ExitStack, path: Path) -> Path:
    """A folder that goes with `stack`."""
    path.mkdir(parents=True, exist_ok=True)
    stack.callback(shutil.rmtree, path, ignore_errors=True)
    return path
