import type { Driver } from './fake-teams.ts'
import { people, type WholeApp } from './whole-app.ts'

const three = ['alice', 'bob', 'olivia'] as const

/** Alice and Bob, who approve, and Olivia, who asks: each has written to the bot, so it can write to them. */
export async function meetPeople({
  teams,
}: Pick<WholeApp, 'teams'>): Promise<Record<(typeof three)[number], Driver>> {
  const [alice, bob, olivia] = [teams.as(people.alice), teams.as(people.bob), teams.as(people.olivia)]
  for (const driver of [alice, bob, olivia]) await driver.ask('whoami')
  return { alice, bob, olivia }
}
