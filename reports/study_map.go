package reports

import (
	"strings"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports/chart"
	"github.com/vouch-kz/vouch/simulator"
	"github.com/vouch-kz/vouch/simulator/study"
)

// mapTiles are the places of the 20 regions and cities on a map of equal tiles,
// roughly as they lie to each other. Borders are not drawn, so none can be disputed.
var mapTiles = []struct {
	region      voucher.Territory
	column, row int
	short       voucher.Text
}{
	{390000000, 2, 0, voucher.Text{En: "Kostanay", Ru: "Костанай", Kk: "Қостанай"}},
	{590000000, 3, 0, voucher.Text{En: "North Kaz.", Ru: "СКО", Kk: "СҚО"}},
	{550000000, 4, 0, voucher.Text{En: "Pavlodar", Ru: "Павлодар", Kk: "Павлодар"}},
	{270000000, 0, 1, voucher.Text{En: "West Kaz.", Ru: "ЗКО", Kk: "БҚО"}},
	{150000000, 1, 1, voucher.Text{En: "Aktobe", Ru: "Актобе", Kk: "Ақтөбе"}},
	{110000000, 2, 1, voucher.Text{En: "Akmola", Ru: "Акмола", Kk: "Ақмола"}},
	{710000000, 3, 1, voucher.Text{En: "Astana", Ru: "Астана", Kk: "Астана"}},
	{100000000, 4, 1, voucher.Text{En: "Abai", Ru: "Абай", Kk: "Абай"}},
	{630000000, 5, 1, voucher.Text{En: "East Kaz.", Ru: "ВКО", Kk: "ШҚО"}},
	{230000000, 0, 2, voucher.Text{En: "Atyrau", Ru: "Атырау", Kk: "Атырау"}},
	{620000000, 2, 2, voucher.Text{En: "Ulytau", Ru: "Улытау", Kk: "Ұлытау"}},
	{350000000, 3, 2, voucher.Text{En: "Karaganda", Ru: "Караганда", Kk: "Қарағанды"}},
	{330000000, 4, 2, voucher.Text{En: "Zhetysu", Ru: "Жетысу", Kk: "Жетісу"}},
	{470000000, 0, 3, voucher.Text{En: "Mangystau", Ru: "Мангистау", Kk: "Маңғыстау"}},
	{430000000, 1, 3, voucher.Text{En: "Kyzylorda", Ru: "Кызылорда", Kk: "Қызылорда"}},
	{610000000, 2, 3, voucher.Text{En: "Turkistan", Ru: "Туркестан", Kk: "Түркістан"}},
	{310000000, 3, 3, voucher.Text{En: "Zhambyl", Ru: "Жамбыл", Kk: "Жамбыл"}},
	{190000000, 4, 3, voucher.Text{En: "Almaty reg.", Ru: "Алмат. обл.", Kk: "Алматы обл."}},
	{790000000, 2, 4, voucher.Text{En: "Shymkent", Ru: "Шымкент", Kk: "Шымкент"}},
	{750000000, 4, 4, voucher.Text{En: "Almaty", Ru: "Алматы", Kk: "Алматы"}},
}

// country shows on the map what a world changes in each region, towns in that of
// theirs; where it changes nothing anywhere, what the baseline costs.
func (t *studyTeller) country(p voucher.Programme, w int) *exhibit {
	e := &exhibit{id: exhibitID("map", p, w), title: t.say("study.map."+p.String(), "World", t.worldName(w)), note: t.say("study.map.note"), caption: t.say("study.caption.map")}
	sums := map[voucher.Territory]*[3]float64{} // baseline, world, difference
	for _, where := range t.r.Territories() {
		k := study.Key{Programme: p, Territory: where, Metric: costOf(p)}
		region := where.Region()
		if sums[region] == nil {
			sums[region] = new([3]float64)
		}
		sums[region][0] += t.cell(0, k).Level.Mean
		sums[region][1] += t.cell(w, k).Level.Mean
		sums[region][2] += t.moved(w, k)
	}
	for _, head := range []string{"study.baseline", "study.driver.result", "study.delta"} {
		if len(e.table.columns) == 0 {
			e.column(t.say("territories.territory"), ofWords)
		}
		e.column(t.say(head)+", ₸", ofTenge)
	}
	e.draw = t.tilesOf(func(region voucher.Territory) (tiyn int64, text string, takesPart bool) {
		sum := sums[region]
		if sum == nil || sum[0] == 0 && sum[1] == 0 {
			return 0, "", false
		}
		e.row(t.text(t.named(region, t.speech)), t.sum(sum[0]), t.sum(sum[1]), t.plus(study.InTiyn, sum[2]))
		v := nearest(sum[2])
		if w == 0 {
			return v, t.compact(v), true
		}
		return v, signed(v, t.compact(v)), true
	}).Draw
	return e
}

// tilesOf is the map with a sum in each region that takes part, as told asks for them
// in the order of the map.
func (s *speech) tilesOf(told func(voucher.Territory) (tiyn int64, text string, takesPart bool)) *chart.Tiles {
	tiles := &chart.Tiles{Columns: 6, Rows: 5}
	for _, place := range mapTiles {
		tile := chart.Tile{Column: place.column, Row: place.row, Name: s.in(place.short), Code: isoOf(place.region)}
		tiyn, text, takesPart := told(place.region)
		if !takesPart {
			tile.Cell, tile.Out = chart.HeatCell{Text: none}, true
		} else {
			// The note says what the figure is; a phone has no room.
			tile.Cell = chart.HeatCell{Value: tiyn, Text: strings.TrimSuffix(text, "\u00a0₸"), Tip: nameOf(place.region, s.language) + ": " + text}
		}
		tiles.Tiles = append(tiles.Tiles, tile)
	}
	return tiles
}

// isoOf is the number in the ISO 3166-2 code of a region.
func isoOf(where voucher.Territory) string {
	f, _ := simulator.DefaultFacts().Territory(uint32(where))
	return f.ISO
}
