// Reads one JSON object as strictly as the contract asks. JSON.parse does not do: of a name that stands twice it keeps
// the last one, and it rounds numbers that it cannot hold, so two parties would read two different sums.

const DEPTH = 32 // deeper than any body of the contract; keeps the stack out of a stranger's hands
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

// Malformed says where (a JSON pointer) and what to write instead.
export class Malformed extends Error {
  constructor(pointer, detail) {
    super(detail)
    this.pointer = pointer
    this.detail = detail
  }
}

export const under = (pointer, name) =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`

// readObject takes the bytes of a body and gives a plain object, or throws Malformed.
export function readObject(bytes) {
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Malformed('', 'write the body in UTF-8')
  }
  const reader = new Reader(text)
  reader.blanks()
  if (text[reader.at] !== '{') throw new Malformed('', 'write one JSON object')
  const value = reader.value('', 0)
  reader.blanks()
  if (reader.at < text.length) throw new Malformed('', 'write nothing behind the object')
  return value
}

class Reader {
  constructor(text) {
    this.text = text
    this.at = 0
  }

  blanks() {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at])) this.at++
  }

  value(pointer, depth) {
    if (depth > DEPTH) throw new Malformed(pointer, 'nest less deeply')
    this.blanks()
    const first = this.text[this.at]
    if (first === '{') return this.object(pointer, depth)
    if (first === '[') return this.array(pointer, depth)
    if (first === '"') return this.string(pointer)
    if (this.word('true')) return true
    if (this.word('false')) return false
    if (this.word('null')) throw new Malformed(pointer, 'leave the member out instead of null')
    return this.number(pointer)
  }

  word(word) {
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  object(pointer, depth) {
    // Without a prototype the name __proto__ is a name like any other.
    const object = Object.create(null)
    this.at++
    this.blanks()
    if (this.word('}')) return object
    for (;;) {
      this.blanks()
      if (this.text[this.at] !== '"') throw new Malformed(pointer, 'write a name in quotes')
      const name = this.string(pointer)
      if (name in object) throw new Malformed(pointer, 'write the name once')
      this.blanks()
      if (!this.word(':')) throw new Malformed(pointer, 'write a colon behind the name')
      object[name] = this.value(pointer, depth + 1) // a name that is not known yet is not repeated
      this.blanks()
      if (this.word('}')) return object
      if (!this.word(',')) throw new Malformed(pointer, 'write a comma or } behind a member')
    }
  }

  array(pointer, depth) {
    const array = []
    this.at++
    this.blanks()
    if (this.word(']')) return array
    for (;;) {
      array.push(this.value(under(pointer, array.length), depth + 1))
      this.blanks()
      if (this.word(']')) return array
      if (!this.word(',')) throw new Malformed(pointer, 'write a comma or ] behind an element')
    }
  }

  string(pointer) {
    let out = ''
    this.at++
    for (;;) {
      const char = this.text[this.at++]
      if (char === undefined) throw new Malformed(pointer, 'close the text with a quote')
      if (char === '"') break
      if (char < ' ') throw new Malformed(pointer, 'escape control characters')
      out += char === '\\' ? this.escape(pointer) : char
    }
    if (!out.isWellFormed()) throw new Malformed(pointer, 'write surrogates in pairs')
    return out
  }

  escape(pointer) {
    const char = this.text[this.at++]
    if (char in ESCAPES) return ESCAPES[char]
    const hex = this.text.slice(this.at, this.at + 4)
    if (char !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) throw new Malformed(pointer, 'write an escape that JSON has')
    this.at += 4
    return String.fromCharCode(parseInt(hex, 16))
  }

  number(pointer) {
    NUMBER.lastIndex = this.at
    const found = NUMBER.exec(this.text)
    if (!found) throw new Malformed(pointer, 'write a value')
    this.at = NUMBER.lastIndex
    const number = Number(found[0])
    if (!/^-?[0-9]+$/.test(found[0])) throw new Malformed(pointer, 'write a whole number, without a fraction or an exponent')
    if (!Number.isSafeInteger(number)) throw new Malformed(pointer, 'write a number below 2^53')
    return number + 0 // -0 is 0
  }
}
