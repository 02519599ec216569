"""SQL that tries to bend a price rule, rewrite an edit or fill a group that has ended: the database says no."""

from collections.abc import AsyncIterator

import pytest

from storage import customer_groups, price_rules, shop_settings
from storage.database import Constraint, Database
from storage.engines.open import open_database
from storage.price_rules import PriceRule, RuleKey, RuleLevel

SEED = """
INSERT INTO users (id, telegram_id, name, created_at) VALUES (1, 1001, 'Alice', 0), (9, 1003, 'Olga', 0);
INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example'), (2, 'https://second.example');
INSERT INTO customer_groups (name, discount, created_at) VALUES ('Gold', '10', 0), ('Old', '5', 0);
UPDATE customer_groups SET ended_at = 1 WHERE id = 2;
INSERT INTO price_edits (made_by, made_at) VALUES (9, 0), (9, 0), (9, 0);
INSERT INTO price_edits (made_by, made_at, undoes) VALUES (9, 0, 1);
INSERT INTO price_rules (panel_key_id, level, subject, percent, plus, begun_in)
    VALUES (1, 'all', '', '50', 0, 1), (1, 'category', 'Likes', '12.5', 100000, 1);
INSERT INTO price_rules (panel_key_id, level, subject, fixed, begun_in) VALUES (1, 'service', '101', 900000, 1);
UPDATE price_rules SET ended_in = 2 WHERE id = 2;
INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ('star_price', '0.0117', 9, 0)
"""

RULE = (
    "INSERT INTO price_rules (panel_key_id, level, subject, group_id, percent, plus, fixed, begun_in) VALUES "
)
HOLD = "INSERT INTO holds (panel_key_id, service_id, service_name, quoted, took, seen, created_at"

ATTACKS = {
    "a group without a name": "INSERT INTO customer_groups (name, created_at) VALUES ('  ', 0)",
    "a second group of a name": "INSERT INTO customer_groups (name, created_at) VALUES ('gold', 0)",
    "a discount of everything": "UPDATE customer_groups SET discount = '100' WHERE id = 1",
    "a discount of more": "UPDATE customer_groups SET discount = '250.5' WHERE id = 1",
    "a negative discount": "UPDATE customer_groups SET discount = '-5' WHERE id = 1",
    "a discount with an exponent": "UPDATE customer_groups SET discount = '1e1' WHERE id = 1",
    "a discount that is a word": "UPDATE customer_groups SET discount = 'much' WHERE id = 1",
    "a discount with two points": "UPDATE customer_groups SET discount = '1.2.3' WHERE id = 1",
    "a discount that ends in a point": "UPDATE customer_groups SET discount = '5.' WHERE id = 1",
    "an empty discount": "UPDATE customer_groups SET discount = '' WHERE id = 1",
    "renaming a group that has ended": "UPDATE customer_groups SET name = 'New' WHERE id = 2",
    "reopening a group": "UPDATE customer_groups SET ended_at = NULL WHERE id = 2",
    "deleting a group": "DELETE FROM customer_groups WHERE id = 2",
    "a person in a group that has ended": "UPDATE users SET group_id = 2 WHERE id = 1",
    "a person in a group that there is not": "UPDATE users SET group_id = 99 WHERE id = 1",
    "an edit of nobody": "INSERT INTO price_edits (made_by, made_at) VALUES (77, 0)",
    "undoing an edit twice": "INSERT INTO price_edits (made_by, made_at, undoes) VALUES (9, 0, 1)",
    "undoing an edit that there is not": "INSERT INTO price_edits (id, made_by, made_at, undoes) VALUES (90, 9, 0, 80)",
    "undoing a later edit": "INSERT INTO price_edits (id, made_by, made_at, undoes) VALUES (-1, 9, 0, 3)",
    "another maker of an edit": "UPDATE price_edits SET made_by = 1 WHERE id = 1",
    "deleting an edit": "DELETE FROM price_edits WHERE id = 3",
    "a second rule in force": RULE + "(1, 'all', '', NULL, '10', 0, NULL, 3)",
    "a second rule for a service": RULE + "(1, 'service', '101', NULL, NULL, NULL, 5, 3)",
    "a rule of a level that there is not": RULE + "(1, 'country', 'x', NULL, '10', 0, NULL, 3)",
    "a rule of all about something": RULE + "(2, 'all', 'x', NULL, '10', 0, NULL, 3)",
    "a rule of a category about nothing": RULE + "(1, 'category', '', NULL, '10', 0, NULL, 3)",
    "a rule of a group that there is not": RULE + "(1, 'all', '', 99, '10', 0, NULL, 3)",
    "a rule without a price": RULE + "(1, 'service', '102', NULL, NULL, NULL, NULL, 3)",
    "a rule with two prices": RULE + "(1, 'service', '102', NULL, '10', 0, 900000, 3)",
    "a percent alone": RULE + "(1, 'service', '102', NULL, '10', NULL, NULL, 3)",
    "a fixed rate of 0": RULE + "(1, 'service', '102', NULL, NULL, NULL, 0, 3)",
    "a negative fixed rate": RULE + "(1, 'service', '102', NULL, NULL, NULL, -1, 3)",
    "a fixed rate of a category": RULE + "(1, 'category', 'Views', NULL, NULL, NULL, 900000, 3)",
    "a negative percent": RULE + "(1, 'category', 'Views', NULL, '-10', 0, NULL, 3)",
    "a percent with an exponent": RULE + "(1, 'category', 'Views', NULL, '1e9', 0, NULL, 3)",
    "an endless percent": RULE + "(1, 'category', 'Views', NULL, '0.00000000000000000001', 0, NULL, 3)",
    "a percent that is a mistake": RULE + "(1, 'category', 'Views', NULL, '1000000', 0, NULL, 3)",
    "a negative plus": RULE + "(1, 'category', 'Views', NULL, '10', -1, NULL, 3)",
    "a rule of no edit": RULE + "(1, 'category', 'Views', NULL, '10', 0, NULL, 99)",
    "a rule that begins ended": "INSERT INTO price_rules (panel_key_id, level, subject, percent, plus, begun_in,"
    " ended_in) VALUES (1, 'category', 'Views', '10', 0, 2, 3)",
    "another percent of a rule": "UPDATE price_rules SET percent = '1' WHERE id = 1",
    "another fixed rate": "UPDATE price_rules SET fixed = 1 WHERE id = 3",
    "another subject of a rule": "UPDATE price_rules SET subject = '102' WHERE id = 3",
    "another group of a rule": "UPDATE price_rules SET group_id = 1 WHERE id = 1",
    "another beginning of a rule": "UPDATE price_rules SET begun_in = 3 WHERE id = 1",
    "a rule that ends before it begins": "UPDATE price_rules SET ended_in = 1 WHERE id = 1",
    "a rule that ends again": "UPDATE price_rules SET ended_in = 3 WHERE id = 2",
    "bringing an ended rule back": "UPDATE price_rules SET ended_in = NULL WHERE id = 2",
    "deleting a rule": "DELETE FROM price_rules WHERE id = 2",
    "moving a rule to another panel": "UPDATE price_rules SET panel_key_id = 2 WHERE id = 1",
    "a setting without a name": "INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ('', '1', 9, 0)",
    "a setting without a value": "INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ('a', '', 9, 0)",
    "a setting of nobody": "INSERT INTO shop_settings (name, value, changed_by, changed_at) VALUES ('a', '1', 77, 0)",
    "another value of a setting": "UPDATE shop_settings SET value = '9' WHERE id = 1",
    "deleting a setting": "DELETE FROM shop_settings WHERE id = 1",
    "a hold by a charge without an order": HOLD + ") VALUES (1, '101', 'n', 1, 5, 'charge', 0)",
    "a hold by a rate without rates": HOLD + ") VALUES (1, '101', 'n', 0, 0, 'rate', 0)",
    "a hold by a rate without the new one": HOLD + ", old_rate) VALUES (1, '101', 'n', 0, 0, 'rate', 0, '1')",
    "a hold by something else": HOLD
    + ", old_rate, new_rate) VALUES (1, '101', 'n', 0, 0, 'mood', 0, '1', '2')",
}


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        for statement in SEED.split(";\n"):
            await database.execute(statement)
        yield database


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_the_database_refuses(db: Database, attack: str) -> None:
    with pytest.raises(Constraint):
        await db.execute(attack)


async def test_an_edit_ends_a_rule_and_begins_another_and_the_history_stays(db: Database) -> None:
    rule = PriceRule(RuleLevel.ALL, "", None, "60", 0, None)
    async with db.transaction() as transaction:
        edit = await price_rules.begin_edit(transaction, 9, 5)
        await price_rules.end(transaction, 1, [rule.key], edit)
        await price_rules.begin(transaction, 1, [rule], edit)

    assert {one.key: one for one in await price_rules.in_force(db, 1)}[
        RuleKey(RuleLevel.ALL, "", None)
    ] == rule
    assert [one.percent for one in await price_rules.ended_by(db, 1, edit)] == ["50"]
    assert await price_rules.begun_by(db, 1, edit) == [rule]
    undone = await price_rules.edit_to_undo(db, 1, 0)
    assert undone is not None
    assert undone.id == edit


async def test_a_group_that_ends_lets_its_people_go(db: Database) -> None:
    await customer_groups.put(db, 1, 1)
    assert await customer_groups.count_people(db, 1) == 1

    assert await customer_groups.end(db, 1, 7)

    assert await customer_groups.of_person(db, 1) is None
    assert await customer_groups.current(db) == []
    assert not await customer_groups.end(db, 1, 8)
    assert not await customer_groups.set_discount(db, 1, "20")
    await customer_groups.create(db, "Gold", 9)  # the name is free again


async def test_the_newest_setting_of_a_name_counts(db: Database) -> None:
    before = await shop_settings.version(db)
    await shop_settings.add(db, "star_price", "0.02", 9, 5)

    settings = await shop_settings.current(db)

    assert (settings["star_price"].value, settings["star_price"].changed_at) == ("0.02", 5)
    assert await shop_settings.version(db) != before
    assert await shop_settings.get(db, "nothing") is None


async def test_rules_move_with_their_panel(db: Database) -> None:
    await db.execute("UPDATE panel_keys SET became = 2 WHERE id = 1")

    await db.execute("UPDATE price_rules SET panel_key_id = 2 WHERE panel_key_id = 1")

    assert len(await price_rules.in_force(db, 2)) == 2
