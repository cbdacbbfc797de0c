package simulator

import "io/fs"

// Equipment is what burns gas in a home.
type Equipment uint8

// The two classes: a boiler that heats the house (and a stove), or a stove
// alone.
const (
	Boiler Equipment = iota
	Stove
)

// String returns the word that the facts use.
func (e Equipment) String() string { return pick(e, "boiler", "stove") }

// FamilySize is the share of the ASP families that have so many members.
type FamilySize struct {
	Members  int
	SharePPM uint32
	Source   Source
}

// readFamilySizes reads data/family_size.csv; the shares add up to the whole.
func readFamilySizes(fsys fs.FS, sources sourceKeys) ([]FamilySize, error) {
	s := openSheet(fsys, "data/family_size.csv", sources, "members", "share_ppm", "source")
	var list []FamilySize
	var total int64
	for s.next() {
		f := FamilySize{Members: int(s.whole("members", 1, 30)), SharePPM: s.share("share_ppm"), Source: s.source()}
		s.once("members", s.cell("members"))
		total += int64(f.SharePPM)
		list = append(list, f)
	}
	s.checkWhole("share_ppm", total)
	return list, s.err
}

// checkWhole refuses shares that do not add up to the whole.
func (s *sheet) checkWhole(what string, total int64) {
	if total != Million {
		s.failWhole("the shares of %s add up to %d; make it %d", what, total, Million)
	}
}

// GasUse is how homes of one equipment use gas through a winter of one class:
// how common they are, how much they use, and in which months.
type GasUse struct {
	Equipment     Equipment
	Heating       Heating
	UrbanSharePPM uint32     // of the homes with gas in towns
	RuralSharePPM uint32     // of the homes with gas in villages
	ByPerson      bool       // the volume is that of one person, not of the home
	MedianYear    int64      // litres a year, thousandths of a cubic metre
	SigmaMilli    int64      // spread of the log-normal, see LogNormal
	MonthsPPM     [12]uint32 // share of the year's volume in January, February…
	Source        Source     // of the volumes
}

// readGasUse reads data/consumption_classes.csv and data/consumption_months.csv:
// each class once, with its twelve months.
func readGasUse(fsys fs.FS, sources sourceKeys) ([]GasUse, error) {
	s := openSheet(fsys, "data/consumption_classes.csv", sources, "equipment", "heating", "urban_share_ppm",
		"rural_share_ppm", "basis", "median_year_litres", "sigma_milli", "source", "note")
	var list []GasUse
	var urban, rural [2]int64
	for s.next() {
		u := GasUse{
			Equipment:     s.equipment(),
			Heating:       s.heating(),
			UrbanSharePPM: s.share("urban_share_ppm"),
			RuralSharePPM: s.share("rural_share_ppm"),
			ByPerson:      s.oneOf("basis", "home", "person") == 1,
			MedianYear:    s.whole("median_year_litres", 1, 1_000_000_000),
			SigmaMilli:    s.whole("sigma_milli", 0, 3000),
			Source:        s.source(),
		}
		s.once("equipment", u.Equipment.String()+" "+u.Heating.String())
		urban[u.Heating] += int64(u.UrbanSharePPM)
		rural[u.Heating] += int64(u.RuralSharePPM)
		list = append(list, u)
	}
	if s.err == nil && len(list) != 4 {
		s.failWhole("has %d classes; write each equipment with each heating", len(list))
	}
	for h := range urban {
		s.checkWhole("urban_share_ppm for "+Heating(h).String(), urban[h])
		s.checkWhole("rural_share_ppm for "+Heating(h).String(), rural[h])
	}
	if s.err != nil {
		return nil, s.err
	}
	return list, readGasMonths(fsys, sources, list)
}

// readGasMonths fills in the months of each class.
func readGasMonths(fsys fs.FS, sources sourceKeys, list []GasUse) error {
	s := openSheet(fsys, "data/consumption_months.csv", sources, "equipment", "heating", "month", "share_ppm", "source")
	for s.next() {
		equipment, heating := s.equipment(), s.heating()
		month, share := s.whole("month", 1, 12), s.share("share_ppm")
		s.source()
		s.once("month", equipment.String()+" "+heating.String()+" "+s.cell("month"))
		if s.err != nil {
			break
		}
		for i := range list {
			if list[i].Equipment == equipment && list[i].Heating == heating {
				list[i].MonthsPPM[month-1] = share
			}
		}
	}
	for _, u := range list {
		var total int64
		for _, share := range u.MonthsPPM {
			total += int64(share)
		}
		s.checkWhole("share_ppm for "+u.Equipment.String()+" "+u.Heating.String(), total)
	}
	return s.err
}

func (s *sheet) equipment() Equipment { return Equipment(s.oneOf("equipment", "boiler", "stove")) }

func (s *sheet) heating() Heating { return Heating(s.oneOf("heating", "north", "south")) }
