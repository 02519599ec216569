// Words for what the API has codes for.

const FAULTS = {
  slow: ["Slow answer", "The answer comes 5 seconds late."],
  no_answer: ["No answer", "The call hangs and is never answered. The panel does nothing."],
  lost_answer: ["Lost answer", "The panel does what was asked, then the connection is cut and nobody gets an answer."],
  reset: ["Connection cut", "The connection is cut at once. The panel does nothing."],
  http_500: ["Error 500", "An error page instead of an answer. The panel does nothing."],
  http_502: ["Error 502", "An error page instead of an answer. The panel does nothing."],
  html: ["Maintenance page", "A web page with status 200 instead of an answer. The panel does nothing."],
  garbage: ["Broken answer", "JSON that stops in the middle. The panel does nothing."],
  wrong_types: ["Wrong types", "JSON with the wrong kinds of values. The panel does nothing."],
  rate_limit: ["Too many requests", "The panel asks for fewer calls (429) and does nothing."],
  wrong_key: ["Wrong key", "The panel says that the API key is wrong."],
  no_funds: ["Not enough funds", "The panel says that the account balance is too low."],
  redirect: ["Redirect", "The answer points to another address. The panel does nothing."],
};

export const ACTIONS = {
  add: "New order",
  status: "Order status",
  refill: "Refill",
  refill_status: "Refill status",
  cancel: "Cancellation",
  balance: "Balance",
  services: "Catalogue",
};

export const faultName = (kind) => FAULTS[kind]?.[0] || kind.replaceAll("_", " ");
export const aboutFault = (kind) => FAULTS[kind]?.[1] || "";
export const actionName = (action) => ACTIONS[action] || action || "Unknown call";

export function amount(value) {
  return Number(value).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 5 });
}
