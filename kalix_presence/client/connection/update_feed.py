"""A site's signed feed of newer versions: what is in it for this computer, and the package itself, checked before it is kept.

The feed is a repository of The Update Framework, which its reference client (python-tuf, the extra `updates`) reads: whoever
holds the web server, or stands between, can neither give out a package of their own nor hold people at an old one. Trusted is
the first root's SHA-256, which the computer's settings name. Nothing of it is loaded before somebody looks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kalix_presence.client.connection.feed_transport import FeedAway, FeedTransport
from kalix_presence.client.connection.proxies import proxy_of
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.versions import is_newer, is_version

if TYPE_CHECKING:
    from tuf.ngclient import TargetFile, Updater

INDEX = "index.json"
LARGEST_INDEX = 256 * 1024
LARGEST_ROOT = 512 * 1000
LARGEST_PACKAGE = 300 * 1000 * 1000
"""Bytes; the largest package there is has a third of it."""
LOOKING, FETCHING = 30.0, 1800.0
"""Seconds for all that is asked, however slowly it trickles in."""
_FILE = re.compile(r"[A-Za-z0-9][\w.~+-]{0,150}\.(deb|msi)", re.ASCII)
"""It becomes the name of a file here."""


class Package(msgspec.Struct, frozen=True):
    """One line of the feed's index. `system` is as `own_package` says; `hubs_from`: it takes hubs from that version on."""

    version: str
    system: str
    file: str
    hubs_from: str = ""


class Index(msgspec.Struct, frozen=True):
    """What lies in the feed."""

    packages: list[Package]


@dataclass(frozen=True, slots=True)
class Offer:
    """A newer version that fits this computer."""

    package: Package
    size: int
    """Bytes."""


class UpdateFeed:
    """One feed. `address` and `root` are the settings `update_feed` and `update_root`.

    `kept` is where it is remembered what was seen last, so that nothing older counts again; `cache` is where packages go.
    Blocks, and is for one thread. What it raises is an Unavailable with a code of its own (`update-...`), or an OSError.
    """

    def __init__(
        self, address: str, root: str, kept: Path, cache: Path, transport: Callable[[float], FeedTransport] | None = None
    ) -> None:
        self._address, self._root = address.rstrip("/"), root.lower()
        # What was seen by one root says nothing of a feed with another.
        self._kept, self._cache = kept / self._root[:16], cache
        self._transport = transport or (lambda seconds: FeedTransport(self._address, seconds))

    def look(self, own: str, system: str, hub: str = "") -> Offer | None:
        """The newest version above `own` for `system`, None where there is none. One that does not take a hub of version `hub`
        (where that is known) is none."""
        with self._told(), self._transport(LOOKING) as way:
            updater = self._updater(way)
            packages = self._index(updater)
            for package in sorted(packages, key=lambda each: _numbers(each.version), reverse=True):
                if package.system != system or not is_newer(package.version, own):
                    continue
                if hub and is_newer(package.hubs_from, hub):
                    continue
                return Offer(package, self._target(updater, package.file, LARGEST_PACKAGE).length)
        return None

    def fetch(self, offer: Offer) -> Path:
        """The package's file, checked against what was signed. What was fetched earlier goes."""
        name = offer.package.file
        self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._cache / name
        with self._told(), self._transport(FETCHING) as way:
            updater = self._updater(way)
            updater.refresh()
            target = self._target(updater, name, LARGEST_PACKAGE)
            if updater.find_cached_target(target, str(path)) is None:
                updater.download_target(target, str(path))
        for other in self._cache.iterdir():
            if other != path and _FILE.fullmatch(other.name):
                with suppress(OSError):  # held open by an installer: it goes next time
                    other.unlink()
        return path

    def _updater(self, way: FeedTransport) -> Updater:
        from tuf.ngclient import Updater, UpdaterConfig

        self._kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Updater(
            str(self._kept),
            f"{self._address}/metadata",
            str(self._cache),
            f"{self._address}/targets",
            way.fetcher(),
            UpdaterConfig(root_max_length=LARGEST_ROOT, max_delegations=1),
            bootstrap=self._first_root(way),
        )

    def _first_root(self, way: FeedTransport) -> bytes:
        """The root that the settings name, as it was seen before or comes now."""
        with suppress(OSError):
            seen = (self._kept / "root_history" / "1.root.json").read_bytes()
            if hashlib.sha256(seen).hexdigest() == self._root:
                return seen
        first: bytes = way.fetcher().download_bytes(f"{self._address}/metadata/1.root.json", LARGEST_ROOT)
        if hashlib.sha256(first).hexdigest() != self._root:
            raise Unavailable("update-other-root", address=self._address)
        return first

    def _index(self, updater: Updater) -> list[Package]:
        updater.refresh()
        target = self._target(updater, INDEX, LARGEST_INDEX)
        path = self._kept / INDEX
        if updater.find_cached_target(target, str(path)) is None:
            updater.download_target(target, str(path))
        try:
            packages = msgspec.json.decode(path.read_bytes(), type=Index).packages
        except msgspec.MsgspecError:
            raise Unavailable("update-not-understood", address=self._address) from None
        return [each for each in packages if is_version(each.version) and _FILE.fullmatch(each.file)]

    def _target(self, updater: Updater, name: str, largest: int) -> TargetFile:
        target = updater.get_targetinfo(name)
        if target is None:
            raise Unavailable("update-not-understood", address=self._address)
        if target.length > largest:
            raise Unavailable("update-too-large", address=self._address, size=target.length // 1_000_000)
        return target

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Every refusal of the library by its own code, and the same for a library that is not there."""
        try:
            from tuf.api import exceptions as tuf
        except ImportError:
            raise Unavailable("update-part-missing") from None
        try:
            yield
        except PresenceError:
            raise
        except tuf.ExpiredMetadataError:
            raise self._refused("update-expired") from None
        except tuf.BadVersionNumberError:
            raise self._refused("update-rolled-back") from None
        except (tuf.LengthOrHashMismatchError, tuf.DownloadLengthMismatchError):
            raise self._refused("update-damaged") from None
        except (tuf.RepositoryError, ValueError):  # signatures, and what is no metadata at all
            raise self._refused("update-wrongly-signed") from None
        except tuf.DownloadHTTPError as fault:
            gone = fault.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN)
            raise self._refused("update-not-there" if gone else "update-feed-away") from None
        except (tuf.DownloadError, FeedAway):
            raise self._refused("update-feed-away") from None

    def _refused(self, code: str) -> Unavailable:
        proxy = proxy_of(self._address) if code == "update-feed-away" else None
        if proxy is not None and not proxy.direct:
            return Unavailable("update-feed-away-proxy", address=self._address, proxy=proxy.address)
        return Unavailable(code, address=self._address)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in version.split("."))
