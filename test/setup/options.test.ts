import { describe, expect, it } from 'vitest'
import { mergeVariables, readOptions, UsageError } from '../../scripts/setup/options.ts'

describe('the flags of setup', () => {
  it.each([
    [['--federated', 'https://issuer.example'], 'the issuer and the subject'],
    [['--federated', 'http://issuer.example,bot'], 'the issuer and the subject'],
    [['--federated', 'https://i.example,bot', '--managed-identity', 'x'], 'not the two together'],
    [['--certificate-days', '1'], 'from 2 to 730'],
    [['--certificate-days', 'a year'], 'from 2 to 730'],
    [['--name', 'a'], '2 to 40 letters'],
    [['--name', "Grantkeeper'; drop"], '2 to 40 letters'],
    [['--client-id', 'me'], 'a GUID'],
    [['--tenant', '../common'], 'the ID of the home tenant'],
    [['--publicurl', 'x'], 'publicurl'],
    [['extra'], 'extra'],
  ])('that can’t be used say why: %j', (args, why) => {
    expect(() => readOptions(args)).toThrow(UsageError)
    expect(() => readOptions(args)).toThrow(why)
  })

  it('split a federated credential at its first comma', () => {
    expect(readOptions(['--federated', 'https://i.example,repo:a/b:ref:x,y'])?.federated).toMatchObject({
      issuer: 'https://i.example',
      subject: 'repo:a/b:ref:x,y',
    })
  })

  it('come before the environment, and that before .env; empty values don’t count', () => {
    const options = readOptions(['--public-url', 'https://flag.example'])
    if (!options) throw new Error('Expected options')
    const process = { PUBLIC_URL: 'https://process.example', HOME_TENANT_ID: 'process', DATABASE_URL: ' ' }
    const file = { HOME_TENANT_ID: 'file', DATABASE_URL: 'file', READER_ID: '' }
    expect(mergeVariables(options, process, file)).toEqual({
      PUBLIC_URL: 'https://flag.example',
      HOME_TENANT_ID: 'process',
      DATABASE_URL: 'file',
    })
  })
})
