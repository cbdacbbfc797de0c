// Ratings and appeals of whoever is or was on the list of families (FOOD-FEEDBACK).

import { instantText } from '../calendar.mjs'
import { refuse } from '../refusal.mjs'
import { ownPerson, sumsOf } from './state.mjs'

function refuseStranger(world, person) {
  if (!world.food.everListed.has(person)) refuse('not-recipient')
}

export function rate({ world, actor, body }) {
  const person = ownPerson(world, actor, body.person)
  const { score = 0 } = body
  if (score < 1 || score > 5) refuse('value-invalid', { detail: 'a score is 1 to 5' })
  refuseStranger(world, person)
  sumsOf(world).ratings++
  world.record('rated', { person, score })
}

export function fileAppeal({ world, actor, body }) {
  const person = ownPerson(world, actor, body.person)
  refuseStranger(world, person)
  const appeal = { id: world.makeID('a'), person, filed: instantText(world.now), answered: undefined }
  world.food.appeals.set(appeal.id, appeal)
  sumsOf(world).appeals++
  world.record('appeal_filed', { person, appeal: appeal.id })
  return { appeal: appeal.id }
}

export function answerAppeal({ world, body }) {
  const appeal = world.food.appeals.get(body.appeal) ?? refuse('record-unknown')
  if (appeal.answered) refuse('appeal-closed')
  appeal.answered = instantText(world.now)
  world.record('appeal_answered', { person: appeal.person, appeal: appeal.id })
}
