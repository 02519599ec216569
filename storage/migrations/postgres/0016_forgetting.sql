-- What a person entered for an order may be blanked once the order has ended. Nothing else of it changes.
DROP TRIGGER quotes_of_orders_are_frozen ON orders;
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, draft_id, service_id, service_type, quantity, rate, price, currency ON orders FOR EACH ROW
EXECUTE FUNCTION refuse('what was ordered, by whom and at what price, does not change');
CREATE TRIGGER entries_of_orders_are_blanked_at_most BEFORE UPDATE OF target, parameters ON orders FOR EACH ROW
WHEN (NEW.target <> '' OR NEW.parameters <> '{}'
    OR OLD.status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed'))
EXECUTE FUNCTION refuse('what was entered for an order is only blanked, and only after its end');

CREATE FUNCTION has_ended_order(draft TEXT) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM orders WHERE draft_id = draft
            AND status IN ('completed', 'partial', 'canceled', 'failed', 'closed'))
$$;
DROP TRIGGER quotes_of_drafts_are_frozen ON drafts;
CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF
    quantity, rate, price, currency, service_name ON drafts FOR EACH ROW
WHEN (OLD.status = 'claimed')
EXECUTE FUNCTION refuse('a draft that was claimed does not change');
CREATE TRIGGER answers_of_drafts_are_blanked_at_most BEFORE UPDATE OF answers ON drafts FOR EACH ROW
WHEN (OLD.status = 'claimed' AND (NEW.answers <> '{}' OR NOT has_ended_order(OLD.id)))
EXECUTE FUNCTION refuse('a draft that was claimed does not change');
