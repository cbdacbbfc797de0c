package conformance

import (
	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/voucher"
)

func (l *country) rate() {
	p := l.person()
	l.do(l.role(voucher.Citizen), uint32(p), &voucher.Rate{Person: p, Score: uint8(rapid.IntRange(0, 6).Draw(l.t, "score"))})
	l.touch()
}

func (l *country) fileAppeal() {
	p := l.person()
	if o := l.do(voucher.Citizen, uint32(p), &voucher.FileAppeal{Person: p}); o.Refusal == nil {
		l.appeals = append(l.appeals, o.Result.Appeal)
		l.touch()
	}
}

func (l *country) answerAppeal() {
	i := len(l.appeals) - 1 - rapid.IntRange(0, 1).Draw(l.t, "appeals ago")
	id := voucher.AppealID(dangling)
	if i >= 0 && !l.chance("dangling", 16) {
		id = l.appeals[i]
	}
	l.do(l.role(voucher.AuthorisedBody), 0, &voucher.AnswerAppeal{Appeal: id})
}
