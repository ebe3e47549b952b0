"""My own status: tray, panel and the line that is typed."""
