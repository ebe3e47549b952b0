"""Every limit of the hub is a setting of the site: shown in the file with its default, used, and refused when it cannot be meant."""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.config import read_config, template
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.site.limits_section import BOUNDS, Limits, out_of_bounds
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.model.errors import BadInput
from tests.hub.serving import made_config, serving


def test_the_file_shows_each_setting_with_its_default() -> None:
    section = re.search(r"^\[limits\]\n(?:(?!\[).*\n)*", template(0), re.MULTILINE)
    assert section
    shown = tomllib.loads(re.sub(r"^#(\w+ = )", r"\1", section[0], flags=re.MULTILINE))["limits"]
    assert shown == msgspec.to_builtins(Limits())
    assert BOUNDS.keys() | {"heartbeat_seconds"} == shown.keys()
    assert out_of_bounds(Limits()) is None


def test_each_limit_of_the_core_can_be_set() -> None:
    assert Limits().core == HubLimits()
    for name, value in asdict(HubLimits()).items():
        setting = "pbx_seconds" if name == "apply_seconds" else name
        changed = msgspec.structs.replace(Limits(), **{setting: value + 1})
        assert asdict(changed.core)[name] == value + 1


@pytest.mark.parametrize(("name", "bounds"), BOUNDS.items())
def test_what_is_beyond_its_bounds_is_named(name: str, bounds: tuple[float, float]) -> None:
    least, most = bounds
    for fits in (least, most):
        assert out_of_bounds(msgspec.structs.replace(Limits(), **{name: fits})) is None
    for beyond in (least - 1, most + 1, float("nan"), float("inf")):
        assert out_of_bounds(msgspec.structs.replace(Limits(), **{name: beyond})) == (name, least, most)


def test_the_refusal_names_file_line_and_bounds(tmp_path: Path) -> None:
    (tmp_path / "kalix-hub.toml").write_text("# ours\n[limits]\nunit_people = 20000\n")
    with pytest.raises(BadInput) as refusal:
        read_config(tmp_path)
    assert sentence(refusal.value, "en") == (
        "kalix-hub.toml, line 3: unit_people must be between 1 and 10000. Correct the line and try again."
    )


def test_a_hub_goes_by_its_site_s_limits(tmp_path: Path) -> None:
    with serving(tmp_path, config=made_config(tmp_path, unit_people=1)) as hub, hub.client("maria") as maria:
        [person] = maria.get("/api/v1/people", params={"q": "Anna"}).json()["people"]
        refused = maria.post(f"/api/v1/units/{person['unit']}/forward", json={"reason": "meeting", "to": "9"})
        assert refused.json()["code"] == "unit-too-large"
