package main

// loadWords says what each word of the results, of --share and of --require is.
const loadWords = `

What is timed; a percentile of --require has one of these words in front, journey needs none:
  journey     from the instant at which it was due to the purchase, or to the
              active gas voucher
  show        a family shows a QR code
  purchase    the till buys a basket under it
  repeat      the same purchase again, under its key, after the answer
  duplicate   the same purchase at the same time, on another connection
  other-body  another basket under a key that was used: refused, key-reused
  reversal    a purchase is taken back by its key
  refund      one line of a basket is returned
  wallet      a look at the wallet
  account     gas: the account is entered
  offer       gas: the offer is accepted
  confirm     gas: the voucher is activated

What --require may bound:
  p50 p90 p99 p999 max mean of the span from due to answered, such as
           purchase.p99<20ms
  service  in front of one of those: from sending, as in service.p99
  errors   share of all requests that ended in a trouble, or in a no that nobody
           provoked; an empty wallet and a code that ran out or was replaced
           are no errors of a purchase, and key-reused is none of other-body
  skipped  share of the planned journeys that were not begun when time was up
  rate     journeys answered a second, not requests

How a request ends: ok, a reason of the contract (vouch explain), or a trouble:
  unreachable     no connection could be made
  no-descriptors  this machine has no file descriptor left
  no-ports        this machine has no local port left
  tls             the certificate or the handshake is refused
  timeout         no whole answer within --timeout
  closed          the connection ended before the whole answer
  not-http        what came is no HTTP/1.1
  content-type    the body says that it is no JSON
  not-contract    JSON, and none of the contract's
  pushed-back     429 or 503 with Retry-After: asked again when the run is over
  busy            429 or 503 without a word of when
  server-error    another status from 500 on
  interrupted     the run was ended before it was asked; no error`
