"""A site as it should be: a real Asterisk, and the folder of a hub that is joined to it; both can be spoilt and put right again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner, Result

from kalix_presence.hub.commands.program import program
from tests.pbx.asterisk_server import SECRET, AsteriskServer

HEADER = (
    "extension,given_name,family_name,unit,administration,title,direct,mobile,email,username,roles,deputy,duties,language,place"
)
PEOPLE = ("2041", "2042", "2043", "2044", "2050")

Changes = dict[str, list[tuple[str, str]]]
"""By the name of a file, regular expressions and what is to stand in their place."""


def kalix_hub(*words: str | Path) -> Result:
    """Run kalix-hub in English."""
    return CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, [str(word) for word in words])


@dataclass
class JoinedSite:
    """`server` runs; `folder` is the hub's."""

    server: AsteriskServer
    folder: Path
    _right: dict[Path, str] = field(default_factory=dict)

    def begin(self, directory: str = "") -> JoinedSite:
        """Make the hub's folder with its people: those of `directory`, a people file's text, or the tests' own."""
        assert kalix_hub("init", "--port", "0", self.folder).exit_code == 0
        people = self.folder / "people.csv"
        rows = [f"{each},Namn,Efternamn{each},Bygg,Samhälle,,,,,,,,,sv," for each in PEOPLE]
        people.write_text(directory or "\n".join([HEADER, *rows]) + "\n", "utf-8")
        assert kalix_hub("import", people, "--config", self.folder).exit_code == 0
        secret = self.folder / "asterisk.secret"
        secret.write_text(SECRET, "utf-8")
        secret.chmod(0o600)
        settings = self.folder / "kalix-hub.toml"
        text = settings.read_text("utf-8").replace('driver = "embedded"', 'driver = "asterisk"')
        text = text.replace("[pbx.asterisk]\n", f'[pbx.asterisk]\nhost = "{self.server.address}"\n')
        settings.write_text(text.replace('#policy = ""', ""), "utf-8")
        text = settings.read_text("utf-8").replace('#policy = "policy.toml"', 'policy = "policy.toml"')
        settings.write_text(text, "utf-8")
        (self.folder / "policy.toml").write_text("signal_seconds = 1\n", "utf-8")
        return self

    def check(self) -> Result:
        """What the administrator sees."""
        return kalix_hub("check", "--config", self.folder)

    def is_told(self, changes: Changes, sentence: str) -> None:
        """So changed, `check` finds something wrong and says so."""
        with self.spoilt(changes):
            checked = self.check()
        assert checked.exit_code == 1, f"nothing is found wrong: {checked.output}"
        assert re.search(sentence, checked.output), checked.output

    def is_well(self, changes: Changes) -> str:
        """So changed, `check` finds nothing wrong; what it says."""
        with self.spoilt(changes):
            checked = self.check()
        assert checked.exit_code == 0, checked.output
        return checked.output

    @contextmanager
    def spoilt(self, changes: Changes) -> Iterator[None]:
        """Change files by regular expressions, PBX's by name, the hub's with `hub/` before it; load them; undo all afterwards."""
        before: dict[Path, str] = {}
        for name, edits in changes.items():
            own, _, rest = name.partition("/")
            path = self.folder / rest if own == "hub" else self.server.folder / "etc" / name
            before[path] = text = path.read_text("utf-8") if path.exists() else ""
            for old, new in edits:
                text, found = re.subn(old, new, text, flags=re.MULTILINE)
                assert found, f"{old} is not in {name}"
            path.write_text(text, "utf-8")
        try:
            self._load(changes)
            yield
        finally:
            for path, text in before.items():
                path.write_text(text, "utf-8")
            self._load(changes)

    def _load(self, changes: Changes) -> None:
        kinds = {"manager.conf": "manager reload", "queues.conf": "module reload app_queue.so"}
        kinds |= {"pjsip.conf": "module reload res_pjsip.so", "musiconhold.conf": "moh reload"}
        wanted = {kinds.get(name, "dialplan reload") for name in changes if not name.startswith("hub/")}
        for command in sorted(wanted):
            self.server.command(command)
