-- What was said in a video, where somebody had YouTube asked: a vector made without it is made anew.

CREATE TABLE transcripts (
    video_id  TEXT PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
    state     TEXT NOT NULL CHECK (state IN ('there', 'none', 'later')),  -- none: there is none, nobody asks again
    language  TEXT,
    text      TEXT NOT NULL,                     -- its head; '' unless it is there
    asked_at  REAL NOT NULL,
    tries     INTEGER NOT NULL,
    next_at   REAL                               -- when to ask again; only of 'later'
) STRICT;

ALTER TABLE video_embeddings ADD COLUMN has_transcript INTEGER NOT NULL DEFAULT 0;
