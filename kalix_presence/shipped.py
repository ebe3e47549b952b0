"""Files that ship with the program (reasons, words, icons, dialplan, sample): where they lie and how they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kalix_presence.model.duties import Duties, read_duties
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.newcomer import PolicyText
from kalix_presence.model.words import LANGUAGES, Words

if TYPE_CHECKING:
    from kalix_presence.model.policy import Policy
    from kalix_presence.model.reason import Reasons


@cache
def resources() -> Path:
    """The folder of shipped files: `_resources` inside an installed package, `resources/` in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


@cache
def words(language: str) -> Words:
    """The catalogue of `language`; one that the program does not speak gets English."""
    chosen = language if language in LANGUAGES else "en"
    return Words(chosen, _Sentences(resources() / "words" / chosen))


class _Sentences(Mapping[str, str]):
    """The sentences of the files in a folder; those of a topic are read when the first is said, for a desk that waits says few.

    The topic of a file is its name up to the first underscore: `errors_pbx.toml` holds part of topic `errors`.
    """

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, list[Path]] = {}
        for path in sorted(folder.glob("*.toml")):
            self._files.setdefault(path.stem.partition("_")[0], []).append(path)
        self._read: dict[str, dict[str, str]] = {}

    def __getitem__(self, key: str) -> str:
        return self._topic(key.partition(".")[0])[key]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._topic(topic) for topic in self._files)

    def __len__(self) -> int:
        return sum(len(self._topic(topic)) for topic in self._files)

    def _topic(self, topic: str) -> dict[str, str]:
        if topic not in self._files:
            return {}
        if topic not in self._read:  # whole at once: several threads may ask
            told = (tomllib.loads(path.read_text("utf-8")) for path in self._files[topic])
            self._read[topic] = {f"{topic}.{key}": sentence for each in told for key, sentence in each.items()}
        return self._read[topic]


def sentence(error: PresenceError, language: str) -> str | None:
    """What the catalogue says of `error`, a month by its name; None where it does not know the code, which is a newer hub's."""
    said = words(language)
    try:
        month = {"month": said.say(f"when.month-{error.params['month']}")} if "month" in error.params else {}
        return said.say(f"errors.{error.code}", **{**error.params, **month})
    except KeyError:
        return None


@cache
def clip_texts(language: str = "sv") -> dict[str, str]:
    """What each clip of an announcement says in `language` ("sv", "en")."""
    texts: dict[str, str] = tomllib.loads((resources() / "clips" / "manifest.toml").read_text("utf-8"))[language]
    return texts


@cache
def default_reasons() -> Reasons:
    """The reasons that ship with the program."""
    from kalix_presence.model.reasons_file import read_reasons  # a desk has mostly been told the site's

    path = resources() / "reasons.toml"
    return read_reasons(path.read_text("utf-8"), path.name)


@cache
def default_policy() -> Policy:
    """The policy that ships with the program."""
    from kalix_presence.model.policy import read_policy  # a hub's, mostly: large, and no desk wants it

    path = resources() / "policy.toml"
    return read_policy(path.read_text("utf-8"), path.name)


OUR_POLICY = ("1", date(2026, 11, 29))
"""The version and day of the telephone policy of ours; a change of its text changes both."""


@cache
def telephone_policy(language: str) -> PolicyText:
    """The short telephone policy that newcomers read where the site has none of its own, in `language` or English."""
    chosen = language if language in LANGUAGES else "en"
    text = (resources() / "telephone-policy" / f"{chosen}.txt").read_text("utf-8")
    return PolicyText(*OUR_POLICY, text=text.strip())


@cache
def default_duties() -> Duties:
    """The duties' synonyms that ship with the program."""
    path = resources() / "duties.toml"
    return read_duties(path.read_text("utf-8"), path.name)
