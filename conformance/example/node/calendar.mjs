// Local time of both programmes: UTC+5 all year (BOTH-TIME-001). An instant is milliseconds since 1970 UTC, a day is
// days since 1970-01-01 in local time, a month is a text such as 2026-02. Nothing here asks what time it is now.

const DAY = 86_400_000
const OFFSET = 5 * 3_600_000
const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

export const dayOf = (instant) => Math.floor((instant + OFFSET) / DAY)
export const startOf = (day) => day * DAY - OFFSET

export const dayText = (day) => new Date(day * DAY).toISOString().slice(0, 10)
export const monthOf = (day) => dayText(day).slice(0, 7)
export const firstOf = (month) => Date.parse(`${month}-01T00:00:00Z`) / DAY
export const dayOfMonth = (day) => new Date(day * DAY).getUTCDate()

// endOf is the first day that no longer belongs to the month: spans are half-open.
export function endOf(month) {
  const [year, number] = month.split('-').map(Number)
  return Date.UTC(year, number, 1) / DAY
}

// parseDay gives NaN for what is no day, such as 2026-02-30.
export function parseDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return NaN
  const day = Date.parse(`${text}T00:00:00Z`) / DAY
  return Number.isNaN(day) || dayText(day) !== text ? NaN : day
}

// parseInstant reads RFC 3339 with any offset and gives NaN for anything else.
export function parseInstant(text) {
  const parts = INSTANT.exec(text)
  if (!parts || Number.isNaN(parseDay(parts[1]))) return NaN
  const [, day, hour, minute, second, fraction = '', zone] = parts
  if (hour > 23 || minute > 59 || second > 59) return NaN
  const milliseconds = fraction.slice(0, 4) || '.0'
  return Date.parse(`${day}T${hour}:${minute}:${second}${milliseconds}${zone.toUpperCase()}`)
}

// instantText writes an instant as the contract wants it: with the offset +05:00, a fraction only where there is one.
export function instantText(instant) {
  const local = new Date(instant + OFFSET).toISOString().slice(0, -1)
  return `${local.endsWith('.000') ? local.slice(0, -4) : local}+05:00`
}
