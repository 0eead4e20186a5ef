import type { OutcomeEntry } from '../outcome.ts'

/** The wire between us and Microsoft. */
export const networkOutcomes = {
  hostNotFound: {
    class: 'passing',
    who: 'operator',
    side: 'ours',
    codes: ['ENOTFOUND', 'EAI_AGAIN'],
    again: true,
  },
  connectionRefused: {
    class: 'passing',
    who: 'operator',
    side: 'ours',
    codes: ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'],
    again: true,
  },
  connectionCut: {
    class: 'passing',
    who: 'nobody',
    side: 'ours',
    codes: ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'],
    again: true,
  },
  timedOut: {
    class: 'passing',
    who: 'anyOperator',
    side: 'ours',
    codes: [
      'ETIMEDOUT',
      'UND_ERR_CONNECT_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
      'TIMED_OUT',
    ],
  },
  certificateUntrusted: {
    class: 'publisher',
    who: 'operator',
    side: 'ours',
    codes: [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  },
  answerTooLarge: {
    class: 'passing',
    who: 'anyOperator',
    side: 'tenant',
    codes: ['UND_ERR_RES_EXCEEDED_MAX_SIZE'],
  },
  readCancelled: { class: 'passing', who: 'anyOperator', side: 'tenant' },
  networkFault: { class: 'passing', who: 'nobody', side: 'ours', again: true },
} as const satisfies Record<string, OutcomeEntry>
