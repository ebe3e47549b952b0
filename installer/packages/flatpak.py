#!/usr/bin/env python3
"""Makes what flatpak-builder builds the client from: installer/packages/flatpak.py FOLDER

The manifest, its desktop entry, metainfo and icon, and the pins of installer/constraints/desktop.txt: pip takes nothing into
the sandbox but files with these hashes, from FOLDER/shelf, which is filled before (docs/roll-out.md). The same commit gives
the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from build_deb import HERE, ROOT, _run, metainfo, version

ID = "se.kalix.presence"
RUNTIME = "24.08"
"""Of freedesktop.org; its Python is 3.12, and Qt comes with the program."""
PERMISSIONS = (
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
    "--device=dri",
    "--talk-name=org.freedesktop.Notifications",
    "--talk-name=org.freedesktop.secrets",
    "--talk-name=org.kde.StatusNotifierWatcher",
    "--filesystem=host-etc:ro",  # what the organisation has decided for the computer
)


def main() -> int:
    """Write it all into the folder."""
    folder = Path(sys.argv[1])
    (folder / "shelf").mkdir(parents=True, exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = _run("git", "log", "-1", "--format=%ct").strip()
    shutil.copy(ROOT / "installer" / "constraints" / "desktop.txt", folder / "pins.txt")
    shutil.copy(ROOT / "resources" / "icons" / "state-available.svg", folder / f"{ID}.svg")
    entry = (HERE / "debian" / "kalix-presence.desktop").read_text("utf-8")
    (folder / f"{ID}.desktop").write_text(entry.replace("Icon=kalix-presence", f"Icon={ID}"), "utf-8")
    (folder / f"{ID}.metainfo.xml").write_text(metainfo(ID), "utf-8")
    (folder / f"{ID}.json").write_text(json.dumps(manifest(), indent=4, ensure_ascii=False) + "\n", "utf-8")
    print(folder / f"{ID}.json")
    return 0


def manifest() -> dict[str, object]:
    """What flatpak-builder is told: two installations by pip, both from the folder alone, and the files beside."""
    pip = "pip3 install --no-index --find-links=shelf --no-deps --no-build-isolation --prefix=/app"
    share = "/app/share"
    return {
        "id": ID,
        "runtime": "org.freedesktop.Platform",
        "runtime-version": RUNTIME,
        "sdk": "org.freedesktop.Sdk",
        "command": "kalix-presence",
        "finish-args": list(PERMISSIONS),
        "cleanup": ["__pycache__"],
        "modules": [
            {
                "name": "kalix-presence",
                "buildsystem": "simple",
                "build-commands": [
                    f"{pip} --require-hashes -r pins.txt",
                    f"{pip} kalix-presence=={version()}",
                    f"install -Dm644 {ID}.desktop {share}/applications/{ID}.desktop",
                    f"install -Dm644 {ID}.metainfo.xml {share}/metainfo/{ID}.metainfo.xml",
                    f"install -Dm644 {ID}.svg {share}/icons/hicolor/scalable/apps/{ID}.svg",
                ],
                "sources": [
                    {"type": "dir", "path": "shelf", "dest": "shelf"},
                    *(
                        {"type": "file", "path": name}
                        for name in ("pins.txt", *(f"{ID}.{kind}" for kind in ("desktop", "metainfo.xml", "svg")))
                    ),
                ],
            }
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
