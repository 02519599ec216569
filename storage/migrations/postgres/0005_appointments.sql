-- An order that the panel does not know, or whose card somebody wants to see again, has an appointment;
-- so of those that are asked for in rounds neither has to be read.
UPDATE orders SET next_check_at = 1
WHERE next_check_at IS NULL AND (missing_since IS NOT NULL OR redraw = 1)
    AND status IN ('pending', 'processing', 'in_progress');
