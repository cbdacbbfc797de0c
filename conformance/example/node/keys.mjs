// Idempotency keys (BOTH-RETRY-001): a repeated command is answered as the first time and changes nothing.

import { dayOf, endOf, monthOf } from './calendar.mjs'
import { refuse } from './refusal.mjs'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const DAYS_KEPT = 14 // after the month: then it is closed for returns

// sameKey writes a key the one way it is compared: letters of a UUID count the same in either case.
export const sameKey = (key) => (UUID.test(key) ? key.toLowerCase() : key)

// keptUntil is the first day on which a key of that instant is forgotten.
export const keptUntil = (instant) => endOf(monthOf(dayOf(instant))) + DAYS_KEPT

export class Keys {
  constructor() {
    this.kept = new Map()
  }

  // answered gives the answer of the first time, or undefined where the key is fresh.
  answered(actor, key, command, body, now) {
    const entry = this.kept.get(slot(actor, key))
    if (!entry || entry.until <= dayOf(now)) return undefined
    if (entry.said !== meaning(command, body)) refuse('key-reused')
    return { ...entry.answer, events: [] } // a repetition causes nothing
  }

  keep(actor, key, command, body, now, answer) {
    this.kept.set(slot(actor, key), { said: meaning(command, body), until: keptUntil(now), answer })
  }

  forget(day) {
    for (const [name, entry] of this.kept) if (entry.until <= day) this.kept.delete(name)
  }
}

const slot = (actor, key) => `${actor.role} ${actor.id} ${sameKey(key)}`

// meaning is what a command says, whatever its bytes: names in order, members that are zero, empty or false left out.
const meaning = (command, body) => JSON.stringify([command, bare(body)])

function bare(value) {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object') return value
  const members = Object.keys(value).sort().map((name) => [name, bare(value[name])])
  return Object.fromEntries(members.filter(([, member]) => !isZero(member)))
}

const isZero = (value) =>
  typeof value === 'object' ? Object.keys(value).length === 0 : value === 0 || value === '' || value === false
