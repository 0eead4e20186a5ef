import { createServer, type Server } from 'node:http'
import { demo } from '../emulator/demo-world.ts'
import { isLoopbackName, sendMisdirected } from '../emulator/loopback-host.ts'
import { shortName } from './playground.ts'
import { host, type Ports } from './ports.ts'
import { screens } from './screens.ts'

const style = `:root{color-scheme:light dark;--line:#8884;--ink:#5b5fc7}
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:3rem auto;padding:0 1rem}
h1{margin:0;font-size:1.7rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
.doors{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem;margin:1.5rem 0}
.doors a{border:1px solid var(--line);border-radius:.6rem;padding:1rem;text-decoration:none;color:inherit}
.doors a:hover,.doors a:focus-visible{border-color:var(--ink);outline:2px solid var(--ink)}
.doors strong{display:block;color:var(--ink)}@media(prefers-color-scheme:dark){:root{--ink:#a6a7f5}}
code{background:#8882;border-radius:.3rem;padding:.1rem .35rem}li{margin:.35rem 0}small{opacity:.75}`

/** The page to open first: links to all parts of the demo, and what to try. */
export async function serveStartPage(ports: Ports): Promise<Server> {
  const page = pageOf(ports)
  const server = createServer((request, response) => {
    if (!isLoopbackName(request.headers.host)) return sendMisdirected(response)
    const found = request.method === 'GET' && request.url === '/'
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
    response.writeHead(found ? 200 : 404, headers)
    response.end(found ? page : 'Not found. Go to /')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(ports.page, host, resolve)
  })
  return server
}

const door = (port: number, path: string, title: string, about: string): string =>
  `<a href="http://${host}:${port}${path}" target="_blank"><strong>${title}</strong><small>${about}</small></a>`

const stories = [
  `In Alice's Teams, type <code>tenants</code> to list the tenants, worst first. Then type <code>status Contoso</code>, select <code>Update permissions</code>, consent on the emulator's page, and watch the card.`,
  `In Olivia's Teams, type <code>grant "Account actions" in Litware</code> and enter a reason, because she can only request it. Bob and Alice get a card for it. When one of them decides, the others see it immediately.`,
  `In Alice's Teams, type <code>alerts on</code>. Then select a button on the <em>What if…</em> page. The alert shows what stops, who did it, and how to fix it.`,
  `Type <code>block Account actions in Adatum</code>, then look at the apps. Select <code>Undo</code> within ten minutes.`,
  `Try <code>why Directory.Read.All</code>, <code>doctor AADSTS650051</code>, <code>history</code>, and <code>help</code>.`,
]

function pageOf(ports: Ports): string {
  const doors = [
    ...screens.map(({ person, part, about }) => {
      const name = shortName(person)
      return door(ports[part], '/', `${name.charAt(0).toUpperCase()}${name.slice(1)}'s Teams`, about)
    }),
    door(
      ports.emulator,
      '/world/what-if',
      'What if…',
      'One button per scenario: revoke, disable, throttle, and see what happens in Teams.',
    ),
    door(
      ports.emulator,
      '/world',
      'The world',
      'The emulated Entra, tenant by tenant, to change or break on purpose.',
    ),
    door(ports.emulator, '/apps', 'The apps', 'What the apps of the suite can use right now.'),
  ]
  const people = demo.people.map(
    ({ name, role }) => `<li>${name}: ${role === 'none' ? 'a guest without a role' : role}</li>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Grantkeeper demo</title><style>${style}</style><h1>Grantkeeper</h1>
<p>A bot, an emulated Microsoft Entra with ${demo.tenants.length} tenants, and a Teams-like client for each of three people. Everything runs on this machine.</p>
<nav class="doors">${doors.join('')}</nav>
<h2>Try this</h2><ol>${stories.map((story) => `<li>${story}</li>`).join('\n')}</ol>
<p><small>The clients don't share channels: each person has their own <em>Security operations</em> team. You can turn on alerts in as many places as you like, and the same card is kept up to date in all of them. After you reload a page, it shows only new messages.</small></p>
<h2>People</h2><ul>${people.join('')}</ul></html>`
}
