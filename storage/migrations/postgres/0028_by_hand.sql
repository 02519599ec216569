-- What operators did by hand is looked up by person and by operator, among the many transfers of orders; and people are
-- found by their user name.
CREATE INDEX transfers_by_hand ON transfers (actor, created_at) WHERE kind IN ('credit', 'debit', 'adjustment');
CREATE INDEX transfers_of_gifts ON transfers (debit, credit) WHERE kind IN ('gift', 'gift_reversal');
CREATE INDEX people_by_user_name ON users (lower(username)) WHERE username IS NOT NULL;
