package scenarios

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Position is where a part of a file begins, both from 1. A field of this type in a
// struct that ReadSettings fills is set to where the struct stands, for what is
// found wrong with it later.
type Position struct{ Line, Column int }

// Settings take the entries of a mapping whose keys are no fields. An error says
// what is wrong with the key or its value and how to mend it; the place is known.
type Settings interface {
	// Take takes one value as it is written; a list gives each of its values, in
	// order, and the key of a mapping in the mapping comes as outer.inner.
	Take(key, text string) error
}

// ReadSettings reads a small file of settings into a value as strictly as a
// scenario: one document, no key twice, none that is unknown. The name stands for
// the file in messages, opening shows how such a file begins. into points to a
// struct whose fields have yaml tags, to a slice, to a map by texts, to a text or a
// truth value, to Settings, or to an encoding.TextUnmarshaler, which reads one value
// and whose error is told at its place. What the file leaves out stays as it is. An
// error is always Problems.
func ReadSettings(name, opening string, data []byte, into any) error {
	r := &reader{name: name, opening: opening}
	if body := r.parse(data); body != nil {
		r.into(body, "", reflect.ValueOf(into).Elem())
	}
	return r.err()
}

// into reads a node into a value that can be set.
func (r *reader) into(n ast.Node, at string, v reflect.Value) {
	switch target := v.Addr().Interface().(type) {
	case Settings:
		r.take(n, at, target)
		return
	case encoding.TextUnmarshaler:
		if s, ok := r.scalar(n, at, say("one value")); ok {
			if err := target.UnmarshalText([]byte(s.text)); err != nil {
				r.fault(n, at, "%v", err)
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.intoStruct(n, at, v)
	case reflect.Map:
		r.intoMap(n, at, v)
	case reflect.Slice:
		r.intoSlice(n, at, v)
	case reflect.Bool:
		switch s, ok := r.scalar(n, at, say("true or false")); {
		case ok && (s.text == "true" || s.text == "false"):
			v.SetBool(s.text == "true")
		case ok:
			r.unexpected(n, at, say("true or false"))
		}
	case reflect.String:
		if s, ok := r.scalar(n, at, say("a text")); ok {
			v.SetString(s.text)
		}
	default:
		panic(fmt.Sprintf("scenarios: settings cannot be read into %s", v.Type()))
	}
}

// intoStruct reads the keys that the struct's tags name.
func (r *reader) intoStruct(n ast.Node, at string, v reflect.Value) {
	t := v.Type()
	var known []string
	byKey := map[string]int{}
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		switch {
		case t.Field(i).Type == reflect.TypeFor[Position]():
			line, column := placeOf(n)
			v.Field(i).Set(reflect.ValueOf(Position{line, column}))
		case key != "" && key != "-":
			known = append(known, key)
			byKey[key] = i
		}
	}
	fields, _ := r.fields(n, at, known)
	for _, key := range known { // in the order of the struct, whatever that of the file
		if e, ok := fields[key]; ok {
			r.into(e.value, below(at, key), v.Field(byKey[key]))
		}
	}
}

// intoMap reads every key of a mapping.
func (r *reader) intoMap(n ast.Node, at string, v reflect.Value) {
	entries, ok := r.mapping(n, at)
	if !ok {
		return
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for _, e := range entries {
		value := reflect.New(v.Type().Elem()).Elem()
		r.into(e.value, below(at, e.key), value)
		v.SetMapIndex(reflect.ValueOf(e.key).Convert(v.Type().Key()), value)
	}
}

// intoSlice reads a list, which may be empty.
func (r *reader) intoSlice(n ast.Node, at string, v reflect.Value) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		r.unexpected(n, at, say("a list"))
		return
	}
	all := reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values))
	for i, item := range s.Values {
		r.into(item, at, all.Index(i))
	}
	v.Set(all)
}

// take hands over every entry of a mapping.
func (r *reader) take(n ast.Node, at string, into Settings) { r.takeBelow(n, at, "", into) }

func (r *reader) takeBelow(n ast.Node, at, outer string, into Settings) {
	entries, _ := r.mapping(n, at)
	for _, e := range entries {
		key, items := below(outer, e.key), []ast.Node{e.value}
		switch value := e.value.(type) {
		case *ast.MappingNode:
			r.takeBelow(value, at, key, into)
			continue
		case *ast.SequenceNode:
			items = value.Values
		}
		for _, item := range items {
			s, ok := r.scalar(item, below(at, key), say("one value, or a list of values"))
			if !ok {
				continue
			}
			if err := into.Take(key, s.text); err != nil {
				r.fault(e.named, at, "%v", err)
			}
		}
	}
}

// below is the path of a key in a mapping.
func below(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}
