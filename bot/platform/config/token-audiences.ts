import type { Values } from './variables.ts'

/** Whose tokens open the interfaces for apps, and the one for assistants of people. */
export function tokenAudiences({ API_AUDIENCE, MCP_AUDIENCE }: Values) {
  return { api: { audience: API_AUDIENCE ?? [] }, mcp: { audience: MCP_AUDIENCE ?? [] } }
}
