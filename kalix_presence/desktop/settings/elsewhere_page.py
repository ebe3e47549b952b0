"""Settings of what other programs are told of oneself: nothing, unless it is chosen here."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.settings.page import SettingsPage
from kalix_presence.desktop.widgets.long_box import LongBox

NAMES = {"teams": "Microsoft Teams", "mattermost": "Mattermost"}
"""What the programs call themselves, in every language; one that a newer hub knows is called as the hub names it."""


class ElsewherePage(SettingsPage):
    """Offered where the site has set up such a program."""

    def __init__(self) -> None:
        super().__init__("")
        self.title = self.tr("Elsewhere")
        self.programs = QLabel("")
        self.programs.setWordWrap(True)
        self.status = LongBox(self.tr("Show there, too, that I am away and when I am back"))
        self.row(self.tr("Programs"), self.programs)
        self.row(self.tr("Status"), self.status, "status_elsewhere")
        self.calls = LongBox(self.tr("Show colleagues here when I am in a call or a meeting there"))
        self.row("", self.calls, "calls_elsewhere")
        self.reply = LongBox(self.tr("Let my mailbox answer when I am away for a day or more"))
        self.row(self.tr("Mailbox"), self.reply, "reply_elsewhere")
        self.note(
            self.tr(
                "Colleagues see there what they see here: the reason and when you are back, never a note, and never that you "
                "are sick. It is taken back when you are, and what you write there yourself is left alone."
            )
        )
        self._about_reply = self.note(
            self.tr(
                "Your mailbox then says when you are back and who is there meanwhile, never why. A reply of your own, also one "
                "that is switched off, is left as it is."
            )
        )
        self.rows.addStretch(1)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Show what is chosen now."""
        mirrors = preferences.mirrors if preferences is not None else []
        self.programs.setText(", ".join(NAMES.get(each, each) for each in mirrors if each != "mailbox"))
        self._offer_reply("mailbox" in mirrors)
        self.status.setChecked(preferences is not None and preferences.preferences.status_elsewhere)
        self.calls.setChecked(preferences is not None and preferences.preferences.calls_elsewhere)
        self.reply.setChecked(preferences is not None and preferences.preferences.reply_elsewhere)
        choices = {"status_elsewhere": self.status, "calls_elsewhere": self.calls, "reply_elsewhere": self.reply}
        self.lock(preferences, {name: [box] for name, box in choices.items()})

    def _offer_reply(self, offered: bool) -> None:
        for part in (
            self.reply,
            self._about_reply,
            *(label for label in self.findChildren(QLabel) if label.buddy() is self.reply),
        ):
            part.setVisible(offered)

    def changes(self, shown: wire.PreferencesView) -> dict[str, object]:
        """What is other than in `shown`."""
        boxes = {"status_elsewhere": self.status, "calls_elsewhere": self.calls, "reply_elsewhere": self.reply}
        chosen = {name: box.isChecked() for name, box in boxes.items()}
        return {name: on for name, on in chosen.items() if on is not getattr(shown.preferences, name)}
