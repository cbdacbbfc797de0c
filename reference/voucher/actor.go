package voucher

// Role is what an actor is to the programmes.
type Role uint8

// The roles.
const (
	Citizen        Role = iota + 1 // a person; Actor.ID is the Person
	Operator                       // of a public service centre; Actor.ID names the operator
	Gateway                        // the SMS gateway
	StoreTill                      // a store; Actor.ID is the Store
	GasProvider                    // a gas provider; Actor.ID is the Provider
	ListOwner                      // who keeps the lists of potential recipients
	LocalBody                      // a local executive body; Actor.ID is its Territory
	AuthorisedBody                 // who receives reports, answers appeals and corrects the rules
)

var roleNames = [...]string{Citizen: "citizen", Operator: "operator", Gateway: "gateway", StoreTill: "store",
	GasProvider: "provider", ListOwner: "list_owner", LocalBody: "local_body", AuthorisedBody: "authorised_body"}

// String returns the role's word, such as "citizen" or "list_owner".
func (r Role) String() string { return name(roleNames[:], r) }

// ParseRole reads what String writes.
func ParseRole(s string) (r Role, ok bool) { return parse[Role](roleNames[:], s) }

// Actor is who asks: a role and, where the role has records of its own, which
// one of them.
type Actor struct {
	Role Role   `json:"role,omitzero"`
	ID   uint32 `json:"id,omitzero"`
}
