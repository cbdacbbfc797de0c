package reference

import "github.com/vouch-kz/vouch/reference/voucher"

// answer is what a command was told, kept under its key (BOTH-RETRY-001).
type answer struct {
	fingerprint voucher.Digest
	refusal     *voucher.Refusal
	result      voucher.Result
}

// scopedKey is a key together with the actor that sent it.
type scopedKey struct {
	key  voucher.Key
	role voucher.Role
	id   uint32
}

// keyTable keeps the answers of two months: a month's keys are kept until the
// month is closed for refunds, then its memory serves a new month.
type keyTable struct {
	present, past generation
}

// generation is one month's answers, in order of arrival.
type generation struct {
	month   voucher.Month
	index   map[scopedKey]uint32
	keys    []scopedKey
	answers []answer
}

// find returns the answer stored under a header's key, or nil.
func (t *keyTable) find(h *voucher.Header, now voucher.Instant, refundDays voucher.Day) *answer {
	k := scopedKey{h.Key, h.Actor.Role, h.Actor.ID}
	if i, ok := t.present.index[k]; ok && !t.present.closed(now, refundDays) {
		return &t.present.answers[i]
	}
	if len(t.past.answers) == 0 || t.past.closed(now, refundDays) {
		return nil
	}
	if i, ok := t.past.index[k]; ok {
		return &t.past.answers[i]
	}
	return nil
}

// closed reports whether the generation's month is closed for refunds.
func (g *generation) closed(now voucher.Instant, refundDays voucher.Day) bool {
	return now >= ((g.month + 1).First() + refundDays).Start()
}

// store keeps an answer in the present month.
func (t *keyTable) store(h *voucher.Header, now voucher.Instant, a answer) {
	if month := now.Month(); t.present.month != month {
		t.present, t.past = t.past, t.present
		t.present.month = month
		t.present.keys, t.present.answers = t.present.keys[:0], t.present.answers[:0]
		clear(t.present.index)
	}
	if t.present.index == nil {
		t.present.index = make(map[scopedKey]uint32)
	}
	k := scopedKey{h.Key, h.Actor.Role, h.Actor.ID}
	t.present.index[k] = uint32(len(t.present.answers))
	t.present.keys = append(t.present.keys, k)
	t.present.answers = append(t.present.answers, a)
}

// reindex rebuilds the index from the keys.
func (g *generation) reindex() {
	g.index = make(map[scopedKey]uint32, len(g.keys))
	for i, k := range g.keys {
		g.index[k] = uint32(i)
	}
}
