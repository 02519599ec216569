-- Whoever is being forgotten has no money and no open order. None comes in at the same moment.
CREATE TRIGGER orders_are_of_somebody_known BEFORE INSERT ON orders
WHEN NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id AND telegram_id IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'this person was forgotten'); END;
CREATE TRIGGER payments_are_of_somebody_known BEFORE INSERT ON topups
WHEN NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id AND telegram_id IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'this person was forgotten'); END;
