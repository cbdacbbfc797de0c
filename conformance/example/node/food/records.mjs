// What can be read of the food programme. A record is asked for with the names of its query string.

import { parseDay } from '../calendar.mjs'
import { parameterTable } from '../contract.mjs'
import { sum } from '../money.mjs'
import { refuse } from '../refusal.mjs'
import { outstanding } from './loan.mjs'
import { ownWallet } from './month.mjs'
import { dayReport } from './report.mjs'
import { answersFor, claimOf, knownGoods, knownStore, left, ownPerson, ownStore, thisMonth } from './state.mjs'

export const records = {
  appeal({ world, actor, query }) {
    const { id, ...appeal } = world.food.appeals.get(query.appeal) ?? refuse('record-unknown')
    if (actor.role === 'citizen' && appeal.person !== actor.id) refuse('record-not-own')
    return { appeal }
  },

  day_report: ({ world, query }) => ({ report: dayReport(world, query.day ? parseDay(query.day) : world.today) }),

  digest: ({ world }) => ({ digest: world.digest() }),

  food_wallet({ world, actor, query }) {
    const month = query.month || thisMonth(world)
    ownWallet(world, actor, month, query.family)
    return { food: wallet(world, month, query.family) }
  },

  ledger({ world, query }) {
    const month = query.month || thisMonth(world)
    const vouchers = world.food.vouchers.filter((voucher) => voucher.month === month)
    const total = (of) => sum(vouchers.map(of))
    return {
      ledger: {
        month,
        families: vouchers.length,
        credited: total((voucher) => voucher.credited),
        spent: total((voucher) => voucher.spent),
        left: total(left),
        annulled: total((voucher) => voucher.annulled),
        recovered: total((voucher) => voucher.recovered),
      },
    }
  },

  loan({ world, actor, query }) {
    const loan = world.food.loans.get(query.loan) ?? refuse('record-unknown')
    const party = { store: loan.store.id, local_body: loan.lender }[actor.role]
    if (party !== undefined && party !== actor.id) refuse('record-not-own')
    const { store, granted, disbursed, repaid } = loan
    return { loan: { store: store.id, granted, disbursed, repaid, outstanding: outstanding(loan) } }
  },

  messages({ world, actor, query }) {
    const person = ownPerson(world, actor, query.person)
    const own = [...world.food.messages.values()].filter((message) => message.person === person)
    return { messages: own.map(({ person: _, ...message }) => message) }
  },

  parameter({ world, query }) {
    if (!parameterTable.has(query.parameter)) refuse('record-unknown')
    const day = query.day ? parseDay(query.day) : world.today
    return { parameter: world.parameter(query.parameter, { day, territory: query.territory }) }
  },

  stock({ world, actor, query }) {
    const store = knownStore(world, query.store)
    const goods = knownGoods(world, query.goods)
    if (actor.role === 'store') ownStore(world, actor, query.store)
    else if (!answersFor(actor, store)) refuse('record-not-own')
    const { delivered = 0, sold = 0, price = 0 } = store.stock.get(goods) ?? {}
    return { stock: { delivered, sold, left: delivered - sold, price } }
  },

  store_day({ world, actor, query }) {
    const store = ownStore(world, actor, query.store)
    return { store_day: store.days.get(query.day ? parseDay(query.day) : world.today) ?? {} }
  },
}

function wallet(world, month, family) {
  const claim = claimOf(world, month, family)
  const record = { state: 'none', listed: world.food.list.has(family) }
  if (!claim) return record
  Object.assign(record, { asked: claim.asked, answer: claim.answer, members: claim.members.length })
  const { voucher } = claim
  if (!voucher) return record
  const { id, state, credited, spent, annulled, recovered, operations } = voucher
  return { ...record, voucher: id, state, credited, spent, left: left(voucher), annulled, recovered, operations }
}
