import { classifyGraph, classifyNetwork, classifyToken } from '#platform/microsoft/classify.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { isOutcomeName, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { outcomesEn } from '../../cards/words/outcomes-en.ts'
import { GraphRefusal } from './graph.ts'
import type { Step } from './plan.ts'
import { SignInRefusal } from './sign-in.ts'

/** What happened, who can mend it, and what to do. */
export interface Explanation {
  cause: string
  who: string
  remedy: string
  /** For Microsoft’s support. */
  reference?: string
}

const you = 'You'
const appAdmin = 'Cloud Application Administrator'
const consenter = 'Global Administrator or Privileged Role Administrator'

/** By the code of a refused sign-in. */
const signIns: Readonly<Record<string, Explanation>> = {
  authorization_declined: {
    cause: 'The sign-in was declined.',
    who: you,
    remedy: 'Run the same command again, and select Continue after the sign-in.',
  },
  expired_token: {
    cause: 'Nobody signed in before the code expired.',
    who: you,
    remedy: 'Run the same command again and enter the new code.',
  },
  '90094': {
    cause: 'This account can’t consent to what setup asks for.',
    who: consenter,
    remedy: 'Sign in with such an account, or have them consent to Microsoft Graph Command Line Tools first.',
  },
  '700016': {
    cause: 'This tenant doesn’t know the app with which setup signs in, Microsoft Graph Command Line Tools.',
    who: appAdmin,
    remedy: 'Use a public client of your own: npm run setup -- --client-id GUID.',
  },
  '53003': {
    cause: 'Conditional Access refused the sign-in. Many organizations block sign-in with a device code.',
    who: 'Conditional Access Administrator',
    remedy: 'Have device code flow allowed for this account while you run setup, then run it again.',
  },
}
const sameAs: Readonly<Record<string, string>> = {
  '65001': '90094',
  '65004': 'authorization_declined',
  access_denied: 'authorization_declined',
  '70020': 'expired_token',
  code_expired: 'expired_token',
  '50105': '700016',
  '50199': '53003',
  '53000': '53003',
  '53001': '53003',
}

/** By the code of Graph, whatever the request was about. */
const graphCodes: Readonly<Record<string, Explanation>> = {
  InvalidAuthenticationToken: {
    cause: 'The sign-in has expired or was revoked.',
    who: you,
    remedy: 'Run the same command again and sign in.',
  },
  Directory_QuotaExceeded: {
    cause: 'This account has created as many objects in Entra as it may; deleted ones count for 30 days.',
    who: you,
    remedy: `Permanently delete registrations that you no longer need, or sign in as ${appAdmin}.`,
  },
  CredentialInvalidLifetimeAsPerAppPolicy: {
    cause: 'A policy of this tenant allows certificates only for a shorter time.',
    who: you,
    remedy: 'Run npm run setup -- --certificate-days DAYS with the number of days that the policy allows.',
  },
  CredentialTypeNotAllowedAsPerAppPolicy: {
    cause: 'A policy of this tenant doesn’t allow certificates.',
    who: you,
    remedy:
      'Use --federated ISSUER,SUBJECT or --managed-identity GUID, or a certificate of your own in .env.',
  },
}

const takenName: Explanation = {
  cause: 'Another app registration holds this name, perhaps one that was deleted less than 30 days ago.',
  who: appAdmin,
  remedy:
    'Restore or permanently delete it under App registrations, Deleted applications; or use another --name.',
}

/** Who may do a step, where the person who signed in may not. */
function explainDenial(step: Step | undefined): Explanation {
  if (step?.does === 'consentReader')
    return {
      cause: 'Your role can’t consent to application permissions of Microsoft Graph.',
      who: consenter,
      remedy: 'One of them opens the link below, or runs npm run setup.',
    }
  if (step?.does === 'createRegistration')
    return {
      cause: 'This tenant doesn’t let your account register apps.',
      who: `${appAdmin} or Application Developer`,
      remedy: 'Sign in with such an account, and run the same command again.',
    }
  if (step === undefined)
    return {
      cause: 'Your account may not read or change that in this tenant.',
      who: `An owner of the app registration, or ${appAdmin}`,
      remedy: 'Sign in with such an account, and run it again.',
    }
  const what = step.does === 'addReplyAddress' ? `"${step.registration.displayName}"` : 'the app registration'
  return {
    cause: `You are neither an owner of ${what} nor an administrator of apps.`,
    who: `An owner of it, or ${appAdmin}`,
    remedy:
      step.does === 'addReplyAddress'
        ? `They add ${step.address} there under Authentication, Web, or run npm run setup.`
        : 'They run npm run setup.',
  }
}

/** Undefined: a bug, and not what Microsoft or a file said. */
export function explain(error: unknown, step?: Step): Explanation | undefined {
  if (error instanceof SignInRefusal) return explainSignIn(error)
  if (error instanceof GraphRefusal) return explainGraph(error, step)
  const { code, path } = error as NodeJS.ErrnoException
  if (typeof code !== 'string' || typeof path !== 'string') return undefined
  return {
    cause: `The file ${path} can’t be read or written (${code}).`,
    who: you,
    remedy: 'Check its path and permissions, and the free space of the disk.',
  }
}

function explainSignIn({ failure, cause }: SignInRefusal): Explanation {
  const said = [failure?.code, failure?.error].find((code) => code && (signIns[code] ?? sameAs[code]))
  const known = said === undefined ? undefined : signIns[sameAs[said] ?? said]
  if (known) return { ...known, ...referenceOf(failure?.requestId) }
  return fromDoctor(failure ? classifyToken(failure) : classifyNetwork(cause))
}

function explainGraph({ failure, cause }: GraphRefusal, step: Step | undefined): Explanation {
  if (!failure) return fromDoctor(classifyNetwork(cause))
  const { status, code = '', message = '', requestId } = failure
  const known = graphCodes[code] ?? (status === 401 ? graphCodes.InvalidAuthenticationToken : undefined)
  if (known) return { ...known, ...referenceOf(requestId) }
  if (/property uniqueName/i.test(message)) return { ...takenName, ...referenceOf(requestId) }
  if (status === 403) return { ...explainDenial(step), ...referenceOf(requestId) }
  return fromDoctor(classifyGraph(failure))
}

/** In the words of the doctor. */
function fromDoctor(outcome: Outcome): Explanation {
  const { name, code, requestId } = outcome
  const { title, cause, remedy } = isOutcomeName(name) ? outcomesEn[name] : outcomesEn.graphRefused
  const passes = outcome.class === 'passing'
  // What a service has passes. The way to it is that of this machine.
  const isOurs = passes && outcome.service === 'network' && whoMustAct(outcome) !== 'nobody'
  return {
    cause: `${title}${code ? ` (${code})` : ''}. ${cause}`,
    who: passes && !isOurs ? 'Nobody' : you,
    remedy: isOurs
      ? unreached
      : passes
        ? 'Run the same command again in a few minutes. What is done stays done.'
        : remedy,
    ...referenceOf(requestId),
  }
}

const unreached =
  'Check the network, the firewall, and LOGIN_BASE_URL and GRAPH_BASE_URL if you set them, and run the same command again. What is done stays done.'

const referenceOf = (requestId: string | undefined) => (requestId ? { reference: requestId } : {})
