-- Which words were searched for, for whom, and what came of it: the next searches go where more is to be found.
CREATE TABLE searches (
    user_id      INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    query        TEXT NOT NULL,
    searched_at  REAL NOT NULL,
    found        INTEGER NOT NULL,              -- videos that were new to the person, the last time
    PRIMARY KEY (user_id, query)
) STRICT, WITHOUT ROWID;
