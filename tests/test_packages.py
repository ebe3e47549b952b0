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
import PySide6
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


BROUGHT = {
    "ld-linux-x86-64.so.2": "libc6", "libc.so.6": "libc6", "libm.so.6": "libc6", "libresolv.so.2": "libc6",
    "libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6",
    "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0", "libzstd.so.1": "dpkg itself", "libz.so.1": "libglib2.0-0",
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libX11.so.6": "libgl1", "libX11-xcb.so.1": "libegl1",
    "libxcb-randr.so.0": "libegl1", "libxcb-shm.so.0": "libgl1", "libxcb-sync.so.1": "libegl1", "libxcb-xfixes.so.0": "libegl1",
    "libxcb.so.1": "libxcb-cursor0", "libxcb-render.so.0": "libxcb-cursor0", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-util.so.1": "libxcb-image0", "libxcb-image.so.0": "libxcb-image0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfontconfig1",
    "libbrotlicommon.so.1": "libfontconfig1", "libbrotlidec.so.1": "libfontconfig1", "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
}  # fmt: skip
"""Which package the client depends on brings each library of the system's, by itself or by what it depends on in turn."""


@pytest.mark.skipif(shutil.which("readelf") is None or sys.platform != "linux", reason="nothing reads libraries here")
def test_the_client_depends_on_what_its_qt_is_linked_with(build: ModuleType) -> None:
    qt = Path(PySide6.__file__).parent / "Qt"
    asked = [qt / "lib" / f"libQt6{part}.so.6" for part in build.QT] + list((qt / "plugins/platforms").glob("libq[xw]*.so"))
    said = subprocess.run(["readelf", "--dynamic", *asked], capture_output=True, text=True, check=True).stdout
    wanted = set(re.findall(r"\(NEEDED\).*\[(.+)\]", said)) - {path.name for path in (qt / "lib").iterdir()}
    assert wanted
    depends = {name.strip() for each in build.PACKAGES["client"].depends for name in each.split("|")} | {"dpkg itself"}
    assert {library: BROUGHT.get(library) for library in wanted if BROUGHT.get(library) not in depends} == {}
