#!/usr/bin/env python3
"""Builds the Debian packages: installer/packages/build_deb.py [--debian 12|13] [--only hub|client] FOLDER

Everything that runs comes along, pinned by installer/constraints; the site needs no compiler and no internet. The same commit
gives the same bytes. Needs binutils and a checkout whose environment can build the wheel (installer/test --set-up-only); nfpm
and uv are fetched.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
PYTHON = {"12": ("3.11", "3.12"), "13": ("3.13", "3.14")}
"""By Debian's version: the Python it has, and the first one that is too new."""

MANYLINUX = "x86_64-manylinux_2_36"
QT_IMPORTED = {"Core", "DBus", "Gui", "Network", "Svg", "Widgets"}
"""Of Qt what the desktop imports."""
QT = QT_IMPORTED | {"XcbQpa", "OpenGL", "WaylandClient", "WlShellIntegration", "EglFSDeviceIntegration"}
"""And what these load by themselves."""

QT_PLUGINS = {
    "platforms",
    "platformthemes",
    "platforminputcontexts",
    "imageformats",
    "iconengines",
    "styles",
    "tls",
    "xcbglintegrations",
    "wayland-shell-integration",
    "wayland-decoration-client",
    "wayland-graphics-integration-client",
}


PLACES = {
    "/opt/kalix-hub/current/bin/": "/usr/bin/",
    "/opt/kalix-hub/bin/": "/usr/lib/kalix-hub/bin/",
    "file:///opt/kalix-hub/src/docs/": "file:///usr/share/doc/kalix-hub/",
}


OVERRIDES = """\
# Wheels bring the libraries that they were built and tried with, pinned by hash in installer/constraints.
{name}: embedded-library *
# numpy's calls BLAS alone, and nothing of libc itself.
{name}: library-not-linked-against-libc *numpy*
# What a wheel has brought in beside itself stays as it came: strip takes what patchelf has moved about in to pieces.
{name}: unstripped-binary-or-object *.libs/*
"""
"""What lintian is told, in the package itself, where everybody who looks at it reads why."""


@dataclass(frozen=True)
class Package:
    """What differs between the two packages."""

    name: str
    constraints: str
    module: str
    summary: str
    about: str
    depends: tuple[str, ...]
    recommends: tuple[str, ...] = ()


PACKAGES = {
    "hub": Package(
        "kalix-hub",
        "hub-report",
        "kalix_presence.hub.__main__",
        "hub of kalix-presence: truth of absences, makes the PBX follow",
        "One for the whole organisation. It holds who is absent until when, makes the PBX tell callers so and send them on, "
        "and keeps whom to ring back. kalix-hub-setup sets it up.",
        ("adduser", "debconf (>= 0.5) | debconf-2.0", "libc6", "libgcc-s1", "libstdc++6"),
        ("python3-ldap",),  # Debian's own, which goes with its libldap
    ),
    "client": Package(
        "kalix-presence",
        "desktop",
        "kalix_presence.__main__",
        "presence and absence referral at the desk: tray, colleague grid, command line",
        "One for each person. Say in one line when you are back; see who can be reached, and whom to ring back. It needs the "
        "organisation's own kalix-hub.",
        (
            "libc6",
            "libgcc-s1",
            "libstdc++6",
            "libglib2.0-0 | libglib2.0-0t64",
            "libegl1",
            "libgl1",
            "libxkbcommon0",
            "libdbus-1-3",
            "libfontconfig1",
            "libgssapi-krb5-2",
            "libwayland-client0",
            "libwayland-cursor0",
            "libxcb-cursor0",
            "libxcb-icccm4",
            "libxcb-keysyms1",
            "libxcb-shape0",
            "libxcb-xkb1",
            "libxkbcommon-x11-0",
            "libxcb-image0",
            "libxcb-render-util0",
        ),
    ),
}


def main() -> int:
    """Build what was asked for, and say where it lies."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--debian", choices=sorted(PYTHON), default="12")
    parser.add_argument("--only", choices=sorted(PACKAGES))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = moment = _run("git", "log", "-1", "--format=%ct").strip()
    have_tools(HERE / "tools.txt", "package-tools")
    with tempfile.TemporaryDirectory() as work:
        wheel = _wheel(Path(work))
        for kind, package in PACKAGES.items():
            if asked.only in (None, kind):
                stage = Path(work) / package.name
                _stage(package, stage, wheel, PYTHON[asked.debian][0])
                for path in sorted(stage.rglob("*"), reverse=True):
                    os.utime(path, (int(moment), int(moment)), follow_symlinks=False)
                target = asked.folder / f"{package.name}_{version()}~deb{asked.debian}_amd64.deb"
                _pack(package, stage, target, asked.debian)
                print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    print(_run(sys.executable, str(HERE / "sbom.py"), str(asked.folder)).strip())  # what they are made of, with each build
    return 0


def version() -> str:
    """The program's version: what stands in the package itself."""
    text = (ROOT / "kalix_presence" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("kalix_presence/__init__.py names no version")
    return found[1]


def _date(form: str) -> str:
    """The commit's moment, UTC."""
    return _run("date", "--utc", "--date", f"@{os.environ['SOURCE_DATE_EPOCH']}", form).strip()


def have_tools(pins: Path, name: str) -> None:
    """Have what `pins` names at hand, in an environment of its own of that name."""
    environment = Path(os.environ.get("KALIX_TOOLS", Path.home() / ".cache/kalix-presence")) / name
    if not (environment / "bin/pip").exists():
        _run(sys.executable, "-m", "venv", str(environment))
    pip = (str(environment / "bin/pip"), "install", "--quiet", "--require-hashes", "--only-binary", ":all:")
    _run(*pip, "-r", str(pins))
    os.environ["PATH"] = f"{environment / 'bin'}:{os.environ['PATH']}"


def _wheel(work: Path) -> Path:
    python = Path(os.environ.get("KALIX_VENV", ROOT / ".venv")) / "bin" / "python"
    _run(str(python), "installer/build_translations.py")
    _run(str(python), "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(work), str(ROOT))
    return next(work.glob("kalix_presence-*.whl"))


def _stage(package: Package, stage: Path, wheel: Path, python: str) -> None:
    site = stage / "usr/lib" / package.name / "site"
    install = ["uv", "pip", "install", "--quiet", "--no-deps", "--target", str(site), "--python-version", python]
    install += ["--python-platform", MANYLINUX, "--link-mode", "copy", "--no-compile-bytecode"]
    _run(*install, "--require-hashes", "-r", f"installer/constraints/{package.constraints}.txt")
    _run(*install, str(wheel))
    _thin(site, package)
    _write(stage / "usr/bin" / package.name, _launcher(package), 0o755)
    documents = stage / "usr/share/doc" / package.name
    _write(documents / "copyright", (HERE / "debian" / "copyright").read_text("utf-8"))
    _write(stage / "usr/share/lintian/overrides" / package.name, OVERRIDES.format(name=package.name))
    log = f"{package.name} ({version()}) unstable; urgency=low\n\n  * See CHANGELOG.md of the program.\n\n"
    log += f" -- kalix-presence <presence@kalix.example>  {_date('-R')}\n"
    (documents / "changelog.Debian.gz").write_bytes(gzip.compress(log.encode(), 9, mtime=0))
    if package.module.endswith("hub.__main__"):
        _stage_hub(stage)
    else:
        _stage_client(stage)
    for path in stage.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
        elif path.parent.name not in ("bin", "sbin"):
            path.chmod(0o644)


def _stage_hub(stage: Path) -> None:
    server = ROOT / "resources" / "server"
    for source in sorted(server.glob("kalix-hub*.*")):
        _write(stage / "usr/lib/systemd/system" / source.name, _as_packaged(source))
    _write(stage / "usr/lib/kalix-hub/bin/kalix-hub-backup", _as_packaged(server / "kalix-hub-backup"), 0o755)
    _write(stage / "usr/sbin/kalix-hub-setup", _as_packaged(server / "kalix-hub-setup"), 0o755)
    documents = stage / "usr/share/doc/kalix-hub"
    for name in ("administrators.md", "alerts.md", "data-protection.md", "directory.md", "guardian.md", "teams.md"):
        shutil.copy(ROOT / "docs" / name, documents / name)
    for name in ("nginx-kalix-hub.conf", "nftables-kalix-hub.conf"):
        (documents / "examples").mkdir(exist_ok=True)
        shutil.copy(server / name, documents / "examples" / name)


def _as_packaged(source: Path) -> str:
    """What is written for an installation under /opt, with a package's places."""
    text = source.read_text("utf-8")
    for place, packaged in PLACES.items():
        text = text.replace(place, packaged)
    if "/opt/" in text:
        raise SystemExit(f"{source} names a place under /opt that a package does not have")
    return text


def metainfo(entry: str) -> str:
    """What software centres say of the client, whose desktop entry is called so."""
    text = (HERE / "kalix-presence.metainfo.xml").read_text("utf-8")
    return text.replace("{entry}", entry).replace("{version}", version()).replace("{date}", _date("+%Y-%m-%d"))


def _stage_client(stage: Path) -> None:
    _write(stage / "usr/share/metainfo/se.kalix.presence.metainfo.xml", metainfo("kalix-presence"))
    icon = stage / "usr/share/icons/hicolor/scalable/apps/kalix-presence.svg"
    icon.parent.mkdir(parents=True)
    shutil.copy(ROOT / "resources/icons/state-available.svg", icon)
    # So that Orca of Debian 12 speaks what is announced: whoever wants it copies it into a folder of their own.
    shared = stage / "usr/share/kalix-presence/orca"
    shared.mkdir(parents=True)
    shutil.copy(ROOT / "resources/orca/orca-customizations.py", shared)
    _write(
        stage / "usr/share/applications/kalix-presence.desktop", (HERE / "debian" / "kalix-presence.desktop").read_text("utf-8")
    )


def _thin(site: Path, package: Package) -> None:
    """Take out what nothing of it imports: other programs' commands, tests, compiled Python, and the rest of Qt."""
    shutil.rmtree(site / "bin", ignore_errors=True)
    for name in ("__pycache__", "tests"):
        for path in sorted(site.rglob(name), reverse=True):
            shutil.rmtree(path)
    for path in site.rglob(".gitignore"):
        path.unlink()
    for path in site.rglob("_yaml*.so"):
        path.unlink()  # PyYAML goes on without: its own libyaml would be an embedded library
    for path in site.rglob("direct_url.json"):
        path.unlink()  # names the folder it was built in
    for path in site.rglob("uv_*.json"):
        path.unlink()
    for path in site.rglob("RECORD"):
        path.unlink()  # of files that are not all here
    if (site / "PySide6").is_dir():
        _thin_qt(site / "PySide6")
    shared = [path for path in sorted(site.rglob("*.so*")) if re.search(r"\.so(\.[0-9.]+)?$", path.name) and path.is_file()]
    libraries = [
        str(path)
        for path in shared
        # What a wheel has brought in beside itself was moved about in by patchelf, and strip takes such a file to pieces.
        if not any(part.endswith(".libs") for part in path.parts)
        and (not {"PySide6", "shiboken6"} & set(path.parts) or path.name.startswith("libicu"))  # the rest of Qt is stripped
    ]
    if libraries:
        _run("strip", "--strip-unneeded", "--enable-deterministic-archives", *libraries)
    if torn := [str(path.relative_to(site)) for path in shared if is_torn(path)]:
        raise SystemExit(f"no system loads {', '.join(torn)}: a part of it is not where its page begins")


def is_torn(library: Path) -> bool:
    """Whether a loader would refuse it, as one that strip has taken to pieces: where a part lies in the file and where it is to
    lie in memory differ by no whole number of pages."""
    headers = _run("readelf", "--program-headers", "--wide", str(library))
    parts = re.findall(r"^ +LOAD +(0x[0-9a-f]+) (0x[0-9a-f]+) .* (0x[0-9a-f]+)$", headers, re.MULTILINE)
    return not parts or any((int(at, 16) - int(to, 16)) % int(page, 16) for at, to, page in parts)


def _thin_qt(qt: Path) -> None:
    for path in list(qt.iterdir()):
        name = path.name
        keep = (
            name in {"Qt", "__init__.py", "_config.py", "_git_pyside_version.py", "support", "py.typed"}
            or (name.startswith("Qt") and name.endswith(".abi3.so") and name[2:].split(".")[0] in QT_IMPORTED)
            or name.startswith("libpyside6.abi3.so")
        )
        if not keep:
            _remove(path)
    for path in list((qt / "Qt").iterdir()):
        if path.name not in {"lib", "plugins"}:
            _remove(path)
    for path in list((qt / "Qt" / "lib").iterdir()):
        found = re.match(r"libQt6(\w+)\.so", path.name)
        if path.is_dir() or (found and found[1] not in QT):
            _remove(path)
    for path in list((qt / "Qt" / "plugins").iterdir()):
        if path.name not in QT_PLUGINS:
            _remove(path)
    _take_out_what_lacks_a_library(qt / "Qt")


def _take_out_what_lacks_a_library(qt: Path) -> None:
    """A plugin that needs a part of Qt which is not here cannot be loaded: it goes as well."""
    there = {path.name for path in (qt / "lib").iterdir()}
    for plugin in (qt / "plugins").rglob("*.so"):
        needs = re.findall(r"\[(libQt6\w+\.so\.6)\]", _run("readelf", "--dynamic", str(plugin)))
        if not set(needs) <= there:
            plugin.unlink()


def _launcher(package: Package) -> str:
    return f"""#!/usr/bin/python3 -I
import sys

sys.path.insert(0, "/usr/lib/{package.name}/site")
from {package.module} import main

sys.exit(main())
"""


def _pack(package: Package, stage: Path, target: Path, debian: str) -> None:
    first, beyond = PYTHON[debian]
    depends = [f"python3 (>= {first})", f"python3 (<< {beyond})", *package.depends]
    scripts = HERE / "debian" / package.name
    lines = [
        f"name: {package.name}",
        "arch: amd64",
        f"version: {version()}~deb{debian}",
        "version_schema: none",
        "section: comm",
        "priority: optional",
        "maintainer: kalix-presence <presence@kalix.example>",
        "description: " + json.dumps("\n".join((package.summary, package.about))),
        "license: Apache-2.0",
        f'mtime: "{_date("+%Y-%m-%dT%H:%M:%SZ")}"',
        "depends:",
        *(f'  - "{each}"' for each in depends),
        *(["recommends:", *(f'  - "{each}"' for each in package.recommends)] if package.recommends else []),
        "contents:",
        *_contents(stage),
        "scripts:",
        *(f"  {_nfpm_name(script.name)}: {script}" for script in sorted(scripts.glob("*inst")) + sorted(scripts.glob("*rm"))),
        "deb:",
        "  compression: xz",
    ]
    special = [script for script in (scripts / "config", scripts / "templates") if script.exists()]
    if special:
        lines += ["  scripts:", *(f"    {script.name}: {script}" for script in special)]
    recipe = stage.with_suffix(".yaml")
    recipe.write_text("\n".join(lines) + "\n", "utf-8")
    _run("nfpm", "package", "--config", str(recipe), "--packager", "deb", "--target", str(target))


def _nfpm_name(script: str) -> str:
    return {"preinst": "preinstall", "postinst": "postinstall", "prerm": "preremove", "postrm": "postremove"}[script]


def _contents(stage: Path) -> Iterable[str]:
    for path in sorted(stage.rglob("*")):
        if path.is_file():
            yield f"  - src: {path}"
            yield f"    dst: /{path.relative_to(stage)}"
            yield f"    file_info: {{mode: 0{path.stat().st_mode & 0o777:o}}}"


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(mode)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
