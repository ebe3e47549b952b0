"""The driver for the small model PBX inside the hub, with virtual phones."""
