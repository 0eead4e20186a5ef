/** Who sits in front of a Teams of their own. Two decide, because nobody approves their own request; one asks. */
export const screens = [
  {
    person: 'Alice Moreau',
    part: 'teamsOfAlice',
    about: 'An approver: grants, blocks, approves. Start here.',
  },
  { person: 'Bob Okafor', part: 'teamsOfBob', about: 'The second approver. Requests arrive here unasked.' },
  { person: 'Olivia Lind', part: 'teamsOfOlivia', about: 'An operator: reads, syncs and asks for grants.' },
] as const
