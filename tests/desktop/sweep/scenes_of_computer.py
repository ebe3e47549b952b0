"""Signing in, the greeting and the settings, in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import msgspec

from kalix_presence import shipped, wire
from kalix_presence.client.connection.update_feed import Offer, Package
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.local.settings import Loaded, Settings
from kalix_presence.client.local.settings_table import DEFAULT_HUB, LOCKABLE
from kalix_presence.client.local.site_files import SiteFault
from kalix_presence.client.session_events import PreferencesChanged
from kalix_presence.client.sync.updates import Updates
from kalix_presence.desktop.factor.recovery import RecoveryWindow
from kalix_presence.desktop.factor.window import FactorWindow
from kalix_presence.desktop.settings.sessions_field import MOST_SHOWN
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.model.callback import Outcome
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.newcomer import STEPS, FirstStep
from tests.desktop import day_pictures as days
from tests.desktop.sample import NOON
from tests.desktop.sweep.at import ABOUT, KEY, OTPAUTH, At


def sign_in(at: At) -> Iterator[str]:
    at.desk.open_sign_in()
    window = at.desk.sign_in
    assert window is not None
    yield "fresh"
    window.offer(window.address, "Logga in med Exempel kommun & Exempel stad")
    window.show_browsing(True)
    yield "by the organisation"
    window._username.setText("anna.ek")
    window._password.setText("HEJHEJ")
    window._look_for_caps_lock("HEJHEJ")
    window._fold.setChecked(True)
    window.show_fault("hub-unreachable", ABOUT)
    for state in KeyringState:
        at.desk.secrets.state = state  # type: ignore[misc]
        window.show_keyring_note(at.desk.signing.about_keyring())
        yield f"everything said, keyring {state.name}"
    window.set_busy(True)
    yield "busy"
    window.set_busy(False)
    window.show_fault("password-to-choose", ABOUT)
    yield "choosing a password"
    window._stop_choosing()
    window.show_fault("factor-code-needed", ABOUT)
    yield "asked for a code"
    window.factor.offer("ticket", KEY, OTPAUTH)
    window.show_fault("factor-to-set-up", ABOUT)
    yield "setting up a second factor"
    recovery = RecoveryWindow(["abcd-efgh-jkmn"] * 10)
    recovery.open()
    yield "recovery codes"
    recovery.close()


def second_factor(at: At) -> Iterator[str]:
    def submit(*asked: object) -> None:
        """Nobody answers."""

    window = FactorWindow(at.desk.language, submit)  # type: ignore[arg-type]
    window.open(there=True)
    yield "giving up"
    window.open(there=False)
    window._offered(wire.FactorOffer("ticket", KEY, OTPAUTH), None)
    window._say(at.desk.tr("Something is wrong here that takes a whole sentence to say."))
    yield "setting up, with a fault"
    window.hide()


def welcome(at: At) -> Iterator[str]:
    at.desk.welcoming.starter = NoStarter()
    at.desk.welcoming.open()
    window = at.desk.welcoming.window
    assert window is not None
    yield "fresh"
    window._line.setText(f"{at.reason('lunch')} 13")
    yield "read"
    window._line.setText("xyzzy plugh")
    window._start.setChecked(False)
    window._finish()
    yield "not understood, and no start"


def first_steps(at: At) -> Iterator[str]:
    """A newcomer's, from nothing known to everything done."""
    room = at.desk.first_steps
    room._submit = lambda _work, _done=None, *_also: None  # type: ignore[method-assign, assignment]
    room.open()
    window = room.window
    assert window is not None
    yield "not known"
    room._take(steps_of("extension"))
    yield "begun"
    for step in (FirstStep.HOURS, FirstStep.SIGNATURE, FirstStep.CODES, FirstStep.ABSENCE):
        window.cards[step].turned_to.emit()
        yield step.value
    window.cards[FirstStep.POLICY].turn.click()
    window.cards[FirstStep.POLICY].buttons[0].click()
    window.show_fault(at.desk.tr("Something is wrong here that takes a whole sentence to say."))
    yield "reading the policy, with a fault"
    window.show_fault("")
    window.cards[FirstStep.CALL].turn.click()
    window.show_ringing()
    yield "ringing"
    window.show_rang(Outcome.NO_ANSWER)
    yield "nobody answered"
    window.wait(at.desk.tr("The presence server is being asked."))
    yield "waiting"
    window.wait("")
    room._take(msgspec.structs.replace(steps_of("extension", "hours", "signature", "codes"), can_ring=False))
    yield "some are done, and the exchange cannot ring"
    room._take(steps_of(*(step.value for step in STEPS)))
    yield "all are done"
    window.hide()


def steps_of(*done: str) -> wire.FirstSteps:
    """First steps of which these are done."""
    policy = shipped.telephone_policy("sv")
    return wire.FirstSteps(
        [wire.FirstStepView(step, step in done) for step in STEPS],
        True,
        wire.PolicyToRead(policy.version, policy.day, policy.link, policy.text),
        True,
        "*23*",
        "#23#",
    )


class NoStarter:
    """A computer that does not let programs start by themselves."""

    def is_on(self) -> bool:
        return True

    def for_everybody(self) -> bool:
        return False

    def program(self) -> str:
        return ""

    def set(self, on: bool) -> None:
        raise OSError(30, "Read-only file system")


def _signed_in(number: int) -> wire.SessionView:
    """One of many sign-ins; the first is the one that looks."""
    since = NOON - timedelta(days=number)
    device = f"BYGG-L{number:04} (Windows 11, {'kontor ' * 3}{number})"
    return wire.SessionView(
        str(number), device, "10.12.0.17", since, since, NOON + timedelta(days=30), number % 2 == 1, number == 0
    )


def settings(at: At) -> Iterator[str]:
    at.presence.on_session_event(
        PreferencesChanged(
            wire.PreferencesView(
                days.MINE, ["gone_at_day_end"], {"day_end": True}, ["10.12.0.0/16"], ["teams", "mattermost", "mailbox"]
            )
        )
    )
    for back in range(1, 6):
        at.desk.day.lunches.note(NOON.date() - timedelta(back), time(11, 45))
    at.desk.choices.submit = days._answers
    at.desk.open_settings()
    window = at.desk.choices.window
    assert window is not None
    window.messages.offer(calls=True, report=True)
    for page in window.pages:
        window.turn_to(page)
        yield type(page).__name__
    yield from _newer_version(window)
    several = ", ".join(f"https://presence{number}.kommun.example" for number in range(3))
    window.computer.show_settings(msgspec.structs.replace(at.desk.settings, hub=several), at.presence.preferences)
    window.computer.show_contact("https://presence2.kommun.example", signed_in=True)
    window.turn_to(window.computer)
    yield "SeveralHubs"
    window.reminders.office.setText("10.12.0.0/99")
    window.hours.week.days[0].setText("nio till vem vet")
    window.hours.own.setChecked(True)
    window.hours.exceptions.rows[0].hours.setText("x")
    window.phone.on.setChecked(True)
    window.computer.hub.setText("http://")
    window.computer.show_machine(KeyringState.LOCKED, "taken")
    places = window.sign_in.sessions  # type: ignore[union-attr]
    places.show_sessions([_signed_in(number) for number in range(MOST_SHOWN + 2)])
    places._say(at.desk.tr("Something is wrong here that takes a whole sentence to say."))
    window.privacy.own_copy._say(at.desk.tr("Something is wrong here that takes a whole sentence to say."))  # type: ignore[union-attr]
    for page in window.pages:
        page.problem()
        window.hours.exceptions.exceptions()
        window.calendar.calendars._say(at.desk.tr("Reading the calendar …"))  # type: ignore[union-attr]
        for name in page.said:
            page.say(name, at.desk.tr("Something is wrong here that takes a whole sentence to say."), fault=True)
        window.turn_to(page)
        yield f"{type(page).__name__} with faults"
    window.preferences_ended(BadInput("when-unknown"))
    yield "not saved"
    window._wait(True)
    yield "saving"
    window.hide()
    at.presence.preferences = None
    at.desk.open_settings()
    for page in window.pages:
        window.turn_to(page)
        yield f"{type(page).__name__} without contact"


def _newer_version(window: SettingsWindow) -> Iterator[str]:
    field = window.computer.update_field
    assert field is not None
    window.turn_to(window.computer)
    known = Settings(update_feed="https://flode.kommun.example", update_root="0" * 64)
    field._updates = Updates(field._updates.folders, "debian-12")
    field.show_settings(known, "")
    yield "a newer version may be looked for"
    field._submit = lambda *_: None  # type: ignore[assignment]
    field.go_on()
    yield "a newer version is looked for"
    field._looked(Offer(Package("10.20.30", "debian-12", "kalix-presence_10.20.30_amd64.deb"), 85_000_000), None)
    yield "a newer version is offered"
    field._fetched(Path("/home/anna.ek/.cache/kalix-presence/updates/kalix-presence_10.20.30_amd64.deb"), None)
    yield "a newer version is fetched"
    field._opened(False, None)
    yield "a newer version is opened by nothing"
    field._ended("", Unavailable("update-damaged", address=known.update_feed))
    yield "a newer version is damaged"
    field.show_settings(Settings(updates=False), "/etc/kalix-presence/policy.toml")
    yield "newer versions are the organisation's"


def decided(at: At) -> Iterator[str]:
    """The organisation has decided everything that it can, and its file cannot be read whole."""
    fault = SiteFault("site-file-unreadable", "/etc/kalix-presence/policy.toml")
    loaded = Loaded(at.desk.settings, LOCKABLE, fault.source, (fault,))
    at.desk.policy._loaded, at.desk.policy.locked = loaded, loaded.locked
    at.desk.policy.follow(at.desk.say, at.desk.language, NoStarter)
    at.presence.on_session_event(PreferencesChanged(wire.PreferencesView(days.MINE)))
    at.desk.open_settings()
    window = at.desk.choices.window
    assert window is not None
    for page in (window.reminders, window.messages, window.computer):
        window.turn_to(page)
        yield type(page).__name__
    window.hide()
    at.desk.welcoming.starter = NoStarter()
    at.desk.welcoming.open()
    yield "welcome"
    at.desk.welcoming.forget_window()
    at.desk.open_sign_in()
    at.desk.sign_in._fold.setChecked(True)  # type: ignore[union-attr]
    yield "sign-in"
    at.desk.signing.forget_window()
    at.desk.policy._loaded = Loaded(at.desk.settings, LOCKABLE, fault.source, (fault,), lost=LOCKABLE, hub_known=False)
    at.desk.policy.hub_known = at.desk.signing.hub_known = False
    at.desk.choices.kept = msgspec.structs.replace(at.desk.settings, hub=DEFAULT_HUB, username="")
    at.desk.open_sign_in()
    yield "sign-in where no server is known"
