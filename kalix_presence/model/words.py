"""The catalogue: every sentence that model, hub and command line say, by key and language.

Qt's own translation serves what only the desktop says; errors, readings of time and "why it holds" are said by all sides and
therefore live here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English", "fi": "Suomi"}
"""Every language that the program speaks, by its tag, as it calls itself: the one list for all that offers or checks one."""

LANGUAGES = tuple(LANGUAGE_NAMES)


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. Keys are `topic.key`, for example `errors.extension-unknown`."""

    language: str
    sentences: Mapping[str, str]

    def say(self, key: str, /, **params: object) -> str:
        """The sentence for `key` with its blanks filled; raises KeyError for a key the catalogue lacks."""
        return self.sentences[key].format(**params)

    def has(self, key: str) -> bool:
        """Whether the catalogue knows `key`."""
        return key in self.sentences
