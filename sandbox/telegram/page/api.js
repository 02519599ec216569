// What the page asks of the sandbox, and what it hears from it.

export const ENDED = "The demo isn't running any more.";
const KINDS = { image: "photo", video: "video" }; // by the first word of a file's type
const AGAIN = 1_000; // ms between attempts to connect

async function ask(path, options) {
  const answer = await fetch(path, options).catch(() => {
    throw new Error(ENDED);
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export const info = () => ask("/api/info");
export const history = (chat) => ask(`/api/chats/${chat}/messages`);
// `as` says who writes in a group, in which topic, and what it answers.
export const say = (chat, text, as = {}) => post(`/api/chats/${chat}/text`, { text, ...as });
export const edit = (chat, message, text, as = {}) => post(`/api/chats/${chat}/edit`, { message_id: message, text, ...as });
export const tap = (chat, message, data, as = {}) => post(`/api/chats/${chat}/tap`, { message_id: message, data, ...as });
export const deleteTopic = (group, topic) => post(`/api/chats/${group}/topics/delete`, { message_thread_id: topic });
export const switchTopics = (group, on) => post(`/api/chats/${group}/forum`, { is_forum: on });
export const moveBot = (group, state) => post(`/api/chats/${group}/bot`, { bot_is: state });
export const askInline = (chat, query, offset) => post(`/api/chats/${chat}/inline`, { query, offset });
export const sendInline = (chat, query, result) => post(`/api/chats/${chat}/inline/send`, { query_id: query, result });
export const pay = (chat, message) => post(`/api/chats/${chat}/pay`, { message_id: message });
export const setStars = (person, stars) => post(`/api/people/${person}/stars`, { stars });
export const setLanguage = (person, language) => post(`/api/people/${person}/language`, { language });
export const stars = () => ask("/api/stars");
export const losePayment = () => post("/api/updates/lose", { what: "successful_payment" });
export const repeatPayment = () => post("/api/updates/redeliver", { what: "successful_payment" });
export const chargeBack = (charge) => post("/api/stars/chargebacks", { charge });
export const block = (chat, blocked) => post(`/api/chats/${chat}/block`, { blocked });
export const clear = (chat) => post(`/api/chats/${chat}/clear`, {});

// Pictures and videos go as such, other files as documents; several files go as one album.
export function sendFiles(chat, files, as = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(as)) if (value) form.append(name, value);
  for (const file of files) form.append("file", file);
  const kind = files.length > 1 ? "album" : KINDS[files[0].type.split("/")[0]] || "document";
  return ask(`/api/chats/${chat}/${kind}`, { method: "POST", body: form });
}

// Keeps one connection for the events of all chats. `on` has: hello(run), heard(chat, event), gone().
export function listen(on) {
  const socket = new WebSocket(`ws://${location.host}/api/events`);
  socket.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === "hello") on.hello(event.run);
    else on.heard(event.chat, event);
  };
  socket.onclose = () => {
    on.gone();
    setTimeout(() => listen(on), AGAIN);
  };
}
