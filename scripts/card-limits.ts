/** How high a card can be at 440 px, in CSS pixels, by the name of its sample: what a person takes in without scrolling. */
export const cardLimits: Readonly<Record<string, number>> = {
  'tenant-list/ten': 700,
  'tenant/five-sets': 620,
  'tenant/lost': 420,
  'help/approver': 420,
}
