/**
 * Everybody has their own Teams client. Two can approve, because approvers can't approve their own requests. The clients of the
 * first three start with the demo; those of the others when their door is opened.
 */
export const screens = [
  {
    person: 'Alice Moreau',
    part: 'teamsOfAlice',
    role: 'approver',
    about: 'Grants, blocks, approves. Start here.',
    line: 'tenants',
  },
  {
    person: 'Bob Okafor',
    part: 'teamsOfBob',
    role: 'approver',
    about: 'The second person: gets what others request.',
    line: 'requests',
  },
  {
    person: 'Olivia Lind',
    part: 'teamsOfOlivia',
    role: 'operator',
    about: 'Syncs, and requests what she can’t do herself.',
    line: 'help grant',
  },
  {
    person: 'Victor Haas',
    part: 'teamsOfVictor',
    role: 'viewer',
    about: 'Sees everything, changes nothing.',
    line: 'why Directory.Read.All',
  },
  {
    person: 'Nadia Fischer',
    part: 'teamsOfNadia',
    role: 'auditor',
    about: 'Reads the history, and exports it.',
    line: 'history',
  },
  {
    person: 'Gus Petrov',
    part: 'teamsOfGus',
    role: 'guest',
    about: 'Has no role: learns whom to ask, and nothing else.',
    line: 'tenants',
  },
] as const

export type Screen = (typeof screens)[number]

/** Clients that are there from the start. */
export const firstScreens = screens.slice(0, 3)
