"""The page of privacy: what each role sees of oneself, who did what, and a copy of all that is held."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.audit_field import AuditField
from kalix_presence.desktop.settings.own_copy_field import OwnCopyField
from kalix_presence.desktop.settings.page import SettingsPage
from kalix_presence.desktop.status.who_sees import WhoSees


class PrivacyPage(SettingsPage):
    """Nothing is chosen here: the rules are the site's."""

    def __init__(
        self, presence: Presence, language: str, audit: AuditField | None = None, own_copy: OwnCopyField | None = None
    ) -> None:
        super().__init__("")
        self.title = self.tr("Privacy")
        self._presence, self._language = presence, language
        self.seen = WhoSees(presence, language)
        self.rows.addWidget(self.seen)
        self.audit, self.own_copy = audit, own_copy
        if own_copy is not None:
            self.rows.addWidget(own_copy)
            own_copy.changed.connect(self.changed)
        if audit is not None:
            self.rows.addWidget(audit)
            audit.changed.connect(self.changed)
        self.rows.addStretch(1)

    def show_settings(self, settings: Settings, preferences: wire.PreferencesView | None) -> None:
        """Tell what the hub has told last."""
        fresh = WhoSees(self._presence, self._language)
        self.rows.replaceWidget(self.seen, fresh)
        self.seen.hide()
        self.seen.deleteLater()
        self.seen = fresh
        if self.audit is not None:
            self.audit.fetch()
        self.changed.emit()
