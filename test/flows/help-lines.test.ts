import { expect, test } from 'vitest'
import { en } from '../../cards/words/en.ts'
import { readText } from '../support/card-parts.ts'
import { piecesOf } from '../support/check-card.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { tasksOf } from './help-tasks.ts'

const refusals = Object.values(en.errors).map(({ title }) => title)

test('every line of help that only shows something does, for whoever sees it', async () => {
  const app = await startWholeApp()
  for (const who of [people.alice, people.olivia, people.victor, people.nadia]) {
    const driver = app.teams.as(who)
    let pressed = 0
    for (const task of tasksOf(await driver.ask('help'))) {
      const lines = piecesOf((await driver.click(await driver.ask('help'), `${task}`)).card).filter(
        ({ verb, data }) =>
          verb === 'command.run' && !/^(alerts|requests) o/.test(`${(data as { text: string }).text}`),
      )
      for (const { title } of lines) {
        const open = await driver.click(await driver.ask('help'), `${task}`)
        const { card } = await driver.click(open, `${title}`)
        const says = readText(card).split('\n', 1)[0] ?? ''
        expect(says, `${who.name}: ${title}`).not.toMatch(/^⊘/)
        expect(refusals.filter((each) => says.includes(each))).toEqual([])
        pressed += 1
      }
    }
    expect(pressed, who.name).toBeGreaterThanOrEqual(8)
  }
})
