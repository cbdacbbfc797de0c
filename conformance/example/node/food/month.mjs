// A month of a food voucher: the question on the 5th, the answer, the credit, and the end (FOOD-NOTICE, FOOD-CONSENT,
// FOOD-CREDIT, FOOD-EXPIRY).

import { dayOfMonth, dayText, firstOf, instantText, monthOf } from '../calendar.mjs'
import { halfUp } from '../money.mjs'
import { refuse } from '../refusal.mjs'
import { handOverReport } from './report.mjs'
import {
  claimOf, inPilot, knownFamily, left, ownerOf, ownPerson, refuseOutsidePeriod, sumsOf, thisMonth, withinPeriod,
} from './state.mjs'

const YES = new Set(['1', 'иә', 'ия', 'да', 'yes', 'ok', 'r1'])
const NO = new Set(['2', '0', 'жоқ', 'нет', 'no', 'r2'])
const TEXT = 160 // characters of an SMS that count
const PPM = 1_000_000

// beginDay does what is due when a local day begins, in the order of BOTH-TIME-003. New parameters need no step of their
// own: they are looked up by day.
export function beginDay(world, day) {
  annulPast(world, day)
  handOverReport(world, day - 1)
  askFamilies(world, day)
}

// annulPast ends what is left of months that are over, in the order of the questions; it is booked on the day that has
// ended.
function annulPast(world, day) {
  const past = [...world.food.claims].filter(([month]) => month < monthOf(day))
  for (const { voucher } of past.flatMap(([, claims]) => [...claims.values()])) {
    if (voucher?.state !== 'active') continue
    const amount = left(voucher)
    voucher.annulled = amount
    voucher.state = 'annulled'
    sumsOf(world, day - 1).annulled += amount
    const { family, month, id } = voucher
    voucher.operations.push({ at: instantText(world.now), kind: 'food_voucher_annulled', amount, balance: 0 })
    world.record('food_voucher_annulled', { family, month, day: dayText(day - 1), voucher: id, cause: 'unspent', amount })
  }
}

// askFamilies sends the SMS of the month and freezes owner, members and residence as the list stands now.
function askFamilies(world, day) {
  if (!isNoticeDay(world, day) || !withinPeriod(world, day)) return
  const month = monthOf(day)
  const claims = world.food.claims.get(month) ?? new Map()
  world.food.claims.set(month, claims)
  const entries = [...world.food.list.values()].sort((a, b) => a.family - b.family)
  for (const { family, owner, members, residence } of entries) {
    if (claims.has(family) || !inPilot(world, residence)) continue
    const asked = instantText(world.now)
    const message = world.makeID('m')
    claims.set(family, { family, owner, members: [...members], residence, asked, answer: 'none', voucher: undefined })
    world.food.messages.set(message, {
      id: message, person: owner, at: asked, kind: 'notice', month, programme: 'food', link: true, delivered: 'unknown',
    })
    world.food.askedOwner.set(family, owner)
    world.record('message_sent', { person: owner, family, month, message, message_kind: 'notice' })
  }
}

// isNoticeDay: on the day of the notice, and on that of a correction which moves it from a day to come to one gone by.
function isNoticeDay(world, day) {
  const notice = world.parameter('food.notice.day', { day })
  const before = world.parameter('food.notice.day', { day: day - 1 })
  return dayOfMonth(day) === notice || (before >= dayOfMonth(day) && notice < dayOfMonth(day))
}

export function reportDelivery({ world, body }) {
  const message = world.food.messages.get(body.message) ?? refuse('record-unknown')
  message.delivered = body.delivered ? 'done' : 'failed'
  const { person, month, id } = message
  world.record('delivery_reported', { person, month, message: id, delivered: body.delivered ?? false })
}

// reply takes the answer of a wallet's owner. A no is not final, and after the credit nothing a reply says matters.
export function reply({ world, actor, body }) {
  const person = ownPerson(world, actor, body.person)
  if (body.programme !== 'food') refuse('value-invalid', { requirement: 'BOTH-ACCESS-001' })
  refuseOutsidePeriod(world)
  const month = thisMonth(world)
  const claim = [...(world.food.claims.get(month)?.values() ?? [])].find(({ owner }) => owner === person)
  if (!claim) refuse(isListed(world, person) ? 'not-asked' : 'not-listed')
  if (actor.role !== 'gateway') refuse('channel-closed')
  const answer = meaningOf(body.text ?? '')
  if (claim.voucher && answer === 'yes') refuse('already-credited')
  if (!claim.voucher && answer !== 'malformed') claim.answer = answer
  world.record('replied', { person, family: claim.family, month, channel: 'sms', answer })
  if (answer === 'yes') claim.voucher = credit(world, month, claim)
  const { voucher } = claim
  return voucher && { voucher: voucher.id, amount: voucher.credited, balance: left(voucher) }
}

const isListed = (world, person) =>
  [...world.food.list.values()].some(({ members }) => members.includes(person))

// meaningOf disregards case, blanks around, and full stops and exclamation marks at the end.
function meaningOf(text) {
  if ([...text].length > TEXT) return 'malformed'
  const word = text.trim().replace(/[.!]+$/, '').toLowerCase()
  return YES.has(word) ? 'yes' : NO.has(word) ? 'no' : 'malformed'
}

// credit: MRP × members × coefficient of the residence, all of the month's first day, rounded half-up to a tiyn, once a
// family (FOOD-CREDIT-001). The coefficient is at most 1 + the markup of that day (FOOD-CREDIT-002).
function credit(world, month, claim) {
  const { family, owner, residence, members } = claim
  const day = firstOf(month)
  const factors = [
    world.parameter('food.mrp', { day }),
    world.parameter('food.mrp_per_member', { day }),
    members.length,
    Math.min(world.parameter('food.coefficient', { day, territory: residence }), PPM + world.parameter('food.markup', { day })),
  ]
  const amount = halfUp(factors, PPM * PPM)
  const voucher = {
    id: world.makeID('v'), family, month, residence, members: members.length, state: 'active',
    credited: amount, spent: 0, annulled: 0, recovered: 0, operations: [],
  }
  world.food.vouchers.push(voucher)
  const sums = sumsOf(world)
  sums.credits++
  sums.credited += amount
  voucher.operations.push({ at: instantText(world.now), kind: 'food_voucher_credited', amount, balance: amount })
  world.record('food_voucher_credited', {
    person: owner, family, territory: residence, month, voucher: voucher.id, active: true, members: members.length, amount,
  })
  return voucher
}

// activate is a step of its own under another reading only; here a voucher is active with the credit.
export function activate({ world, actor, body }) {
  openVoucher(world, actor, body.family)
  refuse('already-activated')
}

// openVoucher is the voucher of this month in a wallet that the citizen owns.
export function openVoucher(world, actor, family) {
  const month = thisMonth(world)
  ownWallet(world, actor, month, family)
  refuseOutsidePeriod(world)
  return claimOf(world, month, family)?.voucher ?? refuse('not-credited')
}

export function ownWallet(world, actor, month, family) {
  knownFamily(world, family)
  if (ownerOf(world, month, family) !== actor.id) refuse('record-not-own')
}
