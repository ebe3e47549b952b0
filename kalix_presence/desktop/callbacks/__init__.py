"""Callback messages on the screen: pop-up, inbox and form."""
