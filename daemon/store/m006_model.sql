-- What a language model of the person's choice was asked: whoever pays for it wants to know. Nothing of what was in it.

CREATE TABLE model_usage (
    day            TEXT NOT NULL,               -- ISO date in UTC
    model          TEXT NOT NULL,
    requests       INTEGER NOT NULL,
    input_tokens   INTEGER NOT NULL,
    output_tokens  INTEGER NOT NULL,
    dollars        REAL NOT NULL,               -- 0 where no price is known, as of a model on this machine
    PRIMARY KEY (day, model)
) STRICT, WITHOUT ROWID;

-- Who has seen what would be sent, and agreed; another model or another address is asked about again.
CREATE TABLE model_consents (
    user_id      INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    destination  TEXT NOT NULL,
    given_at     REAL NOT NULL,
    PRIMARY KEY (user_id, destination)
) STRICT, WITHOUT ROWID;
