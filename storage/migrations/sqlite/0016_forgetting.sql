-- What a person entered for an order may be blanked once the order has ended. Nothing else of it changes.
DROP TRIGGER quotes_of_orders_are_frozen;
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, draft_id, service_id, service_type, quantity, rate, price, currency ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered, by whom and at what price, does not change'); END;
CREATE TRIGGER entries_of_orders_are_blanked_at_most BEFORE UPDATE OF target, parameters ON orders
WHEN NEW.target <> '' OR NEW.parameters <> '{}'
    OR OLD.status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed')
BEGIN SELECT RAISE(ABORT, 'what was entered for an order is only blanked, and only after its end'); END;

DROP TRIGGER quotes_of_drafts_are_frozen;
CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF
    quantity, rate, price, currency, service_name ON drafts
WHEN OLD.status = 'claimed'
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;
CREATE TRIGGER answers_of_drafts_are_blanked_at_most BEFORE UPDATE OF answers ON drafts
WHEN OLD.status = 'claimed' AND (NEW.answers <> '{}' OR NOT EXISTS (
    SELECT 1 FROM orders WHERE draft_id = OLD.id
        AND status IN ('completed', 'partial', 'canceled', 'failed', 'closed')))
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;
