-- What is asked of YouTube without a browser, and what it answered. Everything but `services` names what a person follows.

CREATE TABLE channel_feeds (
    channel_id       TEXT PRIMARY KEY,
    tried_at         REAL NOT NULL,
    read_at          REAL,                      -- NULL: it has never answered
    failures         INTEGER NOT NULL,          -- in a row; they put a channel behind the others and never end it
    uploads_per_day  REAL,
    etag             TEXT,                      -- for conditional requests, where the server knows them
    last_modified    TEXT
) STRICT, WITHOUT ROWID;

-- Which outside service asked for a pause: it outlives a restart, for the service does not know that we restarted.
CREATE TABLE services (
    service       TEXT PRIMARY KEY,             -- host and path
    failures      INTEGER NOT NULL,             -- in a row
    paused_until  REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE video_lookups (
    video_id   TEXT PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
    looked_at  REAL NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('described', 'unavailable', 'withheld'))
) STRICT, WITHOUT ROWID;
