// grammY behind node's own HTTP server, by its webhookCallback.

import { createServer } from "node:http";
import { Bot, InlineKeyboard, webhookCallback } from "grammy";

const { TOKEN, API_URL, PORT, WEBHOOK, SECRET } = process.env;
const LABEL = "Pictogram Followers · Standard · $0.90";
const TEXT = "Pictogram · Followers\nPrice per 1,000, or of the package";

const keyboard = new InlineKeyboard();
for (let row = 0; row < 10; row++) keyboard.text(LABEL, `b:${row}`).row();

const bot = new Bot(TOKEN, { client: { apiRoot: API_URL } });
bot.command("start", (ctx) => ctx.reply(TEXT, { reply_markup: keyboard }));
bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery();
  await ctx.editMessageText(TEXT, { reply_markup: keyboard });
});

const handle = webhookCallback(bot, "http", { secretToken: SECRET });
createServer(handle).listen(Number(PORT), "127.0.0.1", () =>
  bot.api.setWebhook(`http://127.0.0.1:${PORT}${WEBHOOK}`, { secret_token: SECRET }),
);
