import { readFileSync } from 'node:fs'
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
} from 'botbuilder'
import restify from 'restify'
import { host } from './child.ts'

/** The baseline of a chat turn: Microsoft's SDK and restify as in their samples, answering every click with `CARD_FILE`. */
const { PORT, CARD_FILE = '' } = process.env
const answer = JSON.parse(readFileSync(CARD_FILE, 'utf8')) as AdaptiveCardInvokeResponse

class BareBot extends ActivityHandler {
  protected override async onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    return answer
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))
const bot = new BareBot()
const server = restify.createServer()
server.use(restify.plugins.bodyParser())
server.get('/readyz', (_request, response, next) => {
  response.send(200)
  next()
})
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as never, response as never, (context) => bot.run(context))
})
server.listen(Number(PORT), host)
process.once('SIGTERM', () => process.exit(0))
