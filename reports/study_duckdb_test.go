package reports_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reports"
)

// nodeModules is the folder of packages from npm by which files are read that somebody
// else has to be able to read. Without one a test is skipped, except where CI says
// that there has to be one.
func nodeModules(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("REPORT_NODE_MODULES")
	if folder == "" && os.Getenv("CI") == "true" {
		t.Fatal("REPORT_NODE_MODULES names no folder: CI has to install axe-core and @duckdb/node-api there")
	}
	if folder == "" {
		t.Skip("REPORT_NODE_MODULES names no folder with axe-core and @duckdb/node-api")
	}
	return folder
}

// inDuckDB counts the rows of a file and adds up its first column of numbers, if any.
const inDuckDB = `
const { DuckDBInstance } = require(process.argv[1] + "/@duckdb/node-api");
(async () => {
	const c = await (await DuckDBInstance.create(":memory:")).connect();
	const ask = async (sql) => (await c.runAndReadAll(sql)).getRowsJson();
	const told = {};
	for (const file of process.argv.slice(2)) {
		const from = " from " + (file.endsWith(".csv") ? "read_csv" : "read_parquet") + "('" + file + "')";
		const columns = (await ask("describe select *" + from)).map((r) => r[0] + " " + r[1]);
		told[file] = { rows: Number((await ask("select count(*)" + from))[0][0]), columns };
	}
	const cells = process.argv.slice(2).find((f) => f.endsWith("cells.parquet"));
	told.tenge = Number((await ask("select sum(mean) / 100 from read_parquet('" + cells + "') where metric = 'credited' and territory <> 'kz' and month <> '' and segment_axis = ''"))[0][0]);
	console.log(JSON.stringify(told));
})();`

// TestDuckDBReadsEveryFile: another program than the one that wrote them reads the
// Parquet files and the CSV files: as many rows as these have lines, columns of the same
// names, none with the byte order mark in it, and numbers as numbers.
func TestDuckDBReadsEveryFile(t *testing.T) {
	modules := nodeModules(t)
	files := filesOf(t, studied(t), reports.English, ".parquet", ".csv")
	folder := t.TempDir()
	arguments := []string{"-e", inDuckDB, modules}
	for name, content := range files {
		file := filepath.Join(folder, filepath.Base(name))
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	out, err := exec.CommandContext(t.Context(), "node", arguments...).CombinedOutput() //nolint:gosec // our own script
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	var told map[string]json.RawMessage
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, file := range arguments[3:] {
		var got struct {
			Rows    int
			Columns []string
		}
		if err := json.Unmarshal(told[file], &got); err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		lines, err := inCSV(files["csv/"+name+".csv"])
		if err != nil {
			t.Fatal(err)
		}
		if got.Rows != len(lines)-1 {
			t.Errorf("DuckDB finds %d rows in %s, want %d as in CSV", got.Rows, name, len(lines)-1)
		}
		for i, column := range got.Columns {
			called, kind, _ := strings.Cut(column, " ")
			if i >= len(lines[0]) || called != lines[0][i] {
				t.Errorf("%s: column %d is called %q in DuckDB; CSV has %q", filepath.Base(file), i, called, lines[0])
				break
			}
			if called == "mean" && kind != "DOUBLE" {
				t.Errorf("%s: the mean is a %s in DuckDB, want a DOUBLE", name, kind)
			}
		}
	}
	if sum, err := strconv.ParseFloat(string(told["tenge"]), 64); err != nil || sum <= 0 {
		t.Errorf("credited in all worlds is %s tenge in DuckDB", told["tenge"])
	}
}
