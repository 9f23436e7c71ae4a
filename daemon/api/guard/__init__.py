"""The one outermost middleware: closed by default, for every route, 404 and OPTIONS included."""

from .middleware import guard

__all__ = ["guard"]
