-- Whoever is being forgotten has no money and no open order. None comes in at the same moment: FOR KEY SHARE waits for a
-- transaction that takes the Telegram ID away, and then looks again.
CREATE FUNCTION is_known(of_user BIGINT) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id = of_user AND telegram_id IS NOT NULL FOR KEY SHARE;
    RETURN FOUND;
END $$;
CREATE TRIGGER orders_are_of_somebody_known BEFORE INSERT ON orders FOR EACH ROW
WHEN (NOT is_known(NEW.user_id))
EXECUTE FUNCTION refuse('this person was forgotten');
CREATE TRIGGER payments_are_of_somebody_known BEFORE INSERT ON topups FOR EACH ROW
WHEN (NOT is_known(NEW.user_id))
EXECUTE FUNCTION refuse('this person was forgotten');
