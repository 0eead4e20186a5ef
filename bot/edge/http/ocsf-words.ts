import type { OcsfWords } from '#domain/audit/ocsf-event.ts'
import { findingTitle, historySentence } from '../../../cards/history-sentence.ts'

/** The words of the events, from the cards. */
export const ocsfWords: OcsfWords = {
  sentence: ({ actor, action, result }, { set, tenant }) =>
    historySentence({
      by: actor === 'system' ? undefined : actor.name,
      action,
      result,
      set: set?.name,
      tenant: tenant?.name,
    }),
  title: findingTitle,
}
