#!/usr/bin/env python3
"""Makes and signs a feed of newer clients (The Update Framework), a folder that any web server gives out.

    .venv/bin/python installer/packages/update_feed.py new FEED --keys KEYS

`new` makes keys, and a feed with nothing in it; `add FEED --keys KEYS PACKAGE...` gives out packages as build_deb and build_msi
name them; `refresh` signs anew that this is the newest, each week; `renew` makes a new root by the old one's keys, each year.

KEYS holds root.pem, targets.pem and online.pem, readable by their owner alone. `refresh` needs online.pem alone; keep the other
two where no network reaches, and root.pem apart from them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives import serialization
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from kalix_presence.client.connection.update_feed import INDEX, LARGEST_PACKAGE, Index, Package
from kalix_presence.model.versions import OLDEST_HUB

SIGNERS = {"root": "root", "targets": "targets", "snapshot": "online", "timestamp": "online"}
"""Which file of KEYS signs what."""
SEEN_TO, BY_ITSELF = timedelta(days=730), timedelta(days=30)
LASTS = {"root": SEEN_TO, "targets": SEEN_TO, "snapshot": BY_ITSELF, "timestamp": BY_ITSELF}
"""What nobody signs anew for so long counts no more: whoever holds people at an old feed does so for a month at most."""
NAMES = (
    (re.compile(r"kalix-presence_(?P<version>[\d.]+)~deb(?P<system>\d+)_amd64\.deb"), "debian-{}"),
    (re.compile(r"kalix-presence-(?P<version>[\d.]+)-(?P<system>x64)\.msi"), "windows-{}"),
)


T = TypeVar("T", Root, Targets, Snapshot)


class Feed:
    """One folder, and the keys that sign it. `now` is when; every change writes the metadata anew, the timestamp last."""

    def __init__(self, folder: Path, keys: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        self._keys, self._now = keys, now

    def new(self) -> None:
        """Make keys and a first root, over nothing."""
        if self.metadata.exists():
            raise SystemExit(f"{self.metadata} is there already")
        self._keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in sorted(set(SIGNERS.values())):
            self._make_key(name)
        for folder in (self.metadata, self.targets):
            folder.mkdir(parents=True)
        root = Root(consistent_snapshot=True)
        for role, name in SIGNERS.items():
            root.add_key(self._signer(name).public_key, role)
        self._write("root", Metadata(root))
        self._write("targets", Metadata(Targets()))
        self._publish(Metadata(Snapshot()))
        self.add([])

    def add(self, packages: list[Path]) -> None:
        """Give these out too; one that is there under its name already is refused unless it is the same."""
        signed = self._newest("targets", Targets)
        known = self._index(signed.signed)
        for path in packages:
            package = package_of(path.name)
            if path.stat().st_size > LARGEST_PACKAGE:
                raise SystemExit(f"{path.name} is larger than clients take")
            target = TargetFile.from_file(path.name, str(path), ["sha256"])
            there = signed.signed.targets.get(path.name)
            if there is not None and there != target:
                raise SystemExit(f"another {path.name} was given out already: versions are for ever")
            known[path.name] = package
            self._lay(path.read_bytes(), target)
            signed.signed.targets[path.name] = target
        index = msgspec.json.encode(Index([known[name] for name in sorted(known)]))
        target = TargetFile.from_data(INDEX, index, ["sha256"])
        self._lay(index, target)
        signed.signed.targets[INDEX] = target
        signed.signed.version += 1
        self._write("targets", signed)
        self.refresh()

    def refresh(self) -> None:
        """Sign that this is the newest."""
        snapshot = self._newest("snapshot", Snapshot)
        snapshot.signed.version += 1
        self._publish(snapshot)

    def renew(self) -> None:
        """The next root, which lasts anew; the old ones stay, for clients come by them."""
        root = self._newest("root", Root)
        root.signed.version += 1
        self._write("root", root)

    def pin(self) -> str:
        """What clients are told to trust: the first root's SHA-256."""
        return hashlib.sha256((self.metadata / "1.root.json").read_bytes()).hexdigest()

    def _index(self, signed: Targets) -> dict[str, Package]:
        target = signed.targets.get(INDEX)
        if target is None:
            return {}
        read = (self.targets / f"{target.hashes['sha256']}.{INDEX}").read_bytes()
        return {each.file: each for each in msgspec.json.decode(read, type=Index).packages}

    def _lay(self, content: bytes, target: TargetFile) -> None:
        _write_whole(self.targets / f"{target.hashes['sha256']}.{target.path}", content)

    def _publish(self, snapshot: Metadata[Snapshot]) -> None:
        snapshot.signed.meta["targets.json"] = MetaFile(self._newest("targets", Targets).signed.version)
        self._write("snapshot", snapshot)
        number = snapshot.signed.version
        timestamp = Metadata(Timestamp(version=number, snapshot_meta=MetaFile(number)))
        self._write("timestamp", timestamp)

    def _newest(self, role: str, kind: type[T]) -> Metadata[T]:
        numbers = [int(path.name.split(".")[0]) for path in self.metadata.glob(f"*.{role}.json")]
        return Metadata[T].from_file(str(self.metadata / f"{max(numbers)}.{role}.json"))

    def _write(self, role: str, signed: Metadata) -> None:
        signed.signed.expires = (self._now() + LASTS[role]).replace(microsecond=0)
        signed.signatures.clear()
        signed.sign(self._signer(SIGNERS[role]))
        name = "timestamp.json" if role == "timestamp" else f"{signed.signed.version}.{role}.json"
        _write_whole(self.metadata / name, signed.to_bytes())

    def _make_key(self, name: str) -> None:
        secret = CryptoSigner.generate_ed25519().private_bytes
        with os.fdopen(os.open(self._keys / f"{name}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)

    def _signer(self, name: str) -> CryptoSigner:
        path = self._keys / f"{name}.pem"
        if not path.exists():
            raise SystemExit(f"{path} is wanted to sign this")
        if path.stat().st_mode & 0o077:
            raise SystemExit(f"others may read {path}: chmod 600")
        return CryptoSigner(serialization.load_pem_private_key(path.read_bytes(), None))


def package_of(name: str) -> Package:
    """What a package's name says of it."""
    for pattern, system in NAMES:
        if found := pattern.fullmatch(name):
            return Package(found["version"], system.format(found["system"]), name, OLDEST_HUB)
    raise SystemExit(f"{name} is not named as build_deb and build_msi name the client")


def _write_whole(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    shutil.move(fresh, path)


def main() -> int:
    """What was asked for, and what clients are to be told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=("new", "add", "refresh", "renew"))
    parser.add_argument("feed", type=Path)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("packages", type=Path, nargs="*")
    asked = parser.parse_intermixed_args()
    feed = Feed(asked.feed, asked.keys)
    if asked.act == "add":
        feed.add(asked.packages)
    else:
        getattr(feed, asked.act)()
    print(f'update_root = "{feed.pin()}"')
    return 0


if __name__ == "__main__":
    sys.exit(main())
