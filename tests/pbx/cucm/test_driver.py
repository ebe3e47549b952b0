"""What CUCM's part of the settings must be: an address that nobody listens in on, a user, a password and a schema in files."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.cucm import driver as module
from kalix_presence.hub.pbx.cucm.driver import DRIVER, CucmSection
from kalix_presence.hub.pbx.cucm.pbx import CucmPbx
from kalix_presence.hub.pbx.drivers import Site
from kalix_presence.hub.site.config import read_config
from kalix_presence.model.errors import BadInput
from tests.clocks import Clock
from tests.pbx.cucm.judge import schema

URL = "https://cucm.kommun.example:8443"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cucm.password").write_text("password\n")
    (tmp_path / "cucm.password").chmod(0o600)
    (tmp_path / "axl").symlink_to(schema("10.5").parent)
    return tmp_path


def test_it_is_opened_and_its_password_is_a_secret(folder: Path) -> None:
    settings = CucmSection(url=URL, user="kalix", partition="Kalix-PT")
    assert DRIVER.check_settings(settings, folder) == ["cucm.password"]
    site = Site(folder, shipped.default_policy(), shipped.default_reasons(), Clock(), tuple)
    assert isinstance(DRIVER.opened(settings, site), CucmPbx)


def test_a_password_that_others_can_read_stops_the_hub(folder: Path) -> None:
    (folder / "kalix-hub.toml").write_text(f'[pbx]\ndriver = "cucm"\n[pbx.cucm]\nurl = "{URL}"\nuser = "kalix"\n')
    assert read_config(folder).pbx.driver == "cucm"
    (folder / "cucm.password").chmod(0o640)
    with pytest.raises(BadInput, match="config-file-open"):
        read_config(folder)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"url": ""}, "cucm-url"),
        ({"url": "http://cucm.kommun.example:8443"}, "cucm-url"),
        ({"url": f"{URL}/axl"}, "cucm-url"),
        ({"url": "https://kalix:password@cucm.kommun.example"}, "cucm-url"),
        ({"user": ""}, "cucm-url"),
        ({"user": "a:b"}, "cucm-url"),
        ({"password_file": "other"}, "config-file-missing"),
        ({"schema": "axl/AXLAPI.wsd"}, "config-file-missing"),
        ({"ca": "ca.pem"}, "config-file-missing"),
        ({"partition": "x' or '1'='1"}, "cucm-partition"),
    ],
)
def test_what_is_missing_or_wrong_is_said(folder: Path, more: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        DRIVER.check_settings(CucmSection(**{"url": URL, "user": "kalix", **more}), folder)  # type: ignore[arg-type]


def test_a_schema_that_is_none_is_said(folder: Path) -> None:
    (folder / "other.wsdl").write_text("<none/>")
    site = Site(folder, shipped.default_policy(), shipped.default_reasons(), Clock(), tuple)
    with pytest.raises(BadInput, match="cucm-schema"):
        DRIVER.opened(CucmSection(url=URL, user="kalix", schema="other.wsdl"), site)


def test_a_hub_without_the_library_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "zeep" else util.find_spec(name))
    with pytest.raises(BadInput, match="cucm-zeep"):
        DRIVER.check_settings(CucmSection(url=URL, user="kalix"), folder)


async def test_nothing_of_the_library_is_loaded_by_a_hub_with_another_exchange() -> None:
    import asyncio

    said = "import sys, kalix_presence.hub.pbx.cucm.driver, kalix_presence.hub.site.drivers; print('zeep' in sys.modules or 'requests' in sys.modules)"
    run = await asyncio.create_subprocess_exec(sys.executable, "-c", said, stdout=asyncio.subprocess.PIPE)
    assert (await run.communicate())[0].strip() == b"False"
