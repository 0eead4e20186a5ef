import { inspect } from 'node:util'
import { Agent } from 'undici'
import { expect } from 'vitest'
import type { Log } from '#platform/base/log.ts'
import { demo } from '../../emulator/demo-world.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { snapshot } from '../support/facts.ts'
import type { Guard } from '../support/guarded.ts'
import { startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { holes } from './values.ts'

/** The whole bot behind its front door, with what an attacker can send, and what must hold afterwards. */
export interface Door {
  app: WholeApp
  /** Any request; body and headers as they are. */
  ask(request: Asked): Promise<{ status: number; text: string }>
  /** An activity of this person as Teams frames it, with what is given on top. */
  frame(objectId: string, more: Record<string, unknown>): Record<string, unknown>
  post(activity: unknown): Promise<{ status: number; text: string }>
  /** State is what it was at the start, nobody saw a hole, and nothing inside failed. */
  hold(): Promise<void>
  /** Failures inside that were logged as errors. */
  errors: { facts: object; message: string }[]
  /** What was last said to go wrong, for whoever must find out why an answer was not what it should be. */
  lastWarning(): string
}

interface Asked {
  method: 'GET' | 'POST' | 'HEAD'
  path: string
  headers?: Record<string, string | string[]>
  body?: string | Uint8Array
}

export async function openDoor(guard?: Guard): Promise<Door> {
  const errors: Door['errors'] = []
  let warning = ''
  const warn: Log['warn'] = (facts, message) => {
    warning = `${message}: ${inspect(facts, { depth: 6 })}`
  }
  const app = await startWholeApp({ log: keeping(errors, warn) }, guard)
  const before = snapshot(app)
  const agent = new Agent({ connections: 50 })
  let next = 1
  const ask: Door['ask'] = async ({ method, path, headers = {}, body }) => {
    const answer = await agent.request({
      origin: app.botUrl,
      path,
      method,
      headers,
      ...(body !== undefined && { body }),
    })
    return { status: answer.statusCode, text: await answer.body.text() }
  }
  const post: Door['post'] = (activity) =>
    ask({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    })
  return {
    app,
    errors,
    lastWarning: () => warning,
    ask,
    post,
    frame: (objectId, more) => ({
      id: `f:hard-${next++}`,
      channelId: 'msteams',
      serviceUrl: app.teams.serviceUrl,
      from: { id: `29:${objectId}`, name: 'Somebody', aadObjectId: objectId },
      recipient: { id: `28:${demo.bot.clientId}` },
      conversation: { id: `a:${objectId}`, conversationType: 'personal', tenantId: demo.homeTenantId },
      channelData: { tenant: { id: demo.homeTenantId } },
      ...more,
    }),
    hold: async () => {
      await app.settled()
      for (const person of demo.people)
        for (const { card } of app.teams.cards(`a:${person.id}`))
          expect(JSON.stringify(card)).not.toMatch(holes)
      app.teams.connector.clear()
      expect(snapshot(app)).toBe(before)
    },
  }
}

/** The card of an answer, if it has one, is whole. Every card is looked at, every fiftieth with the rules of all cards. */
export function expectWhole(text: string, at: number): void {
  expect(text).not.toMatch(holes)
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  const card = typeof body === 'object' && body !== null && 'value' in body ? body.value : undefined
  if (at === 0 && card !== undefined) expect(complaintsAbout(card as never)).toEqual([])
}

function keeping(errors: Door['errors'], warn: Log['warn']): Log {
  const nothing = (): void => {}
  return {
    debug: nothing,
    info: nothing,
    warn,
    error: (facts, message) => void errors.push({ facts, message }),
  }
}
