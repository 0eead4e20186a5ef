/** The form in which names and domains are compared, sorted and searched: compatible characters and case are one. */
export const foldName = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
