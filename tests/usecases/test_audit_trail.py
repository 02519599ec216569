"""What operators do with money and prices is in the audit trail, with what was there before."""

from decimal import Decimal

import pytest

from storage import accounts, audit_trail, panel_keys, users
from storage.audit_trail import Act
from storage.database import Constraint
from storage.users import OperatorRole, Role
from tests.usecases.selling import ALL, OLGA, ResellerShop, percent
from tests.usecases.shop import LIKES, PACK, VIEWS
from tests.usecases.sweeping import World
from tests.usecases.test_moves_by_hand import UNIT, do, hand, owe
from usecases.errors import BadAnswer
from usecases.operating.plan_prices import PriceChange, PriceWish
from usecases.paying.move_by_hand import Move, MoveByHand
from usecases.people.access import Access
from usecases.people.roles import Action

__all__ = ["hand"]

ALICE, PETRA = 1, 8


async def trail(world: World) -> list[tuple[int | None, str, int | None, str, str]]:
    found = await audit_trail.newest(world.db, 0, 50)
    return [(one.actor, one.act, one.subject, one.before, one.after) for one in reversed(found)]


async def test_moves_by_hand_are_kept_and_refused_ones_are_not(hand: MoveByHand, world: World) -> None:
    await do(hand, Move.CREDIT, 5 * UNIT)
    await do(hand, Move.DEBIT, 2 * UNIT, PETRA)
    await do(hand, Move.LINE, 20 * UNIT)
    await do(hand, Move.LINE, 10 * UNIT)
    with pytest.raises(BadAnswer):
        await do(hand, Move.CREDIT, 5_000 * UNIT)

    assert await trail(world) == [
        (OLGA, Act.CREDIT, ALICE, "", "5 USD"),
        (PETRA, Act.DEBIT, ALICE, "", "2 USD"),
        (OLGA, Act.CREDIT_LINE, ALICE, "0 USD", "20 USD"),
        (OLGA, Act.CREDIT_LINE, ALICE, "20 USD", "10 USD"),
    ]


async def test_a_written_off_debt_is_kept(hand: MoveByHand, world: World) -> None:
    await accounts.open_for(world.db, ALICE)
    await owe(world, 3 * UNIT)
    await do(hand, Move.WRITE_OFF, 2 * UNIT)

    assert await trail(world) == [(OLGA, Act.WRITE_OFF, ALICE, "", "2 USD")]


async def test_changes_of_prices_and_groups_are_kept(world: World) -> None:
    shop = ResellerShop(world)
    await panel_keys.keep_balance(world.db, 1, 12_000_000, "USD", world.now)
    shop.catalogue.panel_currency = "USD"
    await shop.lists(LIKES, VIEWS, PACK)
    await shop.opens()
    await shop.saves(percent("100"))
    gold = await shop.groups.create("Gold", OLGA)
    await shop.groups.rename(gold.id, "Silver", OLGA)
    await shop.groups.put(ALICE, gold.id, OLGA)
    await shop.groups.end(gold.id, OLGA)
    await shop.has_currency("EUR")
    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.5")))
    await shop.saves(PriceWish(PriceChange.EXCHANGE, ALL, Decimal("1.6")))

    kept = [(act, before, after) for _, act, _, before, after in await trail(world)]
    assert [one for one in kept if one[0] != Act.PRICES_CONFIRMED] == [
        (Act.PRICES_CHANGED, "", "p 100"),
        (Act.GROUP_MADE, "", ""),
        (Act.GROUP_RENAMED, "", ""),
        (Act.GROUP_CHOSEN, "", str(gold.id)),
        (Act.GROUP_ENDED, "", ""),
        (Act.EXCHANGE_RATE, "", "1.5"),
        (Act.EXCHANGE_RATE, "1.5", "1.6"),
    ]
    assert any(one[0] == Act.PRICES_CONFIRMED for one in kept)


async def test_rows_stay(world: World) -> None:
    await audit_trail.add(world.db, 1, OLGA, Act.INVITED)
    for sql in ("UPDATE audit_trail SET actor = NULL", "DELETE FROM audit_trail"):
        with pytest.raises(Constraint):
            await world.db.execute(sql)


@pytest.mark.parametrize("role", [OperatorRole.SUPPORT, OperatorRole.VIEWER])
async def test_the_database_takes_no_money_moved_by_support_or_a_viewer(
    hand: MoveByHand, world: World, role: OperatorRole
) -> None:
    """Also if a route let them through."""
    carol = await users.keep(world.db, 77, "Carol", None, 0)
    await users.choose_operator_role(world.db, carol.id, role, 0)
    with pytest.raises(Constraint):
        await do(hand, Move.CREDIT, UNIT, carol.id)
    assert await trail(world) == []
    await users.choose_operator_role(world.db, carol.id, OperatorRole.MANAGER, 0)
    assert await do(hand, Move.CREDIT, UNIT, carol.id)


async def test_alerts_go_to_who_can_act_on_them(world: World) -> None:
    access = Access(db=world.db, admin_ids=[9], allowed_ids=[], clock=world.clock)
    made = {}
    for number, role in enumerate(OperatorRole, 71):
        made[role] = (await users.keep(world.db, number, role, None, 0)).id
        await users.choose_operator_role(world.db, made[role], role, 0)
    former = await users.keep(world.db, 79, "Former", None, 0)
    await users.choose_operator_role(world.db, former.id, OperatorRole.OWNER, 0)
    await users.choose_operator_role(world.db, former.id, None, 0)
    before = await users.keep(world.db, 80, "Of the release before", None, 0)
    await users.give_role(world.db, before.id, Role.OPERATOR, 0)

    assert set(await access.operators()) - {OLGA, PETRA} == {
        made[OperatorRole.OWNER], made[OperatorRole.MANAGER], before.id,
    }  # fmt: skip
    assert set(await access.operators(who_may=Action.SEE)) >= {*made.values(), before.id}
    assert former.id not in await access.operators(who_may=Action.SEE)
    assert (await access.known(former.id)).was_operator
