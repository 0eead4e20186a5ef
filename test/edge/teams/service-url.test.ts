import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isServiceUrlAllowed } from '#edge/teams/channel/service-url.ts'

const hosts = ['smba.trafficmanager.net', '*.botframework.com']
const live = (url: string) => isServiceUrlAllowed(url, { auth: 'on', hosts })
const local = (url: string) => isServiceUrlAllowed(url, { auth: 'off', hosts })

describe('an address to answer at', () => {
  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:443/teams/',
    'https://europe.botframework.com/',
    'https://a.b.botframework.com',
  ])('%s is allowed', (url) => {
    expect(live(url)).toBe(true)
  })

  it.each([
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.example/smba.trafficmanager.net',
    'https://evilbotframework.com/',
    'https://botframework.com/',
    'https://user@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://smba.trafficmanager.net/?to=x',
    'https://smba.trafficmanager.net/#x',
    'https://127.0.0.1/',
    'https://169.254.169.254/',
    'ftp://smba.trafficmanager.net/',
    'javascript:alert(1)',
    'smba.trafficmanager.net',
    '',
  ])('%s is not', (url) => {
    expect(live(url)).toBe(false)
  })

  it('is nothing but a host of the list, whatever is put around it', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(live(url)).toBe(false)
      }),
    )
  })
})

describe('without authentication', () => {
  it.each([
    'http://127.0.0.1:56150/_connector',
    'http://localhost:1/',
    'https://127.8.9.1/',
    'http://[::1]:8080/',
  ])('%s is allowed', (url) => {
    expect(local(url)).toBe(true)
  })

  it.each([
    'https://smba.trafficmanager.net/emea/',
    'http://10.0.0.1/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://0.0.0.0/',
    'file:///etc/passwd',
  ])('%s is not', (url) => {
    expect(local(url)).toBe(false)
  })
})
