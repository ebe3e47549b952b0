"""The tray application; the only room that imports PySide6."""
