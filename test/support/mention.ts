import type { Driver, TeamsPerson } from './fake-teams.ts'

/** Sends a line to the bot that mentions a person, as Teams does: `@` stands where their name is shown. */
export async function askMentioning(
  driver: Driver,
  line: string,
  person: TeamsPerson,
): Promise<ReturnType<Driver['send']>> {
  const [bot, other] = ['<at>Grantkeeper</at>', `<at>${person.name}</at>`]
  const of = (id: string, name: string, text: string) => ({ type: 'mention', mentioned: { id, name }, text })
  return driver.send({
    type: 'message',
    text: `${bot} ${line.replace('@', other)}`,
    entities: [of('28:grantkeeper', 'Grantkeeper', bot), of(`29:${person.objectId}`, person.name, other)],
  })
}
