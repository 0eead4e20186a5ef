import { z } from 'zod'
import type { Deps } from '#domain/deps.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import type { Person } from '#platform/base/person.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'

/** Who asks, with the roles of this moment. */
export type McpCaller = Person & RoleReading

/** A tool that reads. There is no other kind: a test follows everything that `read` can reach. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  name: string
  title: string
  description: string
  input: I
  output: O
  /** @throws UserError for what the person may not see, as if it didn't exist */
  read(deps: Deps, asker: McpCaller, input: z.output<I>): Promise<z.input<O>>
}

export const defineTool = <I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>): Tool =>
  tool as unknown as Tool

/** A name that somebody outside gave. */
export const outsideText = () => z.string().describe(words.data)
export const nameInput = (about: string) => z.string().trim().min(1).max(200).describe(about)
export const pageInput = z.number().int().min(1).max(1_000).default(1).describe(words.input.page)

export const tenantOutput = z.object({ id: z.string(), name: outsideText(), domain: outsideText() })
export const statusOutput = z.object({ code: z.string(), text: z.string() })
export const findingOutput = z.object({
  code: z.string(),
  what: z.string(),
  next: z.string(),
  who: z.string(),
  since: z.string().optional(),
  acceptedUntil: z.string().optional(),
})
