-- What each replay of a person's own weeks came to, as JSON; made again from the facts whenever it is asked for.
CREATE TABLE evaluations (
    user_id  INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    made_at  REAL NOT NULL,
    report   TEXT NOT NULL,
    PRIMARY KEY (user_id, made_at)
) STRICT, WITHOUT ROWID;
