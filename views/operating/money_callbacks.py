"""Callback data of the operators' buttons about people's money; see `views.callbacks`."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from usecases.paying.move_by_hand import Move
from views.callbacks import LastId, RowId

Amount = Annotated[int, Field(ge=0, le=9_000_000_000_000_000)]
"""Micro-units."""


class OpenMoney(CallbackData, prefix="mo"):
    """Shows a person's money."""

    user: RowId


class SendStatementOf(CallbackData, prefix="ms"):
    """Sends a file with everything that came into a person's wallet and went out of it."""

    user: RowId


class StartMove(CallbackData, prefix="mv"):
    """Asks how much is to be credited, debited or written off, or how large the credit line is."""

    user: RowId
    move: Move


class ConfirmMove(CallbackData, prefix="mc"):
    """Does what was shown. `after` is the last thing done by hand that the operator saw: it acts once."""

    user: RowId
    move: Move
    after: LastId


class OpenRefund(CallbackData, prefix="rq"):
    """Shows the question how much of an order's price comes back."""

    order: RowId


class GiveBack(CallbackData, prefix="ra"):
    """Gives back the amount (micro-units) on the button."""

    question: RowId
    amount: Amount


class NameRefund(CallbackData, prefix="rn"):
    """Asks for the amount that comes back."""

    question: RowId


class LeaveMoney(CallbackData, prefix="rl"):
    """Closes the question; no money moves."""

    question: RowId


class TakeBackMoney(CallbackData, prefix="rt"):
    """Takes back what was given back, as far as it is free in the wallet."""

    question: RowId


class OpenPayments(CallbackData, prefix="ot"):
    """Shows a person's payments in Stars."""

    user: RowId


class CreditPayment(CallbackData, prefix="oc"):
    """Credits the payer of a payment that belongs to no invoice."""

    topup: RowId


class AskReturn(CallbackData, prefix="ow"):
    """Asks before `ReturnPayment` acts."""

    topup: RowId


class ReturnPayment(CallbackData, prefix="ob"):
    """Gives the Stars of a payment back."""

    topup: RowId


class OpenWallets(CallbackData, prefix="wr"):
    """Shows the wallets that may hold too much after a restore."""


class WalletsAreRight(CallbackData, prefix="wc"):
    """Confirms the wallets after the restore at `since` (epoch ms)."""

    since: RowId
