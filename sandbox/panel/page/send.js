// Sends a wish to the panel and has the page look again.

export async function send(path, body, method = "POST") {
  await fetch(path, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) }).catch(() => {});
  document.dispatchEvent(new Event("changed"));
}
