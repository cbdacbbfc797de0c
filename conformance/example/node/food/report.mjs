// The report of every day of the pilot (FOOD-REPORT-001), formed when the day is over; and correcting the rules for days
// to come (FOOD-ADJUSTMENT-001).

import { dayText, instantText, parseDay } from '../calendar.mjs'
import { refuse } from '../refusal.mjs'
import { sumsOf, withinPeriod } from './state.mjs'

// handOverReport closes a day: from now on nothing is booked on it, so its sums are what was handed over.
export function handOverReport(world, day) {
  if (!withinPeriod(world, day)) return
  const sums = sumsOf(world, day)
  sums.handed = instantText(world.now)
  const { discounts, paid, purchases } = sums
  world.record('day_reported', { day: dayText(day), discounts, paid, purchases })
}

// dayReport is the report of a day that is over, or of the present day as far as it has gone.
export function dayReport(world, day) {
  const over = world.food.days.get(day)?.handed
  const present = day === world.today && withinPeriod(world, day)
  if (!over && !present) refuse('record-unknown')
  return { day: dayText(day), ...sumsOf(world, day) }
}

export function changeParameter({ world, body }) {
  const { setting = {} } = body
  const fault = world.parameters.fault(setting)
  if (fault) refuse(fault)
  if (!setting.from || parseDay(setting.from) <= world.today) refuse('parameter-in-past')
  world.parameters.set(setting)
  const { path, territory = 'kz', from, value = 0 } = setting
  world.record('parameter_changed', { territory, day: from, parameter: path, value }, path.startsWith('gas.') ? 'gas' : 'food')
}
