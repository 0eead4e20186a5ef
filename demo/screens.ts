/** People with their own Teams client. Two can approve, because approvers can't approve their own requests; one requests. */
export const screens = [
  {
    person: 'Alice Moreau',
    part: 'teamsOfAlice',
    about: 'An approver: grants, blocks, approves. Start here.',
  },
  { person: 'Bob Okafor', part: 'teamsOfBob', about: 'The second approver. Gets requests automatically.' },
  { person: 'Olivia Lind', part: 'teamsOfOlivia', about: 'An operator: reads, syncs, and requests grants.' },
] as const
