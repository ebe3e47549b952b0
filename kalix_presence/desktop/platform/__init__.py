"""What each operating system does its own way: starting with the session, and a shortcut that works everywhere."""
