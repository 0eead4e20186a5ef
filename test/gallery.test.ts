import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gallery } from '../scripts/gallery.ts'
import { galleryFile, galleryPage } from '../scripts/gallery-page.ts'
import { samples } from './support/card-samples.ts'

const docs = join(import.meta.dirname, '..', 'docs')

test('the gallery shows twenty cards that exist, each with a picture and a text for it', () => {
  expect(gallery).toHaveLength(20)
  for (const { sample, text } of gallery) {
    expect(samples[sample], sample).toBeTypeOf('function')
    expect(text.length).toBeGreaterThan(10)
  }
  expect(readFileSync(join(docs, 'gallery.md'), 'utf8')).toBe(galleryPage(gallery))
  const files = readdirSync(join(docs, 'gallery')).map((name) => `gallery/${name}`)
  expect(files.toSorted()).toEqual(gallery.map(({ sample }) => galleryFile(sample)).toSorted())
})

test('the pictures are small enough to be cloned by everybody', () => {
  const sizes = gallery.map(({ sample }) => statSync(join(docs, galleryFile(sample))).size)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2 * 1024 * 1024)
  expect(Math.min(...sizes)).toBeGreaterThan(5_000)
})
