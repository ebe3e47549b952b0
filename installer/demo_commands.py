"""What is tried on a demo that runs: call, hear, receptionist, officer, cli. This user's newest demo here is meant."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from demo_hub import BIN, EXTENSION, OFFICER, RECEPTIONIST, RUNNING, USER, end

from kalix_presence import shipped
from kalix_presence.cli.output import language
from kalix_presence.desktop.platform.sound import player
from kalix_presence.model.announcement import in_words

RINGS = 15
NOT_UNDERSTOOD, NO_DEMO, REFUSED = 2, 4, 5
"""Exit codes: no such thing can be tried; no demo is running; the hub refuses."""
MOST_WORDS = {"call": 1, "hear": 1, "receptionist": 0, "officer": 0, "cli": None}
"""What can be tried, and how many words may follow it."""
WORDS = shipped.words(language())


def running() -> tuple[Path, dict[str, Any]] | None:
    """The folder of the newest demo that runs, and what it says of itself."""
    homes = sorted(Path(tempfile.gettempdir()).glob("kalix-demo-*"), key=lambda home: home.stat().st_mtime, reverse=True)
    for home in homes:
        try:
            if home.stat().st_uid != os.getuid():
                continue
            known = json.loads((home / RUNNING).read_text("utf-8"))
            os.kill(known["pid"], 0)
        except (OSError, ValueError, KeyError):
            continue
        return home, known
    return None


def say(key: str, **blanks: object) -> None:
    """One plain sentence."""
    print(WORDS.say(f"demo.{key}", **blanks), flush=True)


class Commands:
    """What can be tried, each with its exit code."""

    def __init__(self, home: Path, known: dict[str, Any]) -> None:
        self._home, self._known = home, known

    def call(self, extension: str = EXTENSION) -> int:
        """Somebody calls; nobody answers, so a callback comes of it."""
        with self._client(RECEPTIONIST) as hub:
            person = hub.get(f"/api/v1/people/{extension}")
            wish = {"caller": "0923555128", "extension": extension, "ends": "in_vain", "rings": RINGS}
            story = hub.post("/api/v1/demo/calls", json=wish)
        if person.is_error or story.is_error:
            return self._refused(story if person.is_success else person)
        clips = story.json()["clips"]
        name = person.json()["name"]
        if clips:
            say("called-away", name=name, extension=extension, heard=in_words(clips, shipped.clip_texts()))
        else:
            say("called", name=name, extension=extension, seconds=RINGS)
        return 0

    def hear(self, extension: str = "2030") -> int:
        """Play what somebody who calls now hears; where nothing plays, keep it as a file and say where."""
        with self._client(RECEPTIONIST) as hub:
            rule = hub.get(f"/api/v1/people/{extension}/rule")
            if rule.is_error:
                return self._refused(rule)
            clips = rule.json().get("clips", [])
            if not clips:
                say("rings-there", extension=extension)
                return 0
            say("hears", extension=extension, heard=in_words(clips, shipped.clip_texts()))
            sound = hub.get(f"/api/v1/people/{extension}/rule/sound")
        if sound.is_error:
            return self._refused(sound)
        path = self._home / f"hear-{extension}.wav"  # an extension the hub knows: no path of somebody's making
        path.write_bytes(sound.content)
        command = player()
        if command and subprocess.run([*command, path], capture_output=True, check=False).returncode == 0:
            path.unlink()
        else:
            say("no-sound", path=path)
        return 0

    def receptionist(self) -> int:
        """Maria's desk beside Anna's, with a data folder of its own, for as long as it is open or the demo runs."""
        return self._desk(RECEPTIONIST, "maria", "colleagues", "receptionist")

    def officer(self) -> int:
        """The desk of Per, who answers for the telephones of Anna's administration, with its policy report."""
        return self._desk(OFFICER, "per", "report", "officer")

    def _desk(self, who: str, folder: str, window: str, told: str) -> int:
        environment = os.environ | self._environment(who, folder)
        desk = subprocess.Popen([BIN / "kalix-presence", "tray", window], env=environment)
        say(told)
        try:
            while desk.poll() is None and (self._home / RUNNING).exists():
                try:
                    desk.wait(0.5)
                except subprocess.TimeoutExpired:
                    continue
        except KeyboardInterrupt:
            pass
        finally:
            end(desk)
        return 0

    def cli(self, *words: str) -> int:
        """The command line, as Anna."""
        environment = os.environ | self._environment(USER, "anna-cli")
        return subprocess.run([BIN / "kalix-presence", *words], env=environment, check=False).returncode

    def _client(self, who: str) -> httpx.Client:
        headers = {"Authorization": self._known["tokens"][who], "Accept-Language": WORDS.language}
        return httpx.Client(base_url=self._known["address"], headers=headers, timeout=10, trust_env=False)

    def _environment(self, who: str, folder: str) -> dict[str, str]:
        token = self._known["tokens"][who].removeprefix("Bearer ")
        return {"KALIX_HUB": self._known["address"], "KALIX_TOKEN": token, "KALIX_HOME": str(self._home / folder)}

    def _refused(self, answer: httpx.Response) -> int:
        print(answer.json().get("detail", answer.text), file=sys.stderr)
        return REFUSED


def main(words: list[str]) -> int:
    """Do what is asked on the demo that runs."""
    name, rest = (words or [""])[0], words[1:]
    most = MOST_WORDS.get(name, -1)
    if most is not None and len(rest) > most:
        print(WORDS.say("demo.unknown", text=" ".join(words)), file=sys.stderr)
        return NOT_UNDERSTOOD
    found = running()
    if found is None:
        print(WORDS.say("demo.none-running"), file=sys.stderr)
        return NO_DEMO
    commands = Commands(*found)
    several = {
        "call": commands.call,
        "hear": commands.hear,
        "receptionist": commands.receptionist,
        "officer": commands.officer,
        "cli": commands.cli,
    }
    return several[name](*rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
