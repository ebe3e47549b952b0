"""A feed's files come as they lie there, from where they were asked for, and not for ever."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kalix_presence.client.connection.feed_transport import FeedAway, FeedTransport
from tests.client.connection.made_feed import given_out
from tests.client.connection.servers import Quiet, web


def test_what_is_compressed_stays_so(tmp_path: Path) -> None:
    small = gzip.compress(bytes(1_000_000))

    class Compressing(Quiet):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(small)))
            self.end_headers()
            self.wfile.write(small)

    with web(Compressing) as port, FeedTransport(f"http://127.0.0.1:{port}", 30) as way:
        assert way.fetcher().download_bytes(f"http://127.0.0.1:{port}/x", len(small)) == small


def test_time_is_up_for_all_files_together(tmp_path: Path) -> None:
    from tuf.api.exceptions import SlowRetrievalError

    (tmp_path / "x").write_bytes(b"x")
    passed = [0.0]
    with given_out(tmp_path) as address, FeedTransport(address, 30, clock=lambda: passed[0]) as way:
        assert way.fetcher().download_bytes(f"{address}/x", 1) == b"x"
        passed[0] = 31.0
        with pytest.raises(SlowRetrievalError):
            way.fetcher().download_bytes(f"{address}/x", 1)


def test_a_proxy_of_a_kind_that_cannot_be_used_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks://proxy.example:1080")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(FeedAway), FeedTransport("https://feed.example", 30):
        pass
