"""Orca as a site has it, with a voice that is written down instead of spoken: what a blind person hears of a program."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.virtual_screen import VirtualScreen

ORCA, DISPATCHER = "/usr/bin/orca", "/usr/bin/speech-dispatcher"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
CUSTOMIZATIONS = Path(__file__).resolve().parents[3] / "resources" / "orca" / "orca-customizations.py"
ON = "Screen reader on."
SPEECHD = """AudioOutputMethod "libao"
DefaultModule spoken
AddModule "spoken" "sd_generic" "spoken.conf"
DefaultLanguage "sv"
"""
VOICE = """GenericExecuteSynth "printf '%s\\\\n' \\'$DATA\\' >> $KALIX_SPOKEN"
GenericCmdDependency "printf"
GenericLanguage "sv" "sv" "utf-8"
GenericLanguage "en" "en" "utf-8"
GenericDefaultCharset "utf-8"
AddVoice "sv" "MALE1" "x"
AddVoice "en" "MALE1" "x"
"""
"""A speech synthesizer that adds a line to a file."""


def is_there() -> bool:
    """Whether this system has Orca and what it speaks through."""
    return os.access(ORCA, os.X_OK) and os.access(DISPATCHER, os.X_OK)


class Orca:
    """What Orca has said since it began, and what came out of the voice."""

    def __init__(self, screen: VirtualScreen, debug: Path, spoken: Path) -> None:
        self.screen, self._debug, self._spoken = screen, debug, spoken

    def said(self) -> list[str]:
        """Sentences, oldest first, in one line each."""
        written = self._debug.read_text("utf-8", "replace") if self._debug.exists() else ""
        found = re.findall(r"SPEECH OUTPUT: '(.*?)'(?:\s*\{[^\n]*|\s*)$", written, re.MULTILINE | re.DOTALL)
        return [" ".join(one.split()) for one in found if one.strip()]

    def spoken(self) -> str:
        """What reached the voice."""
        return self._spoken.read_text("utf-8", "replace")

    def hears(self, *sentences: str) -> list[str]:
        """Wait for all of these, word for word and in this order, whatever is said between them; all that was said until then."""

        def came() -> list[str]:
            said, at = self.said(), 0
            for sentence in sentences:
                at = next((place + 1 for place in range(at, len(said)) if said[place] == sentence), -1)
                if at < 0:
                    return []
            return said[:at]

        try:
            return self.screen.wait(came, f"{sentences}")
        except AssertionError as fault:
            raise AssertionError(f"{sentences} was not heard, but: {self.said()}") from fault

    def keyboard_is_in(self, title: str) -> None:
        """Wait until keys go to the window of this title, which Orca may say before it is so."""
        ask = self.screen.ask
        self.screen.wait(lambda: title in ask("xdotool", "getactivewindow", "getwindowname").decode("utf-8"), title)

    def press(self, *keys: str) -> None:
        """Real keys, one after the other."""
        self.screen.ask("xdotool", "key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Real letters."""
        self.screen.ask("xdotool", "type", "--delay", "60", text)


@contextmanager
def orca(screen: VirtualScreen, folder: Path) -> Iterator[Orca]:
    """Orca, heard on `screen`: begin it before the programs that it is to read."""
    folder.mkdir()
    environment = screen.environment
    environment.pop("NO_AT_BRIDGE", None)
    speech, spoken, debug = folder / "speech", folder / "spoken.txt", folder / "orca.debug"
    (speech / "modules").mkdir(parents=True)
    (speech / "speechd.conf").write_text(SPEECHD, "utf-8")
    (speech / "modules" / "spoken.conf").write_text(VOICE, "utf-8")
    spoken.touch()
    own = Path(environment["XDG_DATA_HOME"], "orca")
    own.mkdir(parents=True)
    shutil.copy(CUSTOMIZATIONS, own)
    socket = f"unix_socket:{environment['XDG_RUNTIME_DIR']}/speech.sock"
    environment |= {
        "LC_ALL": "C.UTF-8",  # or letters beyond ASCII are lost; Orca's own words are English then
        "KALIX_SPOKEN": str(spoken),
        "SPEECHD_ADDRESS": socket,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    environment.pop("PYTHONPATH", None)  # Orca is run by the system's Python
    screen.start(LAUNCHER, "--launch-immediately")
    words = ["-c", "unix_socket", "-S", socket.partition(":")[2], "-C", str(speech), "-P", str(speech / "pid")]
    screen.start(DISPATCHER, "-s", *words, "-L", str(speech), "-t", "0")
    program = screen.start(ORCA, "--replace", f"--debug-file={debug}")
    heard = Orca(screen, debug, spoken)
    heard.hears(ON)
    try:
        yield heard
    finally:
        program.kill()  # to be asked to end it takes seconds
        program.wait()
