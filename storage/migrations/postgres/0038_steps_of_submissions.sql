-- The answer to a call, or its end without one, is a step too: its time stands in the submission.
CREATE OR REPLACE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO order_steps (order_id, stage, at) VALUES (NEW.id, NEW.status, greatest(NEW.created_at,
        NEW.placed_at, NEW.changed_at, NEW.checked_at, NEW.ended_at,
        (SELECT ended_at FROM submissions WHERE order_id = NEW.id)));
    RETURN NULL;
END $$;
