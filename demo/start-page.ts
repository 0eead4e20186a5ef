import { createServer, type Server } from 'node:http'
import { demo } from '../emulator/demo-world.ts'
import { host, type Ports } from './ports.ts'

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

function pageOf(ports: Ports): string {
  const doors = [
    door(ports.teamsOfAlice, '/', "Alice's Teams", 'Alice Moreau is an approver. Start here.'),
    door(ports.teamsOfBob, '/', "Bob's Teams", 'Bob Okafor is an approver too.'),
    door(ports.emulator, '/world', 'The world', 'Entra as it is: revoke, disable, require, throttle.'),
    door(ports.emulator, '/apps', 'The apps', 'What the suite’s apps may use right now.'),
  ]
  const people = demo.people.map(
    ({ name, role }) => `<li>${name}: ${role === 'none' ? 'a guest without a role' : role}</li>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Grantkeeper demo</title><style>${style}</style><h1>Grantkeeper</h1>
<p>A bot, an emulated Microsoft Entra with ${demo.tenants.length} tenants, and a Teams-like client for two people. All of it runs on this machine alone.</p>
<nav class="doors">${doors.join('')}</nav>
<h2>Try this in Alice's Teams</h2><ol>
<li><code>tenants</code> shows who needs you, worst first.</li>
<li><code>status Contoso</code>, then <code>Update permissions</code>: consent on the emulator's page and watch the card.</li>
<li><code>block Account actions in Adatum</code>, then look at the apps; <code>Undo</code> within ten minutes.</li>
<li><code>why Directory.Read.All</code>, <code>doctor AADSTS650051</code>, <code>help</code>.</li></ol>
<h2>People</h2><ul>${people.join('')}</ul></html>`
}
