"""The one door to other servers: nobody makes the hub ask where it must not, and no answer costs more than it may."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.calendars.fetching import Fetcher, Login, as_https
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.model.errors import BadInput, Unavailable
from tests.hub.graph_server import answering

SECTION = CalendarsSection(hosts=("dav.exempel.invalid", "127.0.0.1", "odd.exempel.invalid:8443"), most_bytes=1_000, seconds=5)
LOCAL = Login("http://127.0.0.1/", "anna", "hemligt")


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    one = Fetcher(SECTION, also=("Graph.exempel.invalid", ""))
    yield one
    await one.close()


@pytest.mark.parametrize(
    "address",
    [
        "https://dav.exempel.invalid/anna",
        "https://DAV.exempel.invalid:444/anna?x=1",
        "https://graph.exempel.invalid/",
        "https://odd.exempel.invalid:8443/",
        "http://127.0.0.1:5232/",
        "https://127.0.0.1/",
    ],
)
def test_what_the_site_has_named_may_be_asked(address: str) -> None:
    assert Fetcher(SECTION, also=("Graph.exempel.invalid",)).check(address) == address


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://elsewhere.invalid/", "calendar-host"),
        ("https://dav.exempel.invalid.elsewhere.invalid/", "calendar-host"),
        ("https://odd.exempel.invalid/", "calendar-host"),
        ("https://odd.exempel.invalid:8444/", "calendar-host"),
        ("http://169.254.169.254/latest/meta-data", "calendar-host"),
        ("http://[::1]/", "calendar-host"),
        ("http://dav.exempel.invalid/", "calendar-address"),
        ("ftp://127.0.0.1/", "calendar-address"),
        ("file:///etc/passwd", "calendar-address"),
        ("https://anna@dav.exempel.invalid/", "calendar-address"),
        ("https://:pw@dav.exempel.invalid/", "calendar-address"),
        ("https://dav.exempel.invalid@elsewhere.invalid/", "calendar-address"),
        ("https://dav.exempel.invalid/#there", "calendar-address"),
        ("https://dav.exempel.invalid:99999/", "calendar-address"),
        ("https://[dav/", "calendar-address"),
        ("https:///x", "calendar-address"),
        ("", "calendar-address"),
    ],
)
def test_everything_else_is_refused(address: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        Fetcher(SECTION).check(address)
    assert (refused.value.code, refused.value.field) == (code, "address")


def test_a_host_that_is_quoted_is_cut_short() -> None:
    with pytest.raises(BadInput) as refused:
        Fetcher(SECTION).check(f"https://{'x' * 300}/")
    assert refused.value.params == {"host": "x" * 100}


@given(st.text(max_size=60).map(lambda rest: f"https://{rest}") | st.text(max_size=60))
def test_no_address_whatever_leads_past_the_names(address: str) -> None:
    from urllib.parse import urlsplit

    try:
        found = Fetcher(SECTION).check(address)
    except BadInput:
        return
    assert (urlsplit(found).hostname or "").casefold() in {"dav.exempel.invalid", "127.0.0.1", "odd.exempel.invalid"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("webcal://a.invalid/x", "https://a.invalid/x"),
        ("WEBCALS://a.invalid/x", "https://a.invalid/x"),
        (" https://a.invalid/ ", "https://a.invalid/"),
        ("http://a.invalid/", "http://a.invalid/"),
        ("webcal", "webcal"),
        ("", ""),
    ],
)
def test_links_to_calendars_are_in_https(written: str, meant: str) -> None:
    assert as_https(written) == meant


@pytest.mark.parametrize(
    ("address", "theirs"),
    [
        ("https://a.invalid/anything", True),
        ("https://A.invalid:443/", True),
        ("webcal://a.invalid/", True),
        ("https://a.invalid:444/", False),
        ("http://a.invalid/", False),
        ("https://b.invalid/", False),
    ],
)
def test_a_password_is_told_to_the_server_it_was_given_for_alone(address: str, theirs: bool) -> None:
    assert (Login("https://a.invalid/home", "anna", "hemligt").auth_for(address) is not None) is theirs


def server(*answers: tuple[int, bytes, dict[str, str]], asked: list[dict[str, str]] | None = None):  # type: ignore[no-untyped-def]
    left = list(answers)

    def answer(method: str, path: str, content: bytes, headers: object) -> tuple[int, bytes, dict[str, str]]:
        if asked is not None:
            got = dict(headers)  # type: ignore[call-overload]
            asked.append(
                {"method": method, "path": path, "content": content.decode(), **{k.lower(): v for k, v in got.items()}}
            )
        return left.pop(0) if len(left) > 1 else left[0]

    return answering(answer)


async def test_an_answer_comes_with_where_it_was_and_what_was_asked_goes_along(fetcher: Fetcher) -> None:
    asked: list[dict[str, str]] = []
    with server((302, b"", {"location": "/there"}), (207, b"x", {"etag": "1"}), asked=asked) as url:
        found = await fetcher.request("REPORT", f"{url}/here", headers={"Depth": "1"}, content=b"q", login=Login(url, "a", "b"))
    assert (found.status, found.content, found.headers["etag"], found.address) == (207, b"x", "1", f"{url}/there")
    assert [(each["method"], each["path"], each["content"], each["depth"]) for each in asked] == [
        ("REPORT", "/here", "q", "1"),
        ("REPORT", "/there", "q", "1"),
    ]
    assert all(each["authorization"].startswith("Basic ") for each in asked)
    assert {each["user-agent"] for each in asked} == {"kalix-hub"}


async def test_a_token_stays_with_the_server_it_was_got_for(fetcher: Fetcher) -> None:
    here: list[dict[str, str]] = []
    there: list[dict[str, str]] = []
    with server((200, b"", {}), asked=there) as other, server((302, b"", {"location": f"{other}/x"}), asked=here) as url:
        await fetcher.request("GET", url, headers={"Authorization": "Bearer t"}, login=Login(url, "a", "b"))
    assert "authorization" in here[0]
    assert "authorization" not in there[0]


@pytest.mark.parametrize("times", [3, 4])
async def test_three_redirects_are_followed_and_no_more(fetcher: Fetcher, times: int) -> None:
    onward = (302, b"", {"location": "/again"})
    with server(*[onward] * times, (200, b"there", {})) as url:
        if times <= 3:
            assert (await fetcher.request("GET", url)).content == b"there"
        else:
            with pytest.raises(Unavailable, match="calendar-unreachable") as refused:
                await fetcher.request("GET", url)
            assert refused.value.params == {"problem": "redirects"}


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://169.254.169.254/", "calendar-host"),
        ("file:///etc/passwd", "calendar-address"),
        ("http://[", "calendar-unreachable"),
        ("http://127.0.0.1:x/", "calendar-unreachable"),
    ],
)
async def test_a_redirect_leads_nowhere_that_could_not_be_asked_at_once(fetcher: Fetcher, location: str, code: str) -> None:
    with server((302, b"", {"location": location})) as url, pytest.raises((BadInput, Unavailable), match=code):
        await fetcher.request("GET", url)


async def test_an_answer_is_as_large_as_it_may_be_and_no_larger(fetcher: Fetcher) -> None:
    with server((200, b"x" * 1_000, {})) as url:
        assert len((await fetcher.request("GET", url)).content) == 1_000
    with server((200, b"x" * 1_001, {})) as url, pytest.raises(BadInput, match="calendar-too-large"):
        await fetcher.request("GET", url)


async def test_an_answer_that_is_packed_is_as_large_as_what_is_in_it(fetcher: Fetcher) -> None:
    import gzip

    packed = gzip.compress(b"x" * 100_000)
    assert len(packed) < 1_000
    with (
        server((200, packed, {"content-encoding": "gzip"})) as url,
        pytest.raises(BadInput, match="calendar-too-large"),
    ):
        await fetcher.request("GET", url)


@pytest.mark.parametrize(("status", "code"), [(401, "calendar-sign-in"), (403, "calendar-sign-in")])
async def test_who_may_not_is_told_so(fetcher: Fetcher, status: int, code: str) -> None:
    with server((status, b"", {})) as url, pytest.raises(BadInput, match=code):
        await fetcher.request("GET", url, login=Login(url, "a", "b"))


@pytest.mark.parametrize(
    ("after", "seconds"), [("7", 7), ("0", 1), ("99999", 3600), ("", 60), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("-1", 60)]
)
@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_is_busy_says_when_to_come_back_within_reason(
    fetcher: Fetcher, status: int, after: str, seconds: int
) -> None:
    with server((status, b"", {"retry-after": after} if after else {})) as url, pytest.raises(Unavailable) as busy:
        await fetcher.request("GET", url)
    assert (busy.value.code, busy.value.params) == ("calendar-busy", {"seconds": seconds})


async def test_a_server_that_is_not_there_is_said_to_be_that(fetcher: Fetcher) -> None:
    with pytest.raises(Unavailable, match="calendar-unreachable") as away:
        await fetcher.request("GET", "http://127.0.0.1:1/")
    assert away.value.params == {"problem": "ConnectError"}


async def test_no_proxy_of_the_machine_is_asked(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with server((200, b"there", {})) as url:
        assert (await fetcher.request("GET", url)).content == b"there"


async def test_it_may_be_used_again_after_it_was_closed(fetcher: Fetcher) -> None:
    await fetcher.close()
    with server((200, b"there", {})) as url:
        assert (await fetcher.request("GET", url)).status == 200
        await fetcher.close()
        assert (await fetcher.request("GET", url)).status == 200
