import type { Pack, PackRater } from '#domain/packs/pack.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import { type PackBlock, type PackLine, type PackSection, packTime } from './pack-parts.ts'

/** What the file was made from, and how a reader checks that. */
export function sourcesSection(pack: Pack): PackSection {
  const { title, note, onlyTenant, noTenant } = words.sources
  const { tenant } = pack
  const notes = [tenant ? `${note} ${onlyTenant(tenant.name)}` : note, ...(tenant ? [] : [noTenant])]
  return {
    id: 'sources',
    title,
    blocks: [
      { kind: 'lines', lines: [...catalogLines(pack), ...listLines(pack), ...raterLines(pack)] },
      ...notes.map((text): PackBlock => ({ kind: 'text', text })),
    ],
  }
}

function catalogLines({ catalog: { version, hash, changedAt }, suite, by }: Pack): PackLine[] {
  const said = words.sources
  const file = changedAt ? said.changedAt(packTime(changedAt)) : ''
  const check = [
    { label: said.hash, text: hash ?? '' },
    { label: said.checkFile, text: said.checkFileHow },
  ]
  return [
    { label: said.catalog, text: `${said.version(version)}${file}` },
    ...(hash ? check : []),
    { label: said.operator, text: said.operatorIs(suite, by) },
  ]
}

/** Without a client ID or a list, the hash is of next to nothing. */
function listLines({ list, clientId, permissions }: Pack): PackLine[] {
  const { list: label, from, readAt, listHash, checkList, checkListHow } = words.sources
  const read = list.readAt ? readAt(packTime(list.readAt)) : ''
  const check = [
    { label: listHash, text: list.version },
    { label: checkList, text: checkListHow(clientId) },
  ]
  return [
    { label, text: `${from[list.source]}${read}` },
    ...(clientId && permissions.length > 0 ? check : []),
  ]
}

/** Only of those who rated something in this file. */
function raterLines({ permissions, tiering }: Pack): PackLine[] {
  const { tiering: label, judged } = words.sources
  const raters = new Set<PackRater | undefined>(
    permissions.flatMap(({ ratedBy, narrower }) => [ratedBy, ...narrower.map(({ rated }) => rated?.by)]),
  )
  const own = (['catalog', 'grantkeeper'] as const).filter((rater) => raters.has(rater))
  return [...(raters.has('tiering') ? [{ label, text: tiering }] : []), ...own.map((rater) => judged[rater])]
}
