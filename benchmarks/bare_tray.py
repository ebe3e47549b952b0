"""The barest tray program that PySide6 can make: the yardstick for start and memory."""

import sys

from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

app = QApplication(sys.argv)
app.setApplicationName("bare-tray")
pixmap = QPixmap(22, 22)
pixmap.fill("#1e7b45")
icon = QSystemTrayIcon(QIcon(pixmap))
menu = QMenu()
menu.addAction("Quit", app.quit)
icon.setContextMenu(menu)
icon.show()
sys.exit(app.exec())
