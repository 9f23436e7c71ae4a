"""The command `ownfeed`: what a person types, and one sentence for whatever goes wrong.

Commands talk to a running daemon, or open the data themselves when none runs; they hold no logic of their own.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from daemon.errors import OwnFeedError

from .app import app


def main() -> NoReturn:
    """Run the command line; exit status 2 for the person's mistakes, 1 for ours."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; never a traceback, unless OWNFEED_DEBUG is set."""
    try:
        app(arguments, prog_name="ownfeed")
    except SystemExit as exit_:  # how typer ends, also after a usage error it has explained itself
        return exit_.code if isinstance(exit_.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except OwnFeedError as error:
        return _tell(error, error.message, error.exit_status)
    except Exception as error:  # noqa: BLE001 - the last place that can turn a fault into a sentence
        sentence = f"OwnFeed has a fault ({type(error).__name__}: {error}); OWNFEED_DEBUG=1 shows where."
        return _tell(error, sentence, OwnFeedError.exit_status)
    return 0


def _tell(error: Exception, sentence: str, exit_status: int) -> int:
    if os.environ.get("OWNFEED_DEBUG"):
        raise error
    sys.stderr.write(f"{sentence}\n")
    return exit_status
