"""Operators write texts of their own: the welcome, the rules, the line about support."""

from storage import audit_trail, own_texts
from storage.audit_trail import Act
from storage.database import Database
from storage.own_texts import OwnText, TextKind
from usecases.clock import Clock
from usecases.operating.own_html import checked


class WriteTexts:
    """The database has the texts, so every process shows a change at once."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def written(self) -> list[OwnText]:
        return await own_texts.all_texts(self._db)

    async def text(self, kind: TextKind, language: str) -> OwnText | None:
        """Return the text of exactly this language."""
        return await own_texts.get(self._db, kind, language)

    async def __call__(self, kind: TextKind, language: str, html: str, operator_id: int) -> None:
        """Keep a text. Raises HtmlWrong."""
        html, now = checked(html), self._clock()
        async with self._db.transaction() as transaction:
            await own_texts.put(transaction, kind, language, html, operator_id, now)
            await audit_trail.add(transaction, now, operator_id, Act.TEXT_WRITTEN, after=f"{kind} {language}")

    async def reset(self, kind: TextKind, language: str, operator_id: int) -> None:
        """Go back to the bot's own text, or to the operators' text for all languages."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            await own_texts.remove(transaction, kind, language)
            await audit_trail.add(transaction, now, operator_id, Act.TEXT_RESET, before=f"{kind} {language}")
