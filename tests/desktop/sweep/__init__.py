"""Opens every window in every state on small and large screens, and looks for what does not fit."""
