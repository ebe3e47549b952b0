"""A full screen on X11: the active window has the state that EWMH calls _NET_WM_STATE_FULLSCREEN."""

from __future__ import annotations

from kalix_presence.desktop.platform.x11 import X11Connection


class FullScreenWindow:
    """Asks the window manager's own record, over a connection that stays open."""

    def __init__(self) -> None:
        self._x = X11Connection.open()

    def is_quiet(self) -> bool:
        """Whether the window that has the keyboard fills the screen."""
        if self._x is None:
            return False
        active = self._x.numbers(self._x.root, "_NET_ACTIVE_WINDOW")
        if not active or not active[0]:
            return False
        return self._x.atom("_NET_WM_STATE_FULLSCREEN") in self._x.numbers(active[0], "_NET_WM_STATE")
