"""Puts the desk together: session, tray and windows. Windows are made when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import line_to_say
from kalix_presence.client.hub_time import HubTime, steady
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.message_draft import DraftFile
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Also, Answer, Bridge
from kalix_presence.desktop.callbacks.controller import CallbacksController
from kalix_presence.desktop.day.controller import DayController
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.language import Translations, language_of
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.planning.controller import PlanningController
from kalix_presence.desktop.platform.autostart import autostart
from kalix_presence.desktop.platform.quiet import LazyQuiet
from kalix_presence.desktop.presence import Presence, fault_sentence
from kalix_presence.desktop.report.controller import ReportController
from kalix_presence.desktop.settings.controller import SettingsController
from kalix_presence.desktop.settings.outlook import OutlookKeeper
from kalix_presence.desktop.signing_in import SigningIn
from kalix_presence.desktop.status.controller import StatusController
from kalix_presence.desktop.status.other_ways import OtherWays
from kalix_presence.desktop.status.tray import Tray
from kalix_presence.desktop.welcome.first_steps import FirstStepsController
from kalix_presence.desktop.welcome.welcoming import Welcoming
from kalix_presence.desktop.widgets.theme import dress
from kalix_presence.model.day import today
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.greeting import Shown

if TYPE_CHECKING:
    from kalix_presence.client.local.settings import Settings
    from kalix_presence.desktop.sign_in import SignInWindow
    from kalix_presence.desktop.status.panel import StatusPanel
    from kalix_presence.desktop.widgets.toast import Toast

MINUTE = 60_000


def present() -> datetime:
    """The present moment by this computer; the hub's time corrects it."""
    return datetime.now(UTC)


class DesktopController(QObject):
    """The whole tray application but for its process: see `main`. `hosted`: there was a tray when the icon was shown."""

    def __init__(
        self,
        app: QApplication,
        tray_icon: QSystemTrayIcon,
        folders: Folders | None = None,
        *,
        hosted: bool = False,
        clock: Callable[[], datetime] = present,
        steady: Callable[[], float] = steady,
    ) -> None:
        super().__init__()
        self._app = app
        self.folders = folders or Folders.usual()
        self.policy = MachinePolicy(self.folders)
        self.language = language_of(self.policy.settings.language)
        self._translations = Translations()
        self._translations.install(self.language)
        self.dark = dress(app, self.policy.settings.theme)
        app.styleHints().colorSchemeChanged.connect(self._dress_again)
        self.time = HubTime(clock, steady)
        self.presence = Presence(self.time)
        self.presence.updates = self.policy.settings.updates
        self.tray = Tray(tray_icon, self.presence, self.language, hosted=hosted)
        self.tray.dark = self.dark
        self.secrets = Secrets()
        self.choices = SettingsController(
            self.presence, self.language, self.policy, self.folders, self.secrets, submit=self._submit, say=self.say
        )
        self.outlook = OutlookKeeper(self.presence, lambda: self.settings, submit=self._submit, say=self.say)
        self.other_ways = OtherWays(self.presence, self.tray.menu, self.language, hosted=hosted)
        self.other_ways.dark = self.dark
        why = self.policy.why
        self.signing = SigningIn(lambda: self.settings, self.secrets, self.language, submit=self._submit, decided=why)
        self.signing.hub_fault, self.signing.hub_known = self.policy.hub_fault, self.policy.hub_known
        self.welcoming = Welcoming(
            self.presence, lambda: self.settings, lambda: self.language, why, lambda: self.other_ways.shortcut_trouble
        )
        self.first_steps = FirstStepsController(self.presence, self.language, submit=self._submit, say=self.say)
        self.bridge: Bridge | None = None
        self._toast: Toast | None = None
        self.status = StatusController(self.presence, self.language, submit=self._submit, say=self.say, place=self.tray.place)
        self.status.dark = self.dark
        self._quiet = LazyQuiet()
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self.tray.refresh)
        self.callbacks = CallbacksController(self.presence, self.language, submit=self._submit, say=self.say, quiet=self._quiet)
        self.callbacks.dark, self.callbacks.drafts = self.dark, DraftFile(self.folders.data)
        self.callbacks.by_system = self.settings.notifications == "system"
        self._quiet.changed = self.callbacks.look
        self.day = DayController(
            self.presence,
            self.callbacks.messages,
            self.folders,
            self.settings,
            self.language,
            submit=self._submit,
            quiet=self._quiet,
            locked=self.policy.locked,
        )
        self.grid_controller = GridController(
            self.presence, self.callbacks.messages, self.language, submit=self._submit, say=self.say, to_say=self._line_to_say
        )
        self.plans = PlanningController(self.presence, self.day.asking, self.language, submit=self._submit, say=self.say)
        self.report = ReportController(self.presence, self.language, submit=self._submit)
        self.officer = OfficerController(self.presence, self.language, submit=self._submit, say=self.say)
        self.grid_controller.officers = self.officer.known.words_for
        self.plans.dark = self.report.dark = self.dark
        self._join()

    def _join(self) -> None:
        tray = self.tray
        tray.panel_asked.connect(self.status.open)
        tray.reason_asked.connect(self.status.set_usual)
        tray.back_asked.connect(self.status.back)
        self.status.plan_asked.connect(self._plan)
        self.status.sign_in_asked.connect(self.open_sign_in)
        self.status.colleagues_asked.connect(self.grid_controller.open)
        tray.colleagues_asked.connect(self.grid_controller.open)
        tray.messages_asked.connect(self.callbacks.open_inbox)
        tray.form_asked.connect(lambda: self.callbacks.open_form(""))
        self.callbacks.count_changed.connect(tray.show_count)
        self.grid_controller.form_asked.connect(self.callbacks.open_form)
        self.grid_controller.nudged.connect(self.day.asking.ask_for)
        tray.plans_asked.connect(self.plans.open)
        tray.report_asked.connect(self.report.open)
        tray.officer_asked.connect(self.officer.open)
        tray.settings_asked.connect(self.open_settings)
        tray.sign_in_asked.connect(self.open_sign_in)
        self.signing.hub_chosen.connect(self._use_hub)
        self.signing.signed_in.connect(self._signed_in)
        self.signing.noted.connect(self.say)
        self.welcoming.kept.connect(self.choices.keep)
        self.welcoming.settings_asked.connect(self.open_settings)
        tray.welcome_asked.connect(self.welcoming.open)
        self.welcoming.welcomed.connect(self.first_steps.begin)
        self.first_steps.settings_asked.connect(self.open_settings)
        self.first_steps.panel_asked.connect(lambda: self.open_panel(""))
        self.first_steps.left_changed.connect(tray.show_steps_left)
        tray.first_steps_asked.connect(self.first_steps.open)
        tray.sign_out_asked.connect(self.signing.sign_out)
        # Not quit(), which asks every window first: the one that stands for the tray refuses to close.
        tray.quit_asked.connect(lambda: self._app.exit())
        tray.host_changed.connect(self.other_ways.host_changed)
        self.other_ways.panel_asked.connect(lambda: self.open_panel(""))
        self.choices.changed.connect(self._settings_changed)
        self.presence.link_changed.connect(self._link_changed)
        self.presence.person_left.connect(lambda: self._forget_windows(again=False))
        self.day.request_made.connect(self.status.set_absence)
        self.day.back_asked.connect(self.status.back)
        self.day.panel_asked.connect(self.status.open)
        self.day.messages_asked.connect(self.callbacks.open_inbox)
        self._app.aboutToQuit.connect(self.stop)

    # coming and going

    def start(self) -> None:
        """Show what was known last, connect, and look for a tray."""
        self._connect()
        self.outlook.speak(self.language)  # may have work for the bridge at once
        self.tray.start()
        self._minute.start()
        self.day.start()
        self.other_ways.start()
        QTimer.singleShot(0, lambda: self.other_ways.listen_for(self.settings.shortcut))
        QTimer.singleShot(0, lambda: self.policy.follow(self.say, self.language, autostart))

    def stop(self) -> None:
        """Remember what is known and end."""
        self._minute.stop()
        self.other_ways.stop()
        self.day.stop()
        self.tray.retire()
        self._translations.remove()
        if self.bridge is not None:
            self.bridge.stop()
            self.bridge = None

    def raise_(self, window: str = "") -> None:
        """Come forward with `window`: somebody started the program a second time."""
        windows = {
            "colleagues": self.grid_controller.open,
            "messages": self.callbacks.open_inbox,
            "plans": self.plans.open,
            "report": self.report.open,
            "officer": self.officer.open,
            "settings": self.open_settings,
        }
        if self.presence.link is LinkState.SIGNED_OUT:
            self.open_sign_in()
        elif window in windows and not (window == "plans" and self.presence.has_no_telephone):
            windows[window]()
        else:
            self.open_panel("")

    def _connect(self) -> None:
        if self.bridge is not None:
            self.callbacks.keep_shown()
            self.bridge.stop()
        settings, folders, language, secrets = self.settings, self.folders, self.language, self.secrets
        self.bridge = Bridge(
            lambda: Session(settings, folders, language=language, clock=self.time, secrets=secrets),
            at_end=self.callbacks.centre.end,
        )
        self.bridge.session_event.connect(self.presence.on_session_event)
        self.bridge.session_event.connect(self.callbacks.messages.on_session_event)
        self.bridge.session_event.connect(self.plans.on_session_event)
        self.bridge.session_event.connect(self.day.mailbox.on_session_event)
        self.bridge.session_event.connect(self.grid_controller.on_session_event)
        self.bridge.session_event.connect(self.officer.on_session_event)
        self.bridge.session_event.connect(self.first_steps.on_session_event)
        self.bridge.start()

    # windows

    @property
    def panel(self) -> StatusPanel | None:
        """The status panel, as far as it was made."""
        return self.status.panel

    def open_panel(self, reason_code: str) -> None:
        """Bring the status panel to the front, or the sign-in: signed out there is nothing to set."""
        self.status.open(reason_code)

    def _plan(self, request: wire.PlanRequest) -> None:
        self.plans.plan(request, self.status.planned)

    def open_settings(self) -> None:
        """Bring the settings to the front."""
        self.choices.open(self.day, self.other_ways.shortcut_trouble)

    @property
    def sign_in(self) -> SignInWindow | None:
        """The sign-in window, as far as it was made."""
        return self.signing.window

    def open_sign_in(self) -> None:
        """Bring the sign-in window to the front."""
        self.signing.open()

    def say(self, title: str, text: str) -> None:
        """A note in the corner; a click on it opens the status panel."""
        if self._toast is None:
            from kalix_presence.desktop.widgets.toast import Toast

            self._toast = Toast()
            self._toast.clicked.connect(lambda: self.open_panel(""))
        self._toast.say(title, text)

    def tell_of_fault(self) -> None:
        """Say, once a run, that something went wrong in this program itself and is written down."""
        self.say(
            self.tr("Something went wrong; it is written down"),
            self.tr("The program goes on. If something is not as it should be, start it again and tell your administrator."),
        )

    # signing in and out

    def _link_changed(self) -> None:
        if self.presence.link is LinkState.SIGNED_OUT:
            self.open_sign_in()
        elif self.presence.link is LinkState.ONLINE:
            self.signing.hide()

    def _use_hub(self, hub: str) -> None:
        self.choices.kept = msgspec.structs.replace(self.settings, hub=hub)
        self._connect()

    def _signed_in(self, username: str) -> None:
        self.choices.keep(msgspec.structs.replace(self.settings, username=username))
        self.welcoming.expect()

    # settings

    @property
    def settings(self) -> Settings:
        """Those that count now."""
        return self.choices.kept

    def _settings_changed(self, before: Settings) -> None:
        settings = self.settings
        self.callbacks.by_system = settings.notifications == "system"
        self.presence.updates = settings.updates
        self.day.take_settings(settings)
        self.outlook.look()
        if settings.shortcut != before.shortcut:
            self.other_ways.listen_for(settings.shortcut)
        if settings.theme != before.theme:
            self._dress_again()
        if settings.language != before.language:
            self.language = language_of(settings.language)
            self._translations.install(self.language)
            self._forget_windows()
            own = (self.tray, self.choices, self.outlook, self.other_ways, self.status, self.day, self.plans)
            for room in (*own, self.callbacks, self.grid_controller, self.report, self.officer, self.first_steps):
                room.speak(self.language)
        if (settings.hub, settings.language) != (before.hub, before.language):
            self._connect()

    def _dress_again(self) -> None:
        self.dark = self.tray.dark = self.status.dark = dress(self._app, self.settings.theme)
        self.callbacks.dark = self.plans.dark = self.report.dark = self.other_ways.dark = self.dark
        self._forget_windows(speech=False)
        self.tray.refresh()

    def _forget_windows(self, *, again: bool = True, speech: bool = True) -> None:
        """Windows are made anew in the present language and colours: at once where they are open, else when next wanted.

        What was typed goes along. Without `speech` it is only about colours, and a window that follows those by itself
        stays as it is.
        """
        opening = self._open_windows() if again else []
        self.other_ways.forget_window()
        self.status.forget_window()
        if speech or not _is_seen(self.signing.window):
            self.signing.speak(self.language)
        self.welcoming.forget_window()
        self.grid_controller.forget_windows()
        self.callbacks.forget_windows()
        self.day.forget_card()
        self.plans.forget_window()
        self.report.forget_window()
        self.officer.forget_window()
        self.first_steps.forget_window()
        self.choices.forget_window(speech=speech)
        for each in opening:
            QTimer.singleShot(0, self, each)

    def _open_windows(self) -> list[Callable[[], object]]:
        """What opens each window that is open now; the one with the keyboard is the last."""
        found = [
            (window.isActiveWindow(), each)
            for window, each in (
                (self.status.panel, lambda: self.status.open("")),
                (self.grid_controller.grid, self.grid_controller.open),
                (self.callbacks.inbox, lambda: self.callbacks.open_inbox()),
                (self.plans.window, self.plans.open),
                (self.report.window, self.report.open),
                (self.officer.window, self.officer.open),
                (self.grid_controller.notices_controller.window, self.grid_controller.notices_controller.open),
                (self.welcoming.window, self.welcoming.open),
                (self.first_steps.window, self.first_steps.open),
                (self.choices.window, self.open_settings),
                (self.signing.window, self.open_sign_in),
            )
            if window is not None and window.isVisible()
        ]
        return [each for _, each in sorted(found, key=lambda one: one[0])]

    def _line_to_say(self) -> str:
        presence = self.presence
        return line_to_say(presence.me, Shown(self.settings.greeting), today(presence.clock(), presence.worktime))

    def _submit(
        self,
        work: Callable[[Session], Coroutine[Any, Any, Answer]],
        done: Callable[[Answer | None, Exception | None, *Also], object] | None = None,
        /,
        *also: *Also,
    ) -> None:
        """As `bridge.Submit`; what goes wrong on this machine is said, whoever asked."""

        def finished(result: Answer | None, fault: Exception | None) -> None:
            if done is not None:
                done(result, fault, *also)
            elif fault is not None:
                self.say(self.tr("Something went wrong on this computer"), fault_sentence(fault, self.language))
                if not isinstance(fault, PresenceError):
                    raise fault

        if self.bridge is not None:
            self.bridge.submit(work, finished)


def _is_seen(window: QWidget | None) -> bool:
    return window is not None and window.isVisible()
