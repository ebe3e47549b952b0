"""A hub that reads calendars of this very computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.calendars_section import CalendarsSection
from tests.hub.serving import Serving, made_config, serving


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = msgspec.structs.replace(
        made_config(tmp_path / "hub"), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5)
    )
    with serving(tmp_path / "hub", config=config) as hub:
        yield hub
