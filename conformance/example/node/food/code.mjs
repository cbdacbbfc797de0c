// The QR code of a wallet (FOOD-QR-001): unguessable, valid for minutes and once, and a newer one ends the older.

import { randomBytes } from 'node:crypto'
import { instantText } from '../calendar.mjs'
import { refuse } from '../refusal.mjs'
import { openVoucher } from './month.mjs'

// By this build's reading the wallet shows codes and the till scans them (F33), so a till has none to show and a wallet
// none to scan.
export function showCode({ world, actor, body }) {
  if (actor.role === 'store') refuse('role-not-allowed', { requirement: 'FOOD-QR-001' })
  const voucher = openVoucher(world, actor, body.family)
  const code = {
    payload: randomBytes(16).toString('hex'),
    sequence: world.food.codes.size + 1,
    voucher,
    expires: world.now + world.parameter('food.code.lifetime_seconds') * 1000,
    used: false,
  }
  world.food.codes.set(code.payload, code)
  voucher.newestCode = code
  const expires = instantText(code.expires)
  world.record('code_shown', { family: voucher.family, voucher: voucher.id, sequence: code.sequence, expires })
  return { voucher: voucher.id, code: code.payload, expires }
}

export const scanCode = () => refuse('role-not-allowed', { requirement: 'FOOD-QR-001' })

// readCode is what a till learns of a code: it counts once, in its time, and only while it is the wallet's newest.
export function readCode(world, payload) {
  const code = world.food.codes.get(payload) ?? refuse('code-unknown')
  if (code.voucher.newestCode !== code) refuse('code-replaced')
  if (code.used) refuse('code-used')
  if (world.now >= code.expires) refuse('code-expired')
  return code
}
