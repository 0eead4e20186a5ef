import { z } from 'zod'
import { exportFormats } from '#domain/audit/export-store.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showExportPlan } from '../views/export-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, readNamedTenant } from './input.ts'

/** What would be in the file, before a link to it exists. */
export const historyPlanExport = defineHandler({
  verb: 'history.planExport',
  role: 'auditor',
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({ format: z.enum(exportFormats), tenantId: guid.optional() }),

  async handle({ actor, input, deps }) {
    return toActor(await showExportPlan(deps, { ...input, scope: scopeOf(actor, 'auditor') }))
  },
})

const usage = 'export csv|json [tenant]'

export const exportCommand = defineWord({
  word: 'export',
  usage,
  async read(args, deps, actor) {
    const [, format, name = ''] = /^(csv|json)(?: (.*))?$/i.exec(args) ?? []
    if (format === undefined) throw new UserError('COMMAND_INCOMPLETE', { usage })
    const part = { text: name, at: args.length - name.length }
    const tenant = name === '' ? undefined : await readNamedTenant(deps, part, usage, actor)
    return { format: format.toLowerCase(), ...(tenant && { tenantId: tenant.id }) }
  },
  action: historyPlanExport,
})
