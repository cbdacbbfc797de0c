package reports

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/simulator/study"
)

// dataset is one table for machines: rows that come one after the other, never all
// at once, and are written as CSV and as Parquet under the same names of columns.
type dataset interface {
	files() (asCSV, asParquet File)
	empty() bool
}

// rowsOf is a dataset of one kind of rows: a struct without anything nested, whose
// fields name their columns for Parquet.
type rowsOf[T any] struct {
	name string
	rows func() iter.Seq2[T, error]
}

func (d rowsOf[T]) files() (asCSV, asParquet File) {
	return csvFile("csv/"+d.name+".csv", d.writeCSV), File{"facts/" + d.name + ".parquet", d.writeParquet}
}

// empty reports whether there is no row at all. One that cannot be had is there too: who writes it says why.
func (d rowsOf[T]) empty() bool {
	for range d.rows() { //nolint:errcheck // as above
		return false
	}
	return true
}

// writeCSV writes UTF-8 without a byte order mark, lines ended by a line feed, a
// point before decimals.
func (d rowsOf[T]) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	var line []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		line = append(line, name)
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("csv/%s: %w", d.name, err)
	}
	for row, err := range d.rows() {
		if err != nil {
			return fmt.Errorf("csv/%s: %w", d.name, err)
		}
		line = line[:0]
		for _, v := range reflect.ValueOf(row).Fields() {
			line = append(line, plain(v))
		}
		if err := out.Write(line); err != nil {
			return fmt.Errorf("csv/%s: %w", d.name, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("csv/%s: %w", d.name, err)
	}
	return nil
}

// plain writes a value as machines read it; what is not there is empty.
func plain(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	default:
		return defused(v.String())
	}
}

// Rows are handed to Parquet in small batches, and a group of rows is closed before
// it gets large: memory does not grow with a study.
const (
	parquetBatch = 512
	parquetGroup = 50_000
)

func (d rowsOf[T]) writeParquet(w io.Writer) error {
	out := parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(parquetGroup))
	batch := make([]T, 0, parquetBatch)
	flush := func() error {
		_, err := out.Write(batch)
		batch = batch[:0]
		return err
	}
	for row, err := range d.rows() {
		if err != nil {
			return fmt.Errorf("facts/%s: %w", d.name, err)
		}
		if batch = append(batch, row); len(batch) == parquetBatch {
			if err := flush(); err != nil {
				return fmt.Errorf("facts/%s: %w", d.name, err)
			}
		}
	}
	if err := flush(); err != nil {
		return fmt.Errorf("facts/%s: %w", d.name, err)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("facts/%s: %w", d.name, err)
	}
	return nil
}

// cellRow is a cell for machines. Sums are in whole tiyn; 95 % intervals are empty where
// they are not known.
type cellRow struct {
	World         string   `parquet:"world,dict,zstd"`
	Programme     string   `parquet:"programme,dict,zstd"`
	Territory     string   `parquet:"territory,dict,zstd"` // kz: all
	TerritoryName string   `parquet:"territory_name,dict,zstd"`
	Month         string   `parquet:"month,dict,zstd"` // empty: all
	Axis          string   `parquet:"segment_axis,dict,zstd"`
	Segment       string   `parquet:"segment,dict,zstd"`
	Metric        string   `parquet:"metric,dict,zstd"`
	Unit          string   `parquet:"unit,dict,zstd"`
	Runs          int64    `parquet:"runs,zstd"`
	Baseline      float64  `parquet:"baseline,zstd"`
	Mean          float64  `parquet:"mean,zstd"`
	Low           *float64 `parquet:"low,optional,zstd"`
	High          *float64 `parquet:"high,optional,zstd"`
	Delta         float64  `parquet:"delta,zstd"`
	DeltaLow      *float64 `parquet:"delta_low,optional,zstd"`
	DeltaHigh     *float64 `parquet:"delta_high,optional,zstd"`
	Percent       *float64 `parquet:"delta_percent,optional,zstd"`
	StandardError float64  `parquet:"mc_se,zstd"`
	ParameterSD   float64  `parquet:"parameter_sd,zstd"`
	MonteCarloPPM int64    `parquet:"mc_share_ppm,zstd"`
	ParameterPPM  int64    `parquet:"parameter_share_ppm,zstd"`
	WhatCanBeSaid string   `parquet:"flag,dict,zstd"`
}

// ends are the two ends of an interval, nil where it is not known.
func ends(unit study.Unit, e *study.Estimate) (low, high *float64) {
	if !e.Known {
		return nil, nil
	}
	l, h := inWhole(unit, e.Low), inWhole(unit, e.High)
	return &l, &h
}

func (t *studyTeller) cellRows() iter.Seq2[cellRow, error] {
	return func(yield func(cellRow, error) bool) {
		s, names := t.Study, map[voucher.Territory]string{}
		for c := range s.r.Cells() {
			if names[c.Territory] == "" {
				names[c.Territory] = t.named(c.Territory, t.speech)
			}
			row := cellRow{
				World: s.r.Worlds[c.World].ID, Programme: c.Programme.String(), Territory: c.Territory.String(), TerritoryName: names[c.Territory],
				Axis: c.Segment.Axis, Segment: c.Segment.Value, Metric: c.Metric, Unit: string(c.Unit), Runs: c.Runs, Baseline: inWhole(c.Unit, c.Baseline), Mean: inWhole(c.Unit, c.Level.Mean),
				Delta: inWhole(c.Unit, c.Delta.Mean), Percent: c.Percent, StandardError: inWhole(c.Unit, c.StandardError), ParameterSD: inWhole(c.Unit, c.ParameterSD),
				MonteCarloPPM: c.MonteCarloPPM, ParameterPPM: c.ParameterPPM, WhatCanBeSaid: string(c.Flag),
			}
			if c.Month != 0 {
				row.Month = c.Month.String()
			}
			row.Low, row.High = ends(c.Unit, &c.Level)
			row.DeltaLow, row.DeltaHigh = ends(c.Unit, &c.Delta)
			if !yield(row, nil) {
				return
			}
		}
	}
}
