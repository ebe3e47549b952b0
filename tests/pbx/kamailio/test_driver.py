"""What Kamailio's part of the settings must be: a folder that only the two may enter, and a domain."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.pbx.kamailio.driver import DRIVER, KamailioSection
from kalix_presence.hub.pbx.kamailio.packages import BY_NAME
from kalix_presence.model.errors import BadInput


def test_the_shared_folder_is_there_and_nobody_elses(tmp_path: Path) -> None:
    settings = KamailioSection(folder="shared", domain="kommun.example")
    with pytest.raises(BadInput, match="config-file-missing"):
        DRIVER.check_settings(settings, tmp_path)
    (tmp_path / "shared").mkdir(mode=0o770)
    (tmp_path / "shared").chmod(0o770)
    assert DRIVER.check_settings(settings, tmp_path) == []
    (tmp_path / "shared").chmod(0o771)
    with pytest.raises(BadInput, match="config-file-open"):
        DRIVER.check_settings(settings, tmp_path)


@pytest.mark.parametrize("domain", ["", "a b", "2041@kommun.example"])
def test_a_domain_that_is_none_is_asked_for(tmp_path: Path, domain: str) -> None:
    with pytest.raises(BadInput, match="kamailio-domain"):
        DRIVER.check_settings(KamailioSection(folder=".", domain=domain), tmp_path)


def test_where_it_tells_of_lines_is_an_address_with_a_port(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o770)
    (tmp_path / "shared").chmod(0o770)
    for lines in ("", "192.0.2.10:5060", "[2001:db8::1]:5060"):
        assert DRIVER.check_settings(KamailioSection("shared", "kommun.example", lines), tmp_path) == []
    for lines in ("192.0.2.10", "kamailio:5060", "192.0.2.10:0", "192.0.2.10:70000", "192.0.2.10:x", ":5060"):
        with pytest.raises(BadInput, match="kamailio-lines"):
            DRIVER.check_settings(KamailioSection("shared", "kommun.example", lines), tmp_path)


def test_by_what_it_tells_of_lines_is_one_of_three() -> None:
    for name in BY_NAME:
        assert msgspec.convert({"lines_by": name}, KamailioSection).lines_by == name
    with pytest.raises(msgspec.ValidationError, match="lines_by"):
        msgspec.convert({"lines_by": "guesses"}, KamailioSection)
