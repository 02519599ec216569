"""What people send beside taps and texts: inline queries and files."""

import json

from benchmarks.rig.taps import FOUND, RETURNED, SENT, WROTE, People, Person, chat, sender
from benchmarks.rig.telegram_stub import TelegramStub

TYPED = frozenset({FOUND, RETURNED})


async def type_inline(people: People, person: Person, words: str) -> float:
    """Type words after the bot's name, in the chat with it; seconds until `person.found` has an answer."""
    number = next(people.numbers)
    content = (
        f'"inline_query":{{"id":"{person.id}.{number}","from":{sender(person)},"chat_type":"sender",'
        f'"query":{json.dumps(words)},"offset":""}}'
    )
    return await people.deliver(person, number, content, TYPED, FOUND)


async def send_table(people: People, stub: TelegramStub, person: Person, text: str) -> float:
    """Send a .csv file; seconds until the bot answered."""
    number = next(people.numbers)
    file_id = f"file-{number}"
    stub.files[file_id] = text
    content = (
        f'"message":{{"message_id":1000000,"from":{sender(person)},"chat":{chat(person)},"date":1780315200,'
        f'"document":{{"file_id":"{file_id}","file_unique_id":"{file_id}","file_name":"orders.csv",'
        f'"mime_type":"text/csv","file_size":{len(text.encode())}}}}}'
    )
    return await people.deliver(person, number, content, WROTE, SENT)
