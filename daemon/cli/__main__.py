"""`python -m daemon.cli` is `ownfeed`, also where the package is not installed."""

from . import main

main()
