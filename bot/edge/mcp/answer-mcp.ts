import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Deps } from '#domain/deps.ts'
import { assertRole } from '#domain/people/assert-may.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { refusalText } from './refusal-text.ts'
import type { Tool } from './tool.ts'
import { tools } from './tools.ts'

interface Message {
  body: Record<string, unknown>
  headers: Readonly<Record<string, string>>
}

interface McpOptions {
  deps: Deps
  /** Whom people without a role can ask. */
  contacts: readonly string[]
}

/**
 * Answers one message of the Model Context Protocol for this person, with a server of its own: nothing is kept between
 * messages. Every tool reads, with the role and the scope that the person has in chat.
 */
export async function answerMcp(
  options: McpOptions,
  person: Person,
  { body, headers }: Message,
): Promise<{ status: number; body: string }> {
  const { rules } = options.deps
  const server = new McpServer(
    { name: 'grantkeeper', title: 'Grantkeeper', version: rules.program },
    { instructions: words.instructions },
  )
  for (const tool of tools) register(server, tool, (input) => callTool(options, person, tool, input))
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    const request = new Request(`${rules.publicUrl}/mcp`, { method: 'POST', headers })
    const response = await transport.handleRequest(request, { parsedBody: body })
    return { status: response.status, body: await response.text() }
  } finally {
    await server.close()
  }
}

/** It tells clients that nothing changes anything, and that it knows no more than this installation. */
const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }

type CallResult = Awaited<ReturnType<typeof callTool>>

function register(server: McpServer, tool: Tool, call: (input: unknown) => Promise<CallResult>): void {
  const { name, title, description, input, output } = tool
  const config = { title, description, inputSchema: input, outputSchema: output, annotations }
  server.registerTool(name, config, call)
}

async function callTool({ deps, contacts }: McpOptions, person: Person, tool: Tool, input: unknown) {
  try {
    const asker = { ...person, ...(await deps.people.readRoles(person)) }
    assertRole(asker, 'viewer')
    const data = await tool.read(deps, asker, tool.input.parse(input))
    return { content: [{ type: 'text' as const, text: JSON.stringify(data) }], structuredContent: data }
  } catch (error) {
    const reference = Buffer.from(deps.random(5)).toString('hex').toUpperCase()
    if (error instanceof OutsideError) deps.log.warn({ tool: tool.name, error }, 'another service failed')
    else if (!(error instanceof UserError))
      deps.log.error({ reference, tool: tool.name, error }, 'a tool failed')
    const text = refusalText(error, { contacts, reference })
    return { content: [{ type: 'text' as const, text }], isError: true }
  }
}
