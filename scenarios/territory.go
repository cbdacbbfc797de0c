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
	pilots    voucher.Programme // that run there by the published texts
}

// places are the regions, the cities of republican significance, the centres of
// the regions and Akkol: those for which the simulator has facts. Any other code is
// more likely mistyped than meant.
var places = []place{
	{100000000, voucher.Text{En: "Abai region", Ru: "область Абай", Kk: "Абай облысы"}, 0},
	{101010000, voucher.Text{En: "Semey", Ru: "город Семей", Kk: "Семей қаласы"}, 0},
	{110000000, voucher.Text{En: "Akmola region", Ru: "Акмолинская область", Kk: "Ақмола облысы"}, voucher.Gas},
	{111010000, voucher.Text{En: "Kokshetau", Ru: "город Кокшетау", Kk: "Көкшетау қаласы"}, voucher.Food},
	{113220100, voucher.Text{En: "Akkol", Ru: "город Акколь", Kk: "Ақкөл қаласы"}, voucher.Food},
	{150000000, voucher.Text{En: "Aktobe region", Ru: "Актюбинская область", Kk: "Ақтөбе облысы"}, voucher.Gas},
	{151010000, voucher.Text{En: "Aktobe", Ru: "город Актобе", Kk: "Ақтөбе қаласы"}, 0},
	{190000000, voucher.Text{En: "Almaty region", Ru: "Алматинская область", Kk: "Алматы облысы"}, voucher.Gas},
	{191610000, voucher.Text{En: "Konaev", Ru: "город Конаев", Kk: "Қонаев қаласы"}, 0},
	{230000000, voucher.Text{En: "Atyrau region", Ru: "Атырауская область", Kk: "Атырау облысы"}, voucher.Gas},
	{231010000, voucher.Text{En: "Atyrau", Ru: "город Атырау", Kk: "Атырау қаласы"}, 0},
	{270000000, voucher.Text{En: "West Kazakhstan region", Ru: "Западно-Казахстанская область", Kk: "Батыс Қазақстан облысы"}, voucher.Gas},
	{271010000, voucher.Text{En: "Oral", Ru: "город Уральск", Kk: "Орал қаласы"}, 0},
	{310000000, voucher.Text{En: "Zhambyl region", Ru: "Жамбылская область", Kk: "Жамбыл облысы"}, voucher.Gas},
	{311010000, voucher.Text{En: "Taraz", Ru: "город Тараз", Kk: "Тараз қаласы"}, 0},
	{330000000, voucher.Text{En: "Zhetysu region", Ru: "область Жетысу", Kk: "Жетісу облысы"}, voucher.Gas},
	{331010000, voucher.Text{En: "Taldykorgan", Ru: "город Талдыкорган", Kk: "Талдықорған қаласы"}, 0},
	{350000000, voucher.Text{En: "Karaganda region", Ru: "Карагандинская область", Kk: "Қарағанды облысы"}, voucher.Gas},
	{351010000, voucher.Text{En: "Karaganda", Ru: "город Караганда", Kk: "Қарағанды қаласы"}, 0},
	{390000000, voucher.Text{En: "Kostanay region", Ru: "Костанайская область", Kk: "Қостанай облысы"}, voucher.Gas},
	{391010000, voucher.Text{En: "Kostanay", Ru: "город Костанай", Kk: "Қостанай қаласы"}, 0},
	{430000000, voucher.Text{En: "Kyzylorda region", Ru: "Кызылординская область", Kk: "Қызылорда облысы"}, voucher.Gas},
	{431010000, voucher.Text{En: "Kyzylorda", Ru: "город Кызылорда", Kk: "Қызылорда қаласы"}, 0},
	{470000000, voucher.Text{En: "Mangystau region", Ru: "Мангистауская область", Kk: "Маңғыстау облысы"}, voucher.Gas},
	{471010000, voucher.Text{En: "Aktau", Ru: "город Актау", Kk: "Ақтау қаласы"}, 0},
	{550000000, voucher.Text{En: "Pavlodar region", Ru: "Павлодарская область", Kk: "Павлодар облысы"}, 0},
	{551010000, voucher.Text{En: "Pavlodar", Ru: "город Павлодар", Kk: "Павлодар қаласы"}, voucher.Food},
	{590000000, voucher.Text{En: "North Kazakhstan region", Ru: "Северо-Казахстанская область", Kk: "Солтүстік Қазақстан облысы"}, 0},
	{591010000, voucher.Text{En: "Petropavl", Ru: "город Петропавловск", Kk: "Петропавл қаласы"}, 0},
	{610000000, voucher.Text{En: "Turkistan region", Ru: "Туркестанская область", Kk: "Түркістан облысы"}, voucher.Gas},
	{611010000, voucher.Text{En: "Turkistan", Ru: "город Туркестан", Kk: "Түркістан қаласы"}, 0},
	{620000000, voucher.Text{En: "Ulytau region", Ru: "область Улытау", Kk: "Ұлытау облысы"}, voucher.Gas},
	{621010000, voucher.Text{En: "Zhezkazgan", Ru: "город Жезказган", Kk: "Жезқазған қаласы"}, 0},
	{630000000, voucher.Text{En: "East Kazakhstan region", Ru: "Восточно-Казахстанская область", Kk: "Шығыс Қазақстан облысы"}, voucher.Gas},
	{631010000, voucher.Text{En: "Oskemen", Ru: "город Усть-Каменогорск", Kk: "Өскемен қаласы"}, 0},
	{710000000, voucher.Text{En: "Astana", Ru: "город Астана", Kk: "Астана қаласы"}, voucher.Gas},
	{750000000, voucher.Text{En: "Almaty city", Ru: "город Алматы", Kk: "Алматы қаласы"}, voucher.Gas},
	{790000000, voucher.Text{En: "Shymkent", Ru: "город Шымкент", Kk: "Шымкент қаласы"}, voucher.Gas},
}

// territory finds the territory whose code a node spells.
func (r *reader) territory(n ast.Node, word, at string) (voucher.Territory, bool) {
	for _, p := range places {
		if p.territory.String() == word {
			return p.territory, true
		}
	}
	near := say("; ")
	if p, ok := nearestPlace(word); ok {
		near = say(", did you mean %v (%s)? ", p.territory, p.name)
	}
	r.fault(n, at, "unknown territory %s%swrite a КАТО code; vouch list territories shows them", quote(word), near)
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

// PlaceName returns what a territory is called; ok is false for one that no file
// may name.
func PlaceName(t voucher.Territory) (name voucher.Text, ok bool) {
	i := slices.IndexFunc(places, func(p place) bool { return p.territory == t })
	if i < 0 {
		return voucher.Text{}, false
	}
	return places[i].name, true
}

// Place is a territory that a file may name.
type Place struct {
	Territory voucher.Territory
	Name      voucher.Text
	Kind      voucher.Text      // region, city of republican significance or town
	Named     voucher.Programme // whose published text names it
	Pilots    voucher.Programme // that run there, in a town also where its region is named
}

// The kinds of places.
var (
	kindRegion = voucher.Text{En: "region", Ru: "область", Kk: "облыс"}
	kindCity   = voucher.Text{En: "city of republican significance", Ru: "город республиканского значения", Kk: "республикалық маңызы бар қала"}
	kindTown   = voucher.Text{En: "town in a region", Ru: "город в области", Kk: "облыстағы қала"}
)

// Places returns every territory that a file may name, in the order of their codes.
func Places() []Place {
	var all []Place
	for _, p := range places {
		kind := kindTown
		switch {
		case p.territory != p.territory.Region():
		case strings.HasPrefix(p.name.Ru, "город "):
			kind = kindCity
		default:
			kind = kindRegion
		}
		pilots := p.pilots
		if region := slices.IndexFunc(places, func(r place) bool { return r.territory == p.territory.Region() }); region >= 0 {
			pilots |= places[region].pilots
		}
		all = append(all, Place{p.territory, p.name, kind, p.pilots, pilots})
	}
	return all
}
