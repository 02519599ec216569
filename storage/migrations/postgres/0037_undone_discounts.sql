-- A change of a group's discount can be undone too: the edit keeps what the discount was before.
ALTER TABLE price_edits ADD COLUMN group_id BIGINT REFERENCES customer_groups (id);
ALTER TABLE price_edits ADD COLUMN discount_before TEXT CHECK ((discount_before IS NULL) = (group_id IS NULL));
