"""The tray application; the only room that imports PySide6."""

from kalix_presence.desktop.import_trim import leave_sources_unread

leave_sources_unread()
