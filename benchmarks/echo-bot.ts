/** The yardstick of the turn benchmark: grammY's webhook, one sendMessage back, nothing else. */
import { createServer } from 'node:http'
import { Bot, webhookCallback } from 'grammy'

const { BOT_TOKEN = '', API_ROOT = '', PORT = '0', SECRET = '' } = process.env

const bot = new Bot(BOT_TOKEN, { client: { apiRoot: API_ROOT } })
bot.on('message:text', (context) => context.reply(context.message.text))
await bot.api.setWebhook(`http://127.0.0.1:${PORT}/telegram/webhook`, { secret_token: SECRET })
const handle = webhookCallback(bot, 'http', { secretToken: SECRET })
createServer(handle).listen(Number(PORT), '127.0.0.1', () => {
  process.stdout.write('ready\n')
})
