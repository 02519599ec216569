"""The calls that change something at a panel: every parameter arrives as it was given."""

import asyncio

import pytest

from panel import Field, NewOrder, Panel
from tests.panel.conftest import KEY, Script
from tests.panel.writing import server


@pytest.mark.parametrize("key", [KEY, 'k&y=1+2 %41/ü"#;'])
async def test_everything_that_is_sent_arrives_as_it_was(script: Script, key: str) -> None:
    script.says({"order": 1})
    parameters = {
        Field.LINK: "https://example.com/?a=1&b=ü#;%20+",
        Field.COMMENTS: "a&b=c, ok\r\n👍 100 %\n+1",
    }

    async with Panel(script.url, key) as panel:
        await panel.add_order(NewOrder("1", parameters))

    sent = {str(name): value for name, value in parameters.items()}
    assert script.sent == [{"key": key, "action": "add", "service": "1", **sent}]


@pytest.mark.parametrize(
    ("parameters", "quantity", "sent"),
    [
        ({Field.LINK: "x", Field.QUANTITY: "100"}, 300, "100"),
        ({Field.LINK: "x", Field.COMMENTS: "a\nb"}, 2, "2"),
        ({Field.LINK: "x"}, 50, "50"),
        ({Field.USERNAME: "x"}, None, None),
    ],
)
async def test_a_quantity_is_sent_where_the_type_asks_for_none(
    script: Script, client: Panel, parameters: dict[Field, str], quantity: int | None, sent: str | None
) -> None:
    script.says({"order": 1})

    await client.add_order(NewOrder("1", parameters, quantity))

    assert script.sent[0].get("quantity") == sent


async def test_a_space_is_sent_as_percent_20() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"order":1}')
        await writer.drain()

    async with server(answer) as (url, seen), Panel(url, "a key") as panel:
        await panel.add_order(NewOrder("1", {Field.COMMENTS: "so nice + true"}))

    assert b"key=a%20key" in seen[0]
    assert b"comments=so%20nice%20%2B%20true" in seen[0]
