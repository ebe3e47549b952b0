"""The policy report as a window: for who answers for an administration or a unit, and for administrators."""
