-- Hours of the day, in a person's own time zone, in which news comes without a sound or waits.
ALTER TABLE users ADD COLUMN time_zone TEXT;                              -- of the IANA, such as Europe/Madrid
ALTER TABLE users ADD COLUMN quiet_from BIGINT CHECK (quiet_from BETWEEN 0 AND 1439);  -- minutes after midnight
ALTER TABLE users ADD COLUMN quiet_to BIGINT CHECK (quiet_to BETWEEN 0 AND 1439 AND quiet_to <> quiet_from);
ALTER TABLE users ADD COLUMN ends_wait BIGINT NOT NULL DEFAULT 0 CHECK (ends_wait IN (0, 1));

-- A message that waits for the end of quiet hours (epoch ms). It keeps the value afterwards.
ALTER TABLE outbox ADD COLUMN held_until BIGINT;

-- When a person's data were last sent to them (epoch ms).
ALTER TABLE users ADD COLUMN exported_at BIGINT;
