// Stores: who takes part, whose tills are integrated, what is marked and delivered (FOOD-STORE, FOOD-PURCHASE-001).
// Repeating what holds is a yes and leaves no trace in the journal.

import { refuse } from '../refusal.mjs'
import { checkAmounts, ownStoreWithGoods, stockOf } from './basket.mjs'
import { answersFor, inPilot, knownStore, ownStore } from './state.mjs'

function storeOfBody(world, actor, id) {
  const store = knownStore(world, id)
  if (!answersFor(actor, store)) refuse('record-not-own')
  return store
}

export function registerStore({ world, actor, body }) {
  const store = storeOfBody(world, actor, body.store)
  const joins = !body.closed
  if (joins && !inPilot(world, store.territory)) refuse('store-outside-territory')
  if (store.takesPart === joins) return
  store.takesPart = joins
  world.record(joins ? 'store_registered' : 'store_left', { store: store.id, territory: store.territory })
}

export function suspendStore({ world, actor, body }) {
  const store = storeOfBody(world, actor, body.store)
  if (!store.takesPart) refuse('store-not-participating')
  const stops = !body.lifted
  if (store.suspended === stops) return
  store.suspended = stops
  world.record(stops ? 'store_stopped' : 'store_resumed', { store: store.id })
}

export function integrateTill({ world, actor, body }) {
  const store = ownStore(world, actor, body.store)
  const works = !body.broken
  if (store.integrated === works) return
  store.integrated = works
  world.record(works ? 'till_integrated' : 'till_broken', { store: store.id })
}

export function markGoods({ world, actor, body }) {
  const { goods, unmarked = false } = body
  const store = ownStoreWithGoods(world, actor, body.store, [goods])
  if (!store.takesPart) refuse('store-not-participating')
  if (store.marked.has(goods) !== unmarked) return
  if (unmarked) store.marked.delete(goods)
  else store.marked.add(goods)
  world.record(unmarked ? 'goods_unmarked' : 'goods_marked', { store: store.id, goods })
}

export function deliver({ world, actor, body }) {
  const { goods, quantity, price = 0 } = body
  const store = ownStoreWithGoods(world, actor, body.store, [goods])
  checkAmounts(body)
  const stock = stockOf(store, goods)
  stock.delivered += quantity
  stock.price = price
  world.record('delivered', { store: store.id, goods, quantity, price })
}

// storeDay is where a store's operations of a day are summed.
export function storeDay(store, day) {
  if (!store.days.has(day)) store.days.set(day, { purchases: 0, discounts: 0, paid: 0, returned: 0 })
  return store.days.get(day)
}
