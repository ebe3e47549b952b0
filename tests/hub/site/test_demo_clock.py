"""The demo's own clock: it begins at its moment and runs on; no hub of a real PBX may go by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.site.config import Config, PbxSection, read_config, template
from kalix_presence.hub.site.drivers import clock_of
from kalix_presence.model.errors import BadInput
from tests.hub.serving import made_config, serving

WEDNESDAY = datetime(2026, 11, 25, 10, 7, tzinfo=UTC)


def test_time_begins_there_and_runs_on_as_time_does() -> None:
    seconds = [500.0]
    clock = clock_of(Config(pbx=PbxSection(begins=WEDNESDAY)), lambda: datetime(1999, 1, 1, tzinfo=UTC), lambda: seconds[0])
    assert clock() == WEDNESDAY
    seconds[0] += 90
    assert clock() == WEDNESDAY + timedelta(seconds=90)


def test_without_it_the_machine_s_clock_is_the_clock() -> None:
    machine = lambda: WEDNESDAY  # noqa: E731 - the very function is asked for
    assert clock_of(Config(), machine, lambda: 0.0) is machine


def test_the_whole_hub_goes_by_it_and_says_that_it_is_its_own(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    file = tmp_path / "hub" / "kalix-hub.toml"
    file.write_text(file.read_text("utf-8").replace("#begins = ", "begins = "), "utf-8")
    begins = read_config(tmp_path / "hub").pbx.begins
    assert begins is not None
    from kalix_presence.hub.web.running import Hub

    hub = Hub(read_config(config.folder))
    assert timedelta() <= hub.clock() - begins < timedelta(hours=1)
    assert hub.pbx._clock is hub.core.clock is hub.clock  # type: ignore[attr-defined]


def test_a_usual_hub_s_time_is_everybody_s(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        assert "own_time" not in anna.get("/api/v1/reasons").json()


@pytest.mark.parametrize(
    ("driver", "begins"),
    [("asterisk", "2026-11-25T10:07:00+01:00"), ("embedded", "2026-11-25T10:07:00")],
    ids=["a real PBX", "no offset"],
)
def test_it_is_refused_where_it_could_do_harm(tmp_path: Path, driver: str, begins: str) -> None:
    text = template(0).replace('driver = "embedded"', f'driver = "{driver}"\nbegins = {begins}', 1)
    (tmp_path / "kalix-hub.toml").write_text(text, "utf-8")
    with pytest.raises(BadInput) as refused:
        read_config(tmp_path)
    assert refused.value.code == "config-begins"
