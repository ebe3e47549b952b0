"""The first time at this desk: the welcome, and a newcomer's first steps."""
