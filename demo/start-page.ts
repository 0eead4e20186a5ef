import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { demo } from '../emulator/demo-world.ts'
import { isLoopbackName, sendMisdirected } from '../emulator/loopback-host.ts'
import { shortName } from './playground.ts'
import { host, type Ports } from './ports.ts'
import { firstScreens, type Screen, screens } from './screens.ts'
import { startPageStyle } from './start-page-style.ts'
import { broken, tasks } from './story.ts'

/** The page to open first: who is who, what is broken, and what to try. `open` starts the client of a person. */
export async function serveStartPage(ports: Ports, open: (screen: Screen) => Promise<void>): Promise<Server> {
  const page = pageOf(ports)
  const server = createServer((request, response) => {
    if (!isLoopbackName(request.headers.host)) return sendMisdirected(response)
    const screen = screens.find((each) => request.method === 'GET' && request.url === doorOf(each))
    if (screen) return void openDoor(response, ports, open, screen)
    send(request, response, page)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(ports.page, host, resolve)
  })
  return server
}

function send(request: IncomingMessage, response: ServerResponse, page: string): void {
  const found = request.method === 'GET' && request.url === '/'
  response.writeHead(found ? 200 : 404, headers)
  response.end(found ? page : 'Not found. Go to /')
}

const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }

const doorOf = ({ person }: Screen): string => `/teams/${shortName(person)}`

async function openDoor(
  response: ServerResponse,
  ports: Ports,
  open: (screen: Screen) => Promise<void>,
  screen: Screen,
): Promise<void> {
  try {
    await open(screen)
    response.writeHead(303, { Location: `http://${host}:${ports[screen.part]}/` })
    response.end()
  } catch (error) {
    response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' })
    response.end(
      `The Teams of ${screen.person} didn't start. ${error instanceof Error ? error.message : error}`,
    )
  }
}

const door = (url: string, title: string, badge: string, about: string, line: string): string =>
  `<a href="${url}" target="_blank"><strong>${title}${badge && ` <i>${badge}</i>`}</strong><span>${about}</span>${line && `<code>${line}</code>`}</a>`

function personDoor(ports: Ports, screen: Screen): string {
  const isReady = firstScreens.some(({ person }) => person === screen.person)
  const url = isReady ? `http://${host}:${ports[screen.part]}/` : doorOf(screen)
  return door(url, screen.person, screen.role, screen.about, screen.line)
}

function pageOf(ports: Ports): string {
  const world = `http://${host}:${ports.emulator}`
  const people = screens.map((screen) => personDoor(ports, screen))
  const places = [
    door(`${world}/world/what-if`, 'What if…', '', 'One button each: revoke, disable, throttle, expire.', ''),
    door(`${world}/world`, 'The world', '', 'The emulated Entra, tenant by tenant, to break on purpose.', ''),
    door(`${world}/apps`, 'The apps', '', 'What the apps of the suite can use right now.', ''),
  ]
  const wrong = broken.map(({ tenant, what }) => `<li><b>${tenant}</b>: ${what}</li>`)
  const tries = tasks.map(
    ({ title, steps }) =>
      `<li><h3>${title}</h3><ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol></li>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Grantkeeper demo</title><style>${startPageStyle}</style>
<header><h1>Grantkeeper</h1><p>${demo.publisher} looks after ${demo.tenants.length} customers. The apps of their security suite need permissions in each customer’s Microsoft Entra tenant, and ${broken.length} tenants need attention. You are the people who keep it all working. Everything runs on this machine.</p></header>
<h2>Things to try</h2><ul class="tries">${tries.join('')}</ul>
<h2>Who you can be</h2><nav class="doors">${people.join('')}</nav>
<h2>What is broken when you start</h2><ul class="wrong">${wrong.join('')}</ul>
<h2>Behind the scenes</h2><nav class="doors">${places.join('')}</nav>
<p class="small">Each person has their own <em>Security operations</em> team. A card is kept up to date in every place where it stands. After you reload a page, it shows only new messages.</p></html>`
}
