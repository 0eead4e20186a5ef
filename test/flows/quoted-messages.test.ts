import { expect, test } from 'vitest'
import { readText } from '../support/card-parts.ts'
import { query, snapshot } from '../support/facts.ts'
import { type Driver, groupChat } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const html = (content: unknown) => ({ contentType: 'text/html', content })
const forward = (words: string) =>
  `<blockquote itemtype="http://schema.skype.com/Forward"><p>${words}</p></blockquote>`
const reply = (words: string) =>
  `<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri">Bob</strong><p itemprop="preview">${words}</p></blockquote>`
const signIn =
  'https://login.microsoftonline.com/common/oauth2/authorize?client_id=1&amp;error=invalid_client&amp;error_description=AADSTS7000215%3a+Invalid+secret&amp;copy=1'
const link = `<a href="${signIn}" title="Sign in">Sign in to your account</a>`

/** Sends a message as Teams writes it and returns the text of the last card that came, if any. */
async function hear(app: WholeApp, driver: Driver, message: Record<string, unknown>): Promise<string> {
  const before = app.teams.cards(driver.conversationId).length
  expect((await driver.send({ type: 'message', ...message })).status).toBe(200)
  await app.settled()
  return app.teams
    .cards(driver.conversationId)
    .slice(before)
    .map(({ card }) => readText(card))
    .join('\n')
}

test('what stands only beside the text is read for the doctor', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const messages: [name: string, message: Record<string, unknown>][] = [
    [
      'an address as the title of its page',
      { text: 'doctor Sign in to your account', attachments: [html(`<div>doctor ${link}</div>`)] },
    ],
    [
      'the same, in single quotes and upper case',
      {
        text: 'doctor Sign in to your account',
        attachments: [
          {
            contentType: 'TEXT/HTML',
            content: `<P>doctor <A CLASS=x HREF='${signIn}'>Sign in to your account</A></P>`,
          },
        ],
      },
    ],
    ['nothing but an address', { text: signIn }],
    [
      'nothing but the title of an address',
      { text: 'Sign in to your account', attachments: [html(`<p>${link}</p>`)] },
    ],
    [
      'in an object',
      {
        text: 'doctor Sign in',
        attachments: [html({ text: `<p>doctor <a href="${signIn}">Sign in</a></p>` })],
      },
    ],
    [
      'the second attachment',
      {
        text: 'doctor this',
        attachments: [{ contentType: 'image/png' }, html(`<p>doctor <a href="${signIn}">this</a></p>`)],
      },
    ],
    [
      'a forwarded message',
      {
        text: 'doctor\r\n\r\nAADSTS7000215: Invalid client secret',
        attachments: [html(`<p>doctor</p>${forward('AADSTS7000215: Invalid client secret')}`)],
      },
    ],
    [
      'a forwarded message without own words',
      {
        text: 'AADSTS7000215: Invalid client secret',
        attachments: [html(forward('AADSTS7000215: Invalid client secret'))],
      },
    ],
    [
      'a forwarded message that the text leaves out',
      { text: '', attachments: [html(forward('AADSTS7000215'))] },
    ],
    [
      'an address in a forwarded message',
      { text: 'doctor', attachments: [html(`<p>doctor</p>${forward(`see ${link}`)}`)] },
    ],
    [
      'a reference to a forwarded message',
      {
        text: 'doctor',
        attachments: [
          {
            contentType: 'forwardedMessageReference',
            content: JSON.stringify({ originalMessageContent: '<p>AADSTS7000215</p>' }),
          },
        ],
      },
    ],
    [
      'an answer to a message',
      {
        text: '<quoted messageId="1"/> doctor',
        entities: [{ type: 'quotedReply', preview: 'Error AADSTS7000215' }],
      },
    ],
    [
      'an answer, in the formatted copy',
      { text: 'doctor', attachments: [html(`${reply('Error AADSTS7000215')}<p>doctor</p>`)] },
    ],
    ['an answer in the markup of the text', { text: `${reply('Error AADSTS7000215')}<p>doctor</p>` }],
  ]
  for (const [name, message] of messages) expect(await hear(app, victor, message), name).toMatch(/7000215/)
})

test('own words come before what is quoted', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const heard = await hear(app, victor, {
    text: 'doctor AADSTS65004',
    attachments: [html(`${reply('AADSTS7000215')}<p>doctor AADSTS65004</p>`)],
  })
  expect(heard).toMatch(/65004/)
  expect(heard).not.toMatch(/7000215/)
})

test('an address behind a title names a tenant, if the title does not', async () => {
  const app = await startWholeApp()
  const [victor, alice] = [app.teams.as(people.victor), app.teams.as(people.alice)]
  const portal = `https://portal.azure.com/#view/X/tenantId/${tenantIdOf('Contoso')}`
  const titled = (line: string, title: string, address: string) => ({
    text: `${line} ${title}`,
    attachments: [html(`<p>${line} <a href="${address}">${title}</a></p>`)],
  })
  expect(await hear(app, victor, titled('status', 'Overview - Microsoft Azure', portal))).toMatch(
    /contoso\.com/,
  )
  expect(await hear(app, victor, titled('status', 'Fabrikam', portal))).toMatch(/fabrikam\.com/)
  expect(
    await hear(app, victor, titled('why', 'Docs', 'https://graph.microsoft.com/Directory.Read.All')),
  ).toMatch(/Directory data/)
  const added = titled(
    'add tenant',
    'Our sign-in page',
    'https://login.microsoftonline.com/tailwind-toys.com/',
  )
  expect(await hear(app, alice, added)).toMatch(/tailwind-toys\.com/)
})

test("a message of somebody else never becomes a command, and neither does a link's title", async () => {
  const app = await startWholeApp()
  const [alice, group] = [app.teams.as(people.alice), app.teams.as(people.alice, groupChat('ops'))]
  const before = snapshot(app)
  const mention = { type: 'mention', mentioned: { id: '28:grantkeeper' }, text: '<at>Grantkeeper</at>' }
  const messages: Record<string, unknown>[] = [
    { text: 'sync all', attachments: [html(forward('sync all'))] },
    { text: '', attachments: [html(forward('sync all'))] },
    { text: 'sync all', attachments: [html(forward('Bob: sync all'))] },
    { text: 'sync all please', attachments: [html(forward('sync all'))] },
    {
      text: 'sync all',
      attachments: [
        {
          contentType: 'forwardedMessageReference',
          content: JSON.stringify({ originalMessageContent: '<p>sync all</p>' }),
        },
      ],
    },
    { text: '<quoted messageId="1">sync all</quoted>' },
    { text: '<quoted messageId="1">sync all' },
    { text: '<blockquote>sync all</blockquote>' },
    { text: `${reply('x')}`, entities: [{ type: 'quotedReply', preview: 'sync all' }] },
    { text: '', attachments: [html('<p>sync all</p>')] },
    { text: '', attachments: [html('<p><a href="https://x.example/">sync all</a></p>')] },
    { text: 'hello\n\nsync all', attachments: [html(`<p>hello</p>${forward('sync all')}`)] },
    {
      text: '<at>Grantkeeper</at> sync all',
      entities: [mention],
      attachments: [
        html(
          `<p><span itemtype="http://schema.skype.com/Mention">Grantkeeper</span></p>${forward('sync all')}`,
        ),
      ],
    },
  ]
  for (const message of messages) {
    await hear(app, alice, message)
    if (String(message.text).includes('<at>')) await hear(app, group, message)
  }
  expect(query(app, 'select * from sync_runs')).toEqual([])
  expect(snapshot(app)).toBe(before)
})

test('own words beside a quote are a command, also if the quote says the same', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const messages: Record<string, unknown>[] = [
    {
      text: 'status Contoso\n\nwho is it?',
      attachments: [html(`<p>status Contoso</p>${forward('who is it?')}`)],
    },
    {
      text: 'status Contoso\n\nstatus Contoso',
      attachments: [html(`<p>status Contoso</p>${forward('status Contoso')}`)],
    },
    { text: 'status Contoso', attachments: [html(`${reply('status Contoso')}<p>status Contoso</p>`)] },
    {
      text: 'status Contoso',
      attachments: [html(`${reply('please say status Contoso')}<p>status Contoso</p>`)],
    },
    {
      text: '<quoted messageId="1"/> status Contoso',
      entities: [{ type: 'quotedReply', preview: 'status Contoso' }],
    },
    {
      text: 'status Contoso',
      attachments: [html('<p>status <a href="http://contoso.com/">Contoso</a></p>')],
    },
  ]
  for (const message of messages)
    expect(await hear(app, victor, message), JSON.stringify(message)).toMatch(/contoso\.com/)
})

test('an attachment of any other shape is passed over', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const odd: unknown[] = [
    null,
    'text',
    7,
    {},
    [
      null,
      7,
      'x',
      {},
      { contentType: 5 },
      html(7),
      html(null),
      html([]),
      html({}),
      { contentType: 'forwardedMessageReference', content: '{' },
      { contentType: 'messageReference', content: { messagePreview: 7 } },
    ],
  ]
  for (const attachments of odd)
    expect(await hear(app, victor, { text: 'status Contoso', attachments, entities: attachments })).toMatch(
      /contoso\.com/,
    )
})
