// A world: one state of the programme with a clock, actors and a journal of its own. Everything in it is done one after
// another, each to its end, so commands are linearizable without a lock (BOTH-RACE-001).

import { createHash, randomBytes } from 'node:crypto'
import { dayOf, instantText, parseInstant, startOf } from './calendar.mjs'
import { Keys } from './keys.mjs'
import { Parameters } from './parameters.mjs'
import { Refusal, refuse } from './refusal.mjs'
import { commands } from './food/commands.mjs'
import { beginDay } from './food/month.mjs'
import { emptyFood } from './food/state.mjs'

const WITHOUT_ID = new Set(['gateway', 'list_owner', 'authorised_body'])

export class World {
  constructor(setup) {
    this.setup = { people: [], families: 0, stores: [], goods: [], ...setup }
    this.now = parseInstant(setup.at)
    // What is due at the first instant itself is done by the first move of the clock.
    this.nextDay = startOf(dayOf(this.now)) === this.now ? dayOf(this.now) : dayOf(this.now) + 1
    this.firstDay = this.nextDay
    this.parameters = new Parameters()
    for (const setting of setup.settings ?? []) this.takeSetting(setting)
    this.refuseImpossible()
    this.food = emptyFood(this.setup)
    this.keys = new Keys()
    this.journal = []
    this.tokens = new Map()
    this.made = {}
    this.faults = []
  }

  get today() {
    return dayOf(this.now)
  }

  parameter(path, { day = this.today, territory } = {}) {
    return this.parameters.at(path, day, territory)
  }

  // record appends to the journal; nothing else does, and nothing is ever taken out (BOTH-JOURNAL-001).
  record(kind, members, programme = 'food') {
    this.journal.push({ at: instantText(this.now), kind, programme, ...members })
  }

  // makeID numbers what the build makes, kind by kind, so that the same commands make the same ids.
  makeID(letter) {
    this.made[letter] = (this.made[letter] ?? 0) + 1
    return letter + this.made[letter]
  }

  // perform decides one command. The answer is kept under its key, whether it was a yes or a no.
  perform(actor, word, key, body) {
    const before = this.keys.answered(actor, key, word, body, this.now)
    if (before) return before
    const from = this.journal.length
    const answer = this.decide(actor, word, key, body)
    answer.events = this.journal.slice(from)
    this.keys.keep(actor, key, word, body, this.now, answer)
    return answer
  }

  decide(actor, word, key, body) {
    try {
      return { result: commands[word]({ world: this, actor, body, key }) ?? {} }
    } catch (fault) {
      if (fault instanceof Refusal) return { refusal: fault }
      throw fault
    }
  }

  // moveTo does everything due on the way, each at its own instant. All due work of the food programme falls on the
  // beginning of a local day.
  moveTo(instant) {
    if (instant < this.now) refuse('clock-backwards', { detail: 'name an instant not before the present one' })
    const from = this.journal.length
    for (; startOf(this.nextDay) <= instant; this.nextDay++) {
      this.now = startOf(this.nextDay)
      this.keys.forget(this.nextDay)
      beginDay(this, this.nextDay)
    }
    this.now = instant
    return this.journal.slice(from)
  }

  tokenFor({ role, id = '', until }) {
    const actor = { role, id: WITHOUT_ID.has(role) ? '' : id }
    const name = `${role} ${actor.id}`
    if (!until) for (const [token, known] of this.tokens) if (known.name === name && !known.until) return token
    const token = randomBytes(24).toString('base64url')
    this.tokens.set(token, { name, actor, until: until && parseInstant(until) })
    return token
  }

  actorOf(token) {
    const known = this.tokens.get(token)
    if (known?.until && this.now >= known.until) refuse('token-expired', { detail: 'ask for another token' })
    return known?.actor
  }

  // digest is equal for equal histories; codes of wallets do not stand in the journal, so chance leaves no trace in it.
  digest() {
    return createHash('sha256').update(JSON.stringify([this.now, this.journal])).digest('hex').slice(0, 16)
  }

  takeSetting(setting) {
    if (this.parameters.fault(setting)) {
      refuse('setup-impossible', { detail: `the setting of ${setting.path} cannot be: look up its path and bounds` })
    }
    this.parameters.set(setting)
  }

  refuseImpossible() {
    const { families, operators = 0, providers = [], accounts = [], people } = this.setup
    const wrong = (detail) => refuse('setup-impossible', { detail })
    if (families < 0 || operators < 0) wrong('count families and operators from 0')
    const seen = new Set()
    for (const { provider, number, owner } of accounts) {
      if (!number) wrong('give every account a number')
      if (!provider || Number(provider) > providers.length) wrong('name a provider of the setup for every account')
      if (owner && Number(owner) > people.length) wrong('name a person of the setup as owner of an account')
      if (seen.has(`${provider} ${number}`)) wrong('name an account of a provider once')
      seen.add(`${provider} ${number}`)
    }
  }
}
