-- The answer to a call, or its end without one, is a step too: its time stands in the submission.
DROP TRIGGER orders_note_their_steps;
CREATE TRIGGER orders_note_their_steps AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NEW.status <> 'submitting'
BEGIN
    INSERT INTO order_steps (order_id, stage, at) VALUES (NEW.id, NEW.status, max(NEW.created_at,
        coalesce(NEW.placed_at, 0), coalesce(NEW.changed_at, 0), coalesce(NEW.checked_at, 0), coalesce(NEW.ended_at, 0),
        coalesce((SELECT ended_at FROM submissions WHERE order_id = NEW.id), 0)));
END;
