// The control plane of a test build: worlds, clock, tokens, journal, faults, capabilities. A production build has none of
// it (BOTH-CONTROL-001).

import { randomBytes } from 'node:crypto'
import { instantText, parseInstant } from './calendar.mjs'
import { defaultReading, operation } from './contract.mjs'
import { refuse } from './refusal.mjs'
import { answer, readBody, readQuery } from './transport.mjs'
import { World } from './world.mjs'

const MOST_WORLDS = 256
const IDLE = 5 * 60_000 // milliseconds after which a world may make room for another
const PAGE = 10_000
const PREFIX = '/control/v1'

const CAPABILITIES = {
  name: 'vouch example in Node.js', version: '1.0.0', programmes: 'food',
  parties: ['list', 'portal', 'wallet', 'store', 'local_body', 'traceability'],
  worlds: true, clock: true, prompt: true, settings: true, choices: false, reasons: true, events: true, digest: true, expiry: true,
}

export class Control {
  constructor() {
    this.worlds = new Map()
  }

  world(name) {
    const found = this.worlds.get(name) ?? refuse('world-unknown', { detail: 'make a world first' })
    found.used = performance.now()
    return found.world
  }

  // serve answers a path of the control plane; `path` is one of the contract's, with {world} for the name.
  async serve(request, response, id, { path, world: name, search }) {
    const route = `${request.method} ${path.slice(PREFIX.length)}`
    const body = operation(request.method, path).body
    const read = () => readBody(request, body)
    switch (route) {
      case 'GET /capabilities': return answer(response, id, 200, CAPABILITIES)
      case 'POST /worlds': return answer(response, id, 201, this.make(await read()))
      case 'DELETE /worlds/{world}': return this.drop(response, id, name)
      case 'GET /worlds/{world}/clock': return answer(response, id, 200, { now: instantText(this.world(name).now) })
      case 'POST /worlds/{world}/clock': return answer(response, id, 200, this.move(this.world(name), await read()))
      case 'POST /worlds/{world}/tokens': return answer(response, id, 200, { token: this.world(name).tokenFor(await read()) })
      // Nothing works in the background here, so whatever was asked for is done when its answer is on its way.
      case 'POST /worlds/{world}/settle': return this.world(name) && answer(response, id, 204)
      case 'GET /worlds/{world}/ledger': return answer(response, id, 200, this.page(this.world(name), search))
      case 'POST /worlds/{world}/faults': return this.setFault(response, id, this.world(name), await read())
    }
  }

  make(setup) {
    refuseReadings(setup.readings ?? {})
    if (this.worlds.size >= MOST_WORLDS) this.makeRoom()
    const name = randomBytes(9).toString('base64url')
    const world = new World(setup)
    this.worlds.set(name, { world, used: performance.now() })
    return { world: name, now: instantText(world.now) }
  }

  makeRoom() {
    const [name, oldest] = [...this.worlds].reduce((a, b) => (a[1].used <= b[1].used ? a : b))
    if (performance.now() - oldest.used < IDLE) refuse('world-limit', { detail: 'delete worlds that are no longer needed' })
    this.worlds.delete(name)
  }

  drop(response, id, name) {
    this.world(name)
    this.worlds.delete(name)
    answer(response, id, 204)
  }

  move(world, { to }) {
    const events = world.moveTo(parseInstant(to))
    return { now: instantText(world.now), events }
  }

  page(world, search) {
    const query = readQuery(search, operation('GET', `${PREFIX}/worlds/{world}/ledger`).query)
    const after = Number(query.after ?? 0)
    const events = world.journal.slice(after, after + PAGE)
    return { events, next: after + events.length }
  }

  setFault(response, id, world, { kind, count, milliseconds = 0 }) {
    for (let i = 0; i < count; i++) world.faults.push({ kind, milliseconds })
    answer(response, id, 204)
  }
}

// refuseReadings: this build reads every open question in one way, the default one.
function refuseReadings(readings) {
  for (const [question, choice] of Object.entries(readings)) {
    if (choice !== defaultReading(question)) refuse('unsupported', { detail: `leave the reading ${question} at its default` })
  }
}
