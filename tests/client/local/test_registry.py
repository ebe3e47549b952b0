"""What an organisation has put into the registry of Windows: decided is locked, suggested stands behind the person."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kalix_presence.cli.check_computer import address_line, policy_lines
from kalix_presence.client.local import settings
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import LOCKABLE, TABLE
from kalix_presence.client.local.site_files import DEFAULTS, KEYS, POLICY
from tests.client.local import test_site_files as site_files

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the registry is a thing of Windows")

# The feed of newer versions has no field in the settings' windows.
OTHER = site_files.OTHER | {"update_feed": "https://feed.example/one", "update_root": "ab" * 32}
THIRD = site_files.THIRD | {"update_feed": "https://feed.example/two", "update_root": "cd" * 32}

Put = Callable[[str, dict[str, object]], None]


@pytest.fixture
def put() -> Iterator[Put]:
    """Writes values below HKEY_LOCAL_MACHINE, as Group Policy and reg.exe do; the key is gone afterwards."""
    if sys.platform != "win32":
        raise AssertionError
    import winreg

    def clear() -> None:
        for name in KEYS.values():
            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, name)

    def write(kind: str, values: dict[str, object]) -> None:
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, KEYS[kind]) as key:
            for name, value in values.items():
                if isinstance(value, str):
                    winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
                elif isinstance(value, bytes):
                    winreg.SetValueEx(key, name, 0, winreg.REG_BINARY, value)
                elif isinstance(value, int):
                    winreg.SetValueEx(key, name, 0, winreg.REG_DWORD, int(value))

    clear()
    yield write
    clear()


@pytest.mark.parametrize("key", sorted(LOCKABLE))
def test_each_setting_is_locked_by_policy_and_suggested_by_defaults(key: str, put: Put, tmp_path: Path) -> None:
    put(DEFAULTS, {key: THIRD[key]})
    found = settings.load_all(tmp_path, {})
    assert (getattr(found.settings, key), found.locked) == (THIRD[key], frozenset())
    put(POLICY, {key.upper(): OTHER[key]})  # the registry does not tell capitals apart
    settings.save(tmp_path, Settings(**{key: TABLE[key].default}))  # type: ignore[arg-type]
    found = settings.load_all(tmp_path, {})
    assert (getattr(found.settings, key), found.locked) == (OTHER[key], {key})
    assert found.source == "HKLM\\Software\\Policies\\Kalix\\Presence"


def test_check_says_what_is_decided_and_where(put: Put, tmp_path: Path) -> None:
    put(POLICY, {"hub": "https://one.example", "lunch": 0})
    found = settings.load_all(tmp_path, {})
    [line] = policy_lines(found)
    assert (line.code, line.facts) == ("policy-read", {"count": 2, "file": "HKLM\\Software\\Policies\\Kalix\\Presence"})
    origin = settings.origins(tmp_path, {})["hub"]
    assert address_line(found, origin, None).code == "address-policy"
    assert not found.settings.lunch


@pytest.mark.parametrize("value", [b"dark", 7, "mauve"])
def test_a_value_that_cannot_be_used_locks_its_setting_and_no_other(value: object, put: Put, tmp_path: Path) -> None:
    put(POLICY, {"theme": value, "language": "fi"})
    found = settings.load_all(tmp_path, {})
    assert (found.settings.theme, found.settings.language) == (TABLE["theme"].default, "fi")
    assert (found.locked, found.lost) == ({"theme", "language"}, {"theme"})
    assert [fault.code for fault in found.faults] == ["site-value-unusable"]
    assert policy_lines(found)[0].code == "site-value-unusable"
