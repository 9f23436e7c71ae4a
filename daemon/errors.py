"""The one family of errors: a sentence a person can act on, an HTTP status, and an exit status.

    OwnFeedError                     500  ours: exit status 1
    ├── PersonError                  400  something a person can put right: exit status 2
    │   ├── InvalidRequest           400  a body, a parameter or an argument that cannot be used
    │   │   └── BadSetting           400  a setting from the command line, the environment or the file
    │   ├── Unauthorized             401  no token, or a wrong one
    │   ├── Forbidden                403  a page or an extension that may not ask
    │   ├── NotFound                 404  nothing under this name
    │   ├── MethodNotAllowed         405  the route exists, this way of asking does not
    │   ├── Conflict                 409  what is there forbids it
    │   │   ├── DataInUse            409  another process holds the data directory
    │   │   ├── NetworkFileSystem    409  the data lie where a lock means nothing
    │   │   ├── PortTaken            409  another program listens on the port
    │   │   └── StaleEpoch           409  a signal from before the data was deleted
    │   ├── TooLarge                 413  more than one request may carry
    │   ├── UnsupportedMedia         415  a write that is not JSON
    │   ├── Misdirected              421  a Host other than ours
    │   ├── UnreadableHistory        422  an import that no importer understands
    │   └── TooManyRequests          429  too many wrong tokens or codes
    ├── StorageError                 500  the data cannot be read or written
    │   ├── DatabaseDamaged          500  the file does not pass SQLite's check
    │   ├── DatabaseTooNew           500  a newer OwnFeed wrote it
    │   └── DiskFull                 507  no room left; reading goes on
    ├── NotReady                     503  something is still being loaded; ask again
    └── DaemonAway                   503  a command needs a daemon that does not answer

Handlers and commands raise; one middleware and one place in the CLI translate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class OwnFeedError(Exception):
    """The root of the family; raised itself only for faults of ours.

    message: one sentence, saying what to do where there is something to do.
    details: further facts for a program, JSON-ready; never titles or history.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, object] = dict(details or {})


class PersonError(OwnFeedError):
    """Something the person or their program can put right."""

    status = 400
    code = "bad_request"
    exit_status = 2


class InvalidRequest(PersonError):
    """A body, a parameter or an argument that cannot be used."""

    code = "invalid_request"


class BadSetting(InvalidRequest):
    """A setting that is unknown or out of its range."""

    code = "bad_setting"


class Unauthorized(PersonError):
    """No token, or a wrong one."""

    status = 401
    code = "unauthorized"


class Forbidden(PersonError):
    """A page or an extension that may not ask."""

    status = 403
    code = "forbidden"


class NotFound(PersonError):
    """Nothing under this name."""

    status = 404
    code = "not_found"


class MethodNotAllowed(PersonError):
    """The route exists, this way of asking does not."""

    status = 405
    code = "method_not_allowed"


class Conflict(PersonError):
    """What is there forbids it."""

    status = 409
    code = "conflict"


class DataInUse(Conflict):
    """Another process holds the data directory."""

    code = "data_in_use"


class NetworkFileSystem(Conflict):
    """The data directory lies on a file system that keeps no locks."""

    code = "network_file_system"


class PortTaken(Conflict):
    """Another program listens on the port."""

    code = "port_taken"


class StaleEpoch(Conflict):
    """A signal from before the data was deleted."""

    code = "stale_epoch"


class TooLarge(PersonError):
    """More than one request may carry."""

    status = 413
    code = "too_large"


class UnsupportedMedia(PersonError):
    """A write that is not JSON."""

    status = 415
    code = "unsupported_media_type"


class Misdirected(PersonError):
    """A Host other than ours: the mark of DNS rebinding."""

    status = 421
    code = "misdirected"


class UnreadableHistory(PersonError):
    """An import that no importer understands."""

    status = 422
    code = "unreadable_history"


class TooManyRequests(PersonError):
    """Too many wrong tokens or codes."""

    status = 429
    code = "too_many_requests"


class StorageError(OwnFeedError):
    """The data cannot be read or written."""

    code = "storage"


class DatabaseDamaged(StorageError):
    """The database does not pass SQLite's own check."""

    code = "database_damaged"


class DatabaseTooNew(StorageError):
    """A newer OwnFeed wrote this database."""

    code = "database_too_new"


class DiskFull(StorageError):
    """No room left to write; reading goes on."""

    status = 507
    code = "disk_full"


class NotReady(OwnFeedError):
    """Something is still being loaded; the same request works a moment later."""

    status = 503
    code = "not_ready"


class DaemonAway(OwnFeedError):
    """A command needs a daemon that does not answer."""

    status = 503
    code = "daemon_away"
    exit_status = 2
