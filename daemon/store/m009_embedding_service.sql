-- The model whose vectors everything is compared by; another takes its place when it has a vector of every video.

CREATE TABLE embedding_service (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    model  TEXT NOT NULL
) STRICT;

INSERT INTO embedding_service (one, model)
SELECT 1, model FROM video_embeddings GROUP BY model ORDER BY count(*) DESC LIMIT 1;

-- While a switch lasts there are vectors of two models, and one model's are read, counted or deleted by themselves.
CREATE INDEX video_embeddings_by_model ON video_embeddings (model);

-- A large index is filled in steps, and asked nothing until it is full: then this is NULL, else the last embedding_id in it.
ALTER TABLE vec_index ADD COLUMN filled_to INTEGER;
