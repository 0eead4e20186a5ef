import { z } from 'zod'
import { exportFormats } from '#domain/audit/export-store.ts'
import { makeExport } from '#domain/audit/make-export.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showExport } from '../views/export-view.ts'
import { defineHandler } from './define.ts'
import { guid } from './input.ts'

/** Sends the download link only to the person who asked for it. */
export const historyExport = defineHandler({
  verb: 'history.export',
  role: 'auditor',
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({ format: z.enum(exportFormats), tenantId: guid.optional() }),

  async handle({ actor, input, deps }) {
    return toActor(await showExport(deps, await makeExport(deps, { ...input, by: actor })))
  },
})
