-- How far back the uploads of a trusted channel were read: it names whom a person follows, and goes with a wipe.

CREATE TABLE channel_uploads (
    channel_id  TEXT PRIMARY KEY,
    pages       INTEGER NOT NULL,
    cursor      TEXT,                           -- YouTube's word for the next page; NULL: there is none
    read_at     REAL NOT NULL
) STRICT, WITHOUT ROWID;
