"""The visible list of all kinds of jobs, in the order in which one makes work for the next."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from .backup import BACKUP
from .check import CHECK
from .decay import DECAY
from .describe import DESCRIBE
from .discover import DISCOVER
from .embed import EMBED
from .evaluate import EVALUATE
from .fill import FILL
from .importing import IMPORT
from .personas import PERSONAS
from .popular import POPULAR
from .search import SEARCH
from .switch import SWITCH
from .tidy import TIDY
from .train import TRAIN
from .transcripts import TRANSCRIPTS
from .uploads import UPLOADS
from .weights import WEIGHTS

KINDS: Final = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            IMPORT,
            DISCOVER,
            SEARCH,
            POPULAR,
            UPLOADS,
            DESCRIBE,
            FILL,
            TRANSCRIPTS,
            EMBED,
            SWITCH,
            PERSONAS,
            WEIGHTS,
            DECAY,
            TRAIN,
            EVALUATE,
            TIDY,
            CHECK,
            BACKUP,
        )
    }
)
