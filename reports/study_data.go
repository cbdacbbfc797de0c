package reports

import (
	"iter"
	"math"

	"github.com/vouch-kz/vouch/simulator/study"
)

// loadRow is what one day asks of a place.
type loadRow struct {
	World     string  `parquet:"world,dict,zstd"`
	What      string  `parquet:"what,dict,zstd"`
	Territory string  `parquet:"territory,dict,zstd"`
	Day       string  `parquet:"day,dict,zstd"`
	Mean      float64 `parquet:"mean,zstd"`
	Most      int64   `parquet:"most,zstd"`
	Capacity  int64   `parquet:"capacity,zstd"` // 0: none, or none known
	Over      int64   `parquet:"runs_over,zstd"`
}

// storeRow is one of the busiest stores.
type storeRow struct {
	World     string  `parquet:"world,dict,zstd"`
	Territory string  `parquet:"territory,dict,zstd"`
	Block     int64   `parquet:"block,zstd"`
	Store     int64   `parquet:"store,zstd"`
	Town      string  `parquet:"town,dict,zstd"`
	Kind      string  `parquet:"kind,dict,zstd"`
	Runs      int64   `parquet:"runs,zstd"` // in which it is among the busiest
	Purchases float64 `parquet:"purchases,zstd"`
	Tiyn      int64   `parquet:"turnover_tiyn,zstd"`
	Minute    int64   `parquet:"busiest_minute,zstd"`
	At        string  `parquet:"busiest_minute_at,zstd"`
}

// moverRow is how many families of a group gain and lose, and how much, in a run: means like those of
// its sisters.
type moverRow struct {
	World     string  `parquet:"world,dict,zstd"`
	Programme string  `parquet:"programme,dict,zstd"`
	Axis      string  `parquet:"segment_axis,dict,zstd"`
	Segment   string  `parquet:"segment,dict,zstd"`
	Runs      int64   `parquet:"runs,zstd"`
	Families  float64 `parquet:"families,zstd"`
	Gain      float64 `parquet:"gain,zstd"`
	Lose      float64 `parquet:"lose,zstd"`
	Same      float64 `parquet:"same,zstd"`
	Come      float64 `parquet:"come,zstd"`
	Go        float64 `parquet:"go,zstd"`
	Gained    int64   `parquet:"gained_tiyn,zstd"`
	Lost      int64   `parquet:"lost_tiyn,zstd"`
}

// bucketRow is one step of a histogram.
type bucketRow struct {
	World string `parquet:"world,dict,zstd"`
	What  string `parquet:"what,dict,zstd"`
	From  int64  `parquet:"from,zstd"`
	To    int64  `parquet:"to,zstd"`
	Count int64  `parquet:"count,zstd"`
}

// swingRow is one bar of the tornado.
type swingRow struct {
	World     string  `parquet:"world,dict,zstd"`
	Programme string  `parquet:"programme,dict,zstd"`
	Metric    string  `parquet:"metric,dict,zstd"`
	Unit      string  `parquet:"unit,dict,zstd"`
	Path      string  `parquet:"path,dict,zstd"`
	Source    string  `parquet:"source,dict,zstd"`
	Least     string  `parquet:"least,zstd"`
	AtLeast   float64 `parquet:"at_least,zstd"`
	Most      string  `parquet:"most,zstd"`
	AtMost    float64 `parquet:"at_most,zstd"`
}

// settleRow is how far a figure had come after some replications.
type settleRow struct {
	World        string  `parquet:"world,dict,zstd"`
	Programme    string  `parquet:"programme,dict,zstd"`
	Metric       string  `parquet:"metric,dict,zstd"`
	Unit         string  `parquet:"unit,dict,zstd"`
	Replications int64   `parquet:"replications,zstd"`
	Mean         float64 `parquet:"mean,zstd"`
	HalfWidth    float64 `parquet:"half_width,zstd"`
}

// runRow is one figure of one world in one run: what cells give the mean of.
type runRow struct {
	World       string `parquet:"world,dict,zstd"`
	Replication int64  `parquet:"replication,zstd"`
	Point       int64  `parquet:"point,zstd"`
	Programme   string `parquet:"programme,dict,zstd"`
	Territory   string `parquet:"territory,dict,zstd"`
	Month       string `parquet:"month,dict,zstd"`
	Axis        string `parquet:"segment_axis,dict,zstd"`
	Segment     string `parquet:"segment,dict,zstd"`
	Metric      string `parquet:"metric,dict,zstd"`
	Unit        string `parquet:"unit,dict,zstd"`
	Value       int64  `parquet:"value,zstd"` // sums in tiyn
}

func (s *Study) runRows() iter.Seq2[runRow, error] {
	return func(yield func(runRow, error) bool) {
		for f, err := range s.r.Facts() {
			if err != nil {
				yield(runRow{}, err)
				return
			}
			row := runRow{
				World: s.id(f.World), Replication: f.Replication, Point: f.Point, Programme: f.Programme.String(), Territory: f.Territory.String(),
				Axis: f.Segment.Axis, Segment: f.Segment.Value, Metric: f.Metric, Unit: string(f.Unit), Value: f.Value,
			}
			if f.Month != 0 {
				row.Month = f.Month.String()
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// datasets are the tables for machines, in the order of their names. Names of territories are of the language, as in all
// that the report shows; all else is the same in each.
func (s *Study) datasets(l Language) []dataset {
	return []dataset{
		rowsOf[cellRow]{"cells", s.in(l).cellRows},
		rowsOf[settleRow]{"convergence", func() iter.Seq2[settleRow, error] {
			return told(s.r.Convergence, func(c *study.Convergence) settleRow {
				unit := s.cell(c.World, c.Key).Unit
				return settleRow{s.id(c.World), c.Key.Programme.String(), c.Key.Metric, string(unit), c.Replications, inWhole(unit, c.Mean), inWhole(unit, c.HalfWidth)}
			})
		}},
		rowsOf[bucketRow]{"histograms", s.bucketRows},
		rowsOf[loadRow]{"load", func() iter.Seq2[loadRow, error] {
			return told(s.r.Loads, func(l *study.Load) loadRow {
				return loadRow{s.id(l.World), l.What, l.Territory.String(), l.Day.String(), l.Mean, l.Most, l.Capacity, l.Over}
			})
		}},
		rowsOf[moverRow]{"movers", func() iter.Seq2[moverRow, error] {
			return told(s.r.Movers, func(m *study.Mover) moverRow {
				mean := func(sum int64) float64 { return float64(sum) / float64(m.Runs) }
				return moverRow{s.id(m.World), m.Programme.String(), m.Segment.Axis, m.Segment.Value, m.Runs, mean(m.Families), mean(m.Gain), mean(m.Lose),
					mean(m.Same), mean(m.Come), mean(m.Go), nearest(mean(m.Gained)), nearest(mean(m.Lost))}
			})
		}},
		rowsOf[storeRow]{"stores", func() iter.Seq2[storeRow, error] {
			return told(s.r.Stores, func(x *study.Store) storeRow {
				at := ""
				if x.Minute > 0 {
					at = x.At.String()
				}
				return storeRow{s.id(x.World), x.Territory.String(), int64(x.Block), int64(x.Store), x.Town.String(), x.Kind, x.Runs, x.Purchases, nearest(x.Tiyn), x.Minute, at}
			})
		}},
		rowsOf[swingRow]{"tornado", func() iter.Seq2[swingRow, error] {
			return told(s.r.Swings, func(x *study.Swing) swingRow {
				unit := s.cell(x.World, x.Key).Unit
				return swingRow{s.id(x.World), x.Key.Programme.String(), x.Key.Metric, string(unit), x.Path, x.Source, x.Least, inWhole(unit, x.AtLeast), x.Most, inWhole(unit, x.AtMost)}
			})
		}},
	}
}

// inWhole is a figure as tables for machines have it. Money is whole tiyn, in every table: a mean is
// rounded half away from zero, each by itself. Counts and volumes keep the fraction of their mean.
func inWhole(unit study.Unit, f float64) float64 {
	if unit == study.InTiyn {
		return math.Round(f)
	}
	return f
}

func (s *Study) id(world int) string { return s.r.Worlds[world].ID }

// told tells the entries of a list one after the other.
func told[E, R any](list []E, tell func(*E) R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for i := range list {
			if !yield(tell(&list[i]), nil) {
				return
			}
		}
	}
}

func (s *Study) bucketRows() iter.Seq2[bucketRow, error] {
	return func(yield func(bucketRow, error) bool) {
		for _, x := range s.r.Spreads {
			for _, b := range x.Buckets {
				if !yield(bucketRow{s.id(x.World), x.What, b.From, b.To, b.Count}, nil) {
					return
				}
			}
		}
	}
}

// dataFiles are the datasets as CSV and as Parquet. A table without rows, such as the tornado of a study
// that varies no assumption, is left out: an empty file would only ask why.
func (s *Study) dataFiles(l Language) []File {
	var all []File
	for _, d := range s.datasets(l) {
		if d.empty() {
			continue
		}
		asCSV, asParquet := d.files()
		all = append(all, asCSV, asParquet)
	}
	if s.r.KeepsFacts() { // of single runs, which are too many for anything but Parquet
		_, asParquet := rowsOf[runRow]{"runs", s.runRows}.files()
		all = append(all, asParquet)
	}
	return all
}
