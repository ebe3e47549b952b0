"""The month's report by e-mail, over a real mail server: to whom, of what, once each, and as much as the role may see then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.callbacks.copies.mail import MailSender
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.quality import letters
from kalix_presence.hub.quality.freezing import QualityPublishing
from kalix_presence.hub.quality.papers import paper
from kalix_presence.hub.site.copies_section import MailSection
from kalix_presence.hub.store import Store, Transaction, accounts, people, report_letters
from kalix_presence.hub.store.accounts import Account
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.preferences import Preferences
from tests.clocks import Clock
from tests.hub.callbacks.copy_servers import MailServer, mail_server
from tests.hub.house import embedded, running
from tests.hub.quality.test_freezing import MONDAY, count, days
from tests.hub.quality.test_reports import furnished
from tests.report.samples import read

HEAD, OFFICER, CARETAKER, PLAIN = "3014", "3008", "3026", "3002"
"""The head of the library, the officer of culture, the head of three caretakers, and somebody without a role."""
ROLES = {HEAD: ("employee", "head"), OFFICER: ("employee", "officer"), CARETAKER: ("head",), PLAIN: ("employee",)}
NAMES = {HEAD: "sv", OFFICER: "fi", CARETAKER: "en", PLAIN: "sv"}


def peopled(change: Transaction) -> None:
    """Those who may want a letter, with their addresses."""
    furnished(change)
    for person in people.read_people(change.sql).values():
        if person.extension in ROLES:
            mail = f"{person.extension}@kommun.example"
            people.put_person(change, replace(person, email=mail, language=NAMES[person.extension]))
    for extension, roles in ROLES.items():
        accounts.put_account(change, Account(extension, extension, roles=roles))


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    store = Store(tmp_path / "hub.db")
    await store.write(peopled)
    store.close()
    return tmp_path / "hub.db"


@asynccontextmanager
async def serving(path: Path, clock: Clock, mail: MailServer, *wanting: str) -> AsyncIterator[Core]:
    """A hub whose letters are sent when the test says so."""
    fields = {"host": "127.0.0.1", "port": mail.port, "tls": "none", "sender": "telefon@kommun.example", "seconds": 10.0}
    sender = MailSender(msgspec.convert(fields, MailSection), "", "", clock=clock)
    async with running(path, embedded(clock), clock, senders={CopyChannel.MAIL: sender}) as (core, _):
        for extension in wanting:
            core.board.put_preferences(extension, Preferences(report_by_mail=True))
        await core.quality.counting.catch_up()
        yield core


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is published or sent by the clock: a test says when; and no time goes into papers, which two tests make really."""

    async def waits(_: object) -> None:
        await asyncio.Event().wait()

    async def made(_: object) -> bytes:
        return b"%PDF-1.7"

    monkeypatch.setattr(letters, "paper", made)
    monkeypatch.setattr(letters.ReportLetters, "run", waits)
    monkeypatch.setattr(QualityPublishing, "run", waits)


async def states(core: Core) -> dict[str, str]:
    rows = await core.store.read(lambda sql: sql.execute("SELECT extension, state FROM report_letter").fetchall())
    return dict(rows)


def receivers(mail: MailServer) -> list[str]:
    return sorted(to.partition("<")[2].partition("@")[0] for _, to, _ in mail.letters)


async def test_a_head_gets_the_own_unit_s_report_when_the_month_is_frozen(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        assert mail.letters == []
        await count(core, "bibliotek", clock(), offered=40, in_time=30)
        await days(core, clock, 3)
        while await states(core) != {HEAD: "sent"}:
            await asyncio.sleep(0.01)
        [(_, to, _)] = mail.letters
        assert f"{HEAD}@kommun.example" in to
        letter = mail.read()
        assert letter["Subject"] == "Policyrapport: Bibliotek, september 2026"
        text, paper_part = list(letter.iter_parts())
        assert "- Bibliotek besvarade 75\N{NO-BREAK SPACE}% av samtalen" in text.get_content()
        assert "Inställningar, Meddelanden" in text.get_content()
        assert (paper_part.get_content_type(), paper_part.get_filename()) == ("application/pdf", "policy-2026-09.pdf")
        made = paper_part.get_payload(decode=True)
        assert isinstance(made, bytes)
        assert made.startswith(b"%PDF")
        await days(core, clock, 4)
        assert len(mail.letters) == 1, "a week is no month"


@pytest.mark.usefixtures("quiet")
async def test_each_gets_what_is_theirs_in_their_language_and_others_get_nothing(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, *ROLES) as core:
        await days(core, clock, 3)
        await core.quality.letters.send_due(clock())
        assert await states(core) == {HEAD: "sent", OFFICER: "sent", CARETAKER: "sent", PLAIN: "given_up"}
        found = {str(mail.read(number)["To"])[:4]: mail.read(number) for number in range(3)}
        assert found[OFFICER]["Subject"] == "Puhelinpolitiikan raportti: Kultur, syyskuu 2026"
        small = found[CARETAKER]
        assert small["Subject"] == "Policy report: Vakt, September 2026"
        [only] = [part for part in small.walk() if not part.is_multipart()]
        assert "too small this month" in only.get_content(), "three caretakers: nothing of them, and nobody else's"


@pytest.mark.usefixtures("quiet")
async def test_nobody_gets_one_unasked(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail) as core:
        await days(core, clock, 3)
        assert await states(core) == {}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("lost", ["role", "account", "wish", "locked", "address"])
async def test_what_was_lost_before_the_letter_goes_counts(path: Path, mail: MailServer, lost: str) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        await days(core, clock, 3)
        if lost == "wish":
            core.board.put_preferences(HEAD, Preferences())
        elif lost == "address":
            person = replace(core.board.people[HEAD], email="")
            await core.store.write(lambda change: (people.put_person(change, person), people.touch_directory(change)))
            await core.reload_directory()
        elif lost == "account":
            await core.store.write(lambda change: change.sql.execute("DELETE FROM account WHERE extension = ?", (HEAD,)))
        else:
            now = Account(HEAD, HEAD, roles=("employee",) if lost == "role" else ("head",), locked=lost == "locked")
            await core.store.write(lambda change: accounts.put_account(change, now))
        await core.quality.letters.send_due(clock())
        assert (mail.letters, await states(core)) == ([], {HEAD: "given_up"})


@pytest.mark.usefixtures("quiet")
async def test_a_hub_that_was_killed_while_it_sent_sends_no_second_one(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        await days(core, clock, 3)
        [wanted] = await core.store.read(lambda sql: report_letters.read_due(sql, now=clock()))
        assert await core.store.write(lambda change: report_letters.begin_sending(change, wanted.id))
        assert not await core.store.write(lambda change: report_letters.begin_sending(change, wanted.id))
    async with serving(path, clock, mail, HEAD) as core:
        await core.quality.letters.load()
        await core.quality.letters.send_due(clock())
        assert (mail.letters, await states(core)) == ([], {HEAD: "unsure"})


@pytest.mark.usefixtures("quiet")
async def test_through_a_restart_each_goes_once(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD, OFFICER) as core:
        await days(core, clock, 3)
    for _ in range(2):
        async with serving(path, clock, mail, HEAD, OFFICER) as core:
            await core.quality.letters.load()
            await core.quality.publishing.publish(clock())
            await core.quality.letters.send_due(clock())
    assert receivers(mail) == [OFFICER, HEAD]


@pytest.mark.usefixtures("quiet")
async def test_a_mail_server_that_is_busy_is_tried_again_and_not_for_ever(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        await days(core, clock, 3)
        mail.rcpt += ["451 later"] * 2
        for _ in range(2):
            await core.quality.letters.send_due(clock())
            assert (mail.letters, await states(core)) == ([], {HEAD: "waiting"})
            await core.quality.letters.send_due(clock())
            assert mail.connections == 1 + (clock.ahead > timedelta(days=3)), "not before its time"
            clock.move(hours=1)
        await core.quality.letters.send_due(clock())
        assert await states(core) == {HEAD: "sent"}


@pytest.mark.usefixtures("quiet")
async def test_one_that_is_refused_for_good_is_given_up(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        await days(core, clock, 3)
        mail.rcpt += ["451 later"] * 8
        for _ in range(9):
            await core.quality.letters.send_due(clock())
            clock.move(hours=2)
        assert (mail.connections, await states(core)) == (8, {HEAD: "given_up"})


@pytest.mark.usefixtures("quiet")
async def test_of_months_that_were_frozen_late_the_newest_goes(path: Path, mail: MailServer) -> None:
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD):
        clock.move(days=40)
    async with serving(path, clock, mail, HEAD) as core:
        await core.quality.publishing.publish(clock())
        [wanted] = await core.store.read(lambda sql: report_letters.read_due(sql, now=clock()))
        assert wanted.first == date(2026, 10, 1)


@pytest.mark.usefixtures("quiet")
async def test_where_no_paper_can_be_made_the_sentences_go_alone(
    path: Path, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(_: object) -> None:
        return None

    monkeypatch.setattr(letters, "paper", none)
    clock = Clock(MONDAY)
    async with serving(path, clock, mail, HEAD) as core:
        await days(core, clock, 3)
        await core.quality.letters.send_due(clock())
        letter = mail.read()
        assert letter.get_content_type() == "text/plain"
        assert "kunde inte göra någon PDF" in letter.get_content()


async def test_a_paper_is_made_in_a_process_that_is_over_then() -> None:
    made = await paper(read())
    assert made is not None
    assert made.startswith(b"%PDF")


async def test_a_paper_that_cannot_be_made_is_said_to_be_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setattr("kalix_presence.hub.supervision.own_process.sys.executable", "/bin/false")
    with pytest.raises(Unavailable) as refused:
        await paper(read())
    assert refused.value.code == "report-no-paper"
    monkeypatch.setattr("kalix_presence.hub.quality.papers.can_print", lambda: False)
    assert await paper(read()) is None
