"""Remembers everything that a chat ever showed: the verdict asks it what a person was told."""

import re
from collections import Counter
from typing import Any

from sandbox.telegram.world import Chat

HEADING = re.compile(r"Order (\d+) · ([^\n]+)")
ON_CARD = "Ordered "  # a card says when it was ordered, a message about an end does not
SUMMARY = re.compile(r"📋 Mass order (\d+) · ")
LIST_END = re.compile(r"🏁 Mass order (\d+) is finished")
QUESTION = re.compile(r"Does the panel have (?:order|a refill of order) (\d+)\?")


class Witness:
    """Listens to one chat, as an open page does.

    `summaries` has what the newest summary of each mass order shows now, `list_ends` the messages at their ends.
    """

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.pushes: Counter[str] = Counter()
        self.headings: set[tuple[int, str]] = set()
        self.told: set[tuple[int, str]] = set()
        self.questions: set[int] = set()
        self.summaries: dict[int, str] = {}
        self.list_ends: dict[int, str] = {}
        chat.listeners.add(self)  # type: ignore[arg-type]  # all that a chat wants of a listener is put_nowait

    def put_nowait(self, event: dict[str, Any]) -> None:
        message = event.get("message")
        if event["type"] not in ("message", "edited") or not message or not message["from"]["is_bot"]:
            return
        text = message.get("text", "") or message.get("caption", "")
        self._note_list(text, is_new=event["type"] == "message")
        for number, word in HEADING.findall(text):
            self.headings.add((int(number), word.strip()))
            if event["type"] == "message" and ON_CARD not in text:
                self.told.add((int(number), word.strip()))
                self.pushes[text] += 1
        for number in QUESTION.findall(text):
            self.questions.add(int(number))

    def _note_list(self, text: str, *, is_new: bool) -> None:
        for kind, found in ((SUMMARY, self.summaries), (LIST_END, self.list_ends)):
            if told := kind.match(text):
                found[int(told[1])] = text
                self.pushes[told[0]] += is_new

    @property
    def duplicates(self) -> int:
        """Messages that came more often than once."""
        return sum(times - 1 for times in self.pushes.values())
