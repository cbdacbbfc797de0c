package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Digest is 64 hexadecimal digits over all facts about the country: whoever has the same lives the same
// one.
func (f *Facts) Digest() string {
	h := sha256.New()
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(h, format+"\n", args...) } // a hash takes everything
	line("%+v\n%+v\n%+v\n%+v\n%+v\n%+v\n%+v", f.References, f.Territories, f.ASPSeries, f.FamilySizes, f.GasUse, f.Goods, f.StoreKinds)
	for i := range f.Territories {
		assistance, ok := f.HousingAssistance(f.Territories[i].KATO)
		line("%+v %t", assistance, ok)
	}
	return hex.EncodeToString(h.Sum(nil))
}
