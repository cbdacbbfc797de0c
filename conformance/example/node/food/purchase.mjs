// A purchase at a till with the code of a wallet (FOOD-PURCHASE, FOOD-BASKET, FOOD-STORE-003), and a sale without one.

import { dayOf, endOf, instantText } from '../calendar.mjs'
import { keptUntil, sameKey } from '../keys.mjs'
import { split, sum } from '../money.mjs'
import { refuse } from '../refusal.mjs'
import { checkedBasket, refuseBeyondStock, takeFromStock } from './basket.mjs'
import { readCode } from './code.mjs'
import { inPilot, left, refuseOutsidePeriod, sumsOf } from './state.mjs'
import { storeDay } from './store.mjs'

export function purchase({ world, actor, body, key }) {
  const { store, lines } = checkedBasket(world, actor, body)
  refuseOutsidePeriod(world)
  refuseStore(world, store)
  if (body.offline) refuse('offline-not-allowed')
  const code = readCode(world, body.code ?? '')
  const { voucher } = code
  if (world.today >= endOf(voucher.month)) refuse('voucher-expired')
  refuseBeyondStock(store, lines)
  const bases = lines.map((line) => line.base)
  if (sum(bases) === 0) refuse('nothing-eligible')
  if (left(voucher) === 0) refuse('balance-spent')

  const discount = Math.min(left(voucher), sum(bases))
  split(discount, bases).forEach((share, index) => { lines[index].discount = share })
  const paid = sum(lines.map((line) => line.cost)) - discount
  code.used = true
  voucher.spent += discount
  const bought = {
    id: world.makeID('p'), store: store.id, voucher, reversed: false, keyUntil: keptUntil(world.now),
    lines: lines.map((line) => ({ ...line, returned: 0 })),
  }
  world.food.purchases.set(bought.id, bought)
  world.food.purchaseByKey.set(`${store.id} ${sameKey(key)}`, bought)
  return booked(world, store, bought, { discount, paid, sequence: code.sequence })
}

// refuseStore: only stores that take part, are not stopped, have their tills integrated and lie in the pilot redeem.
function refuseStore(world, store) {
  if (!store.takesPart) refuse('store-not-participating')
  if (store.suspended) refuse('store-suspended')
  if (!store.integrated) refuse('till-not-integrated')
  if (!inPilot(world, store.territory)) refuse('store-outside-territory')
}

function booked(world, store, bought, { discount, paid, sequence }) {
  const { voucher, id } = bought
  const balance = left(voucher)
  const lines = bought.lines.map(lineSplit)
  for (const sums of [sumsOf(world), storeDay(store, dayOf(world.now))]) {
    sums.purchases++
    sums.discounts += discount
    sums.paid += paid
  }
  voucher.operations.push({
    at: instantText(world.now), kind: 'purchased', amount: discount, balance, purchase: id, store: store.id,
  })
  world.record('purchased', {
    family: voucher.family, store: store.id, month: voucher.month, voucher: voucher.id, purchase: id, sequence,
    discount, paid, balance, lines,
  })
  takeFromStock(world, store, bought.lines)
  return { voucher: voucher.id, purchase: id, amount: discount, paid, balance, lines }
}

function lineSplit({ goods, quantity, price, cost, eligible, discount = 0 }) {
  return { goods, quantity, price, cost, eligible, discount }
}

// sellOutside books a sale outside the programme; it reports and never refuses what goes beyond stock or ceiling.
export function sellOutside({ world, actor, body }) {
  const { store, lines } = checkedBasket(world, actor, body)
  world.record('sold_outside', { store: store.id, lines: lines.map(lineSplit) })
  takeFromStock(world, store, lines)
}
