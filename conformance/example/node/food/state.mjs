// What the food programme remembers, and the few questions that every rule asks of it.

import { monthOf } from '../calendar.mjs'
import { regionOf } from '../parameters.mjs'
import { refuse } from '../refusal.mjs'

// emptyFood is the state before the first command. Records are found by id, claims by month and family.
export const emptyFood = (setup) => ({
  list: new Map(), // family -> entry of the standing list
  everListed: new Set(), // people who are or were members
  lastOwner: new Map(), // family -> who the list named last, also after the family was dropped
  askedOwner: new Map(), // family -> who was asked last
  claims: new Map(), // month -> family -> what the question of that month froze
  vouchers: [],
  messages: new Map(),
  codes: new Map(),
  purchases: new Map(),
  purchaseByKey: new Map(),
  stores: setup.stores.map(({ territory = 'kz' }, index) => ({
    id: String(index + 1), territory, takesPart: false, suspended: false, integrated: false,
    marked: new Set(), stock: new Map(), days: new Map(),
  })),
  loans: new Map(),
  appeals: new Map(),
  days: new Map(), // day -> sums for its report
})

export const exists = (id, count) => id !== undefined && Number(id) >= 1 && Number(id) <= count

export function knownPerson(world, id) {
  if (!exists(id, world.setup.people.length)) refuse('record-unknown')
  return id
}

export function knownFamily(world, id) {
  if (!exists(id, world.setup.families)) refuse('record-unknown')
  return id
}

export const knownGoods = (world, id) => (exists(id, world.setup.goods.length) ? id : refuse('record-unknown'))
export const knownStore = (world, id) => world.food.stores[Number(id) - 1] ?? refuse('record-unknown')

// ownPerson lets a citizen act for one person only; an operator or the gateway acts for whoever stands before it.
export function ownPerson(world, actor, id) {
  knownPerson(world, id)
  if (actor.role === 'citizen' && actor.id !== id) refuse('record-not-own')
  return id
}

// ownStore is the store that a till names, which has to be its own.
export function ownStore(world, actor, id) {
  const store = knownStore(world, id)
  if (actor.role === 'store' && actor.id !== store.id) refuse('record-not-own')
  return store
}

// answersFor: a local body answers for the stores of its city or region, the authorised body for all.
export const answersFor = (actor, store) =>
  actor.role === 'authorised_body' || actor.id === store.territory || actor.id === regionOf(store.territory)

export const claimOf = (world, month, family) => world.food.claims.get(month)?.get(family)

// ownerOf is who owns the family's wallet in a month: who was asked in it, else who was asked last, else whom the list
// named last.
export const ownerOf = (world, month, family) =>
  claimOf(world, month, family)?.owner ?? world.food.askedOwner.get(family) ?? world.food.lastOwner.get(family)

export const left = (voucher) => voucher.credited - voucher.spent - voucher.annulled

export function withinPeriod(world, day = world.today) {
  return day >= world.parameter('food.period.from', { day }) && day <= world.parameter('food.period.to', { day })
}

export function refuseOutsidePeriod(world) {
  if (!withinPeriod(world)) refuse('outside-period')
}

// inPilot: before the pilot begins, territories count as of its first day.
export function inPilot(world, territory) {
  const day = Math.max(world.today, world.parameter('food.period.from'))
  return world.parameter('food.territory', { day, territory }) === 1
}

export const thisMonth = (world) => monthOf(world.today)

// sumsOf is where the operations of a day are counted for its report.
export function sumsOf(world, day = world.today) {
  const { days } = world.food
  if (!days.has(day)) {
    days.set(day, {
      credits: 0, credited: 0, purchases: 0, discounts: 0, paid: 0, reversals: 0, reversed: 0,
      refunds: 0, restored: 0, recovered: 0, annulled: 0, ratings: 0, appeals: 0,
    })
  }
  return days.get(day)
}
