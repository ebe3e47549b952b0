"""Settings of a day's questions: when to be asked, what the lock and the idle keyboard may say, and what happens by itself."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.client.local.lunches import LunchDiary
from kalix_presence.client.local.office import networks_of
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.site_settings import decided, decided_names
from kalix_presence.desktop.presence import sentence
from kalix_presence.desktop.settings.page import SettingsPage, small_label
from kalix_presence.desktop.widgets.long_box import LongBox
from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.day import Habits
from kalix_presence.model.errors import BadInput


class RemindersPage(SettingsPage):
    """`habits` says when lunch is asked about as things stand, `lunches` are those it is learnt from."""

    def __init__(self, language: str, habits: Callable[[], Habits] = Habits, lunches: LunchDiary | None = None) -> None:
        super().__init__("")
        self.title = self.tr("Reminders")
        self._language, self._habits, self._lunches = language, habits, lunches
        self.lunch = LongBox(self.tr("Ask before lunch"))
        self.learnt = LongBox(self.tr("Learn from my own lunches when that is"))
        self.learnt_said = small_label()
        self.forget = named(QPushButton(self.tr("Forget my lunches")), "plain")
        self.day_end = LongBox(self.tr("Ask at the end of the working day"))
        self.unlock_tells = LongBox(self.tr("When I unlock after my return time, I am not overdue any more"))
        self.unannounced = LongBox(self.tr("Ask me when I was away and nothing was set"))
        self.office = QLineEdit()
        self.office.setPlaceholderText("10.12.0.0/16")
        self.lunch_when_locked = LongBox(self.tr("A screen locked at lunch time sets lunch"))
        self.gone = LongBox(self.tr("Gone for the day when my working time ends"))
        self.row(self.tr("Questions"), _column(self.lunch, self.learnt, self.learnt_said, self.forget, self.day_end))
        privacy = small_label()
        privacy.setText(self.tr("Lock and idle time are read on this computer only, and never told to anybody."))
        self.row(self.tr("Coming back"), _column(self.unlock_tells, self.unannounced, privacy))
        self.row(self.tr("Office networks"), self.office, "office")
        about = small_label()
        about.setText(self.tr("At the office you are asked whether calls should go to the mobile any longer."))
        self.row("", about)
        self.row(self.tr("By itself"), _column(self.lunch_when_locked, self.gone))
        self.rows.addStretch(1)
        self._here: dict[str, QWidget] = {
            "lunch": self.lunch,
            "lunch_learnt": self.learnt,
            "day_end": self.day_end,
            "unlock_tells": self.unlock_tells,
            "unannounced": self.unannounced,
            "office": self.office,
        }
        self._decided: frozenset[str] = frozenset()
        self.lunch.toggled.connect(self._allow_learnt)
        self.forget.clicked.connect(self._forget)
        self.office.textEdited.connect(lambda: self.say("office", ""))

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what counts now: what is chosen, and what the site has decided for all desks."""
        here = frozenset(name for name in self._here if self.decided_here(name))
        names = decided_names(preferences, here)
        settings = decided(settings, preferences, here)
        for box, on in (
            (self.lunch, settings.lunch),
            (self.learnt, settings.lunch_learnt),
            (self.day_end, settings.day_end),
            (self.unlock_tells, settings.unlock_tells),
            (self.unannounced, settings.unannounced),
            (self.lunch_when_locked, preferences is not None and preferences.preferences.lunch_when_locked),
            (self.gone, preferences is not None and preferences.preferences.gone_at_day_end),
        ):
            box.setChecked(on)
        self._decided = names
        for name, field in self._here.items():
            allow(field, self._why_not(name))
        self._allow_learnt(settings.lunch)
        self.office.setText(settings.office)
        self.say("office", "")
        fields: dict[str, list[QWidget]] = {
            "lunch_when_locked": [self.lunch_when_locked], "gone_at_day_end": [self.gone],
        }  # fmt: skip
        self.lock(preferences, fields, decided=bool(names))
        if preferences is not None and here:
            self.lock_here({name: self._here[name] for name in here})
        self._say_learnt()

    def _why_not(self, name: str) -> str:
        return self.decided_here(name) or (self.by_site() if name in self._decided else "")

    def _allow_learnt(self, lunch: bool) -> None:
        unasked = "" if lunch else self.tr("Only where you are asked before lunch.")
        allow(self.learnt, self._why_not("lunch_learnt") or unasked)

    def problem(self) -> str | None:
        """Whether the networks can be read."""
        try:
            networks_of(self.office.text())
        except BadInput as fault:
            self.say("office", sentence(fault, self._language), fault=True)
            return "office"
        return None

    def chosen(self, settings: Settings) -> Settings:
        """`settings` with what was chosen here; what the site has decided was not, and stays as it was chosen once."""
        chosen: dict[str, bool | str] = {
            name: field.isChecked() for name, field in self._here.items() if isinstance(field, QCheckBox)
        }
        chosen["office"] = " ".join(self.office.text().split())
        return msgspec.structs.replace(settings, **{name: one for name, one in chosen.items() if name not in self._decided})

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What of it lies at the hub and is other than in `shown`."""
        known = shown.preferences
        chosen = {"lunch_when_locked": self.lunch_when_locked.isChecked(), "gone_at_day_end": self.gone.isChecked()}
        return {name: on for name, on in chosen.items() if on is not getattr(known, name)}

    def _forget(self) -> None:
        if self._lunches is not None:
            self._lunches.forget()
        self._say_learnt()

    def _say_learnt(self) -> None:
        habits = self._habits()
        self.forget.setVisible(self._lunches is not None and self._lunches.days > 0)
        at = "" if habits.lunch_at is None else f"{habits.lunch_at.hour}.{habits.lunch_at.minute:02d}"
        if habits.learnt:
            self.learnt_said.setText(
                self.tr("Asked about {time}, learnt from your last %n lunch(es).", "", habits.learnt).format(time=at)
            )
        elif at:
            self.learnt_said.setText(self.tr("Asked about {time}, as Working time says.").format(time=at))
        self.learnt_said.setVisible(bool(at))
        self.changed.emit()


def _column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(8)
    for widget in widgets:
        if isinstance(widget, QLabel):
            widget.setContentsMargins(24, 0, 0, 0)
        rows.addWidget(widget)
    return made
