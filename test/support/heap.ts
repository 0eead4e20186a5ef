/** What a process started with `--inspect=127.0.0.1:<port>` holds when everything that can go has gone, in bytes. */
export async function heapOf(inspectPort: number): Promise<number> {
  const list = (await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const [target] = list
  if (!target) throw new Error('Expected a process that can be inspected')
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  let id = 0
  const ask = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve) => {
      id += 1
      const own = id
      const listen = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { id?: number; result?: unknown }
        if (message.id !== own) return
        socket.removeEventListener('message', listen)
        resolve(message.result)
      }
      socket.addEventListener('message', listen)
      socket.send(JSON.stringify({ id: own, method, params }))
    })
  try {
    await ask('HeapProfiler.enable')
    // Twice: what the first round finalises the second takes away.
    for (let round = 0; round < 2; round += 1) await ask('HeapProfiler.collectGarbage')
    await ask('HeapProfiler.disable')
    const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
    const answer = (await ask('Runtime.evaluate', { expression, returnByValue: true })) as {
      result: { value: number }
    }
    return answer.result.value
  } finally {
    socket.close()
  }
}
