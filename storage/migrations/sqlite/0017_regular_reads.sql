-- What is read all the time finds its rows without a look at every order.
DROP INDEX orders_to_submit;
CREATE INDEX orders_to_submit ON orders (panel_key_id, id) WHERE status = 'reserved';
CREATE INDEX orders_being_submitted ON orders (id) WHERE status = 'submitting';
CREATE INDEX orders_in_doubt ON orders (panel_key_id, id) WHERE status = 'unconfirmed';
CREATE INDEX orders_by_placing ON orders (panel_key_id, placed_at, id);
CREATE INDEX refills_to_submit ON refills (panel_key_id, id) WHERE status = 'reserved';
CREATE INDEX refills_in_doubt ON refills (id) WHERE status = 'unconfirmed';
CREATE INDEX cancels_to_submit ON cancels (id) WHERE status = 'reserved';
CREATE INDEX cancels_of_an_order ON cancels (order_id, id);
CREATE INDEX cancels_being_submitted ON cancels (id) WHERE status = 'submitting';
CREATE INDEX refills_being_submitted ON refills (id) WHERE status = 'submitting';
CREATE INDEX orders_by_panel_number ON orders ((ltrim(lower(panel_order_id), '0'))) WHERE panel_order_id IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (user_id, created_at) WHERE status = 'pending';
CREATE INDEX users_by_knock ON users (knocked_at, id) WHERE knocked_at IS NOT NULL;
