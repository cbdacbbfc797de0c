// A basket: which lines earn a discount, on what base, and what leaves the stock (FOOD-BASKET, FOOD-STORE, FOOD-TRACE).

import { down, halfUp } from '../money.mjs'
import { refuse } from '../refusal.mjs'
import { knownGoods, ownStore } from './state.mjs'

const PPM = 1_000_000
const THOUSANDTHS = 1000
export const MOST_QUANTITY = 100_000 * THOUSANDTHS
export const HIGHEST_PRICE = 10_000_000 * 100 // tiyn
export const MOST_LINES = 100

// checkedBasket says no to a basket that cannot be, in the order of a purchase, and gives its store and its lines.
export function checkedBasket(world, actor, body) {
  const lines = body.lines ?? []
  const store = ownStoreWithGoods(world, actor, body.store, lines.map((line) => line.goods))
  if (lines.length === 0) refuse('value-invalid', { detail: 'send at least one line' })
  for (const line of lines) checkAmounts(line)
  if (lines.length > MOST_LINES) refuse('limit-exceeded')
  return { store, lines: lines.map((line) => priced(world, store, line)) }
}

// ownStoreWithGoods: what does not exist is unknown before it can belong to somebody else.
export function ownStoreWithGoods(world, actor, storeID, goods) {
  if (world.food.stores[Number(storeID) - 1]) for (const id of goods) knownGoods(world, id)
  return ownStore(world, actor, storeID)
}

export function checkAmounts({ quantity = 0, price = 0 }) {
  if (quantity <= 0 || quantity > MOST_QUANTITY) {
    refuse('value-invalid', { detail: 'a quantity is above 0 and at most 100,000 units' })
  }
  if (price < 0 || price > HIGHEST_PRICE) refuse('value-invalid', { detail: 'a price is from 0 to 10,000,000 tenge' })
}

// priced works out a line: its cost, whether it is eligible, and the base that its discount is computed on.
function priced(world, store, { goods, quantity, price = 0 }) {
  const listed = isListed(world, goods)
  const eligible = listed && store.marked.has(goods)
  const ceiling = ceilingOf(world, store, goods)
  const above = listed && ceiling !== undefined && price > ceiling
  return {
    goods, quantity, price, eligible, above, ceiling,
    cost: halfUp([quantity, price], THOUSANDTHS),
    base: eligible ? halfUp([quantity, above ? ceiling : price], THOUSANDTHS) : 0,
  }
}

// isListed: edition n of the list of socially significant goods names SZ01 to SZn; goods that only look like one of them
// have a word behind a dash and are not on it.
function isListed(world, goods) {
  const { item = 'other' } = world.setup.goods[Number(goods) - 1]
  const number = /^SZ(\d\d)$/.exec(item)?.[1]
  return number !== undefined && Number(number) <= world.parameter('food.list.edition')
}

// ceilingOf is the highest price that the markup allows on the latest delivery; undefined where none came yet.
function ceilingOf(world, store, goods) {
  const { price } = store.stock.get(goods) ?? {}
  return price === undefined ? undefined : down([price, PPM + world.parameter('food.markup')], PPM)
}

// stockOf is the traced balance of one article in one store.
export function stockOf(store, goods) {
  if (!store.stock.has(goods)) store.stock.set(goods, { delivered: 0, sold: 0, price: undefined })
  return store.stock.get(goods)
}

// refuseBeyondStock stops eligible lines that together take more than the store has.
export function refuseBeyondStock(store, lines) {
  const taken = new Map()
  for (const { goods, quantity, eligible } of lines) {
    if (!eligible) continue
    taken.set(goods, (taken.get(goods) ?? 0) + quantity)
    const { delivered = 0, sold = 0 } = store.stock.get(goods) ?? {}
    if (taken.get(goods) > delivered - sold) refuse('stock-exceeded')
  }
}

// isTraced: goods of the classification are, and whatever was delivered once.
const isTraced = (world, goods, stock) => (world.setup.goods[Number(goods) - 1].item ?? 'other') !== 'other' || stock.delivered > 0

// takeFromStock books the sale and reports what should not have been: prices above the ceiling, stock below zero.
export function takeFromStock(world, store, lines) {
  for (const { goods, quantity, price, above, ceiling } of lines) {
    if (above) world.record('markup_exceeded', { store: store.id, goods, price, highest: ceiling })
    const stock = stockOf(store, goods)
    const had = Math.max(stock.delivered - stock.sold, 0)
    stock.sold += quantity
    if (quantity > had && isTraced(world, goods, stock)) world.record('stock_overdrawn', { store: store.id, goods, quantity: quantity - had })
  }
}
