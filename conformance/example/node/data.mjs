// The data plane: one command or record at a time, asked by an actor with a token.

import { operation } from './contract.mjs'
import { commands } from './food/commands.mjs'
import { records } from './food/records.mjs'
import { Refusal, refuse } from './refusal.mjs'
import { Malformed } from './strict_json.mjs'
import { answer, answerProblem, bearer, readBody, readQuery } from './transport.mjs'

const OTHER_PROGRAMME = { detail: 'this build runs the food programme only' }
const KEY = /^[!-~]{1,64}$/

// serveCommand asks in the order of the contract: the world, who, the role, the request itself, the programme, the key.
export async function serveCommand(request, response, id, { path, word, search, worldOf }) {
  const { roles, body: schema } = operation('POST', path)
  const { world, actor } = whoAsks(request, worldOf)
  if (!roles.includes(actor.role)) refuse('role-not-allowed')
  if (search) throw new Malformed('', 'send no query string with a command')
  const body = await readBody(request, schema)
  const key = keyOf(request)
  if (!commands[word] || (word === 'reply' && body.programme === 'gas')) refuse('unsupported', OTHER_PROGRAMME)
  if (key === undefined) refuse('key-missing')
  const { result, refusal, events } = world.perform(actor, word, key, body)
  if (await goesWrong(world, response)) return
  const told = request.headers['vouch-events'] === 'yes' ? events : undefined
  if (refusal) return answerProblem(response, id, refusal, { operation: word, events: told })
  answer(response, id, 200, { ...result, ...(told && { events: told }) })
}

export function serveRecord(request, response, id, { path, word, search, worldOf }) {
  const { roles, query } = operation('GET', path)
  const { world, actor } = whoAsks(request, worldOf)
  if (!roles.includes(actor.role)) refuse('role-not-allowed')
  const asked = readQuery(search, query)
  if (!records[word]) refuse('unsupported', OTHER_PROGRAMME)
  answer(response, id, 200, records[word]({ world, actor, query: asked }))
}

function whoAsks(request, worldOf) {
  const world = worldOf(request)
  const actor = world.actorOf(bearer(request)) ?? refuse('token-unknown', { detail: 'ask for a token of this world' })
  return { world, actor }
}

function keyOf(request) {
  const key = request.headers['idempotency-key']
  if (key !== undefined && !KEY.test(key)) throw new Malformed('', 'send one key of 1 to 64 visible ASCII characters')
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
