// Package wire is the contract over a wire: one OpenAPI 3.1 document, a server
// that puts any voucher.World behind it, and a client that makes any build that
// keeps it a voucher.World. A second door carries the same messages as lines of
// JSON over the standard input and output of a subprocess.
//
// It knows paths, headers, statuses, how values of the vocabulary look as JSON
// and who may call what. It must not know a rule, an amount or a date of either
// programme, nor what an answer should have been: it imports the vocabulary
// only.
//
// The routes and the document are made of the same huma.Operation values on
// net/http's ServeMux. Requests are decoded by this package and not by huma's
// typed handlers, for three reasons: a command is one of a closed list behind
// one interface, and a route for each is made from that list; both sides refuse
// unknown and doubled names and null, which huma's validation does not; and huma
// reads each body twice, which made the purchase route half as fast as it is.
package wire

// Paths of the contract.
const (
	// CommandPath is what a command's word follows: POST /v1/commands/purchase.
	CommandPath = "/v1/commands/"
	// RecordPath is what a query's word follows: GET /v1/records/gas_wallet.
	RecordPath = "/v1/records/"
	// ControlPath is where the control plane of a test build begins.
	ControlPath = "/control/v1"
	// DocumentPath is where a server tells the contract itself.
	DocumentPath = "/openapi.json"
)

// Headers of the contract beside those of HTTP.
const (
	KeyHeader     = "Idempotency-Key" // KeyHeader carries 1 to 64 visible ASCII characters, on every command
	WorldHeader   = "Vouch-World"     // WorldHeader says which world a request is for, in test builds
	EventsHeader  = "Vouch-Events"    // EventsHeader asks with "yes" for the events that a command caused, in test builds
	RequestHeader = "Request-Id"      // RequestHeader is echoed, and made where it is absent
)

// Media types of the contract.
const (
	jsonType    = "application/json"
	ProblemType = "application/problem+json" // ProblemType is that of every answer that is a no
)
