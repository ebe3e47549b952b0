"""What holds for every test: no property is judged by how long an example took on a loaded machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
