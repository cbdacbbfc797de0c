package wire

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
)

// clippedMax is how many characters of a foreign text a message repeats.
const clippedMax = 160

// clipped makes one short line of a text, secrets left out.
func clipped(text string) string {
	text = Masked(strings.ToValidUTF8(text, "?"))
	text = strings.Join(strings.Fields(text), " ")
	n := 0
	for i := range text {
		if n++; n > clippedMax {
			return text[:i] + "…"
		}
	}
	return text
}

// typeOf is the type of a value, for hints.
func typeOf(v any) reflect.Type { return reflect.TypeOf(v) }

// queryOf returns the one value of the one name that a query string may have.
func queryOf(r *http.Request, name string) (string, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return "", err
	}
	if len(values) != 1 || len(values[name]) != 1 {
		return "", errors.New("write one " + name)
	}
	return values[name][0], nil
}
