// A small build of the food voucher programme, made from the published contract alone.
//
//   PORT=8090 node server.mjs                 a test build, with the control plane
//   PORT=8090 node server.mjs --production    without it: one world that lives by the real clock

import { createServer } from 'node:http'
import { instantText } from './calendar.mjs'
import { documentText, paths } from './contract.mjs'
import { Control } from './control.mjs'
import { serveCommand, serveRecord } from './data.mjs'
import { refuse } from './refusal.mjs'
import { answer, answerProblem, requestID } from './transport.mjs'
import { World } from './world.mjs'

const production = process.argv.includes('--production')
const control = production ? undefined : new Control()
const worldOf = production ? liveWorld() : namedWorld

// namedWorld: in a test build every request of the data plane says which world it is for.
function namedWorld(request) {
  const name = request.headers['vouch-world'] ?? refuse('world-missing', { detail: 'send the header Vouch-World' })
  return control.world(name)
}

// liveWorld is the one world of a production build. Before each request what has fallen due is done.
function liveWorld() {
  const world = new World({ at: instantText(Date.now()) })
  return () => {
    world.moveTo(Math.max(Date.now(), world.now))
    return world
  }
}

async function serve(request, response, id) {
  const [pathname, search = ''] = request.url.split('?', 2)
  const found = route(pathname)
  const methods = Object.keys(paths[found.path]).map((method) => method.toUpperCase())
  if (!methods.includes(request.method)) {
    response.setHeader('Allow', methods.join(', '))
    refuse('method-not-allowed', { detail: `use ${methods.join(' or ')}` })
  }
  if (found.path.startsWith('/control/')) return control.serve(request, response, id, { ...found, search })
  if (found.path.startsWith('/v1/commands/')) return serveCommand(request, response, id, { ...found, worldOf })
  if (found.path.startsWith('/v1/records/')) return serveRecord(request, response, id, { ...found, search, worldOf })
  answer(response, id, 200, documentText)
}

// route finds the contract's path and what stands in it: the word of a command or record, the name of a world.
function route(pathname) {
  const world = /^(\/control\/v1\/worlds)\/([^/]+)(\/[a-z]+)?$/.exec(pathname)
  const path = world ? `${world[1]}/{world}${world[3] ?? ''}` : pathname
  const known = Object.hasOwn(paths, path) && !path.includes('{world}') === !world
  if (!known || (production && path.startsWith('/control/'))) {
    refuse('route-unknown', { detail: 'the routes stand in /openapi.json' })
  }
  return { path, world: world?.[2], word: path.split('/').at(-1) }
}

const server = createServer((request, response) => {
  const id = requestID(request)
  serve(request, response, id).catch((fault) => {
    if (response.headersSent || response.destroyed) return response.destroy()
    answerProblem(response, id, fault)
  })
})

server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`)
})
