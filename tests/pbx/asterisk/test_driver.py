"""What Asterisk's part of the settings must be before anything is asked of it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.asterisk import pbx
from kalix_presence.hub.pbx.asterisk.driver import DRIVER, AsteriskSection
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.drivers import Site
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "asterisk.secret").write_text("only-for-tests\n")
    return tmp_path


def test_the_secrets_file_is_named_so_that_its_rights_are_looked_at(folder: Path) -> None:
    assert DRIVER.check_settings(AsteriskSection(), folder) == ["asterisk.secret"]


def test_a_secret_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="config-file-missing"):
        DRIVER.check_settings(AsteriskSection(), tmp_path)


def test_another_machine_is_reached_by_tls_alone(folder: Path) -> None:
    with pytest.raises(BadInput, match="config-pbx-tls"):
        DRIVER.check_settings(AsteriskSection(host="192.0.2.7"), folder)
    DRIVER.check_settings(AsteriskSection(host="192.0.2.7", tls=True), folder)
    with pytest.raises(BadInput, match="config-file-missing"):
        DRIVER.check_settings(AsteriskSection(host="192.0.2.7", tls=True, ca="pbx-ca.crt"), folder)


def test_the_template_uncommented_is_what_stands_without_it() -> None:
    lines = DRIVER.template.splitlines()
    table = "\n".join(line.removeprefix("#") for line in lines if line.startswith("#") and not line.startswith("# "))
    written = msgspec.convert(tomllib.loads(table), AsteriskSection)
    assert written == AsteriskSection(ca="pbx-ca.crt")


def test_a_call_rings_and_a_rule_waits_as_the_policy_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[AsteriskSettings] = []
    monkeypatch.setattr(pbx, "AsteriskPbx", made.append)
    policy = replace(shipped.default_policy(), signals=4, signal_seconds=3)
    DRIVER.opened(AsteriskSection(), Site(folder, policy, shipped.default_reasons(), Clock(), lambda: ()))
    assert (made[0].signals, made[0].ring_seconds) == (4, 12)
