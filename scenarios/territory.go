package scenarios

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// place is a territory that a file may name.
type place struct {
	territory voucher.Territory
	name      voucher.Text
}

// places are the regions, the cities of republican significance and the towns
// of the food pilot: those for which the simulator has facts. Any other code is
// more likely mistyped than meant.
var places = []place{
	{100000000, voucher.Text{En: "Abai region", Ru: "область Абай", Kk: "Абай облысы"}},
	{110000000, voucher.Text{En: "Akmola region", Ru: "Акмолинская область", Kk: "Ақмола облысы"}},
	{111010000, voucher.Text{En: "Kokshetau", Ru: "город Кокшетау", Kk: "Көкшетау қаласы"}},
	{113220100, voucher.Text{En: "Akkol", Ru: "город Акколь", Kk: "Ақкөл қаласы"}},
	{150000000, voucher.Text{En: "Aktobe region", Ru: "Актюбинская область", Kk: "Ақтөбе облысы"}},
	{190000000, voucher.Text{En: "Almaty region", Ru: "Алматинская область", Kk: "Алматы облысы"}},
	{230000000, voucher.Text{En: "Atyrau region", Ru: "Атырауская область", Kk: "Атырау облысы"}},
	{270000000, voucher.Text{En: "West Kazakhstan region", Ru: "Западно-Казахстанская область", Kk: "Батыс Қазақстан облысы"}},
	{310000000, voucher.Text{En: "Zhambyl region", Ru: "Жамбылская область", Kk: "Жамбыл облысы"}},
	{330000000, voucher.Text{En: "Zhetysu region", Ru: "область Жетысу", Kk: "Жетісу облысы"}},
	{350000000, voucher.Text{En: "Karaganda region", Ru: "Карагандинская область", Kk: "Қарағанды облысы"}},
	{390000000, voucher.Text{En: "Kostanay region", Ru: "Костанайская область", Kk: "Қостанай облысы"}},
	{430000000, voucher.Text{En: "Kyzylorda region", Ru: "Кызылординская область", Kk: "Қызылорда облысы"}},
	{470000000, voucher.Text{En: "Mangystau region", Ru: "Мангистауская область", Kk: "Маңғыстау облысы"}},
	{550000000, voucher.Text{En: "Pavlodar region", Ru: "Павлодарская область", Kk: "Павлодар облысы"}},
	{551010000, voucher.Text{En: "Pavlodar", Ru: "город Павлодар", Kk: "Павлодар қаласы"}},
	{590000000, voucher.Text{En: "North Kazakhstan region", Ru: "Северо-Казахстанская область", Kk: "Солтүстік Қазақстан облысы"}},
	{610000000, voucher.Text{En: "Turkistan region", Ru: "Туркестанская область", Kk: "Түркістан облысы"}},
	{620000000, voucher.Text{En: "Ulytau region", Ru: "область Улытау", Kk: "Ұлытау облысы"}},
	{630000000, voucher.Text{En: "East Kazakhstan region", Ru: "Восточно-Казахстанская область", Kk: "Шығыс Қазақстан облысы"}},
	{710000000, voucher.Text{En: "Astana", Ru: "город Астана", Kk: "Астана қаласы"}},
	{750000000, voucher.Text{En: "Almaty city", Ru: "город Алматы", Kk: "Алматы қаласы"}},
	{790000000, voucher.Text{En: "Shymkent", Ru: "город Шымкент", Kk: "Шымкент қаласы"}},
}

// territory finds the territory whose code a node spells.
func (r *reader) territory(n ast.Node, word, at string) (voucher.Territory, bool) {
	for _, p := range places {
		if p.territory.String() == word {
			return p.territory, true
		}
	}
	near := "; "
	if p, ok := nearestPlace(word); ok {
		near = ", did you mean " + p.territory.String() + " (" + p.name.En + ")? "
	}
	r.fault(n, at, "unknown territory %s%swrite a КАТО code; scenario.schema.json lists them", quote(word), near)
	return 0, false
}

// nearestPlace finds the place that a mistyped code or a name stands for. A
// name counts in each language, whole or without the words region and city.
func nearestPlace(word string) (place, bool) {
	var spellings []string
	var spelled []place
	// Towns stand behind their regions and are meant more often.
	for _, p := range slices.Backward(places) {
		all := []string{p.territory.String()}
		for _, name := range []string{p.name.En, p.name.Ru, p.name.Kk} {
			all = append(all, name, bare.Replace(name))
		}
		for _, s := range all {
			spellings, spelled = append(spellings, s), append(spelled, p)
		}
	}
	near := voucher.Nearest(word, spellings)
	for i, s := range spellings {
		if s == near {
			return spelled[i], true
		}
	}
	return place{}, false
}

// bare takes the kind of territory off a name. "область" stands before or after
// it, so both ways come off.
var bare = strings.NewReplacer(" region", "", " city", "", "область ", "", " область", "", "город ", "", " облысы", "", " қаласы", "")
