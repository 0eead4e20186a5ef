/** Called around every transaction; crash tests stop the process here. */
export type Step = (name: 'transaction.begin' | 'transaction.commit' | 'transaction.committed') => void
