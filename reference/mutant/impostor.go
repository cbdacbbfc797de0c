package mutant

import (
	"context"
	"errors"

	"github.com/vouch-kz/vouch/reference/voucher"
)

var everyImpostor = []Mutant{
	{
		ID: "always-yes", Impostor: true, Hollow: true,
		Title: voucher.Text{En: "accepts everything and has nothing to show", Ru: "принимает всё и ничего не может показать", Kk: "бәрін қабылдайды, бірақ көрсететін ештеңесі жоқ"},
		build: impostor(func(inner voucher.System) *around {
			return &around{inner: inner, do: saysYes, advance: doesNothing, query: showsNothing}
		}),
	},
	{
		ID: "always-no", Impostor: true, Hollow: true,
		Title: voucher.Text{En: "refuses everything: the pilot does not run", Ru: "отказывает во всём: пилот не действует", Kk: "бәрінен бас тартады: пилот жүрмейді"},
		build: impostor(func(inner voucher.System) *around {
			return &around{
				inner: inner, advance: doesNothing,
				do: func(context.Context, voucher.Command) (voucher.Outcome, error) {
					return voucher.Outcome{Refusal: notNow}, nil
				},
				query: func(context.Context, *voucher.Query) (voucher.Record, error) {
					return voucher.Record{Refusal: notNow}, nil
				},
			}
		}),
	},
	{
		ID: "echo", Impostor: true, Hollow: true,
		Title: voucher.Text{En: "answers with what it was asked", Ru: "отвечает тем, о чём спросили", Kk: "сұралғанды қайталап жауап береді"},
		build: impostor(func(inner voucher.System) *around {
			return &around{inner: inner, do: saysBack, advance: doesNothing, query: showsBack}
		}),
	},
	{
		ID: "last-answer", Impostor: true,
		Title: voucher.Text{En: "answers every command as the one before it", Ru: "на каждую команду отвечает как на предыдущую", Kk: "әр командаға алдыңғысына берген жауабын береді"},
		build: impostor(lastAnswer),
	},
	{
		ID: "wrong-reason", Impostor: true,
		Title: voucher.Text{En: "the right verdict, every time for a reason that does not apply", Ru: "верный вердикт, но всякий раз по причине, которой нет", Kk: "шешім дұрыс, бірақ әр жолы жоқ себеппен"},
		build: impostor(func(inner voucher.System) *around {
			return refusing(inner, func(r voucher.Refusal, gas bool) *voucher.Refusal {
				if gas {
					return elsewhereFood
				}
				return elsewhereGas
			})
		}),
	},
	{
		ID: "no-reasons", Impostor: true,
		Title: voucher.Text{En: "the right verdict without any reason, which it admits", Ru: "верный вердикт без причин, о чём заявлено честно", Kk: "шешім дұрыс, себебі жоқ, бұл туралы адал айтылған"},
		build: claiming(impostor(withoutReasons), func(c *voucher.Capabilities) { c.Reasons = false }),
	},
	{
		ID: "claims-what-it-lacks", Impostor: true,
		Title: voucher.Text{En: "claims reasons, events, a digest and a clock, and has none of them", Ru: "заявляет причины, события, дайджест и часы, но ничего из этого не имеет", Kk: "себептер, оқиғалар, дайджест және сағат бар дейді, бірақ ешқайсысы жоқ"},
		build: impostor(lacksAll),
	},
	{
		ID: "denies-what-it-has", Impostor: true,
		Title: voucher.Text{En: "says that it has no clock, worlds, settings, choices, reasons, events and digest, and has them all", Ru: "заявляет, что нет часов, миров, настроек, выбора толкований, причин, событий и дайджеста, но всё это есть", Kk: "сағат, әлем, баптау, түсіндіру таңдауы, себеп, оқиға және дайджест жоқ дейді, бірақ бәрі бар"},
		build: claiming(impostor(func(inner voucher.System) *around { return &around{inner: inner} }), func(c *voucher.Capabilities) {
			c.Clock, c.Worlds, c.Settings, c.Choices, c.Reasons, c.Events, c.Digest = false, false, false, false, false, false, false
		}),
	},
	{
		ID: "frozen-clock", Impostor: true,
		Title: voucher.Text{En: "says that its clock has moved, and runs nothing", Ru: "сообщает, что часы переведены, но ничего не выполняет", Kk: "сағат жылжытылды дейді, бірақ ештеңе орындамайды"},
		build: impostor(func(inner voucher.System) *around { return &around{inner: inner, advance: doesNothing} }),
	},
	{
		ID: "forgetful", Impostor: true,
		Title: voucher.Text{En: "every record that is read is empty", Ru: "любая прочитанная запись пуста", Kk: "оқылған кез келген жазба бос"},
		build: impostor(func(inner voucher.System) *around { return &around{inner: inner, query: showsNothing} }),
	},
	{
		ID: "dies-after-five-commands", Impostor: true,
		Title: voucher.Text{En: "answers five commands rightly and none after them", Ru: "верно отвечает на пять команд, а потом не отвечает вовсе", Kk: "бес командаға дұрыс жауап беріп, одан кейін мүлде жауап бермейді"},
		build: impostor(dying(5)),
	},
	{
		ID: "one-world-for-all", Impostor: true,
		Title: voucher.Text{En: "every new system is the first one again", Ru: "каждая новая система – снова первая", Kk: "әр жаңа жүйе – қайтадан сол біріншісі"},
		build: wrapper(func(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.first == nil {
				w.first = voucher.Serial(inner)
				return w.first
			}
			w.trip()
			return w.first
		}),
	},
}

var (
	notNow        = voucher.Refuse(voucher.OutsidePeriod, "GAS-PERIOD-001")
	elsewhereFood = voucher.Refuse(voucher.StockExceeded, "FOOD-TRACE-001")
	elsewhereGas  = voucher.Refuse(voucher.ListNotSent, "GAS-DISPATCH-001")
	noReason      = &voucher.Refusal{}
)

// impostor puts something in front of a machine. Every call is a trip.
func impostor(with func(inner voucher.System) *around) build {
	return wrapper(func(w *World, inner voucher.System, _ *voucher.Setup) voucher.System {
		front := with(inner)
		return &around{
			do: func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
				w.trip()
				return front.Do(ctx, cmd)
			},
			advance: func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
				w.trip()
				return front.Advance(ctx, to)
			},
			query: func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
				w.trip()
				return front.Query(ctx, q)
			},
			inner: front,
		}
	})
}

// claiming declares something else.
func claiming(b build, claims func(c *voucher.Capabilities)) build {
	b.claims = claims
	return b
}

func saysYes(context.Context, voucher.Command) (voucher.Outcome, error) {
	return voucher.Outcome{}, nil
}

func doesNothing(context.Context, voucher.Instant) ([]voucher.Event, error) { return nil, nil }

// showsNothing answers with an empty record of the kind that was asked for.
func showsNothing(_ context.Context, q *voucher.Query) (voucher.Record, error) {
	var r voucher.Record
	switch q.Kind {
	case voucher.AskGasWallet:
		r.Gas = &voucher.GasWallet{}
	case voucher.AskFoodWallet:
		r.Food = &voucher.FoodWallet{}
	case voucher.AskMessages:
		r.Messages = []voucher.Message{}
	case voucher.AskProviderList:
		r.List = &voucher.ProviderList{}
	case voucher.AskReceipt:
		r.Receipt = &voucher.Receipt{}
	case voucher.AskStoreDay:
		r.StoreDay = &voucher.StoreDay{}
	case voucher.AskStock:
		r.Stock = &voucher.Stock{}
	case voucher.AskLoan:
		r.Loan = &voucher.Loan{}
	case voucher.AskAppeal:
		r.Appeal = &voucher.Appeal{}
	case voucher.AskDayReport:
		r.Report = &voucher.DayReport{}
	case voucher.AskLedger:
		r.Ledger = &voucher.Ledger{}
	case voucher.AskParameter:
		r.Parameter = new(int64)
	case voucher.AskDigest:
		r.Digest = new(voucher.Digest)
	}
	return r, nil
}

// saysBack accepts a command and tells its own words as the result.
func saysBack(_ context.Context, cmd voucher.Command) (voucher.Outcome, error) {
	var r voucher.Result
	switch c := cmd.(type) {
	case *voucher.EnterAccount:
		r.Account = voucher.AccountData{Provider: c.Provider, Number: c.Account}
	case *voucher.AcceptOffer:
		r.Edition = c.Edition
	case *voucher.ChargeVolume:
		r.Account = voucher.AccountData{Provider: c.Provider, Number: c.Account}
	case *voucher.Purchase:
		r.Code = c.Code
		for _, l := range c.Lines {
			r.Lines = append(r.Lines, voucher.LineSplit{Goods: l.Goods, Quantity: l.Quantity, Price: l.Price})
		}
	case *voucher.Refund:
		r.Purchase = c.Purchase
	case *voucher.GrantLoan:
		r.Amount = c.Amount
	case *voucher.RepayLoan:
		r.Loan, r.Amount = c.Loan, c.Amount
	case *voucher.AnswerAppeal:
		r.Appeal = c.Appeal
	}
	return voucher.Outcome{Result: r}, nil
}

// showsBack tells the words of a query as the record.
func showsBack(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
	r, err := showsNothing(ctx, q)
	switch q.Kind {
	case voucher.AskProviderList:
		r.List.Month = q.Month
	case voucher.AskReceipt:
		r.Receipt.Month = q.Month
	case voucher.AskLoan:
		r.Loan.Store = q.Store
	case voucher.AskAppeal:
		r.Appeal.Person = q.Person
	case voucher.AskDayReport:
		r.Report.Day = q.Day
	case voucher.AskLedger:
		r.Ledger.Month = q.Month
	}
	return r, err
}

// lastAnswer carries commands out and tells the answer to the one before.
func lastAnswer(inner voucher.System) *around {
	var last voucher.Outcome
	return &around{inner: inner, do: func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		o, err := inner.Do(ctx, cmd)
		before := last
		last = o.Clone()
		return before, err
	}}
}

// refusing gives other refusals; gas tells whether a gas command was refused.
func refusing(inner voucher.System, other func(r voucher.Refusal, gas bool) *voucher.Refusal) *around {
	a := &around{inner: inner}
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		o, err := inner.Do(ctx, cmd)
		if o.Refusal != nil {
			o.Refusal = other(*o.Refusal, cmd.Kind() < voucher.KindUpdateFoodList)
		}
		return o, err
	}
	a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		r, err := inner.Query(ctx, q)
		if r.Refusal != nil {
			r.Refusal = other(*r.Refusal, q.Kind == voucher.AskGasWallet || q.Kind == voucher.AskProviderList || q.Kind == voucher.AskReceipt)
		}
		return r, err
	}
	return a
}

// withoutReasons says no and not why.
func withoutReasons(inner voucher.System) *around {
	return refusing(inner, func(voucher.Refusal, bool) *voucher.Refusal { return noReason })
}

// lacksAll has neither reasons nor events nor a digest, and its clock stands.
func lacksAll(inner voucher.System) *around {
	a := withoutReasons(inner)
	do, query := a.do, a.query
	a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
		o, err := do(ctx, cmd)
		o.Events = nil
		return o, err
	}
	a.advance = func(context.Context, voucher.Instant) ([]voucher.Event, error) { return nil, errors.ErrUnsupported }
	a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
		if q.Kind == voucher.AskDigest {
			return voucher.Record{}, errors.ErrUnsupported
		}
		return query(ctx, q)
	}
	return a
}

var errDead = errors.New("the system does not answer")

// dying answers a number of commands and then nothing at all.
func dying(after int) func(voucher.System) *around {
	return func(inner voucher.System) *around {
		n := 0
		a := &around{inner: inner}
		a.do = func(ctx context.Context, cmd voucher.Command) (voucher.Outcome, error) {
			if n++; n > after {
				return voucher.Outcome{}, errDead
			}
			return inner.Do(ctx, cmd)
		}
		a.advance = func(ctx context.Context, to voucher.Instant) ([]voucher.Event, error) {
			if n > after {
				return nil, errDead
			}
			return inner.Advance(ctx, to)
		}
		a.query = func(ctx context.Context, q *voucher.Query) (voucher.Record, error) {
			if n > after {
				return voucher.Record{}, errDead
			}
			return inner.Query(ctx, q)
		}
		return a
	}
}
