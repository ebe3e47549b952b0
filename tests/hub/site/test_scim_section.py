"""`[scim]`: what cannot be meant is refused in words, and the template is what the defaults say."""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.site.config import template
from kalix_presence.hub.site.scim_section import ScimSection, refuse_unsafe_scim
from kalix_presence.model.errors import BadInput


def test_the_template_is_off_and_names_every_setting() -> None:
    text = template(8770)
    assert msgspec.convert(tomllib.loads(text)["scim"], ScimSection) == ScimSection()
    part = text.partition("[scim]")[2].partition("[limits]")[0]
    for name in ScimSection.__struct_fields__:
        assert f"#{name} = " in part or f"[scim.{name}]" in part, name


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"first_sight": ("email",)}, "config-scim-sight"),
        ({"extension_digits": 11}, "config-scim-numbers"),
        ({"leaver_days": -1}, "config-scim-numbers"),
        ({"removals_percent": 101.0}, "config-scim-numbers"),
        ({"requests_per_minute": 100}, "config-scim-numbers"),  # fewer than a service that is to keep up
        ({"body_bytes": 1}, "config-scim-numbers"),
        ({"unit": "Kansli//IT"}, "config-scim-unit"),
        ({"units": {"x": "/"}}, "config-scim-unit"),
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        refuse_unsafe_scim(ScimSection(**wrong))
    assert refusal.value.code == code
    refuse_unsafe_scim(ScimSection(first_sight=("username", "reference"), unit="Kansli/IT"))
