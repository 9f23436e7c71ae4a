"""Background work. Each kind is one file and may be run again after any crash; nothing here answers a request."""

from .service import Jobs

__all__ = ["Jobs"]
