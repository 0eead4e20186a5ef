import { SourceMap } from 'node:module'
import { expect, it } from 'vitest'
import { findOrigin } from '../../scripts/bundle/find-origin.ts'

// Line 1: columns 0 and 9 from 1:1 and 1:7 of the first source. Line 2: nothing. Line 3: column 4 from 41:3 of the second
// one, column 20 from nowhere.
const mappings = 'AAAA,SAAM;;ICwCJ,gB'
const node = new SourceMap({
  file: '',
  version: 3,
  sources: ['a.ts', 'b.ts'],
  names: [],
  mappings,
  sourcesContent: [],
  sourceRoot: '',
})

it('finds the segment that begins at the column or before it, in its own line only', () => {
  expect(findOrigin(mappings, 1, 1)).toEqual({ source: 0, line: 1, column: 1 })
  expect(findOrigin(mappings, 1, 9)).toEqual({ source: 0, line: 1, column: 1 })
  expect(findOrigin(mappings, 1, 10)).toEqual({ source: 0, line: 1, column: 7 })
  expect(findOrigin(mappings, 2, 5)).toBeUndefined()
  expect(findOrigin(mappings, 3, 2)).toBeUndefined()
  expect(findOrigin(mappings, 3, 12)).toEqual({ source: 1, line: 41, column: 3 })
  expect(findOrigin(mappings, 3, 30)).toBeUndefined()
  expect(findOrigin(mappings, 9, 1)).toBeUndefined()
})

it.each([
  [1, 1],
  [1, 10],
  [3, 5],
])('says what Node says of the segment at %i:%i', (line, column) => {
  const origin = findOrigin(mappings, line, column)
  expect(node.findOrigin(line, column)).toMatchObject({
    fileName: ['a.ts', 'b.ts'][origin?.source ?? -1],
    lineNumber: origin?.line,
    columnNumber: origin?.column,
  })
})
