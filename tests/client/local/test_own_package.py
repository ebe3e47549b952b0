"""A feed's package takes the place of the same kind of package, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.client.local import own_package as module
from kalix_presence.client.local.own_package import own_package


@pytest.mark.parametrize(
    ("release", "system"),
    [
        ('ID=debian\nVERSION_ID="12"\n', "debian-12"),
        ("VERSION_ID=24.04\nID=ubuntu\n", "ubuntu-24.04"),
        ("ID=arch\n", ""),
        ("", ""),
    ],
)
def test_a_debian_package_is_that_of_the_computers_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, system: str
) -> None:
    file = tmp_path / "os-release"
    file.write_text(release)
    monkeypatch.setattr(module, "RELEASE", file)
    program = tmp_path / "usr" / "site" / "x.py"
    assert own_package(platform="linux", program=program, debian=tmp_path / "usr") == system
    assert own_package(platform="linux", program=program, debian=tmp_path / "other") == ""
    file.unlink()
    assert own_package(platform="linux", program=program, debian=tmp_path / "usr") == ""


def test_on_windows_it_is_the_msis_own_python(tmp_path: Path) -> None:
    assert own_package(platform="win32", python=tmp_path / "python") == ""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kalix-presence.exe").touch()
    assert own_package(platform="win32", python=tmp_path / "python") == "windows-x64"


def test_a_checkout_is_no_package() -> None:
    assert own_package() == ""
