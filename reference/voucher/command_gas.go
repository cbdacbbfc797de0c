package voucher

// Reasons are the grounds on which a person is on the gas list, as a set.
type Reasons uint8

// The grounds.
const (
	SocialAssistance  Reasons = 1 << iota // targeted social assistance (ASP)
	HousingAssistance                     // housing assistance
)

// GasListRow puts one person on the gas list, changes the entry, or drops it.
type GasListRow struct {
	Person    PersonID  `json:"person,omitzero"`
	Drop      bool      `json:"drop,omitzero"`      // true: the person leaves the list; the rest is ignored
	Reasons   Reasons   `json:"reasons,omitzero"`   // at least one (GAS-ELIGIBILITY-001)
	Residence Territory `json:"residence,omitzero"` // on the status date (GAS-TERRITORY-002)
}

// UpdateGasList is the list owner's update of the standing list. It is taken
// whole or refused whole; Result.Row names the first row refused.
type UpdateGasList struct {
	Header `json:"-"`
	Rows   []GasListRow `json:"rows,omitzero"`
}

// ReportDelivery is the gateway's word on one SMS.
type ReportDelivery struct {
	Header    `json:"-"`
	Message   MessageID `json:"message,omitzero"`
	Delivered bool      `json:"delivered,omitzero"`
}

// Reply is a person's answer to the question of a programme: an SMS text handed
// on by the gateway, a tap in the app where reading F36 says so, or a word at a
// service centre under reading G16.
type Reply struct {
	Header    `json:"-"`
	Programme Programme `json:"programme,omitzero"`
	Person    PersonID  `json:"person,omitzero"`
	Text      string    `json:"text,omitzero"` // as typed; ParseAnswer says what it means
}

// Via is how a person came to the wallet.
type Via uint8

// The ways to the wallet (GAS-CHANNEL-001).
const (
	ByLink     Via = iota + 1 // by the link of the SMS
	ByDownload                // by an own download of eGov Mobile
)

// OpenWallet is a citizen who opens the wallet in eGov Mobile.
type OpenWallet struct {
	Header `json:"-"`
	Person PersonID `json:"person,omitzero"`
	Via    Via      `json:"via,omitzero"`
}

// EnterAccount enters the gas account that the voucher is to serve. The actor
// is the citizen in eGov Mobile or an operator of a service centre.
type EnterAccount struct {
	Header   `json:"-"`
	Person   PersonID      `json:"person,omitzero"`
	Provider ProviderID    `json:"provider,omitzero"`
	Account  AccountNumber `json:"account,omitzero"`
}

// AcceptOffer is "continue" under the public offer; Edition is the one that was
// shown. The account is then checked with its provider.
type AcceptOffer struct {
	Header  `json:"-"`
	Person  PersonID `json:"person,omitzero"`
	Edition uint32   `json:"edition,omitzero"`
}

// Confirm is the last step, and the only one that activates the voucher.
type Confirm struct {
	Header `json:"-"`
	Person PersonID `json:"person,omitzero"`
}

// CancelActivation undoes a confirmation under reading G22's option; under the
// default nothing is undone.
type CancelActivation struct {
	Header `json:"-"`
	Person PersonID `json:"person,omitzero"`
}

// RegisterAccount is the provider's registry: the account exists from now on,
// or no longer does.
type RegisterAccount struct {
	Header   `json:"-"`
	Provider ProviderID     `json:"provider,omitzero"`
	Account  AccountNumber  `json:"account,omitzero"`
	Closed   bool           `json:"closed,omitzero"` // true: the account is closed; the rest is ignored
	Class    ApplianceClass `json:"class,omitzero"`
	People   uint8          `json:"people,omitzero"` // registered residents, for the norm of a stove
	Owner    PersonID       `json:"owner,omitzero"`
}

// ReportOutage says that the provider's system goes down or is back.
type ReportOutage struct {
	Header   `json:"-"`
	Provider ProviderID `json:"provider,omitzero"`
	Down     bool       `json:"down,omitzero"`
}

// AcknowledgeList is the provider's receipt for the list of a month.
type AcknowledgeList struct {
	Header   `json:"-"`
	Provider ProviderID `json:"provider,omitzero"`
	Month    Month      `json:"month,omitzero"`
}

// ChargeVolume charges an account's volume of a month; the answer is the
// receipt. The discount is computed here, for listed accounts only.
type ChargeVolume struct {
	Header   `json:"-"`
	Provider ProviderID    `json:"provider,omitzero"`
	Account  AccountNumber `json:"account,omitzero"`
	Month    Month         `json:"month,omitzero"`
	Volume   Volume        `json:"volume,omitzero"`
}

// CorrectVolume corrects a charged volume; the answer is a new receipt,
// computed anew with the same voucher (reading G24).
type CorrectVolume struct {
	Header   `json:"-"`
	Provider ProviderID    `json:"provider,omitzero"`
	Account  AccountNumber `json:"account,omitzero"`
	Month    Month         `json:"month,omitzero"`
	Volume   Volume        `json:"volume,omitzero"`
}

// Kind implements Command, as do the methods below.
func (*UpdateGasList) Kind() CommandKind { return KindUpdateGasList }

// Kind says KindReportDelivery.
func (*ReportDelivery) Kind() CommandKind { return KindReportDelivery }

// Kind says KindReply.
func (*Reply) Kind() CommandKind { return KindReply }

// Kind says KindOpenWallet.
func (*OpenWallet) Kind() CommandKind { return KindOpenWallet }

// Kind says KindEnterAccount.
func (*EnterAccount) Kind() CommandKind { return KindEnterAccount }

// Kind says KindAcceptOffer.
func (*AcceptOffer) Kind() CommandKind { return KindAcceptOffer }

// Kind says KindConfirm.
func (*Confirm) Kind() CommandKind { return KindConfirm }

// Kind says KindCancelActivation.
func (*CancelActivation) Kind() CommandKind { return KindCancelActivation }

// Kind says KindRegisterAccount.
func (*RegisterAccount) Kind() CommandKind { return KindRegisterAccount }

// Kind says KindReportOutage.
func (*ReportOutage) Kind() CommandKind { return KindReportOutage }

// Kind says KindAcknowledgeList.
func (*AcknowledgeList) Kind() CommandKind { return KindAcknowledgeList }

// Kind says KindChargeVolume.
func (*ChargeVolume) Kind() CommandKind { return KindChargeVolume }

// Kind says KindCorrectVolume.
func (*CorrectVolume) Kind() CommandKind { return KindCorrectVolume }

// Fingerprint covers every row, in order.
func (c *UpdateGasList) Fingerprint() Digest {
	d := body(KindUpdateGasList, &c.Header).Word(uint64(len(c.Rows)))
	for i := range c.Rows {
		r := &c.Rows[i]
		d = d.Pair(uint32(r.Person), uint32(r.Residence)).Word(flag(r.Drop)<<8 | uint64(r.Reasons))
	}
	return d
}

// Fingerprint covers the message and its fate.
func (c *ReportDelivery) Fingerprint() Digest {
	return body(KindReportDelivery, &c.Header).Word(uint64(c.Message)<<1 | flag(c.Delivered))
}

// Fingerprint covers programme, person and text.
func (c *Reply) Fingerprint() Digest {
	return body(KindReply, &c.Header).Pair(uint32(c.Programme), uint32(c.Person)).Text(c.Text)
}

// Fingerprint covers the person and the way.
func (c *OpenWallet) Fingerprint() Digest {
	return body(KindOpenWallet, &c.Header).Pair(uint32(c.Person), uint32(c.Via))
}

// Fingerprint covers person, provider and account.
func (c *EnterAccount) Fingerprint() Digest {
	return body(KindEnterAccount, &c.Header).Pair(uint32(c.Person), uint32(c.Provider)).Word(uint64(c.Account))
}

// Fingerprint covers the person and the edition.
func (c *AcceptOffer) Fingerprint() Digest {
	return body(KindAcceptOffer, &c.Header).Pair(uint32(c.Person), c.Edition)
}

// Fingerprint covers the person.
func (c *Confirm) Fingerprint() Digest { return body(KindConfirm, &c.Header).Word(uint64(c.Person)) }

// Fingerprint covers the person.
func (c *CancelActivation) Fingerprint() Digest {
	return body(KindCancelActivation, &c.Header).Word(uint64(c.Person))
}

// Fingerprint covers the registry entry.
func (c *RegisterAccount) Fingerprint() Digest {
	return body(KindRegisterAccount, &c.Header).Pair(uint32(c.Provider), uint32(c.Owner)).Word(uint64(c.Account)).
		Word(flag(c.Closed)<<16 | uint64(c.Class)<<8 | uint64(c.People))
}

// Fingerprint covers the provider and its state.
func (c *ReportOutage) Fingerprint() Digest {
	return body(KindReportOutage, &c.Header).Word(uint64(c.Provider)<<1 | flag(c.Down))
}

// Fingerprint covers the provider and the month.
func (c *AcknowledgeList) Fingerprint() Digest {
	return body(KindAcknowledgeList, &c.Header).Pair(uint32(c.Provider), uint32(c.Month))
}

// Fingerprint covers account, month and volume.
func (c *ChargeVolume) Fingerprint() Digest {
	return body(KindChargeVolume, &c.Header).Pair(uint32(c.Provider), uint32(c.Month)).
		Word(uint64(c.Account)).Word(uint64(c.Volume))
}

// Fingerprint covers account, month and volume.
func (c *CorrectVolume) Fingerprint() Digest {
	return body(KindCorrectVolume, &c.Header).Pair(uint32(c.Provider), uint32(c.Month)).
		Word(uint64(c.Account)).Word(uint64(c.Volume))
}
