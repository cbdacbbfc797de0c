// What every route shares: request ids, bodies with a limit, answers and problem documents.

import { randomUUID } from 'node:crypto'
import { check } from './contract.mjs'
import { Refusal, refuse } from './refusal.mjs'
import { Malformed, readObject } from './strict_json.mjs'

const BODY_LIMIT = 32 * 1024 * 1024 // the contract's least for a setup, and more than it asks for a command
const REQUEST_ID = /^[A-Za-z0-9._~-]{1,64}$/
const JSON_TYPE = /^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i

// requestID echoes what can be echoed and makes one otherwise.
export function requestID(request) {
  const asked = request.headers['request-id']
  return REQUEST_ID.test(asked ?? '') ? asked : randomUUID()
}

export function bearer(request) {
  const found = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')
  return found ? found[1] : refuse('token-missing', { detail: 'send the header Authorization: Bearer and the token' })
}

// readBody gives the object of a body that keeps the schema.
export async function readBody(request, schema) {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    refuse('media-type', { detail: 'send Content-Type: application/json' })
  }
  const body = readObject(await bytesOf(request))
  check(schema, body)
  return body
}

// bytesOf reads to the end also when it is too much, so that the sender is there to hear the answer.
async function bytesOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= BODY_LIMIT) chunks.push(chunk)
  }
  if (size > BODY_LIMIT) refuse('body-too-large', { detail: `send at most ${BODY_LIMIT} bytes` })
  return Buffer.concat(chunks)
}

// readQuery gives the names of a query string as texts; the contract knows each of them, and each stands once.
export function readQuery(search, schemas) {
  const query = Object.create(null)
  for (const [name, value] of new URLSearchParams(search)) {
    const pointer = `/${name}`
    const schema = schemas.get(name)
    if (!schema) throw new Malformed('', `leave the name out; known are: ${[...schemas.keys()].join(', ')}`)
    if (name in query) throw new Malformed(pointer, 'write the name once')
    check(schema, schema.type === 'integer' && /^\d{1,15}$/.test(value) ? Number(value) : value, pointer)
    query[name] = value
  }
  return query
}

export function answer(response, id, status, body) {
  const text = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  if (text !== undefined && !response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json')
  response.setHeader('Request-Id', id)
  response.writeHead(status).end(text)
}

// answerProblem tells any fault as RFC 9457. What is no refusal is a fault of the build: its words stay inside.
export function answerProblem(response, id, fault, { operation, events } = {}) {
  const refusal = asRefusal(fault)
  response.setHeader('Content-Type', 'application/problem+json')
  if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer')
  if (refusal.status === 429 || refusal.status === 503) response.setHeader('Retry-After', '1')
  answer(response, id, refusal.status, { ...refusal.problem(operation), instance: id, ...(events && { events }) })
}

function asRefusal(fault) {
  if (fault instanceof Refusal) return fault
  if (fault instanceof Malformed) return new Refusal('malformed', { pointer: fault.pointer, detail: fault.detail })
  console.error(fault)
  return new Refusal('internal')
}
