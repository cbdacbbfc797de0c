// A refusal is an answer, not a fault: it is thrown before anything has changed, kept under the command's key and told
// as a problem document.

import { reasons } from './contract.mjs'

// Which demand a reason keeps where the rule that refuses does not name another.
const KEPT = {
  'role-not-allowed': 'BOTH-ACCESS-001',
  'record-unknown': 'BOTH-ACCESS-001',
  'record-not-own': 'BOTH-ACCESS-001',
  'key-missing': 'BOTH-RETRY-001',
  'key-reused': 'BOTH-RETRY-001',
  'value-invalid': 'BOTH-MONEY-002',
  'limit-exceeded': 'FOOD-LIST-001',
  'parameter-unknown': 'FOOD-ADJUSTMENT-001',
  'parameter-out-of-bounds': 'FOOD-ADJUSTMENT-001',
  'parameter-in-past': 'FOOD-ADJUSTMENT-001',
  'outside-period': 'FOOD-PERIOD-002',
  'outside-territory': 'FOOD-TERRITORY-001',
  'no-ground': 'FOOD-ELIGIBILITY-001',
  'owner-not-member': 'FOOD-NOTICE-002',
  'person-in-two-families': 'FOOD-LIST-002',
  'not-listed': 'FOOD-ELIGIBILITY-001',
  'not-asked': 'FOOD-NOTICE-001',
  'channel-closed': 'FOOD-CONSENT-001',
  'already-credited': 'FOOD-CONSENT-001',
  'already-activated': 'FOOD-CONSENT-001',
  'not-credited': 'FOOD-CONSENT-002',
  'store-not-participating': 'FOOD-PURCHASE-001',
  'store-suspended': 'FOOD-PURCHASE-001',
  'till-not-integrated': 'FOOD-STORE-002',
  'store-outside-territory': 'FOOD-PURCHASE-003',
  'offline-not-allowed': 'FOOD-STORE-002',
  'code-unknown': 'FOOD-QR-001',
  'code-replaced': 'FOOD-QR-001',
  'code-used': 'FOOD-QR-001',
  'code-expired': 'FOOD-QR-001',
  'voucher-expired': 'FOOD-EXPIRY-001',
  'stock-exceeded': 'FOOD-TRACE-001',
  'nothing-eligible': 'FOOD-BASKET-001',
  'balance-spent': 'FOOD-PURCHASE-002',
  'purchase-reversed': 'FOOD-REVERSAL-001',
  'store-of-another-purchase': 'FOOD-REFUND-001',
  'refund-closed': 'FOOD-REFUND-001',
  'more-than-bought': 'FOOD-REFUND-001',
  'loan-not-for-stock': 'FOOD-LOAN-002',
  'loan-disbursed': 'FOOD-LOAN-001',
  'loan-not-disbursed': 'FOOD-LOAN-001',
  'loan-overpaid': 'FOOD-LOAN-001',
  'not-recipient': 'FOOD-FEEDBACK-001',
  'appeal-closed': 'FOOD-FEEDBACK-002',
}

const TRANSPORT = {
  'malformed': [400, 'the request does not keep the contract'],
  'token-missing': [401, 'the bearer token is missing'],
  'token-unknown': [401, 'the bearer token is not known'],
  'world-missing': [400, 'the header Vouch-World is missing'],
  'world-unknown': [404, 'no such world'],
  'world-limit': [429, 'too many worlds at a time'],
  'setup-impossible': [422, 'the setup cannot be'],
  'clock-backwards': [409, 'a clock never goes back'],
  'unsupported': [501, 'the build has not this ability'],
  'route-unknown': [404, 'no such route'],
  'method-not-allowed': [405, 'the route has other methods'],
  'media-type': [415, 'the body is not declared as application/json'],
  'body-too-large': [413, 'the body is larger than the limit'],
  'internal': [500, 'a fault of the build'],
}

// Refusal carries what a problem document says beside the request id. `more` may name requirement, row, detail, pointer.
export class Refusal extends Error {
  constructor(reason, more = {}) {
    super(reason)
    const row = reasons.get(reason)
    const [status, title] = row ? [row.status, row.en] : TRANSPORT[reason]
    this.reason = reason
    this.status = status
    const requirement = row && (more.requirement ?? KEPT[reason])
    this.problem = { type: `urn:vouch:reason:${reason}`, title, status, reason, ...(requirement && { requirement }), ...more }
  }
}

export const refuse = (reason, more) => {
  throw new Refusal(reason, more)
}
