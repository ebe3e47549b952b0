"""Who cannot ask the database asks the other hubs; what none of them says counts for nothing."""

from __future__ import annotations

import ssl

import pytest

from kalix_presence.hub.hubs.others import highest_term
from tests.hub.graph_server import answering


def asked(*addresses: str) -> int:
    return highest_term(addresses, ssl.create_default_context)


@pytest.mark.parametrize(
    ("status", "body", "term"),
    [
        (200, b'{"leader":"hub2","term":7,"stands_by":true}', 7),
        (200, b'{"database":true,"pbx":true,"term":8}', 8),
        (200, b'{"database":true,"pbx":true}', 0),
        (503, b'{"term":9}', 0),
        (200, b"no JSON", 0),
        (200, b'{"term":"9"}', 0),
    ],
)
def test_what_a_hub_says_of_the_term(status: int, body: bytes, term: int) -> None:
    with answering(lambda method, path, sent, headers: (status, body if path == "/readyz" else b"", {})) as url:
        assert asked(url) == term
        assert asked("http://127.0.0.1:1", url, "http://[") == term, "one that is away keeps nobody from asking the next"
