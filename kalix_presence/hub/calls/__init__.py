"""Present calls: told to those they concern, and acted on from the screen."""
