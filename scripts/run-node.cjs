'use strict'

// Runs a program of this project: `node scripts/run-node.cjs <file> [arguments]`. It starts in any Node since 18 and goes on
// in one that can run TypeScript. Install scripts are off (.npmrc), so that no dependency runs anything when it is
// installed; the one that is needed, which brings the binary of the package `node`, is called here by its name.

const { spawn, spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { constants } = require('node:os')
const { delimiter, dirname, join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
const { engines } = require('../package.json')

const root = join(__dirname, '..')
const [file, ...args] = process.argv.slice(2)

if (isNewEnough(process.versions.node)) runHere()
else runIn(findBinary() ?? installBinary())

/** Compares with the lowest version in `engines`. */
function isNewEnough(version) {
  const [least, given] = [engines.node.replace(/[^\d.]/g, ''), version].map((text) =>
    text.split('.').map(Number),
  )
  return given[0] !== least[0] ? given[0] > least[0] : given[1] >= (least[1] ?? 0)
}

function runHere() {
  process.argv.splice(1, 2, resolve(file))
  void import(pathToFileURL(resolve(file)).href)
}

function findBinary() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const path = join(root, 'node_modules', 'node', 'bin', name)
  return existsSync(path) ? path : undefined
}

function installBinary() {
  console.error(`Node ${process.versions.node} can't run this program; getting the one of package.json.`)
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' }
  spawnSync('npm', ['rebuild', 'node', '--ignore-scripts=false'], options)
  const path = findBinary()
  if (path) return path
  console.error(`Install Node ${engines.node}: the package "node" has none for this machine.`)
  process.exit(1)
}

function runIn(binary) {
  const path = `${dirname(binary)}${delimiter}${process.env.PATH ?? ''}`
  const child = spawn(binary, [file, ...args], { stdio: 'inherit', env: { ...process.env, PATH: path } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
