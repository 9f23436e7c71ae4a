-- Models learned from what was shown: one of each kind serves a person, whatever is promoted at the same moment.

CREATE UNIQUE INDEX models_serving ON models (kind, coalesce(user_id, 0)) WHERE state = 'serving';

-- What came of a slate is read back by its id; impressions are many, so only those that tell of a slate are here.
CREATE INDEX signals_of_slate ON signals (slate_id, video_id) WHERE slate_id IS NOT NULL;
CREATE INDEX slates_of_user ON slates (user_id, created_at);
