-- A history names videos in no order, and an index over their ids is written all over with each batch of it. A number that
-- grows with each new video lets the indexes over what is done with them grow at their end; the ids stay where they are read.

ALTER TABLE videos ADD COLUMN number INTEGER;
UPDATE videos SET number = rowid;
CREATE UNIQUE INDEX videos_by_number ON videos (number);

CREATE TABLE numbered_sources (
    user_id       INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    video_id      TEXT NOT NULL,
    source        TEXT NOT NULL,                 -- card | import | signal | rss | search | ...
    first_at      REAL NOT NULL,
    video_number  INTEGER NOT NULL REFERENCES videos (number) ON DELETE CASCADE,
    PRIMARY KEY (user_id, video_number, source)
) STRICT, WITHOUT ROWID;
INSERT INTO numbered_sources
SELECT s.user_id, s.video_id, s.source, s.first_at, v.number FROM video_sources s JOIN videos v USING (video_id)
ORDER BY s.user_id, v.number;
DROP TABLE video_sources;
ALTER TABLE numbered_sources RENAME TO video_sources;

CREATE TABLE numbered_signals (
    sequence          INTEGER PRIMARY KEY,       -- order of arrival
    user_id           INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    signal_id         TEXT NOT NULL,
    kind              TEXT NOT NULL,
    video_id          TEXT,
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
    video_number      INTEGER REFERENCES videos (number) ON DELETE CASCADE,
    UNIQUE (user_id, signal_id)
) STRICT;
INSERT INTO numbered_signals
SELECT s.sequence, s.user_id, dated_id(s.signal_id, s.kind, s.video_id, s.query, s.channel_id, s.channel_name, s.occurred_at),
       s.kind, s.video_id, s.channel_id, s.channel_name, s.query, s.occurred_at, s.received_at, s.source, s.surface,
       s.slate_id, s.position, s.value, s.watched_seconds, s.duration_seconds, s.fraction, v.number
FROM signals s LEFT JOIN videos v USING (video_id) ORDER BY s.sequence;
DROP TABLE signals;
ALTER TABLE numbered_signals RENAME TO signals;

CREATE INDEX signals_of_taste ON signals (user_id, kind, occurred_at) WHERE kind <> 'impression';
CREATE INDEX signals_of_video ON signals (video_number);
CREATE INDEX signals_of_slate ON signals (slate_id, video_id) WHERE slate_id IS NOT NULL;
