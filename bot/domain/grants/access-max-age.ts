import type { Rules } from '../deps.ts'

/** How long after the last complete read of a tenant its apps stay allowed: longer than a read counts as current. */
export const accessMaxAgeOf = ({
  maxAgeMs,
  accessMaxAgeMs,
}: Pick<Rules, 'maxAgeMs' | 'accessMaxAgeMs'>): number => accessMaxAgeMs ?? 3 * maxAgeMs
