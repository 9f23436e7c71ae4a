from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_telemetry_of_onnxruntime_is_off_before_it_is_loaded(root: Path) -> None:
    program = "import sys, os, daemon.cli; print(os.environ['ORT_DISABLE_TELEMETRY'], 'onnxruntime' in sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert printed == "1 False\n"
