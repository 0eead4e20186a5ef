import { expect, test } from 'vitest'
import {
  appPropertiesLink,
  directoryRolesLink,
  enterpriseAppLink,
  errorLookupLink,
} from '#domain/directory/deep-links.ts'
import { publicCloud } from '#platform/config/clouds.ts'

const cloud = publicCloud
const place = { tenantId: 't-1', objectId: 'o-1', appId: 'a-1' }

test('links lead into the named tenant of the Entra admin centre', () => {
  const blade = 'https://entra.microsoft.com/t-1/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~'
  expect(enterpriseAppLink(cloud, place)).toBe(`${blade}/Overview/objectId/o-1/appId/a-1`)
  expect(appPropertiesLink(cloud, place)).toBe(`${blade}/Properties/objectId/o-1/appId/a-1`)
  for (const link of [directoryRolesLink]) {
    expect(link(cloud, 't-1')).toMatch(
      /^https:\/\/entra\.microsoft\.com\/t-1\/#view\/Microsoft_AAD_IAM\/\w+\/~\/\w+$/,
    )
  }
  expect(errorLookupLink(cloud, '65004')).toBe('https://login.microsoftonline.com/error?code=65004')
})

test('what is filled in cannot leave its place', () => {
  const hostile = '../#?&@evil.example'
  const links = [
    enterpriseAppLink(cloud, { tenantId: hostile, objectId: hostile, appId: hostile }),
    directoryRolesLink(cloud, hostile),
    errorLookupLink(cloud, hostile),
  ]
  for (const link of links) {
    expect(link).not.toContain(hostile)
    expect(['entra.microsoft.com', 'login.microsoftonline.com']).toContain(new URL(link).host)
  }
})
