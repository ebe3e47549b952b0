"""Copies of callback messages for people who are away, by e-mail and SMS."""
