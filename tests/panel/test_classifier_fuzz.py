"""Thousands of answers to `add`, damaged in every way: none of a panel that took the order says that it did not."""

import json
import random
from collections.abc import Callable

import pytest
from aiohttp import web

from panel import Field, NewOrder, NotSent, Panel, Placed, Refused
from panel.http.replies import outcome
from panel.http.transport import PanelReply
from panel.parsing.writes import order_written
from tests.panel.conftest import Script

ANSWERS = 12_000
OVER_SOCKETS = 300
ORDER = NewOrder("1", {Field.LINK: "https://example.com", Field.QUANTITY: "100"})

NOTICES = (
    "\ufeff", "\n\n", "<br />\n<b>Notice</b>: Undefined index: x in <b>/a.php</b> on line <b>3</b><br />\n",
    "Warning: [mail] failed {x}\n", "// ", "callback(", "HTTP/1.1 200 OK\r\n\r\n",
)  # fmt: skip
TAILS = ("\n", "</body>", ")", ";", "<script>{}</script>", "{}", "\x00")
ERROR_BESIDE = b'{"error": "in another place"}'  # beside whole answers only: alone it is a clear refusal
EXTRAS: tuple[dict[str, object], ...] = (
    {},
    {"charge": "0.9", "currency": "USD"},
    {"status": "success"},
    {"success": True, "message": "Order placed"},
    {"error": None},
    {"error": ""},
    {"errors": []},
    {"data": {"id": 5, "service": {"id": 1}}},
    {"order_details": [{"order": 7, "error": "none"}]},
    {"message": "Error 0: all went well"},
)
REFUSALS: tuple[object, ...] = (
    {"error": "Incorrect link"},
    {"error": "neworder.error.not_enough_funds"},
    {"error": {"message": "Quantity less than minimal 100"}},
    {"errors": ["Bad service"]},
    {"errors": {"link": ["The link field is required."]}},
    {"status": "fail", "message": "no"},
    {"status": "error", "msg": "Service disabled"},
    {"success": False, "message": "Вы не авторизованы"},
)

Damage = Callable[[bytes, random.Random], bytes]


def cut_off(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randint(0, len(body))]


def cut_front(body: bytes, chance: random.Random) -> bytes:
    return body[chance.randint(0, len(body)) :]


def lose_a_piece(body: bytes, chance: random.Random) -> bytes:
    start = chance.randint(0, len(body))
    return body[:start] + body[start + chance.randint(1, 9) :]


def turn_bytes(body: bytes, chance: random.Random) -> bytes:
    turned = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        if turned:
            turned[chance.randrange(len(turned))] = chance.randrange(256)
    return bytes(turned)


def prefix(body: bytes, chance: random.Random) -> bytes:
    return chance.choice(NOTICES).encode() + body


def suffix(body: bytes, chance: random.Random) -> bytes:
    return body + chance.choice(TAILS).encode()


def twice(body: bytes, _: random.Random) -> bytes:
    return body + body


def in_a_list(body: bytes, _: random.Random) -> bytes:
    return b"[" + body + b"]"


def in_a_text(body: bytes, _: random.Random) -> bytes:
    return json.dumps(body.decode(errors="replace")).encode()


def inside(body: bytes, chance: random.Random) -> bytes:
    return b'{"%s": %s}' % (chance.choice((b"data", b"result", b"order")), body)


def other_encoding(body: bytes, chance: random.Random) -> bytes:
    return body.decode(errors="replace").encode(chance.choice(("utf-16", "utf-32-le", "utf-7")))


def in_html(body: bytes, _: random.Random) -> bytes:
    return b"<html><body><pre>" + body + b"</pre></body></html>"


def whole(body: bytes, _: random.Random) -> bytes:
    return body


DAMAGES: tuple[Damage, ...] = (
    cut_off, cut_front, lose_a_piece, turn_bytes, prefix, suffix, twice, in_a_list, in_a_text, inside,
    other_encoding, in_html, whole,
)  # fmt: skip
SPLICES = (lose_a_piece, turn_bytes)
STATUSES = (
    200, 200, 200, 201, 202, 204, 206, 301, 302, 400, 403, 404, 408, 409, 425, 429, 499, 500, 502, 503, 504,
    520, 524,
)  # fmt: skip


def taken(chance: random.Random) -> tuple[int, bytes]:
    """What may arrive from a panel that took the order."""
    number = chance.choice((chance.randint(1, 10**12), str(chance.randint(1, 10**12)), "ord_8f-1"))
    pairs = list(({"order": number} | chance.choice(EXTRAS)).items())
    chance.shuffle(pairs)
    body = json.dumps(dict(pairs), ensure_ascii=chance.random() < 0.5).encode()
    if chance.random() < 0.1:
        return chance.choice(STATUSES), chance.choice(
            (body + ERROR_BESIDE, b"<!-- " + ERROR_BESIDE + b" -->" + body)
        )
    for _ in range(chance.choice((1, 1, 2, 3))):
        damage = chance.choice(DAMAGES)
        if damage not in SPLICES or b"rror" not in body:  # a splice can turn `"error": null` into an error
            body = damage(body, chance)
    return chance.choice(STATUSES), body


def is_hopeless(body: bytes) -> bool:
    """Whether the damage left a whole object that tells of no order: the id's name and the message are gone."""
    text = body.replace(b"\0", b"").decode(errors="replace")
    try:
        json.JSONDecoder(strict=False).raw_decode(text[text.index("{") :])
    except ValueError:
        return False
    return '"order"' not in text and "Order placed" not in text


def test_no_answer_of_a_panel_that_took_the_order_is_read_as_if_it_did_not(seed: int, runs: int) -> None:
    chance = random.Random(seed)
    placed = 0
    for _ in range(ANSWERS * runs):
        status, body = taken(chance)

        told = outcome(PanelReply(status, body, None), order_written)

        assert not isinstance(told, Refused | NotSent) or is_hopeless(body), (seed, status, body, told)
        placed += isinstance(told, Placed)
    assert placed > ANSWERS * runs / 50, "an answer that arrives whole is understood"


async def test_nor_is_one_that_comes_over_a_socket(
    script: Script, client: Panel, seed: int, runs: int
) -> None:
    chance = random.Random(seed)
    for _ in range(OVER_SOCKETS * runs):
        status, body = taken(chance)
        script.says(lambda _sent, status=status, body=body: web.Response(status=status, body=body))

        told = await client.add_order(ORDER)

        assert not isinstance(told, Refused | NotSent) or is_hopeless(body), (seed, status, body, told)


@pytest.mark.parametrize("refusal", REFUSALS, ids=str)
@pytest.mark.parametrize("status", [200, 201, 400, 401, 402, 403, 404, 422])
def test_a_clear_refusal_is_one_whatever_notices_stand_before_it(refusal: object, status: int) -> None:
    for notice in ("", "\ufeff", "\n", NOTICES[2]):
        body = (notice + json.dumps(refusal)).encode()

        assert isinstance(outcome(PanelReply(status, body, None), order_written), Refused), body
