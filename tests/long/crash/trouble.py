"""Everything else that goes wrong meanwhile: a panel and a Telegram that misbehave, updates that come again."""

import asyncio
import random

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer

PANEL_FAULTS = (
    "slow", "lost_answer", "lost_answer", "reset", "http_500", "html", "garbage", "wrong_types", "rate_limit",
    "no_funds",
)  # fmt: skip
PANEL_ACTIONS = ("add", "add", "add", "refill", "cancel", "status", "balance", None)
TELEGRAM_FAULTS = ("slow", "lost_answer", "reset", "http_500", "html", "garbage", "rate_limit")
TELEGRAM_METHODS = (
    *("sendMessage", "sendMessage", "editMessageText", "editMessageText", "answerCallbackQuery", None) * 2,
    "copyMessage",  # seldom: each holds up a whole broadcast
)
SLOW = 0.5  # seconds at most
MOST = 3  # faults that wait for a call at either


class Trouble:
    def __init__(self, panel: PanelServer, telegram: TelegramServer, chance: random.Random) -> None:
        self._panel = panel
        self._telegram = telegram
        self._chance = chance

    async def go_on(self, stop: asyncio.Event) -> None:
        """Make trouble until stopped, and then leave everything in order."""
        while not stop.is_set():
            self._chance.choice(
                (self._bother_panel, self._bother_panel, self._bother_telegram, self._repeat)
            )()
            await asyncio.sleep(self._chance.uniform(0.1, 0.8))
            if self._chance.random() < 0.03:
                await self._take_panel_down()
        self._panel.faults.switch_off()
        self._telegram.faults.switch_off()

    def _bother_panel(self) -> None:
        if len(self._panel.faults.listed()) >= MOST:
            self._panel.faults.switch_off()
        self._panel.faults.switch_on(
            self._chance.choice(PANEL_FAULTS),
            self._chance.choice(PANEL_ACTIONS),
            times=self._chance.randint(1, 2),
            seconds=self._chance.uniform(0, SLOW),
        )

    def _bother_telegram(self) -> None:
        if len(self._telegram.faults.listed()) >= MOST:
            self._telegram.faults.switch_off()
        self._telegram.faults.switch_on(
            self._chance.choice(TELEGRAM_FAULTS),
            self._chance.choice(TELEGRAM_METHODS),
            times=self._chance.randint(1, 2),
            seconds=self._chance.uniform(0, SLOW),
        )

    def _repeat(self) -> None:
        """Updates that were confirmed come again, as when the confirmation got lost."""
        self._telegram.world.redeliver(self._chance.randint(1, 4))

    async def _take_panel_down(self) -> None:
        self._panel.down = True
        await asyncio.sleep(self._chance.uniform(0.1, 1.0))
        self._panel.down = False
