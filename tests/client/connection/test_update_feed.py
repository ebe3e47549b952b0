"""A feed of newer versions: the right package is offered and comes whole, and nothing that nobody vouches for is kept."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.client.connection import update_feed
from kalix_presence.client.connection.feed_transport import FeedTransport
from kalix_presence.client.connection.update_feed import UpdateFeed
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.words import LANGUAGES
from tests.client.connection.made_feed import DEB, LONG_AGO, MSI, given_out, made, package, tool
from tests.client.connection.servers import Quiet, web

NAME = DEB.format("0.3.0", "12")


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    names = (DEB.format("0.2.0", "12"), NAME, DEB.format("0.10.0", "13"), MSI.format("0.5.0"))
    return made(tmp_path, *names)


@pytest.fixture
def address(feed: Any, tmp_path: Path) -> Iterator[str]:
    with given_out(tmp_path / "feed") as where:
        yield where


@pytest.fixture
def client(feed: Any, address: str, tmp_path: Path) -> UpdateFeed:
    return UpdateFeed(address, feed.pin(), tmp_path / "kept", tmp_path / "cache")


def kept(tmp_path: Path) -> list[str]:
    """The names of the packages on this computer."""
    return sorted(path.name for path in (tmp_path / "cache").glob("*")) if (tmp_path / "cache").exists() else []


def all_of_it(client: UpdateFeed) -> None:
    offer = client.look("0.1.0", "debian-12")
    assert offer is not None
    client.fetch(offer)


def refused(client: UpdateFeed) -> str:
    """The code of why nothing is fetched, which everybody is told in a sentence."""
    with pytest.raises(Unavailable) as fault:
        all_of_it(client)
    for language in LANGUAGES:
        assert shipped.sentence(fault.value, language), fault.value
    return fault.value.code


def test_the_newest_package_of_ones_own_kind_is_offered_and_comes_whole(client: UpdateFeed, tmp_path: Path) -> None:
    offer = client.look("0.1.0", "debian-12")
    assert offer is not None
    assert (offer.package.version, offer.package.file) == ("0.3.0", NAME)
    given = tmp_path / "packages" / NAME
    assert offer.size == given.stat().st_size
    assert client.fetch(offer).read_bytes() == given.read_bytes()
    assert kept(tmp_path) == [NAME]
    for system, version in (("debian-13", "0.10.0"), ("windows-x64", "0.5.0")):
        found = client.look("0.1.0", system)
        assert found is not None
        assert found.package.version == version


@pytest.mark.parametrize(
    ("own", "system"), [("0.3.0", "debian-12"), ("0.3.1", "debian-12"), ("0.1.0", "debian-11"), ("0.1.0", "")]
)
def test_nothing_that_is_not_newer_or_of_another_kind_is_offered(client: UpdateFeed, own: str, system: str) -> None:
    assert client.look(own, system) is None


def test_what_does_not_take_the_servers_version_is_not_offered(feed: Any, client: UpdateFeed) -> None:
    assert client.look("0.1.0", "debian-12", "0.0.9") is None
    assert client.look("0.1.0", "debian-12", "0.1.0") is not None


def test_an_earlier_package_goes_when_another_comes_and_one_that_is_there_is_not_fetched_again(
    feed: Any, client: UpdateFeed, tmp_path: Path
) -> None:
    offer = client.look("0.1.0", "debian-12")
    assert offer is not None
    path = client.fetch(offer)
    next((tmp_path / "feed" / "targets").glob(f"*.{NAME}")).unlink()
    assert client.fetch(offer) == path
    newer = DEB.format("0.4.0", "12")
    (tmp_path / "cache" / "notes.txt").write_text("somebody's")
    feed.add([package(tmp_path / "packages", newer)])
    offer = client.look("0.1.0", "debian-12")
    assert offer is not None
    client.fetch(offer)
    assert kept(tmp_path) == [newer, "notes.txt"]


def test_a_new_root_is_followed_by_whoever_trusts_the_first(feed: Any, client: UpdateFeed, tmp_path: Path) -> None:
    assert client.look("0.1.0", "debian-12") is not None
    feed.renew()
    assert client.look("0.1.0", "debian-12") is not None
    (tmp_path / "feed" / "metadata" / "1.root.json").unlink()
    assert client.look("0.1.0", "debian-12") is not None, "it is remembered"


def expire(feed: Any, folder: Path) -> None:
    tool().Feed(folder / "feed", folder / "keys", lambda: LONG_AGO).refresh()


def sign_by_strangers(feed: Any, folder: Path) -> None:
    made(folder / "strangers", NAME)
    tool().Feed(folder / "feed", folder / "strangers" / "keys").refresh()


def sign_packages_online(feed: Any, folder: Path) -> None:
    """Whoever has the web server and its key gives out a package of their own."""
    shutil.copy(folder / "keys" / "online.pem", folder / "keys" / "targets.pem")
    feed.add([package(folder / "packages", DEB.format("9.0.0", "12"))])


def exchange(feed: Any, folder: Path) -> None:
    path = next((folder / "feed" / "targets").glob(f"*.{NAME}"))
    path.write_bytes(bytes(path.stat().st_size))


def cut(feed: Any, folder: Path) -> None:
    path = next((folder / "feed" / "targets").glob(f"*.{NAME}"))
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(feed: Any, folder: Path) -> None:
    path = next((folder / "feed" / "targets").glob(f"*.{NAME}"))
    path.write_bytes(path.read_bytes() + b"and more")


def lose(feed: Any, folder: Path) -> None:
    next((folder / "feed" / "targets").glob(f"*.{NAME}")).unlink()


def scribble(feed: Any, folder: Path) -> None:
    (folder / "feed" / "metadata" / "timestamp.json").write_text("{}")


def swell(feed: Any, folder: Path) -> None:
    (folder / "feed" / "metadata" / "timestamp.json").write_bytes(b" " * 100_000)


@pytest.mark.parametrize(
    ("harm", "code"),
    [(expire, "update-expired"), (sign_by_strangers, "update-wrongly-signed"), (sign_packages_online, "update-wrongly-signed"),
     (exchange, "update-damaged"), (cut, "update-damaged"), (lengthen, "update-damaged"), (lose, "update-not-there"),
     (scribble, "update-wrongly-signed"), (swell, "update-damaged")],
)  # fmt: skip
def test_what_nobody_vouches_for_is_refused_with_a_sentence_and_not_kept(
    feed: Any, client: UpdateFeed, tmp_path: Path, harm: Callable[[Any, Path], None], code: str
) -> None:
    harm(feed, tmp_path)
    assert refused(client) == code
    assert kept(tmp_path) == []


def test_a_feed_that_is_older_than_what_was_seen_is_refused(feed: Any, client: UpdateFeed, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "feed", tmp_path / "old")
    feed.add([package(tmp_path / "packages", DEB.format("0.4.0", "12"))])
    assert client.look("0.1.0", "debian-12") is not None
    shutil.rmtree(tmp_path / "feed")
    (tmp_path / "old").rename(tmp_path / "feed")
    assert refused(client) == "update-rolled-back"


def test_a_feed_of_other_people_is_not_looked_into(feed: Any, address: str, tmp_path: Path) -> None:
    assert refused(UpdateFeed(address, "0" * 64, tmp_path / "kept", tmp_path / "cache")) == "update-other-root"
    assert refused(UpdateFeed(f"{address}/elsewhere", feed.pin(), tmp_path / "kept", tmp_path / "cache")) == "update-not-there"


def test_a_package_larger_than_any_is_not_fetched(client: UpdateFeed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update_feed, "LARGEST_PACKAGE", 1000)
    assert refused(client) == "update-too-large"


@pytest.mark.parametrize("file", ["../evil.deb", "a/b.deb", "evil.sh", ".deb", "x" * 200 + ".msi"])
def test_the_name_of_a_package_never_leads_elsewhere(
    feed: Any, client: UpdateFeed, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    there = update_feed.Package("9.0.0", "debian-12", file)
    monkeypatch.setattr(feed, "_index", lambda signed: {file: there})
    feed.add([])
    assert client.look("0.1.0", "debian-12") is None


def test_an_index_that_nobody_can_read_is_refused(feed: Any, client: UpdateFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_index", lambda signed: {"": 7})
    feed.add([])
    assert refused(client) == "update-not-understood"


def test_a_server_that_is_away_or_sends_elsewhere_is_said_to_be_away(feed: Any, address: str, tmp_path: Path) -> None:
    class Elsewhere(Quiet):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(302)
            self.send_header("Location", address + self.path)
            self.end_headers()

    with web(Elsewhere) as port:
        asked = UpdateFeed(f"http://127.0.0.1:{port}", feed.pin(), tmp_path / "kept", tmp_path / "cache")
        assert refused(asked) == "update-feed-away"
    assert refused(asked) == "update-feed-away"


def test_a_feed_that_trickles_is_given_up(feed: Any, address: str, tmp_path: Path) -> None:
    passing = iter(range(0, 10_000, 20))
    slow = UpdateFeed(
        address,
        feed.pin(),
        tmp_path / "kept",
        tmp_path / "cache",
        lambda seconds: FeedTransport(address, seconds, clock=lambda: next(passing)),
    )
    assert refused(slow) == "update-feed-away"


def test_without_what_reads_it_people_are_told_what_to_install(client: UpdateFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == "tuf"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tuf", None)
    assert refused(client) == "update-part-missing"


def test_keys_are_their_owners_alone(feed: Any, tmp_path: Path) -> None:
    keys = sorted((tmp_path / "keys").iterdir())
    assert [path.name for path in keys] == ["online.pem", "root.pem", "targets.pem"]
    assert not [path for path in keys if path.stat().st_mode & 0o077]
    keys[0].chmod(0o644)
    with pytest.raises(SystemExit, match="others may read"):
        feed.refresh()


def test_refreshing_needs_the_online_key_alone(feed: Any, client: UpdateFeed, tmp_path: Path) -> None:
    for name in ("root.pem", "targets.pem"):
        (tmp_path / "keys" / name).unlink()
    feed.refresh()
    assert client.look("0.1.0", "debian-12") is not None
    with pytest.raises(SystemExit, match=r"targets\.pem is wanted"):
        feed.add([])


def test_a_version_is_given_out_once_and_only_a_package_is(feed: Any, tmp_path: Path) -> None:
    feed.add([tmp_path / "packages" / NAME])
    with pytest.raises(SystemExit, match="given out already"):
        feed.add([package(tmp_path / "packages", NAME, b"another")])
    with pytest.raises(SystemExit, match="not named"):
        feed.add([package(tmp_path / "packages", "kalix-hub_0.1.0~deb12_amd64.deb")])
    with pytest.raises(SystemExit, match="there already"):
        feed.new()
