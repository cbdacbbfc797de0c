// The standing list of families and who may stand on it (FOOD-LIST, FOOD-ELIGIBILITY, FOOD-TERRITORY). An update is taken
// whole or refused whole, so it works on a copy.

import { refuse } from '../refusal.mjs'
import { inPilot, knownFamily, knownPerson } from './state.mjs'

const ROWS = 10_000
const MEMBERS = 100

export function updateFoodList({ world, body }) {
  const rows = body.rows ?? []
  if (rows.length > ROWS) refuse('limit-exceeded', { requirement: 'FOOD-LIST-001' })
  const list = new Map(world.food.list)
  const familyOf = new Map()
  for (const entry of list.values()) for (const member of entry.members) familyOf.set(member, entry.family)
  const named = new Set()
  rows.forEach((row, index) => {
    const at = { row: index + 1 }
    checkRow(world, row, { list, familyOf, named, at })
    named.add(row.family)
    for (const member of list.get(row.family)?.members ?? []) familyOf.delete(member)
    if (row.drop) return list.delete(row.family)
    const entry = { family: row.family, owner: row.owner, members: row.members, residence: row.residence }
    for (const member of entry.members) familyOf.set(member, entry.family)
    list.set(row.family, entry)
  })
  world.food.list = list
  for (const row of rows) tell(world, row)
}

function checkRow(world, row, { list, familyOf, named, at }) {
  const members = row.members ?? []
  const no = (reason, requirement) => refuse(reason, { ...at, ...(requirement && { requirement }) })
  unknownAs(at, () => {
    knownFamily(world, row.family)
    if (!row.drop) for (const person of [...members, row.owner]) knownPerson(world, person)
  })
  if (named.has(row.family)) no('value-invalid', 'FOOD-LIST-001')
  if (row.drop) return list.has(row.family) || no('not-listed')
  if (new Set(members).size < members.length) no('value-invalid', 'FOOD-LIST-002')
  if (members.length > MEMBERS) no('limit-exceeded', 'FOOD-CREDIT-001')
  if (!inPilot(world, row.residence ?? 'kz')) no('outside-territory')
  if (members.length === 0) no('no-ground')
  if (!members.includes(row.owner)) no('owner-not-member')
  for (const member of members) {
    const family = familyOf.get(member)
    if (family && family !== row.family) no('person-in-two-families')
  }
}

// unknownAs adds the row to a refusal that knows nothing of rows.
function unknownAs(at, look) {
  try {
    look()
  } catch (refusal) {
    refuse(refusal.reason, at)
  }
}

function tell(world, row) {
  if (row.drop) return world.record('food_unlisted', { family: row.family })
  const { family, owner, members, residence } = row
  world.food.lastOwner.set(family, owner)
  world.record('food_listed', { person: owner, family, territory: residence, members: members.length })
  for (const person of members) {
    world.food.everListed.add(person)
    world.record('member_listed', { person, family })
  }
}
