import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { samples } from '../test/support/card-samples.ts'
import { cardViews } from './card-host.ts'
import { type CardPage, openCardPage } from './card-page.ts'
import { gallery } from './gallery.ts'
import { galleryFile, galleryPage } from './gallery-page.ts'

const views = cardViews.filter(({ name }) => name !== 'narrow')

/** Writes docs/gallery.md and its pictures, light and dark side by side. */
export async function writeGallery(chromium?: string): Promise<void> {
  const folder = join('docs', 'gallery')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const page = await openCardPage(chromium, 1.5)
  try {
    for (const { sample } of gallery) await writePicture(page, sample)
  } finally {
    await page.close()
  }
  await writeFile(join('docs', 'gallery.md'), galleryPage(gallery))
}

async function writePicture(place: CardPage, sample: string): Promise<void> {
  const make = samples[sample]
  if (!make) throw new Error(`Expected a sample named ${sample}`)
  await place.draw(make(), views)
  const picture = await place.picture()
  await writeFile(join('docs', galleryFile(sample)), picture)
  console.log(`${(picture.length / 1024).toFixed(0).padStart(4)} KB  ${sample}`)
}
