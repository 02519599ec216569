"""Files that are larger than Telegram takes come packed."""

import io
import json
import zipfile

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import LARGEST, TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person
from tests.stories.test_export import STANDARD, documents

ENGINES_OF_STORIES = ("sqlite",)


async def test_somebody_with_very_long_orders_gets_their_data(
    alice: Person, panel: PanelServer, telegram: TelegramServer, bot: Bot
) -> None:
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")
    url = bot.settings.database_url
    await ask(url, "DROP TRIGGER entries_of_orders_are_blanked_at_most")
    comments = f"replace(hex(zeroblob({LARGEST // 4 + 1})), '0000', 'Nice one')"
    await ask(url, f"""UPDATE orders SET parameters = '{{"comments": "' || {comments} || '"}}'""")

    await alice.says("/export")

    files = await documents(alice, telegram, 2)
    assert sorted(files) == ["data.json.zip", "orders.csv"]
    with zipfile.ZipFile(io.BytesIO(files["data.json.zip"])) as archive:
        (order,) = json.loads(archive.read("data.json"))["orders"]
    assert len(order["answers"]["comments"]) > LARGEST
