// What the page asks of the sandbox, and what it hears from it.

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export const info = async () => (await fetch("/api/info")).json();
export const history = async (chat) => (await fetch(`/api/chats/${chat}/messages`)).json();
export const say = (chat, text) => post(`/api/chats/${chat}/text`, { text });
export const tap = (chat, message, data) => post(`/api/chats/${chat}/tap`, { message_id: message, data });
export const block = (chat, blocked) => post(`/api/chats/${chat}/block`, { blocked });
export const clear = (chat) => post(`/api/chats/${chat}/clear`, {});

export async function sendFile(chat, file, caption = "") {
  const form = new FormData();
  form.append("file", file);
  form.append("caption", caption);
  const answer = await fetch(`/api/chats/${chat}/document`, { method: "POST", body: form });
  if (!answer.ok) throw new Error(await answer.text());
}

// Calls `heard` for every event of a chat; `again` when the connection came back and something may be missed.
export function listen(chat, heard, again) {
  let fresh = true;
  const source = new EventSource(`/api/chats/${chat}/events`);
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type !== "hello") return heard(event);
    if (!fresh) again();
    fresh = false;
  };
  return source;
}
