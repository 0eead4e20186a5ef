import type { Stored } from '#platform/storage/stored.ts'
import type { Finding } from '../status/status.ts'
import type { AcceptedMark, AlertDetail, AlertMarks, ChangedBy, Mark } from './alert.ts'

export function detailFromJson(text: string): AlertDetail {
  const { findings, ...rest } = JSON.parse(text) as Stored<AlertDetail>
  return { ...rest, ...(findings && { findings: findings.map(findingFromStored) }) }
}

export function marksFromJson(text: string): AlertMarks {
  const { acknowledged, snoozed, accepted, ended } = JSON.parse(text) as Stored<AlertMarks>
  return {
    ...(acknowledged && { acknowledged: markFromStored(acknowledged) }),
    ...(snoozed && { snoozed: { ...snoozed, ...markFromStored(snoozed) } }),
    ...(accepted && { accepted: acceptedFromStored(accepted) }),
    ...(ended && { ended }),
  }
}

export function changedByFromJson(text: string): ChangedBy {
  const { name, at } = JSON.parse(text) as Stored<ChangedBy>
  return { name, at: new Date(at) }
}

const markFromStored = ({ by, at }: Stored<Mark>): Mark => ({ by, at: new Date(at) })

const acceptedFromStored = ({ until, ...mark }: Stored<AcceptedMark>): AcceptedMark => ({
  ...markFromStored(mark),
  until: new Date(until),
})

function findingFromStored({ since, ...finding }: Stored<Finding>): Finding {
  return since === undefined ? finding : { ...finding, since: new Date(since) }
}
