-- Once a day the change of the panel account's balance is compared with what our orders should have cost.
-- Money is micro-units of the panel's currency, times are epoch milliseconds.
CREATE TABLE balance_comparisons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    day INTEGER NOT NULL,                             -- of the reading: UTC, counted from 1970
    read_at INTEGER NOT NULL,                         -- when the panel was asked for the balance
    balance INTEGER NOT NULL,
    currency TEXT NOT NULL,                           -- '': the panel does not name it
    costs INTEGER NOT NULL CHECK (costs >= 0),        -- what all orders until then should have cost
    since INTEGER CHECK (since < read_at),            -- the reading before; NULL: there is none to compare with
    expected INTEGER,                                 -- how the orders since then should have changed the balance
    changed INTEGER,                                  -- how it changed
    unclear INTEGER NOT NULL CHECK (unclear >= 0),    -- the part of the orders' costs that nobody can tell
    UNIQUE (panel_key_id, day),
    CHECK ((since IS NULL) = (expected IS NULL) AND (since IS NULL) = (changed IS NULL))
);
