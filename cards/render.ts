export interface Card {
  type: 'AdaptiveCard'
  [property: string]: unknown
}
