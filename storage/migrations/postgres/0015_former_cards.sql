-- Older messages that still show an order, beside the newest, which is orders.card_message_id.
CREATE TABLE former_cards (
    user_id BIGINT NOT NULL REFERENCES users (id),
    message_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    PRIMARY KEY (user_id, message_id)
);
CREATE INDEX former_cards_of_orders ON former_cards (order_id, message_id);
