// Goods that come back (FOOD-REFUND-001) and purchases whose answer was lost (FOOD-REVERSAL-001).

import { dayOf, endOf, instantText } from '../calendar.mjs'
import { sameKey } from '../keys.mjs'
import { down, sum } from '../money.mjs'
import { refuse } from '../refusal.mjs'
import { MOST_LINES, MOST_QUANTITY, stockOf } from './basket.mjs'
import { left, ownStore, refuseOutsidePeriod, sumsOf } from './state.mjs'
import { storeDay } from './store.mjs'

export function refund({ world, actor, body }) {
  const bought = world.food.purchases.get(body.purchase) ?? refuse('record-unknown')
  const store = ownStore(world, actor, body.store)
  const lines = body.lines ?? []
  const fits = ({ line = 0, quantity = 0 }) => line >= 0 && line < bought.lines.length && quantity > 0 && quantity <= MOST_QUANTITY
  if (lines.length === 0 || !lines.every(fits)) refuse('value-invalid')
  if (lines.length > MOST_LINES) refuse('limit-exceeded')
  refuseClosed(world, bought, store)
  // A line may be named more than once, so what counts is what comes back of it in all.
  const quantities = bought.lines.map(() => 0)
  for (const { line = 0, quantity } of lines) quantities[line] += quantity
  bought.lines.forEach((line, index) => {
    if (line.returned + quantities[index] > line.quantity) refuse('more-than-bought')
  })
  return takeBack(world, store, bought, quantities, 'refunded')
}

// reverse takes back what a store sent under a key, as far as it was not returned.
export function reverse({ world, actor, body }) {
  const store = ownStore(world, actor, body.store)
  const bought = world.food.purchaseByKey.get(`${store.id} ${sameKey(body.of ?? '')}`)
  if (!bought || world.today >= bought.keyUntil) refuse('record-unknown', { requirement: 'FOOD-REVERSAL-001' })
  refuseClosed(world, bought, store)
  bought.reversed = true
  const quantities = bought.lines.map((line) => line.quantity - line.returned)
  return takeBack(world, store, bought, quantities, 'reversal_booked')
}

function refuseClosed(world, bought, store) {
  refuseOutsidePeriod(world)
  if (bought.reversed) refuse('purchase-reversed')
  if (bought.store !== store.id) refuse('store-of-another-purchase')
  const days = world.parameter('food.refund.days')
  if (world.today >= endOf(bought.voucher.month) + days) refuse('refund-closed')
}

// takeBack restores the balance in the voucher's month; after it, the discount part goes back to the programme.
function takeBack(world, store, bought, quantities, kind) {
  const { voucher } = bought
  const late = world.today >= endOf(voucher.month)
  const parts = bought.lines.map((line, index) => partBack(store, line, quantities[index]))
  const discount = sum(parts.map((part) => part.discount))
  const paid = sum(parts.map((part) => part.paid))
  if (late) voucher.recovered += discount
  else voucher.spent -= discount
  count(world, store, { kind, late, discount })
  const balance = left(voucher)
  voucher.operations.push({ at: instantText(world.now), kind, amount: discount, balance, purchase: bought.id, store: store.id })
  world.record(kind, {
    family: voucher.family, store: store.id, month: voucher.month, voucher: voucher.id, purchase: bought.id,
    late, discount, paid, balance, ...(kind === 'refunded' && { lines: returnedLines(parts) }),
  })
  return { voucher: voucher.id, amount: discount, paid, balance }
}

// partBack books one line. What has come back so far is rounded down on the running sum, so parts add up to the whole.
function partBack(store, line, quantity) {
  const soFar = (total) => down([total, line.returned], line.quantity)
  const before = { discount: soFar(line.discount), paid: soFar(line.cost - line.discount) }
  line.returned += quantity
  stockOf(store, line.goods).sold -= quantity
  return {
    line, quantity,
    discount: soFar(line.discount) - before.discount,
    paid: soFar(line.cost - line.discount) - before.paid,
  }
}

// returnedLines are as many as were bought, with what comes back of each.
const returnedLines = (parts) =>
  parts.map(({ line, quantity, discount, paid }) => ({
    goods: line.goods, quantity, cost: discount + paid, eligible: line.eligible, discount,
  }))

function count(world, store, { kind, late, discount }) {
  const sums = sumsOf(world)
  const reversal = kind === 'reversal_booked'
  if (reversal) sums.reversals++
  else sums.refunds++
  if (late) sums.recovered += discount
  else if (reversal) sums.reversed += discount
  else sums.restored += discount
  storeDay(store, dayOf(world.now)).returned += discount
}
