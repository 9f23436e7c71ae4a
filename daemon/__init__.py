"""The part that owns time, randomness, files and the network; what to show is decided in `recsys`, which knows none of these."""

import os

# onnxruntime (seen of 1.31.1) tells Microsoft of every session, through a thread of its own; read when it is first loaded, also in
# the child processes of jobs.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
API_VERSION = 1
