-- A video watched in several sittings is known by what they showed of it together, and the same third seen three times is a third.

ALTER TABLE signals ADD COLUMN parts TEXT;  -- of a watch: [[from, to], ...] in seconds of the video, in order and apart; NULL: unknown
