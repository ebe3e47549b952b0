"""kalix-presence: presence and absence referral that becomes a confirmed rule in the PBX."""

__version__ = "0.1.0"
