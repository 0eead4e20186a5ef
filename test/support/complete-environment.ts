/** Example IDs. */
export const id = (n: number): string => `a0000000-0000-4000-8000-00000000000${n}`

/** The least that a bot with authentication needs to start. */
export const complete = {
  BOT_ID: id(1),
  BOT_SECRET: 'bot~secret.value',
  HOME_TENANT_ID: id(2),
  READER_ID: id(3),
  READER_SECRET: 'reader~secret.value',
  SET_CLIENT_IDS: `directory-data=${id(4)}`,
  ROLE_APPROVERS: id(5),
  PUBLIC_URL: 'https://grants.example.com',
}
