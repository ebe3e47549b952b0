"""Every window, card, dialog and menu of the desktop in every state, opened as the product opens it.

A scene is a generator: at each `yield` of a name the windows that are shown are looked at.
"""

from __future__ import annotations

from tests.desktop.sweep.at import Scene
from tests.desktop.sweep.scenes_of_computer import decided, first_steps, second_factor, settings, sign_in, welcome
from tests.desktop.sweep.scenes_of_grid import forms, grid, incoming, menus, notices, person
from tests.desktop.sweep.scenes_of_messages import callbacks, inbox, message_form
from tests.desktop.sweep.scenes_of_rooms import officer, plans, report
from tests.desktop.sweep.scenes_of_status import panel, reminder, small_window, toast, without_telephone

SCENES: dict[str, Scene] = {
    each.__name__: each
    for each in (
        panel, sign_in, second_factor, welcome, first_steps, settings, decided, without_telephone, small_window, toast, reminder,
        incoming, callbacks, inbox, message_form, plans, report, officer, grid, person, forms, notices, menus,
    )
}  # fmt: skip
