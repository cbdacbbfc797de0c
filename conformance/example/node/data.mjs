// The data plane: one command or record at a time, asked by an actor with a token.

import { operation } from './contract.mjs'
import { commands } from './food/commands.mjs'
import { records } from './food/records.mjs'
import { Refusal, refuse } from './refusal.mjs'
import { Malformed } from './strict_json.mjs'
import { answer, answerProblem, bearer, readBody, readQuery } from './transport.mjs'

const OTHER_PROGRAMME = { detail: 'this build runs the food programme only' }
const KEY = /^[!-~]{1,64}$/

// serveCommand asks in the order of the contract: who, the role, the key, and only then what the body says.
export async function serveCommand(request, response, id, { path, word, worldOf }) {
  const { roles, body: schema } = operation('POST', path)
  const { world, actor } = whoAsks(request, worldOf)
  if (!roles.includes(actor.role)) refuse('role-not-allowed')
  const key = keyOf(request)
  if (!commands[word]) refuse('unsupported', OTHER_PROGRAMME)
  const body = await readBody(request, schema)
  const { result, refusal, events } = world.perform(actor, word, key, body)
  if (await goesWrong(world, response)) return
  const told = request.headers['vouch-events'] === 'yes' ? events : undefined
  if (refusal) return answerProblem(response, id, refusal, told)
  answer(response, id, 200, { ...result, ...(told && { events: told }) })
}

export function serveRecord(request, response, id, { path, word, search, worldOf }) {
  const { roles, query } = operation('GET', path)
  const { world, actor } = whoAsks(request, worldOf)
  if (!roles.includes(actor.role)) refuse('role-not-allowed')
  if (!records[word]) refuse('unsupported', OTHER_PROGRAMME)
  answer(response, id, 200, records[word]({ world, actor, query: readQuery(search, query) }))
}

function whoAsks(request, worldOf) {
  const token = bearer(request)
  const world = worldOf(request)
  const actor = world.actorOf(token) ?? refuse('token-unknown', { detail: 'ask for a token of this world' })
  return { world, actor }
}

function keyOf(request) {
  const key = request.headers['idempotency-key'] ?? refuse('key-missing')
  if (!KEY.test(key)) throw new Malformed('/Idempotency-Key', 'send one key of 1 to 64 visible ASCII characters')
  return key
}

// goesWrong works off one fault that a test has set. The command is done by now: what is tried is whether the asker may
// repeat it.
async function goesWrong(world, response) {
  const fault = world.faults.shift()
  if (!fault) return false
  if (fault.kind === 'error_after_commit') throw new Refusal('internal')
  if (fault.kind === 'drop_answer') {
    response.destroy()
    return true
  }
  await new Promise((done) => setTimeout(done, fault.milliseconds))
  return false
}
