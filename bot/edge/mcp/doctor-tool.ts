import { z } from 'zod'
import { errorLookupLink } from '#domain/directory/deep-links.ts'
import { type Diagnosis, diagnose, longestText } from '#domain/doctor/diagnose.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findMentionedTenant } from '#domain/tenants/find-mentioned-tenant.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { outcomeText } from '../../../cards/outcome.ts'
import { unmarked } from '../../../cards/text.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { outcomeRef } from '../views/refs.ts'
import { sayTenant } from './say.ts'
import { defineTool, tenantOutput } from './tool.ts'

const explanation = z.object({
  code: z.string().optional(),
  title: z.string(),
  cause: z.string(),
  remedy: z.string(),
  who: z.string(),
  link: z.string().optional(),
})

export const doctorTool = defineTool({
  name: 'doctor',
  ...words.tools.doctor,
  input: z.strictObject({ text: z.string().min(1).max(longestText).describe(words.input.text) }),
  output: z.object({
    recognized: z.boolean(),
    explanations: z.array(explanation),
    tenant: tenantOutput.optional(),
  }),

  async read(deps, asker, { text }) {
    const tenant = await findMentionedTenant(deps.database.db, text, scopeOf(asker, 'viewer'))
    const explanations = diagnose(text).flatMap((found) => {
      const said = explain(found, tenant?.defaultDomain)
      const link = found.hasPage && found.code ? errorLookupLink(deps.rules.cloud, found.code) : undefined
      return said ? [{ ...said, ...(link && { link }) }] : []
    })
    return { recognized: explanations.length > 0, explanations, ...(tenant && { tenant: sayTenant(tenant) }) }
  },
})

function explain({ outcomeName, code, policyId }: Diagnosis, domain: string | undefined) {
  const said = outcomeText(outcomeRef(makeOutcome('login', outcomeName, { code, policyId })), domain)
  if (!said) return undefined
  const { title, cause, remedy, who } = said
  return {
    ...(code !== undefined && { code }),
    title: unmarked(title),
    cause: unmarked(cause),
    remedy: unmarked(remedy),
    who: unmarked(who),
  }
}
