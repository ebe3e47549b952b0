"""The status change past the framework: the same answers, word for word, as the framework gives."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.hub.serving import Serving, serving, soon

ABSENCE = "/api/v1/people/2041/absence"
ASIDE = "?aside=1"
"""A query that no status change has: such a request goes to the framework."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def anna(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("anna") as client:
        yield client


def told(answer: httpx.Response) -> tuple[int, dict[str, str], object]:
    """An answer but for what differs from one moment to the next."""
    body = answer.json()
    if answer.status_code == 200:
        body = sorted(set(body) - {"before"}), sorted(body["standing"]), body["in_force"]
    names = ("content-type", "content-language", "www-authenticate", "retry-after")
    return answer.status_code, {name: answer.headers[name] for name in names if name in answer.headers}, body


@pytest.mark.parametrize(
    ("path", "body", "headers"),
    [
        (ABSENCE, {"reason": "lunch", "until": soon()}, {}),
        (ABSENCE, {"reason": "lunch", "until": soon(), "note": "åter snart", "way": "cli"}, {"accept-language": "fi"}),
        (ABSENCE, {"reason": "lunch"}, {}),
        (ABSENCE, {"reason": "lunch"}, {"accept-language": "en"}),
        (ABSENCE, {"reason": "nonsense", "until": soon()}, {}),
        (ABSENCE, {"reason": "lunch", "until": "2020-01-01T10:00:00+00:00"}, {}),
        (ABSENCE, {"reason": "lunch", "until": "2030-01-01T10:00:00"}, {}),
        (ABSENCE, {"reason": "lunch", "until": soon(), "forward_to": "0900123456"}, {}),
        (ABSENCE, {"reason": "lunch", "until": soon(), "note": "x" * 3_000}, {}),
        (ABSENCE, {"reason": "lunch", "until": soon(), "note": "x" * 90_000}, {}),
        (ABSENCE, {"reason": 7}, {}),
        (ABSENCE, ["lunch"], {}),
        (ABSENCE, {"reason": "lunch", "until": soon()}, {"idempotency-key": "x" * 101}),
        (ABSENCE, {"reason": "lunch", "until": soon()}, {"idempotency-key": ""}),
        (ABSENCE, {"reason": "lunch", "until": soon()}, {"authorization": "Bearer nonsense"}),
        (ABSENCE, {"reason": "lunch", "until": soon()}, {"authorization": "Basic nonsense"}),
        (ABSENCE, {"reason": "lunch", "until": soon()}, {"content-type": "text/plain"}),
        (ABSENCE.replace("2041", "2042"), {"reason": "lunch", "until": soon()}, {}),
        (ABSENCE.replace("2041", "2999"), {"reason": "lunch", "until": soon()}, {}),
        (ABSENCE.replace("2041", "nobody"), {"reason": "lunch", "until": soon()}, {}),
    ],
)
def test_setting_is_answered_as_by_the_framework(anna: httpx.Client, path: str, body: object, headers: dict[str, str]) -> None:
    assert told(anna.put(path, json=body, headers=headers)) == told(anna.put(path + ASIDE, json=body, headers=headers))


@pytest.mark.parametrize("body", [b"", b"{", b'{"reason": "\xff"}', b"null"])
def test_what_is_no_wish_is_answered_by_the_framework(anna: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert told(anna.put(ABSENCE, content=body, headers=headers)) == told(
        anna.put(ABSENCE + ASIDE, content=body, headers=headers)
    )


def test_a_body_in_chunks_is_taken_by_the_framework(anna: httpx.Client) -> None:
    chunks = (part for part in (b'{"reason": "lunch",', b' "until": "' + soon().encode() + b'"}'))
    assert anna.put(ABSENCE, content=chunks, headers={"content-type": "application/json"}).json()["in_force"] is True


@pytest.mark.parametrize("query", ["", "?way=tray", "?way=cli", "?way=phone"])
@pytest.mark.parametrize("path", [ABSENCE, ABSENCE.replace("2041", "2042"), ABSENCE.replace("2041", "2999")])
def test_back_is_answered_as_by_the_framework(anna: httpx.Client, path: str, query: str) -> None:
    aside = f"{query}&aside=1" if query else ASIDE
    assert told(anna.delete(path + query)) == told(anna.delete(path + aside))


def test_one_key_cannot_serve_two_changes_on_either_way(anna: httpx.Client) -> None:
    key = {"idempotency-key": "the-same"}
    assert anna.put(ABSENCE, json={"reason": "lunch", "until": soon()}, headers=key).status_code == 200
    other = {"reason": "meeting", "until": soon()}
    answers = [anna.put(path, json=other, headers=key) for path in (ABSENCE, ABSENCE + ASIDE)]
    assert [answer.json()["code"] for answer in answers] == ["idempotency-key-reused"] * 2
    assert told(answers[0]) == told(answers[1])


def test_our_own_fault_is_told_without_detail(hub: Serving, anna: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(hub.hub.absences, "set_absence", broken)
    answers = [anna.put(path, json={"reason": "lunch", "until": soon()}) for path in (ABSENCE, ABSENCE + ASIDE)]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert told(answers[0]) == told(answers[1])
    assert "secret" not in answers[0].text


def test_every_answer_is_counted(hub: Serving, anna: httpx.Client) -> None:
    def count() -> float:
        return hub.hub.measures.requests.labels("403")._value.get()

    before = count()
    anna.put(ABSENCE.replace("2041", "2042"), json={"reason": "lunch", "until": soon()})
    assert count() == before + 1


def test_requests_sent_one_behind_the_other_are_answered_in_turn(hub: Serving, anna: httpx.Client) -> None:
    body = b'{"reason": "lunch", "until": "%s"}' % soon().encode()
    authorization = anna.headers["authorization"].encode()
    head = b"Host: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: " % authorization
    put = b"PUT %s HTTP/1.1\r\n%s%d\r\n\r\n%s" % (ABSENCE.encode(), head, len(body), body)
    last = b"DELETE %s HTTP/1.1\r\n%s0\r\nConnection: close\r\n\r\n" % (ABSENCE.encode(), head)
    with socket.create_connection(("127.0.0.1", hub.server.port), 60) as line:
        line.sendall(put + put + last)
        told_all = b"".join(iter(lambda: line.recv(65536), b""))
    answers = told_all.split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200"] * 3
    assert [b'"reason":"lunch"' in answer.partition(b'"standing"')[2].partition(b'"before"')[0] for answer in answers] == [
        True,
        True,
        False,
    ]
