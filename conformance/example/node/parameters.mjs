// Every number of the rules is a dated parameter (FOOD-ADJUSTMENT-001): rules ask for its value on a day in a place, so
// a change never reaches into the past.

import { parseDay } from './calendar.mjs'
import { parameterTable } from './contract.mjs'

const BEGINNING = parseDay('2025-01-01') // no standard value is older

// regionOf is the region that a city's КАТО code lies in: its first two digits.
export const regionOf = (territory) => `${territory.slice(0, 2)}0000000`

export class Parameters {
  constructor() {
    this.values = new Map()
    for (const [path, row] of parameterTable) {
      this.values.set(path, row.values.map((value) => ({ ...value, from: parseDay(value.from) })))
    }
  }

  // fault says why a setting cannot be, by the reason's code, or is undefined.
  fault(setting) {
    const row = parameterTable.get(setting.path)
    if (!row) return 'parameter-unknown'
    const value = setting.value ?? 0
    const elsewhere = (setting.territory ?? 'kz') !== 'kz' && !row.regional
    return value < row.min || value > row.max || elsewhere ? 'parameter-out-of-bounds' : undefined
  }

  // set takes a value from its day on: what stood there for its place from that day on is gone. A value for kz does so
  // everywhere, and ends from its day on what territories have of their own.
  set(setting) {
    const from = setting.from ? parseDay(setting.from) : BEGINNING
    const territory = setting.territory ?? 'kz'
    const replaced = (old) => old.from >= from && (territory === 'kz' || old.territory === territory)
    const kept = this.values.get(setting.path).filter((old) => !replaced(old))
    const others = territory === 'kz' ? new Set(kept.map((old) => old.territory).filter((place) => place !== 'kz')) : []
    const ended = [...others].map((place) => ({ territory: place, from, value: undefined }))
    this.values.set(setting.path, [...kept, ...ended, { territory, from, value: setting.value ?? 0 }])
  }

  // at is the value on a day in a territory: its own goes before its region's, and that before the country's.
  at(path, day, territory = 'kz') {
    for (const place of [territory, regionOf(territory), 'kz']) {
      const own = this.newest(path, day, place)?.value
      if (own !== undefined) return own
    }
    return 0
  }

  newest(path, day, territory) {
    return this.values
      .get(path)
      .filter((value) => value.territory === territory && value.from <= day)
      .reduce((best, value) => (!best || value.from >= best.from ? value : best), undefined)
  }
}
