import { describe, expect, test } from 'vitest'
import { button } from '../../cards/buttons.ts'
import { frame } from '../../cards/frame.ts'

const text = (words: string) => ({ type: 'TextBlock', text: words })

describe('frame', () => {
  test('makes a card that every client can take: version, width, fallback text', () => {
    expect(frame({ body: [text('a')] }, 'Said in one line')).toEqual({
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.5',
      fallbackText: 'Said in one line',
      msteams: { width: 'full' },
      body: [text('a')],
    })
  })

  test('the fallback text is shown as it is: no escapes, no marks, no mention, one line', () => {
    const { fallbackText } = frame({ body: [text('a')] }, 'No **tenant** “a\\_b”\n<at>x</at>')
    expect(fallbackText).toBe('No tenant “a_b” x')
    expect(`${frame({ body: [] }, 'x'.repeat(900)).fallbackText}`).toHaveLength(300)
  })

  test('what stands before the body comes first', () => {
    expect(frame({ body: [text('b')] }, 'x', [text('a')]).body).toEqual([text('a'), text('b')])
  })

  test('empty parts fall away, from the inside out', () => {
    const hollow = {
      type: 'ColumnSet',
      columns: [{ type: 'Column', items: [{ type: 'Container', items: [text('')] }] }],
    }
    const { body, actions } = frame(
      { body: [hollow, { type: 'ActionSet', actions: [] }, text('a')], actions: [] },
      'x',
    )
    expect(body).toEqual([text('a')])
    expect(actions).toBeUndefined()
  })

  test('every acting button has a submit with the same title, words and ids for older clients', () => {
    const ids = { tenantId: 't', setId: 's' }
    const [action] = frame({ body: [], actions: [button('details', ids, 'Contoso')] }, 'x')
      .actions as object[]
    expect(action).toMatchObject({
      type: 'Action.Execute',
      title: 'Details',
      tooltip: 'Details: Contoso',
      fallback: { type: 'Action.Submit', title: 'Details', data: { ...ids, verb: 'grant.details' } },
    })
  })

  test('on a card with an input only the button that asks for it takes the typed text along', () => {
    const input = { type: 'Input.Text', id: 'domain' }
    const { actions } = frame(
      { body: [input], actions: [button('addTenant', {}), button('cancelToTenants', {})] },
      'x',
    )
    expect(actions).toMatchObject([
      { associatedInputs: 'auto', fallback: { associatedInputs: 'auto' } },
      { associatedInputs: 'none', fallback: { associatedInputs: 'none' } },
    ])
  })

  test('what a button sends is never touched, even when it looks like a card', () => {
    const data = { type: 'TextBlock', text: '' }
    const action = { type: 'Action.Execute', title: 'x', verb: 'v', data: { list: [data] } }
    expect(frame({ body: [], actions: [action] }, 'x').actions).toMatchObject([{ data: { list: [data] } }])
  })
})
