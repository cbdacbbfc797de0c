package voucher

// Setup is what a world is made of before its first instant: who and what
// exists, which settings differ from the rules' own values, and how the open
// questions are read. Handles are positions in these lists, counted from 1.
type Setup struct {
	At        Instant         `json:"at"` // first instant of the world
	Secret    [16]byte        `json:"-"`  // no text holds it (BOTH-PRIVACY-001)
	People    []PersonSetup   `json:"people,omitzero"`
	Families  int             `json:"families,omitzero"` // families 1 to Families may be put on the food list
	Operators int             `json:"operators,omitzero"`
	Providers []ProviderSetup `json:"providers,omitzero"`
	Accounts  []AccountSetup  `json:"accounts,omitzero"`
	// Answers say how the providers' own systems answer; empty: always, at once and right.
	Answers  []ProviderAnswer `json:"answers,omitzero"`
	Stores   []StoreSetup     `json:"stores,omitzero"`
	Goods    []GoodsSetup     `json:"goods,omitzero"`
	Settings []Setting        `json:"settings,omitzero"`
	Readings Readings         `json:"readings,omitzero"`
}

// PersonSetup is one person.
type PersonSetup struct {
	Device bool `json:"device,omitzero"` // has a device with access to eGov Mobile (GAS-CHANNEL-002)
	// IIN, Phone and Name are what a build under test wants to be told of a person;
	// synthetic, empty where nobody asks, and decided on by no rule.
	IIN   string `json:"iin,omitzero"`
	Phone string `json:"phone,omitzero"`
	Name  string `json:"full_name,omitzero"`
}

// ProviderSetup is one gas provider.
type ProviderSetup struct {
	Territory Territory `json:"territory,omitzero"` // decides price, norm and season
}

// AccountSetup is one account in a provider's registry.
type AccountSetup struct {
	Provider ProviderID     `json:"provider,omitzero"`
	Number   AccountNumber  `json:"number,omitzero"`
	Class    ApplianceClass `json:"class,omitzero"`
	People   uint8          `json:"people,omitzero"` // registered residents
	Owner    PersonID       `json:"owner,omitzero"`  // 0: nobody known here
}

// StoreSetup is one store. It takes part from its registration on.
type StoreSetup struct {
	Territory Territory `json:"territory,omitzero"`
}

// GoodsSetup is one article.
type GoodsSetup struct {
	Item Item `json:"item,omitzero"`
}
