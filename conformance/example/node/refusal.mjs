// A refusal is an answer, not a fault: it is thrown before anything has changed, kept under the command's key and told
// as a problem document.

import { reasons } from './contract.mjs'

// Refusal carries what a problem document says beside the request id. `more` may name requirement, row, detail, pointer.
export class Refusal extends Error {
  constructor(reason, more = {}) {
    super(reason)
    this.reason = reason
    this.status = reasons.get(reason).status
    this.more = more
  }

  // problem is the document for the operation that refuses: the demand that a reason keeps differs between operations.
  problem(operation) {
    const { en: title, demands } = reasons.get(this.reason)
    const requirement = demands && demandOf(demands, operation)
    const { reason, status, more } = this
    return { type: `urn:vouch:reason:${reason}`, title, status, reason, ...(requirement && { requirement }), ...more }
  }
}

// demandOf looks the demand up in the contract's table. Where one operation keeps several for one reason, the table tells
// them apart in brackets, and the rule that refuses names its own.
function demandOf(demands, operation = '') {
  const plain = demands.filter((row) => !row.in.includes('(') && !row.in.includes('for gas'))
  const own = (row) => row.in.split(/[ ,]+/).includes(operation)
  return (plain.find(own) ?? plain.find((row) => row.in === '') ?? plain.at(-1))?.requirement
}

export const refuse = (reason, more) => {
  throw new Refusal(reason, more)
}
