"""Replay of histories: what each ranker would have put first, and how sure one may be of it; nothing here serves anybody."""

import os

# onnxruntime tells Microsoft of every session otherwise; read when it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
