-- Facts first. Times are seconds since the epoch (UTC), durations seconds, lists and objects JSON text, vectors float32.

CREATE TABLE users (
    user_id     INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    epoch       INTEGER NOT NULL DEFAULT 1,     -- a wipe adds one; signals of an older epoch are refused
    created_at  REAL NOT NULL
) STRICT;

CREATE TABLE clients (
    client_id     TEXT PRIMARY KEY,
    user_id       INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    name          TEXT NOT NULL,
    token_sha256  TEXT NOT NULL UNIQUE,         -- hex; the token itself is never kept
    created_at    REAL NOT NULL,
    last_seen_at  REAL
) STRICT;

CREATE TABLE pairing_codes (
    code        TEXT PRIMARY KEY,               -- needed as it is: both sides make an HMAC with it; lives ten minutes
    user_id     INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at  REAL NOT NULL,
    tries_left  INTEGER NOT NULL
) STRICT;

CREATE TABLE videos (
    video_id          TEXT PRIMARY KEY,
    title             TEXT NOT NULL DEFAULT '',  -- '' until somebody describes the video
    channel_id        TEXT,
    channel_name      TEXT,
    channel_handle    TEXT,
    tags              TEXT NOT NULL DEFAULT '[]',
    description       TEXT NOT NULL DEFAULT '',
    category          TEXT,
    language          TEXT,
    duration_seconds  REAL,
    view_count        INTEGER,
    like_count        INTEGER,
    published_at      REAL,
    is_live           INTEGER,
    is_short          INTEGER,
    first_seen_at     REAL NOT NULL,
    described_at      REAL                       -- NULL: its metadata is still to come
) STRICT;

-- A video is a candidate for a person only through a row here, or when it is publicly trending.
CREATE TABLE video_sources (
    user_id   INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    video_id  TEXT NOT NULL REFERENCES videos ON DELETE CASCADE,
    source    TEXT NOT NULL,                     -- card | import | signal | rss | search | ...
    first_at  REAL NOT NULL,
    PRIMARY KEY (user_id, video_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE signals (
    sequence          INTEGER PRIMARY KEY,       -- order of arrival
    user_id           INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    signal_id         TEXT NOT NULL,
    kind              TEXT NOT NULL,
    video_id          TEXT REFERENCES videos ON DELETE CASCADE,
    channel_id        TEXT,
    channel_name      TEXT,
    query             TEXT,
    occurred_at       REAL NOT NULL,
    received_at       REAL NOT NULL,
    source            TEXT NOT NULL,
    surface           TEXT,
    slate_id          TEXT,
    position          INTEGER,
    value             REAL,
    watched_seconds   REAL,
    duration_seconds  REAL,
    fraction          REAL,
    UNIQUE (user_id, signal_id)
) STRICT;

-- What a person's history is read from at the start: everything but the impressions, which are counted apart.
CREATE INDEX signals_of_taste ON signals (user_id, kind, occurred_at) WHERE kind <> 'impression';
CREATE INDEX signals_of_video ON signals (video_id);

-- Derived from `signals` in the same transaction: a million impressions need not be counted at each start.
CREATE TABLE impressions (
    user_id   INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    video_id  TEXT NOT NULL REFERENCES videos ON DELETE CASCADE,
    times     INTEGER NOT NULL,                  -- since the card was last clicked
    last_at   REAL NOT NULL,
    PRIMARY KEY (user_id, video_id)
) STRICT, WITHOUT ROWID;

-- Derived from `signals`: what holds now. 'none' stays as a row, so that an older thumb arriving late does not come back.
CREATE TABLE ratings (
    user_id   INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    video_id  TEXT NOT NULL REFERENCES videos ON DELETE CASCADE,
    rating    TEXT NOT NULL CHECK (rating IN ('up', 'down', 'not_interested', 'none')),
    rated_at  REAL NOT NULL,
    PRIMARY KEY (user_id, video_id)
) STRICT, WITHOUT ROWID;

-- Derived from `signals`, `ratings` and `videos`; the key is the casefolded name, or the id where no name is known.
CREATE TABLE channel_preferences (
    user_id         INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    channel_key     TEXT NOT NULL,
    channel_id      TEXT,
    channel_name    TEXT,
    subscribed      INTEGER NOT NULL DEFAULT 0,
    subscribed_at   REAL,
    videos_watched  INTEGER NOT NULL DEFAULT 0,
    thumbs_up       INTEGER NOT NULL DEFAULT 0,
    thumbs_down     INTEGER NOT NULL DEFAULT 0,
    affinity_score  REAL NOT NULL DEFAULT 0.5,
    PRIMARY KEY (user_id, channel_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE slates (
    slate_id         TEXT PRIMARY KEY,
    user_id          INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    surface          TEXT NOT NULL,
    ranker           TEXT NOT NULL,
    ranker_version   TEXT NOT NULL,
    embedding_model  TEXT NOT NULL,
    feature_schema   TEXT NOT NULL,              -- the features' names in order
    context          TEXT NOT NULL,
    created_at       REAL NOT NULL
) STRICT;
CREATE INDEX slates_by_age ON slates (created_at);

CREATE TABLE slate_items (
    slate_id          TEXT NOT NULL REFERENCES slates ON DELETE CASCADE,
    position          INTEGER NOT NULL,
    video_id          TEXT NOT NULL,
    score             REAL NOT NULL,
    propensity        REAL NOT NULL,
    candidate_source  TEXT NOT NULL,
    team              TEXT,                      -- which of two interleaved rankers chose it
    action            TEXT NOT NULL,
    features          BLOB NOT NULL,             -- as served, in the slate's schema
    PRIMARY KEY (slate_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
    rule_id     TEXT PRIMARY KEY,
    user_id     INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    action      TEXT NOT NULL CHECK (action IN ('block', 'limit', 'boost', 'demote')),
    match       TEXT NOT NULL,
    amount      REAL,
    surfaces    TEXT NOT NULL DEFAULT '[]',      -- empty: all
    weekdays    TEXT,
    starts_at   REAL,
    ends_at     REAL,
    source      TEXT NOT NULL,
    text        TEXT,
    enabled     INTEGER NOT NULL DEFAULT 1,
    created_at  REAL NOT NULL
) STRICT;
CREATE INDEX rules_of_user ON rules (user_id);

CREATE TABLE settings (
    user_id  INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE categories (
    category_id     INTEGER PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    name            TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    keywords        TEXT NOT NULL DEFAULT '[]',
    source          TEXT NOT NULL,               -- picked | own | suggested
    interest_score  REAL NOT NULL DEFAULT 1.0,
    active          INTEGER NOT NULL DEFAULT 1,
    created_at      REAL NOT NULL,
    UNIQUE (user_id, name)
) STRICT;

CREATE TABLE quota_usage (
    bucket  TEXT NOT NULL,                       -- search | units
    day     TEXT NOT NULL,                       -- date in America/Los_Angeles, where the quota is reset
    used    INTEGER NOT NULL,
    PRIMARY KEY (bucket, day)
) STRICT, WITHOUT ROWID;

-- What left the machine, per day and host; the page that shows it reads nothing else.
CREATE TABLE egress (
    day       TEXT NOT NULL,
    host      TEXT NOT NULL,
    requests  INTEGER NOT NULL,
    PRIMARY KEY (day, host)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    job_id       TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    user_id      INTEGER REFERENCES users ON DELETE CASCADE,
    params       TEXT NOT NULL DEFAULT '{}',
    state        TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    done         INTEGER NOT NULL DEFAULT 0,
    total        INTEGER,
    message      TEXT NOT NULL DEFAULT '',
    result       TEXT,
    error        TEXT,
    created_at   REAL NOT NULL,
    started_at   REAL,
    finished_at  REAL
) STRICT;
CREATE INDEX jobs_by_age ON jobs (created_at);

-- When each repeating job last came through and is next due: the truth after a sleep or a crash.
CREATE TABLE schedule (
    kind         TEXT PRIMARY KEY,
    last_ok_at   REAL,
    next_due_at  REAL
) STRICT, WITHOUT ROWID;

-- Derived from here on: all of it can be made again.

CREATE TABLE video_embeddings (
    embedding_id  INTEGER PRIMARY KEY,           -- the row of the sqlite-vec index `vec_videos`
    video_id      TEXT NOT NULL REFERENCES videos ON DELETE CASCADE,
    model         TEXT NOT NULL,
    vector        BLOB NOT NULL,
    text_hash     TEXT NOT NULL DEFAULT '',      -- of the text that was embedded: a better description is embedded again
    UNIQUE (video_id, model)
) STRICT;

-- What the sqlite-vec index `vec_videos` holds now: no row while there is none. The index itself is made when needed.
CREATE TABLE vec_index (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    model       TEXT NOT NULL,
    dimensions  INTEGER NOT NULL
) STRICT;

CREATE TABLE personas (
    user_id           INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    position          INTEGER NOT NULL,
    label             TEXT NOT NULL,
    named_by_person   INTEGER NOT NULL DEFAULT 0,
    centroid          BLOB NOT NULL,
    activity_score    REAL NOT NULL,
    last_activity     REAL,
    video_count       INTEGER NOT NULL,
    sample_video_ids  TEXT NOT NULL DEFAULT '[]',
    weight            REAL NOT NULL DEFAULT 1.0,
    muted             INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE persona_config (
    user_id                  INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    k                        INTEGER NOT NULL,
    embedding_model          TEXT NOT NULL,
    last_clustered           REAL NOT NULL,
    clustering_samples       INTEGER NOT NULL,
    silhouette_score         REAL,
    activity_half_life_days  REAL NOT NULL DEFAULT 14,
    activity_floor           REAL NOT NULL DEFAULT 0.1,
    channel_boost_weight     REAL NOT NULL DEFAULT 1,
    view_health_weight       REAL NOT NULL DEFAULT 1,
    recency_weight           REAL NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE models (
    model_id         INTEGER PRIMARY KEY,
    kind             TEXT NOT NULL,
    name             TEXT NOT NULL,
    version          TEXT NOT NULL,
    user_id          INTEGER REFERENCES users ON DELETE CASCADE,  -- NULL: shared
    embedding_model  TEXT NOT NULL,
    feature_schema   TEXT NOT NULL,
    metrics          TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('candidate', 'serving', 'retired')),
    artefact         BLOB,
    created_at       REAL NOT NULL
) STRICT;
