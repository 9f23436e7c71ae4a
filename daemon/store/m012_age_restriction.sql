-- Whom YouTube does not take for an adult cannot watch a video with an age limit, and some would rather not be offered any.

ALTER TABLE videos ADD COLUMN is_age_restricted INTEGER;  -- NULL: unknown; only the YouTube Data API says so
