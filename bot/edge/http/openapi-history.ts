import { appRoles } from '#domain/access/app-roles.ts'
import { ocsfVersion } from '#domain/audit/ocsf-event.ts'
import { tailPageOf, tailParameters, tailResponses } from './openapi-parts.ts'

const page = tailPageOf({
  type: 'object',
  description: `An event of OCSF ${ocsfVersion}: Entity Management (3004) or Detection Finding (2004).`,
  required: ['class_uid', 'type_uid', 'time', 'metadata'],
})

/** The tail of the history, for the description of the HTTP interface. */
export const historyOperation = {
  operationId: 'readHistory',
  summary: 'What happened after an entry of the history, as events of OCSF, in their order?',
  description: `For a SIEM that reads on and on. The app role is ${appRoles.history}. Store next together with the events.`,
  parameters: tailParameters,
  responses: tailResponses(page, appRoles.history),
}
