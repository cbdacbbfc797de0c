// An adapter between the contract of vouch and this build's own API: Node 20, no packages. Start it with: node adapter.mjs
// It answers what it can do, and 501 for the rest. Declare an ability below only when the routes behind it work.
import http from 'node:http'

const capabilities = {
  name: 'our wallet', version: '1', programmes: '@PROGRAMME@', parties: [@PARTIES_SINGLE@], readings: {},
  clock: false, worlds: false, settings: false, choices: false, reasons: true, events: false, digest: false, prompt: false,
}

// One entry for each command and record, by its word in the contract. What it returns is the body of a 200;
// a refusal is thrown: throw refusal(409, 'voucher-expired', 'FOOD-EXPIRY-001').
const commands = {
  // async purchase({ actor, key, world, body }) { const answer = await ourApi.pay(…); return { purchase: answer.id, amount: answer.tiyn } },
}
const records = {
  // async food_wallet({ actor, world, query }) { return { food: { state: 'active', left: 432500, … } } },
}
const control = {
  'GET /capabilities': async () => [200, capabilities],
  // 'POST /worlds': async ({ body }) => [201, { world: await ourTests.tenant(body), now: body.at }],
  // 'POST /worlds/{world}/clock': async ({ world, body }) => [200, await ourTests.moveClock(world, body.to)],
  // 'POST /worlds/{world}/tokens': async ({ world, body }) => [200, { token: await ourTests.token(world, body.role, body.id) }],
}

function refusal(status, reason, requirement) {
  return Object.assign(new Error(reason), { status, reason, requirement })
}

function send(response, status, body) {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'Content-Type': type }).end(body === undefined ? '' : JSON.stringify(body))
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://adapter')
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  const asked = {
    actor: request.headers.authorization, key: request.headers['idempotency-key'], world: request.headers['vouch-world'],
    body: text === '' ? {} : JSON.parse(text), query: Object.fromEntries(url.searchParams),
  }
  const [, plane, kind, word] = url.pathname.split('/')
  if (plane === 'v1' && kind === 'commands' && commands[word]) return send(response, 200, await commands[word](asked))
  if (plane === 'v1' && kind === 'records' && records[word]) return send(response, 200, await records[word](asked))
  if (plane === 'control') {
    const token = process.env.VOUCH_CONTROL_TOKEN
    if (token && asked.actor !== `Bearer ${token}`) throw refusal(401, 'token-unknown')
    const [, world] = url.pathname.match(/\/worlds\/([^/]+)/) ?? []
    const path = url.pathname.replace(/^\/control\/v1/, '').replace(/\/worlds\/[^/]+/, '/worlds/{world}')
    const route = control[`${request.method} ${path}`]
    if (route) return send(response, ...await route({ ...asked, world }))
  }
  throw refusal(501, 'unsupported')
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((fault) => {
    const status = fault.status ?? (fault instanceof SyntaxError ? 400 : 500)
    const reason = fault.reason ?? (status === 400 ? 'malformed' : 'internal')
    send(response, status, { type: `urn:vouch:reason:${reason}`, title: reason, status, reason, requirement: fault.requirement })
  })
})
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
