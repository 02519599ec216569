-- What becomes of the orders of a panel that PANEL_API_URL no longer names.

-- The account that this one became: the same panel at a new address. Its orders moved there, and nowhere else.
ALTER TABLE panel_keys ADD COLUMN became INTEGER;
CREATE TRIGGER panel_accounts_become_one_other BEFORE UPDATE OF became ON panel_keys
WHEN OLD.became IS NOT NULL AND NEW.became IS NOT OLD.became
BEGIN SELECT RAISE(ABORT, 'an account becomes one other account, once'); END;

DROP TRIGGER quotes_of_orders_are_frozen;
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, draft_id, service_id, service_type, parameters, target, quantity, rate, price, currency ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered, by whom and at what price, does not change'); END;
CREATE TRIGGER orders_stay_at_their_panel BEFORE UPDATE OF panel_key_id ON orders
WHEN NEW.panel_key_id <> OLD.panel_key_id
    AND NEW.panel_key_id IS NOT (SELECT became FROM panel_keys WHERE id = OLD.panel_key_id)
BEGIN SELECT RAISE(ABORT, 'an order stays at its panel'); END;

-- 'closed': the operator ended it because its panel is no longer connected. What became of it is not known.
-- An order in doubt has no number at the panel: it ends as failed, with the failure 'disconnected'.
INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('order', 'pending', 'closed'), ('order', 'processing', 'closed'), ('order', 'in_progress', 'closed'),
    ('order', 'problem', 'closed'),
    ('refill', 'unconfirmed', 'closed'), ('refill', 'pending', 'closed'), ('refill', 'in_progress', 'closed'),
    ('refill', 'unreported', 'closed');
DROP INDEX open_orders_by_target;
CREATE INDEX open_orders_by_target ON orders (user_id, target)
    WHERE status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed');

-- The operator who entered an order that the panel had and this database did not, after a restore. Service,
-- target, quantity and price of such an order are not known.
ALTER TABLE orders ADD COLUMN adopted_by INTEGER;
