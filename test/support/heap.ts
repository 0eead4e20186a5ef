/** The memory of a process started with `--inspect=127.0.0.1:<port>`. */
export interface Holdings {
  /** Bytes after garbage collection, of the heap and of external buffers. */
  held: number
  /** Active resources of the event loop: sockets, timers, requests. */
  handles: number
}

/** Without a response for this long, the process hangs. */
const patienceMs = 60_000

type Ask = (method: string, params?: object) => Promise<unknown>

/** Collects garbage and measures. @throws Error if the process doesn't answer */
export async function holdingsOf(inspectPort: number): Promise<Holdings> {
  const signal = AbortSignal.timeout(patienceMs)
  const list = (await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`, { signal })).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const [target] = list
  if (!target) throw new Error('Expected a process that can be inspected')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  try {
    return await Promise.race([look(socket), ended(socket, signal)])
  } finally {
    socket.close()
  }
}

async function look(socket: WebSocket): Promise<Holdings> {
  await new Promise((resolve) => {
    socket.onopen = resolve
  })
  const ask = asker(socket)
  await ask('HeapProfiler.enable')
  // Twice: the second run collects what the first one finalized.
  for (let round = 0; round < 2; round += 1) await ask('HeapProfiler.collectGarbage')
  await ask('HeapProfiler.disable')
  const expression =
    '(({ heapUsed, external }) => ({ held: heapUsed + external, handles: process.getActiveResourcesInfo().length }))(process.memoryUsage())'
  const answer = (await ask('Runtime.evaluate', { expression, returnByValue: true })) as {
    result: { value: Holdings }
  }
  return answer.result.value
}

function ended(socket: WebSocket, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(new Error('Expected the inspected process to answer'))
    socket.onerror = fail
    socket.onclose = fail
    signal.addEventListener('abort', fail, { once: true })
  })
}

function asker(socket: WebSocket): Ask {
  const waiting = new Map<number, (result: unknown) => void>()
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, result } = JSON.parse(String(data)) as { id?: number; result?: unknown }
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  let id = 0
  return (method, params = {}) =>
    new Promise((resolve) => {
      id += 1
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
    })
}
