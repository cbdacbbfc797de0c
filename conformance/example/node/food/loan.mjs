// Returnable loans for stock (FOOD-LOAN): granted, paid out once and whole, repaid to zero.

import { refuse } from '../refusal.mjs'
import { answersFor, knownStore } from './state.mjs'

const LARGEST = 10_000_000_000 * 100 // tiyn

const refuseAmount = (amount = 0) => {
  if (amount <= 0 || amount > LARGEST) refuse('value-invalid', { detail: 'a sum is above 0 and at most 10,000,000,000 tenge' })
}

export const outstanding = (loan) => loan.disbursed - loan.repaid

export function grantLoan({ world, actor, body }) {
  const store = knownStore(world, body.store)
  if (!answersFor(actor, store)) refuse('record-not-own')
  refuseAmount(body.amount)
  if (!store.takesPart) refuse('store-not-participating')
  if (body.purpose !== 'stock') refuse('loan-not-for-stock')
  const loan = { id: world.makeID('l'), store, lender: actor.id, granted: body.amount, disbursed: 0, repaid: 0 }
  world.food.loans.set(loan.id, loan)
  world.record('loan_granted', { store: store.id, territory: loan.lender, loan: loan.id, amount: loan.granted })
  return { loan: loan.id, amount: loan.granted }
}

export function disburseLoan({ world, actor, body }) {
  const loan = world.food.loans.get(body.loan) ?? refuse('record-unknown')
  if (loan.lender !== actor.id) refuse('record-not-own')
  if (!loan.store.takesPart) refuse('store-not-participating')
  if (loan.disbursed > 0) refuse('loan-disbursed')
  loan.disbursed = loan.granted
  world.record('loan_paid_out', { store: loan.store.id, loan: loan.id, amount: loan.granted })
  return { loan: loan.id, amount: loan.granted, balance: outstanding(loan) }
}

export function repayLoan({ world, actor, body }) {
  const loan = world.food.loans.get(body.loan) ?? refuse('record-unknown')
  if (loan.store.id !== actor.id) refuse('record-not-own')
  refuseAmount(body.amount)
  if (loan.disbursed === 0) refuse('loan-not-disbursed')
  if (body.amount > outstanding(loan)) refuse('loan-overpaid')
  loan.repaid += body.amount
  const balance = outstanding(loan)
  world.record('loan_repaid', { store: loan.store.id, loan: loan.id, amount: body.amount, outstanding: balance })
  return { loan: loan.id, amount: body.amount, balance }
}
