// The published contract, read once. The schemas check what comes in, the roles, reasons and parameters are looked up
// here: what the document says already is not said a second time in code.

import { readFileSync } from 'node:fs'
import { parseDay, parseInstant } from './calendar.mjs'
import { Malformed, under } from './strict_json.mjs'

export const documentText = readFileSync(new URL('../../openapi.json', import.meta.url))
const document = JSON.parse(documentText)
const schemas = document.components.schemas

export const reasons = new Map(document['x-vouch-reasons'].map((reason) => [reason.code, reason]))
export const parameterTable = new Map(document['x-vouch-parameters'].map((row) => [row.path, row]))
export const paths = document.paths

export const defaultReading = (question) => schemas.Readings.properties[question].default

// operation finds what the document says of a command or record: roles, schema of the body, names in the query string.
export function operation(method, path) {
  const found = paths[path]?.[method.toLowerCase()]
  if (!found) return undefined
  const own = (found.parameters ?? []).filter((parameter) => parameter.in === 'query')
  return {
    roles: found['x-roles'] ?? [],
    gas: found.tags.includes('Gas commands'),
    body: found.requestBody?.content['application/json'].schema,
    query: new Map(own.map((parameter) => [parameter.name, parameter.schema])),
  }
}

// check throws Malformed unless the value keeps the schema. The contract uses no more of JSON Schema than is read here.
export function check(schema, value, pointer = '') {
  if (schema.$ref) return check(schemas[schema.$ref.split('/').at(-1)], value, pointer)
  switch (schema.type) {
    case 'object':
      return checkObject(schema, value, pointer)
    case 'array':
      if (!Array.isArray(value)) throw new Malformed(pointer, 'write an array')
      return value.forEach((item, index) => check(schema.items, item, under(pointer, index)))
    case 'boolean':
      if (typeof value !== 'boolean') throw new Malformed(pointer, 'write true or false')
      return
    case 'integer':
      return checkInteger(schema, value, pointer)
    default:
      return checkText(schema, value, pointer)
  }
}

function checkObject(schema, value, pointer) {
  if (typeof value !== 'object' || Array.isArray(value)) throw new Malformed(pointer, 'write an object')
  for (const name of Object.keys(value)) {
    const member = schema.properties?.[name]
    // A name that the contract does not know may be anything, a person's number too: it is not repeated.
    if (!member) throw new Malformed(pointer, `leave the name out; known: ${Object.keys(schema.properties).join(', ')}`)
    check(member, value[name], under(pointer, name))
  }
  for (const name of schema.required ?? []) {
    if (!(name in value)) throw new Malformed(under(pointer, name), 'write this member')
  }
}

function checkInteger(schema, value, pointer) {
  if (typeof value !== 'number') throw new Malformed(pointer, 'write a whole number')
  const { minimum = -Infinity, maximum = Infinity } = schema
  if (value < minimum || value > maximum) throw new Malformed(pointer, `write a number from ${minimum} to ${maximum}`)
}

function checkText(schema, value, pointer) {
  const wrong = (detail) => { throw new Malformed(pointer, detail) }
  if (typeof value !== 'string') wrong('write a text')
  if (schema.enum && !schema.enum.includes(value)) wrong(`write one of: ${schema.enum.join(', ')}`)
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) wrong(`write it as ${schema.pattern}`)
  if (schema.format === 'date' && Number.isNaN(parseDay(value))) wrong('write a day such as 2026-02-28')
  if (schema.format === 'date-time' && Number.isNaN(parseInstant(value))) wrong('write an RFC 3339 instant')
}
