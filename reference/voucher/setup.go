package voucher

// Setup is what a world is made of before its first instant: who and what
// exists, which settings differ from the rules' own values, and how the open
// questions are read. Handles are positions in these lists, counted from 1.
type Setup struct {
	At        Instant // first instant of the world
	Secret    [16]byte
	People    []PersonSetup
	Families  int // families 1 to Families may be put on the food list
	Operators int
	Providers []ProviderSetup
	Accounts  []AccountSetup
	Stores    []StoreSetup
	Goods     []GoodsSetup
	Settings  []Setting
	Readings  Readings
}

// PersonSetup is one person.
type PersonSetup struct {
	Device bool // has a device with access to eGov Mobile (GAS-CHANNEL-002)
}

// ProviderSetup is one gas provider.
type ProviderSetup struct {
	Territory Territory // decides price, norm and season
}

// AccountSetup is one account in a provider's registry.
type AccountSetup struct {
	Provider ProviderID
	Number   AccountNumber
	Class    ApplianceClass
	People   uint8    // registered residents
	Owner    PersonID // 0: nobody known here
}

// StoreSetup is one store. It takes part from its registration on.
type StoreSetup struct {
	Territory Territory
}

// GoodsSetup is one article.
type GoodsSetup struct {
	Item Item
}
