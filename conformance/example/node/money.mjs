// Sums are whole tiyn, quantities whole thousandths. Products leave the safe integers of JavaScript, so every product
// and quotient is made of BigInt here and nowhere else (BOTH-MONEY-002: every rounding is named).

const whole = (big) => {
  const number = Number(big)
  if (!Number.isSafeInteger(number)) throw new RangeError('a sum reaches 2^53 tiyn')
  return number
}

const product = (factors) => factors.reduce((all, factor) => all * BigInt(factor), 1n)

// halfUp is the product of the factors divided by the divisor, halves rounded up. For values that are not negative.
export const halfUp = (factors, divisor) =>
  whole((2n * product(factors) + BigInt(divisor)) / (2n * BigInt(divisor)))

// down is the same, rounded down.
export const down = (factors, divisor) => whole(product(factors) / BigInt(divisor))

export const sum = (numbers) => numbers.reduce((all, number) => all + number, 0)

// split shares a sum over bases in proportion: each share rounded down, the tiyn left over one by one to the largest
// remainders, at equal ones to the earlier line. The shares add up exactly (FOOD-BASKET-001).
export function split(amount, bases) {
  const total = BigInt(sum(bases))
  if (total === 0n) return bases.map(() => 0)
  const exact = bases.map((base) => BigInt(amount) * BigInt(base))
  const shares = exact.map((value) => whole(value / total))
  const byRemainder = bases
    .map((_, index) => ({ index, remainder: exact[index] % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  const leftOver = amount - sum(shares)
  for (let i = 0; i < leftOver; i++) shares[byRemainder[i].index]++
  return shares
}
