"""Where the client keeps its settings, its outbox and its last known state."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Folders:
    """`config` holds what a person chose, `data` what must not be lost (the outbox), `cache` what may be."""

    config: Path
    data: Path
    cache: Path

    @classmethod
    def usual(cls) -> Folders:
        """The platform's own folders, or all three inside `KALIX_HOME` where that is set (a second profile, a trial)."""
        home = os.environ.get("KALIX_HOME")
        if home:
            base = Path(home)
            found = cls(base / "config", base / "data", base / "cache")
        else:
            named = platformdirs.PlatformDirs("kalix-presence", appauthor=False)
            found = cls(named.user_config_path, named.user_data_path, named.user_cache_path)
        for folder in (found.config, found.data, found.cache):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return found
