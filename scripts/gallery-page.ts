interface GalleryCard {
  sample: string
  title: string
  text: string
}

/** Below docs/. */
export const galleryFile = (sample: string): string => `gallery/${sample.replaceAll('/', '--')}.webp`

/** docs/gallery.md. */
export function galleryPage(cards: readonly GalleryCard[]): string {
  const parts = cards.map(
    ({ sample, title, text }) =>
      `## ${title}\n\n![${title}, light and dark: ${text}](${galleryFile(sample)})\n\n${text.charAt(0).toUpperCase()}${text.slice(1)}.\n`,
  )
  const about =
    'Twenty cards as a Teams-like client draws them, light and dark, at a width of 440 px. Newer Teams clients draw bars and charts in place of some icons and texts. `npm run cards -- --gallery` writes this page.'
  return `# The cards\n\n${about}\n\n${parts.join('\n')}`
}
