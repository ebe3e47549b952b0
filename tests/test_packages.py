"""What the Debian packages are made of, as far as that can be seen without building them; try_deb builds and installs them."""

from __future__ import annotations

import importlib.util
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import msgspec._core
import pytest

from kalix_presence import __version__

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "installer" / "packages"
SCRIPTS = sorted((PACKAGES / "debian").glob("*/p[or]*")) + sorted((PACKAGES / "debian").glob("*/config"))


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The program that builds them."""
    spec = importlib.util.spec_from_file_location("build_deb", PACKAGES / "build_deb.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_version_stands_in_one_place(build: ModuleType) -> None:
    assert build.version() == __version__
    assert 'dynamic = ["version"]' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_no_unit_or_script_of_the_package_names_a_place_under_opt(build: ModuleType) -> None:
    units = sorted((ROOT / "resources" / "server").glob("kalix-hub*"))
    assert units
    for unit in units:
        assert "/opt/" not in build._as_packaged(unit)


def test_a_place_that_a_package_does_not_have_stops_the_build(build: ModuleType, tmp_path: Path) -> None:
    unit = tmp_path / "kalix-hub.service"
    unit.write_text("ExecStart=/opt/somewhere/else\n", "utf-8")
    with pytest.raises(SystemExit):
        build._as_packaged(unit)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_runs_at_installation_is_a_shells_and_stops_at_the_first_failure(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("#!/bin/sh\nset -e\n")
    subprocess.run(["sh", "-n", script], check=True)


def test_purging_keeps_the_database_unless_somebody_said_otherwise() -> None:
    text = (PACKAGES / "debian" / "kalix-hub" / "postrm").read_text("utf-8")
    erases = re.findall(r"^.*rm -rf.*$", text, re.MULTILINE)
    assert [line.strip() for line in erases] == ["rm -rf /var/lib/kalix-hub /var/lib/kalix-hub-guardian /var/backups/kalix-hub"]
    assert text.index('if [ "$gone" = true ]') < text.index("rm -rf")


def test_the_client_brings_the_lines_that_orca_needs(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # as the build has it, for the day in the metadata
    build._stage_client(tmp_path)
    brought = tmp_path / "usr/share/kalix-presence/orca/orca-customizations.py"
    assert brought.read_bytes() == (ROOT / "resources/orca/orca-customizations.py").read_bytes()
    assert "/usr/share/kalix-presence/orca/orca-customizations.py" in (ROOT / "docs/accessibility.md").read_text("utf-8")


def libraries(site: Path) -> tuple[Path, Path]:
    """Two copies of one library in `site`: as a wheel's own, and as what a wheel brings in beside itself."""
    own, beside = site / "pack" / "core.so", site / "pack.libs" / "libcore-0a1b.so.1"
    for path in (own, beside):
        path.parent.mkdir(parents=True)
        shutil.copy(msgspec._core.__file__, path)
    return own, beside


def test_what_a_wheel_brings_in_beside_itself_is_not_stripped(build: ModuleType, tmp_path: Path) -> None:
    own, beside = libraries(tmp_path)
    whole = beside.read_bytes()
    build._thin(tmp_path, build.PACKAGES["hub"])
    assert beside.read_bytes() == whole, "strip takes to pieces what patchelf has moved about in"
    assert own.exists()


def test_a_library_that_no_system_loads_stops_the_build(build: ModuleType, tmp_path: Path) -> None:
    own, beside = libraries(tmp_path)
    assert not build.is_torn(own)
    content = bytearray(beside.read_bytes())
    headers, size, count = struct.unpack_from("<Q14xHH", content, 32)
    first = next(at for at in range(headers, headers + size * count, size) if content[at : at + 4] == b"\1\0\0\0")
    content[first + 8] ^= 0x20  # where the part lies in the file
    beside.write_bytes(content)
    assert build.is_torn(beside)
    with pytest.raises(SystemExit, match=r"libcore-0a1b\.so\.1"):
        build._thin(tmp_path, build.PACKAGES["hub"])
