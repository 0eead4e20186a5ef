import { createServer, type Server } from 'node:http'
import { demo } from '../emulator/demo-world.ts'
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

/** The one page to open: doors to all parts of the demo, and what to try first. */
export async function serveStartPage(ports: Ports): Promise<Server> {
  const page = pageOf(ports)
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url === '/'
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
    response.writeHead(found ? 200 : 404, headers).end(found ? page : 'Nothing here. Try /')
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
  `In Alice's Teams, <code>tenants</code> shows who needs you, worst first. <code>status Contoso</code>, then <code>Update permissions</code>: consent on the emulator's page and watch the card.`,
  `In Olivia's Teams, <code>grant "Account actions" in Litware</code> and give a reason: she may only ask. The card for it arrives in Bob's and Alice's Teams unasked; what one of them decides, the others see at once.`,
  `In Alice's Teams, <code>alerts on</code>. Then press a button under <em>What if…</em>: the alert says what stops, who did it, and leads to the fix.`,
  `<code>block Account actions in Adatum</code>, then look at the apps; <code>Undo</code> within ten minutes.`,
  `<code>why Directory.Read.All</code>, <code>doctor AADSTS650051</code>, <code>history</code>, <code>help</code>.`,
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
      'One button each: revoke, disable, throttle, and what Teams says then.',
    ),
    door(ports.emulator, '/world', 'The world', 'Entra as it is, tenant by tenant, to break on purpose.'),
    door(ports.emulator, '/apps', 'The apps', 'What the suite’s apps may use right now.'),
  ]
  const people = demo.people.map(
    ({ name, role }) => `<li>${name}: ${role === 'none' ? 'a guest without a role' : role}</li>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Grantkeeper demo</title><style>${style}</style><h1>Grantkeeper</h1>
<p>A bot, an emulated Microsoft Entra with ${demo.tenants.length} tenants, and a Teams-like client for each of three people. All of it runs on this machine alone.</p>
<nav class="doors">${doors.join('')}</nav>
<h2>Try this</h2><ol>${stories.map((story) => `<li>${story}</li>`).join('\n')}</ol>
<p><small>The clients share no channel: each person's <em>Security operations</em> is their own. Alerts can be asked for in as many places as you like, and the same card stays true in all of them. A page that is loaded anew shows only what comes from then on.</small></p>
<h2>People</h2><ul>${people.join('')}</ul></html>`
}
