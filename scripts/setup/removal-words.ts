import type { RemovalStep } from './plan-removal.ts'

type Words = { [D in RemovalStep['does']]: (step: Extract<RemovalStep, { does: D }>) => string }

const table: Words = {
  removeReplyAddress: ({ registration, addresses }) =>
    `Remove ${addresses.join(', ') || 'the mark of setup'} from "${registration.displayName}"`,
  deletePrincipal: ({ name }) =>
    `Delete the enterprise application "${name}" in this tenant, with its consent`,
  deleteRegistration: ({ registration }) =>
    `Delete the app registration "${registration.displayName}" (${registration.appId})`,
  forgetRegistration: ({ name }) => `Delete the app registration "${name}" permanently`,
  forgetPrincipal: ({ name }) => `Delete the enterprise application "${name}" permanently`,
  deleteFile: ({ file }) => `Delete ${file}`,
  removeFolder: ({ folder }) => `Delete the folder ${folder}, if nothing else is in it`,
  cleanEnvironment: ({ removed, kept, text }) => {
    if (text === undefined) return 'Delete .env: nothing but what setup wrote is in it'
    const what =
      removed.length > 0 ? `Remove from .env: ${removed.join(', ')}` : 'Remove the marks of setup from .env'
    return kept.length > 0 ? `${what}. You have changed ${kept.join(', ')} since: that stays` : what
  },
}

export function removalWordsOf(step: RemovalStep): string {
  const say = table[step.does] as (step: RemovalStep) => string
  return say(step)
}
