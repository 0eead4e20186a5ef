import { findKnownPerson } from '#domain/people/known-people-store.ts'
import type { Person } from '#platform/base/person.ts'
import type { Db } from '#platform/storage/database.ts'

/** The name of a person from the request or the directory, or else the start of their ID. */
export async function nameOf(db: Db, person: Person): Promise<string> {
  if (person.name !== '') return person.name
  return (await findKnownPerson(db, person))?.name ?? `${person.objectId.slice(0, 8)}…`
}

/** People to choose from, by name. */
export async function choicesOf(db: Db, people: readonly Person[]): Promise<{ id: string; name: string }[]> {
  const choices = []
  for (const person of people) choices.push({ id: person.objectId, name: await nameOf(db, person) })
  return choices.toSorted((a, b) => a.name.localeCompare(b.name))
}
