"""The part that owns time, randomness, files and the network; what to show is decided in `recsys`, which knows none of these."""

__version__ = "0.1.0"
API_VERSION = 1
