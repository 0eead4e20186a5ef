/**
 * A line with what it should lead to: an action with its arguments, `sync.tenant Contoso, Fabrikam`, or a question, `ask`, with
 * its code and what its buttons must offer, if that matters.
 */
export type ExpectedLine = readonly [line: string, expected: string]
