import { z } from 'zod'
import { exportFormats } from '#domain/audit/export-store.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showExportPlan } from '../views/export-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid } from './input.ts'

/** What would be in the file, before a link to it exists. */
export const historyPlanExport = defineHandler({
  verb: 'history.planExport',
  role: 'auditor',
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({ format: z.enum(exportFormats), tenantId: guid.optional() }),

  leadsTo: async ({ input }) => ({ verb: 'history.export', input }),

  async handle({ actor, input, deps }) {
    return toActor(await showExportPlan(deps, { ...input, scope: scopeOf(actor, 'auditor') }))
  },
})

export const exportCommand = defineWord({
  word: 'export',
  said: ['export history', 'export the history', 'export audit log', 'download history', 'download'],
  usage: 'export csv|json|ocsf [tenant]',
  examples: ['export csv', 'export json', 'export ocsf'],
  form: {
    tenants: 'optional',
    choice: 'needed',
    choices: {
      csv: 'csv',
      json: 'json',
      ocsf: 'ocsf',
      excel: 'csv',
      siem: 'ocsf',
      'csv file': 'csv',
      'json file': 'json',
      'ocsf file': 'ocsf',
    },
  },
  input: ({ choice, tenants: [tenant] }) => ({ format: choice, ...(tenant && { tenantId: tenant.id }) }),
  action: historyPlanExport,
})
