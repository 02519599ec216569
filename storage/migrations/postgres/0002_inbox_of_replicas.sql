-- The process that is at an update; 0: none that is there now.
ALTER TABLE inbox ADD COLUMN kept_by BIGINT NOT NULL DEFAULT 0;
