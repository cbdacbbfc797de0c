package wire

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/vouch-kz/vouch/reference/voucher"
)

// OwnIDs are a build's own ids for whom and what a setup only numbers: the first
// is that of number 1. They stand in for a build that makes no worlds, where the
// operator names test identities that exist. Gas accounts have their own numbers
// anyway.
type OwnIDs struct {
	People, Families, Stores, Goods, Providers []string
}

// holds says whether there is an id for everybody in a setup.
func (o *OwnIDs) holds(s *voucher.Setup) error {
	for _, row := range []struct {
		what       string
		have, need int
	}{
		{"people", len(o.People), len(s.People)}, {"families", len(o.Families), s.Families}, {"stores", len(o.Stores), len(s.Stores)},
		{"goods", len(o.Goods), len(s.Goods)}, {"providers", len(o.Providers), len(s.Providers)},
	} {
		if row.have < row.need {
			return fmt.Errorf("%d %s are named, and %d are needed: %w", row.have, row.what, row.need, errors.ErrUnsupported)
		}
	}
	return nil
}

// own returns the build's id of a number, the number itself where it names none.
func own[T ~uint32](all []string, id T) string {
	if id == 0 {
		return ""
	}
	if int(id) <= len(all) {
		return all[id-1]
	}
	return strconv.FormatUint(uint64(id), 10)
}

// marshalers writes the build's ids.
func (o *OwnIDs) marshalers() []*json.Marshalers {
	return []*json.Marshalers{ownWriter[voucher.PersonID](o.People), ownWriter[voucher.FamilyID](o.Families),
		ownWriter[voucher.StoreID](o.Stores), ownWriter[voucher.GoodsID](o.Goods), ownWriter[voucher.ProviderID](o.Providers)}
}

// unmarshalers reads them. An id that is none of them is nobody that was asked
// about, which a judge has to see: it is an error.
func (o *OwnIDs) unmarshalers() []*json.Unmarshalers {
	return []*json.Unmarshalers{ownReader[voucher.PersonID](o.People), ownReader[voucher.FamilyID](o.Families),
		ownReader[voucher.StoreID](o.Stores), ownReader[voucher.GoodsID](o.Goods), ownReader[voucher.ProviderID](o.Providers)}
}

func ownWriter[T ~uint32](all []string) *json.Marshalers {
	return json.MarshalToFunc(func(e *jsontext.Encoder, id T) error { return e.WriteToken(jsontext.String(own(all, id))) })
}

func ownReader[T ~uint32](all []string) *json.Unmarshalers {
	return json.UnmarshalFromFunc(func(d *jsontext.Decoder, id *T) error {
		text, err := readOpaque(d)
		switch n := slices.Index(all, text); {
		case err != nil:
			return err
		case text == "":
			*id = 0
		case n < 0:
			return errors.New("an id that is none of those that were named")
		default:
			*id = T(n + 1)
		}
		return nil
	})
}

// ownText is the id that stands for a number in a query string.
func (n *names) ownText(id any) string {
	o := n.own
	if o == nil {
		o = &OwnIDs{}
	}
	switch id := id.(type) {
	case voucher.PersonID:
		return own(o.People, id)
	case voucher.FamilyID:
		return own(o.Families, id)
	case voucher.StoreID:
		return own(o.Stores, id)
	case voucher.GoodsID:
		return own(o.Goods, id)
	case voucher.ProviderID:
		return own(o.Providers, id)
	}
	panic(fmt.Sprintf("wire: no id of a setup: %T", id))
}

// Body writes the body of a command as the client sends it, for requests that are
// sent as they are. Ids that the build made are not known here.
func (c *Client) Body(cmd voucher.Command) ([]byte, error) {
	return newCodec(c.options.Reasons, c.options.IDs).command(cmd)
}
