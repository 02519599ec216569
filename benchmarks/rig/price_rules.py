"""Rules for all prices of a shop: what its operator would set, done past the program."""

import sqlite3
from contextlib import closing
from pathlib import Path

FIRST_SERVICE = "$777.00"
"""What the first service costs when the rules are in force."""

SCRIPT = """
    PRAGMA foreign_keys = 1;
    BEGIN;
    INSERT INTO customer_groups (name, discount, created_at) VALUES ('Friends', '5', 0);
    UPDATE users SET group_id = (SELECT id FROM customer_groups) WHERE telegram_id % 2 = 0;
    INSERT INTO price_edits (made_by, made_at) SELECT id, 0 FROM users WHERE in_admin_ids = 1;
    CREATE TEMP TABLE rules AS
        SELECT 'all' AS level, '' AS subject, NULL AS of_group, '25' AS percent, 0 AS plus, NULL AS fixed
        UNION ALL SELECT 'all', '', (SELECT id FROM customer_groups), '15.5', 0, NULL
        UNION ALL SELECT DISTINCT 'category', category, NULL, '30', 10000, NULL FROM services
            WHERE position % 60 < 30
        UNION ALL SELECT 'service', id, NULL, '42.5', 0, NULL FROM services WHERE position % 10 = 5
        UNION ALL SELECT 'service', id, NULL, NULL, NULL, 777000000 FROM services WHERE id = '1';
    INSERT INTO price_rules (panel_key_id, level, subject, group_id, percent, plus, fixed, begun_in)
        SELECT (SELECT id FROM panel_keys), level, subject, of_group, percent, plus, fixed,
            (SELECT id FROM price_edits)
        FROM rules;
    COMMIT;
    """


def set_prices(folder: Path) -> None:
    """Give a running shop rules on each level, and put every second of its people into a group."""
    with closing(sqlite3.connect(folder / "bot.db")) as connection:
        connection.executescript(SCRIPT)
