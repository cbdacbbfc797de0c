package conformance

import (
	"fmt"
	"slices"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// What there is to say of a verdict that is no pass, in the three languages.

// filled puts values into a wording, of texts the words of each language.
func filled(t voucher.Text, args ...any) voucher.Text {
	return voucher.Text{En: filledIn("en", t.En, args), Ru: filledIn("ru", t.Ru, args), Kk: filledIn("kk", t.Kk, args)}
}

func filledIn(lang, format string, args []any) string {
	own := slices.Clone(args)
	for i := range own {
		if t, ok := own[i].(voucher.Text); ok {
			own[i] = t.In(lang)
		}
	}
	return fmt.Sprintf(format, own...)
}

func whyProgramme(p voucher.Programme) voucher.Text {
	if p == voucher.Gas {
		return voucher.Text{
			En: "the build does not run the gas programme", Ru: "система не ведёт газовую программу",
			Kk: "жүйе газ бағдарламасын жүргізбейді",
		}
	}
	return voucher.Text{
		En: "the build does not run the food programme", Ru: "система не ведёт продовольственную программу",
		Kk: "жүйе азық-түлік бағдарламасын жүргізбейді",
	}
}

func whyParty(p scenarios.Party) voucher.Text {
	return filled(voucher.Text{
		En: "the build does not play the party “%s” (%s)", Ru: "система не выступает стороной «%s» (%s)",
		Kk: "жүйе «%s» тарапы (%s) ретінде қатыспайды",
	}, p.Text(), string(p))
}

// whyNeeds names all abilities that are missing: those of the build in one sentence.
func whyNeeds(missing ...Ability) voucher.Text {
	var of, all []voucher.Text
	for _, a := range missing {
		if why := whyRunNeeds(a); why != (voucher.Text{}) {
			all = append(all, why)
		} else {
			t := a.Text()
			of = append(of, voucher.Text{En: "“" + t.En + "”", Ru: "«" + t.Ru + "»", Kk: "«" + t.Kk + "»"})
		}
	}
	lacks := voucher.Text{
		En: "the build does not declare the ability %s", Ru: "система не заявляет возможность %s",
		Kk: "жүйе %s мүмкіндігін мәлімдемейді",
	}
	if len(of) > 1 {
		lacks = voucher.Text{
			En: "the build does not declare the abilities %s", Ru: "система не заявляет возможности %s",
			Kk: "жүйе %s мүмкіндіктерін мәлімдемейді",
		}
	}
	if of != nil {
		all = append(all, filled(lacks, joined(of)))
	}
	return sentences(all)
}

// sentences are several sentences as one.
func sentences(all []voucher.Text) (t voucher.Text) {
	for i, one := range all {
		if i > 0 {
			t.En, t.Ru, t.Kk = t.En+"; ", t.Ru+"; ", t.Kk+"; "
		}
		t.En, t.Ru, t.Kk = t.En+one.En, t.Ru+one.Ru, t.Kk+one.Kk
	}
	return t
}

// whyRunNeeds says what the way lacks in which a build is reached; zero for an
// ability that the build declares.
func whyRunNeeds(a Ability) voucher.Text {
	switch a {
	case NeedsWire:
		return voucher.Text{
			En: "it can be asked over HTTP only", Ru: "проверяется только по HTTP", Kk: "тек HTTP арқылы тексеріледі",
		}
	case NeedsConcurrent:
		return filled(voucher.Text{
			En: "the build does not declare the ability “%s”: through this door it is asked by one at a time, and nothing races; over HTTP it is raced",
			Ru: "система не заявляет возможность «%s»: этим путём её спрашивает кто-то один, и гонки нет; по HTTP гонка проводится",
			Kk: "жүйе «%s» мүмкіндігін мәлімдемейді: бұл жолмен одан бір мезгілде бір-ақ сұраушы сұрайды, жарыс болмайды; HTTP арқылы жарыс өткізіледі",
		}, a.Text())
	case NeedsRestart:
		return voucher.Text{
			En: "the build cannot be started again in the middle of a run: give --restart-cmd, or serve the fault restart on the control plane",
			Ru: "систему нельзя перезапустить посреди прогона: укажите --restart-cmd или поддержите сбой restart в плоскости управления",
			Kk: "жүйені тексеру ортасында қайта іске қосу мүмкін емес: --restart-cmd көрсетіңіз немесе басқару жазықтығында restart ақауын қолдаңыз",
		}
	case NeedsActors:
		return voucher.Text{
			En: "nobody can come to ask: the build makes no worlds whose control plane gives tokens, and no test identities were named",
			Ru: "обратиться некому: система не создаёт миры с токенами плоскости управления, и тестовые участники не указаны",
			Kk: "сұрайтын ешкім жоқ: жүйе басқару жазықтығы токен беретін әлемдер құрмайды, сынақ қатысушылары да көрсетілмеген",
		}
	case NeedsOracle:
		return voucher.Text{
			En: "no oracle was given to compare with", Ru: "не задан эталон для сравнения", Kk: "салыстыратын эталон берілмеген",
		}
	case NeedsLogs:
		return voucher.Text{
			En: "no file of the build's log was named", Ru: "файл журнала работы системы не указан", Kk: "жүйенің жұмыс журналының файлы көрсетілмеген",
		}
	case NeedsMetrics:
		return voucher.Text{
			En: "no address of the build's metrics was given", Ru: "адрес метрик системы не указан", Kk: "жүйе метрикаларының мекенжайы көрсетілмеген",
		}
	case NeedsGuard:
		return voucher.Text{
			En: "no token of the control plane was given: it may need none", Ru: "токен плоскости управления не указан: возможно, он не нужен",
			Kk: "басқару жазықтығының токені көрсетілмеген: ол қажет болмауы мүмкін",
		}
	case NeedsProduction:
		return voucher.Text{
			En: "no build in production mode was given", Ru: "не указана система в рабочем режиме", Kk: "жұмыс режиміндегі жүйе көрсетілмеген",
		}
	}
	return voucher.Text{}
}

func whyReading(id voucher.Reading, c *voucher.Capabilities) voucher.Text {
	return filled(voucher.Text{
		En: "the build reads %s as %s", Ru: "система понимает %s как %s", Kk: "жүйе %s сұрағын %s деп түсінеді",
	}, id, c.Readings.Choice(id))
}

// whyPrerequisite says which step was to lead to what is judged, what it asked and
// how it was answered.
func whyPrerequisite(step int, e *voucher.Entry) voucher.Text {
	return filled(voucher.Text{
		En: "step %d, which leads there, was not answered as it has to be (%s): %s", Ru: "подготовительный шаг %d прошёл не так, как нужно (%s): %s",
		Kk: "%d-дайындық қадамы тиісінше өтпеді (%s): %s",
	}, step, quotation(askedIn(e)), quotation(answerLines(e)[0]))
}

// whyUnnamed says that a step cannot be asked, since what it names was not made.
func whyUnnamed(step int) voucher.Text {
	return filled(voucher.Text{
		En: "step %d speaks of what an earlier step was to make, and it was never made", Ru: "шаг %d ссылается на то, что должен был создать предыдущий шаг, но это не создано",
		Kk: "%d-қадам алдыңғы қадам жасауға тиіс нәрсеге сүйенеді, бірақ ол жасалмаған",
	}, step)
}

func whyUnasked(err string) voucher.Text {
	return filled(voucher.Text{
		En: "it could not be asked to its end: %s", Ru: "проверку не удалось довести до конца: %s",
		Kk: "тексеруді соңына дейін жеткізу мүмкін болмады: %s",
	}, quotation(err))
}

func whyUnnamedIDs(stores int64) voucher.Text {
	return filled(voucher.Text{
		En: "of the build's own ids not all are named: people and families 1, goods 2, stores %d; stores 1 and 2 take part, in two cities of the pilot, and store 3 does not take part or is suspended",
		Ru: "названы не все идентификаторы системы: граждан и семей 1, товаров 2, магазинов %d; магазины 1 и 2 участвуют, в двух городах пилота, магазин 3 не участвует или приостановлен",
		Kk: "жүйенің өз идентификаторларының бәрі аталмаған: азамат пен отбасы 1, тауар 2, дүкен %d; 1 және 2-дүкендер пилоттың екі қаласында қатысады, 3-дүкен қатыспайды немесе тоқтатылған",
	}, stores)
}

func whyNotServed(err string) voucher.Text {
	return filled(voucher.Text{
		En: "the build declares an ability and does not serve it: %s", Ru: "система заявляет возможность, но не выполняет: %s",
		Kk: "жүйе мүмкіндікті мәлімдейді, бірақ орындамайды: %s",
	}, quotation(err))
}

// whyTokenless says what comes first where the control plane gives no tokens.
func whyTokenless() voucher.Text {
	return sentences([]voucher.Text{{
		En: "the control plane gives no tokens, so that nobody can come to ask",
		Ru: "плоскость управления не выдаёт токены, и обратиться некому",
		Kk: "басқару жазықтығы токен бермейді, сондықтан сұрайтын ешкім жоқ",
	}, mendTokens})
}

// whyLacked is whyNotServed of a list of abilities.
func whyLacked(words string) voucher.Text {
	return filled(voucher.Text{
		En: "the build declares and does not serve: %s", Ru: "система заявляет, но не выполняет: %s",
		Kk: "жүйе мәлімдейді, бірақ орындамайды: %s",
	}, abilitiesIn(words))
}

func whyUndeclared(words string) voucher.Text {
	return filled(voucher.Text{
		En: "the build serves and does not declare: %s; what it says of itself is out of date",
		Ru: "система выполняет, но не заявляет: %s; сведения о ней устарели", Kk: "жүйе орындайды, бірақ мәлімдемейді: %s; ол туралы мәлімет ескірген",
	}, abilitiesIn(words))
}

func whyContract(err string) voucher.Text {
	return filled(voucher.Text{
		En: "the build broke the contract of the wire: %s", Ru: "нарушен контракт обмена: %s", Kk: "алмасу келісімшарты бұзылды: %s",
	}, quotation(err))
}

func whyTwin(twin string) voucher.Text {
	return filled(voucher.Text{
		En: "it passed, but its twin %s did not: the refusal proves nothing", Ru: "пройдено, но парная проверка %s – нет: отказ ничего не доказывает",
		Kk: "өтті, бірақ жұп тексеру %s өтпеді: бас тарту ештеңені дәлелдемейді",
	}, twin)
}

var (
	whyVerdictOnly = voucher.Text{
		En: "the no is right; the build gives no reason to judge", Ru: "отказ верен; причину отказа система не сообщает",
		Kk: "бас тарту дұрыс; себебін жүйе айтпайды",
	}
	whyYes = voucher.Text{
		En: "it was accepted, but so was everything that had to be refused: the yes shows nothing",
		Ru: "принято, но принято и всё, что следовало отклонить: такое «да» ничего не доказывает",
		Kk: "қабылданды, бірақ қабылданбауы тиіс нәрсенің бәрі де қабылданды: мұндай «иә» ештеңені дәлелдемейді",
	}
	whyReason = voucher.Text{
		En: "it was refused for another reason, which may apply as well", Ru: "отказано по другой причине, которая тоже может подходить",
		Kk: "басқа себеппен бас тартылды, ол да сәйкес келуі мүмкін",
	}
	whyCalledOff = voucher.Text{
		En: "the run was called off before", Ru: "прогон прерван раньше", Kk: "тексеру бұрын тоқтатылды",
	}
	whyUnreachable = voucher.Text{
		En: "the build could not be reached several times in a row", Ru: "система несколько раз подряд была недоступна",
		Kk: "жүйе қатарынан бірнеше рет қолжетімсіз болды",
	}
	whyStopped = voucher.Text{
		En: "not asked: the run ends at the first failure", Ru: "не проверялось: прогон до первой ошибки", Kk: "тексерілмеді: бірінші қатеге дейін",
	}
	whyMoney = voucher.Text{
		En: "credited = spent + left + annulled, for every month at every instant",
		Ru: "зачислено = потрачено + остаток + аннулировано, по каждому месяцу в любой момент",
		Kk: "түсті = жұмсалды + қалдық + күші жойылды, әр ай бойынша кез келген сәтте",
	}
	whyStale = voucher.Text{
		En: "the file of known failures names it, and it no longer fails", Ru: "указано в файле известных ошибок, но больше не падает",
		Kk: "белгілі қателер файлында бар, бірақ енді қате емес",
	}
	whyMissing = voucher.Text{
		En: "the recorded run does not hold it", Ru: "в записи прогона этого нет", Kk: "жазбада бұл жоқ",
	}
)

func whySearch(round, steps int) voucher.Text {
	return filled(voucher.Text{
		En: "no order was found in time, and none was ruled out: round %d, %d steps",
		Ru: "за отведённое время порядок не найден и не исключён: круг %d, шагов: %d", Kk: "берілген уақытта рет табылмады да, жоққа шығарылмады да: %d-айналым, қадам саны: %d",
	}, round, steps)
}

var whyNoOverlap = voucher.Text{
	En: "no two calls overlapped: nothing raced, and nothing was shown",
	Ru: "никакие два вызова не совпали по времени: гонки не было, и ничего не доказано",
	Kk: "ешқандай екі шақыру уақыт бойынша қабаттаспады: жарыс болмады, ештеңе дәлелденбеді",
}

var whyNothingWritten = voucher.Text{
	En: "nothing was written there during the run: is it this build's, and does it tell of requests?",
	Ru: "за время прогона туда ничего не записано: это журнал этой системы, и пишет ли она о запросах?",
	Kk: "тексеру кезінде ол жерге ештеңе жазылмады: бұл осы жүйенікі ме, сұраулар туралы жаза ма?",
}
