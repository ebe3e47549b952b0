"""What Asterisk's part of the settings must be before anything is asked of it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.pbx.asterisk.driver import DRIVER, AsteriskSection
from kalix_presence.model.errors import BadInput


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
