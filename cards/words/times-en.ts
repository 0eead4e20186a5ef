interface TimeWords {
  justNow: string
  minutesAgo(n: number): string
  hoursAgo(n: number): string
  daysAgo(n: number): string
  on(day: string): string
  more(n: number): string
  /** Labels of the inputs for an end. */
  endDay: string
  endTime(zone: string): string
}

export const timesEn: TimeWords = {
  justNow: 'just now',
  minutesAgo: (n) => `${n} min ago`,
  hoursAgo: (n) => `${n} h ago`,
  daysAgo: (n) => `${n} ${n === 1 ? 'day' : 'days'} ago`,
  on: (day) => `on ${day}`,
  more: (n) => `+${n} more`,
  endDay: 'Until (day; without a time, to its end)',
  endTime: (zone) => `Time (${zone})`,
}
