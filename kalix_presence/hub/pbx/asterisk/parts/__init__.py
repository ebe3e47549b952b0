"""What the Protocol asks of a PBX, part by part, as Asterisk does it; `asterisk.pbx` joins them."""
