package reports_test

import (
	"strings"
	"testing"

	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/reports"
)

// spoken reports a text that a reader would stumble over.
func spoken(t *testing.T, what string, l reports.Language, text string) {
	t.Helper()
	if text == "" || strings.Contains(text, "{{") || strings.Contains(text, "<no value>") || strings.Contains(text, "  ") {
		t.Errorf("%s in %s: %q, want a sentence without gaps", what, l, text)
	}
}

func TestEveryCommandAndQueryIsASentence(t *testing.T) {
	for _, l := range reports.Languages() {
		seen := map[string]string{}
		for _, k := range voucher.CommandKinds() {
			text := reports.Sentence(voucher.NewCommand(k), l)
			spoken(t, k.String(), l, text)
			if other := seen[text]; other != "" {
				t.Errorf("%s and %s are the same sentence in %s: %s", k, other, l, text)
			}
			seen[text] = k.String()
		}
		for k := voucher.AskGasWallet; k <= voucher.AskDigest; k++ {
			text := reports.QuestionSentence(&voucher.Query{Kind: k}, l)
			spoken(t, k.String(), l, text)
			if other := seen[text]; other != "" {
				t.Errorf("%s and %s are the same sentence in %s: %s", k, other, l, text)
			}
			seen[text] = k.String()
		}
		spoken(t, "advance", l, reports.AdvanceSentence(voucher.At(2026, 2, 28, 23, 59, 59), l))
	}
}

func TestSentencesSayWhatIsDone(t *testing.T) {
	for _, tt := range []struct {
		line       string
		en, ru, kk string
	}{
		{
			"reply programme=gas person=1 text=да",
			"Person 1 answers yes by SMS (gas voucher)",
			"Человек 1 отвечает «да» по SMS (газовый ваучер)",
			"1-адам SMS арқылы «иә» деп жауап береді (газ ваучері)",
		},
		{
			"reply programme=food person=2 text=нет by=operator:3",
			"Person 2 answers no at a service centre (food voucher)",
			"Человек 2 отвечает «нет» в центре обслуживания (продовольственный ваучер)",
			"2-адам қызмет көрсету орталығында «жоқ» деп жауап береді (азық-түлік ваучері)",
		},
		{
			"confirm person=1", "Person 1 confirms the activation", "Человек 1 подтверждает активацию", "1-адам белсендіруді растайды",
		},
		{
			"confirm person=1 by=operator:2",
			"Person 1 confirms the activation (done by service-centre operator 2)",
			"Человек 1 подтверждает активацию (действует оператор центра обслуживания 2)",
			"1-адам белсендіруді растайды (әрекет етуші: қызмет көрсету орталығының 2-операторы)",
		},
		{
			"purchase store=1 code=$1 lines=[2:1.000@450.00 3:0.650@1200.00]",
			"Store 1 sells by QR code: goods 2 × 1 at 450.00\u00a0₸; goods 3 × 0.65 at 1,200.00\u00a0₸",
			"Магазин 1 продаёт по QR-коду: товар 2 × 1 по 450,00\u00a0₸; товар 3 × 0,65 по 1\u00a0200,00\u00a0₸",
			"1-дүкен QR-код бойынша сатады: 2-тауар × 1, бағасы 450,00\u00a0₸; 3-тауар × 0,65, бағасы 1\u00a0200,00\u00a0₸",
		},
		{
			"update_gas_list rows=[1 social+housing 750000000; 2 drop]",
			"The list owner updates the gas list: person 1 (social assistance, housing assistance; Almaty city); person 2 leaves it",
			"Владелец списка обновляет список на газ: человек 1 (адресная социальная помощь, жилищная помощь; город Алматы); человек 2 выбывает",
			"Тізім иесі газ тізімін жаңартады: 1-адам (атаулы әлеуметтік көмек, тұрғын үй көмегі; Алматы қаласы); 2-адам шығады",
		},
		{
			"charge_volume provider=1 account=0012345 month=2025-10 volume=187.500",
			"Provider 1 charges 187.5 m³ to account 0012345 for Oct 2025",
			"Поставщик 1 начисляет 187,5 м³ по счёту 0012345 за 10.2025",
			"1-жеткізуші 0012345 шотына 10.2025 үшін 187,5 м³ есептейді",
		},
		{
			"change_parameter path=gas.window.to_day from=2025-10-20 value=21",
			"The authorised body changes a rule from 20 Oct 2025: last day of activation = 21 (the whole country)",
			"Уполномоченный орган меняет правило с 20.10.2025: последний день активации = 21 (вся страна)",
			"Уәкілетті орган ережені 20.10.2025 бастап өзгертеді: белсендірудің соңғы күні = 21 (бүкіл ел)",
		},
		{
			"mark_goods store=1 goods=2 unmarked=true",
			"Store 1 takes the mark off goods 2", "Магазин 1 снимает отметку с товара 2", "1-дүкен 2-тауардың белгісін алып тастайды",
		},
	} {
		cmd, err := voucher.ParseCommand(tt.line)
		if err != nil {
			t.Fatalf("%s: %v", tt.line, err)
		}
		for l, want := range map[reports.Language]string{reports.English: tt.en, reports.Russian: tt.ru, reports.Kazakh: tt.kk} {
			if got := reports.Sentence(cmd, l); got != want {
				t.Errorf("%s in %s:\ngot  %s\nwant %s", tt.line, l, got, want)
			}
		}
	}
}

func TestSentencesKeepSecrets(t *testing.T) {
	code := voucher.QR{0xde, 0xad, 0xbe, 0xef}
	const iin, phone = "030101599991", "+77010000001"
	for _, l := range reports.Languages() {
		for _, text := range []string{
			reports.Sentence(&voucher.Purchase{Store: 1, Code: code}, l),
			reports.Sentence(&voucher.ScanCode{Family: 1, Code: code}, l),
			reports.Sentence(&voucher.Reply{Person: 1, Programme: voucher.Gas, Text: "my number is " + iin + ", call " + phone}, l),
			reports.AnswerPhrase(&voucher.Entry{Command: &voucher.ShowCode{Family: 1}, Outcome: voucher.Outcome{Result: voucher.Result{Code: code}}}, l),
			reports.AnswerPhrase(&voucher.Entry{Command: &voucher.Confirm{Person: 1}, Err: "status 500: person " + iin}, l),
		} {
			for _, secret := range []string{code.String(), iin, phone} {
				if strings.Contains(text, secret) {
					t.Errorf("%s in %s holds %s (BOTH-PRIVACY-001)", text, l, secret)
				}
			}
		}
	}
}

func TestLongListsAreCutShort(t *testing.T) {
	cmd := &voucher.UpdateGasList{Rows: make([]voucher.GasListRow, 25)}
	for i := range cmd.Rows {
		cmd.Rows[i] = voucher.GasListRow{Person: voucher.PersonID(i + 1), Drop: true}
	}
	if got, want := reports.Sentence(cmd, reports.English), "and 21 more"; !strings.Contains(got, want) || strings.Contains(got, "person 5") {
		t.Errorf("a list of 25 rows: %s\nwant four of them %s", got, want)
	}
}

func TestAnswersAreShortPhrases(t *testing.T) {
	for _, tt := range []struct {
		name  string
		entry voucher.Entry
		en    string
		why   string
	}{
		{
			"refused", voucher.Entry{Command: new(voucher.Confirm), Outcome: voucher.Outcome{Refusal: voucher.Refuse(voucher.WindowClosed, "GAS-WINDOW-001")}},
			"refused: activation is over for this month (window-closed)", "words and code",
		},
		{
			"refused without a reason", voucher.Entry{Command: new(voucher.Confirm), Outcome: voucher.Outcome{Refusal: new(voucher.Refusal)}},
			"refused, without a reason", "a build without reason codes",
		},
		{
			"a purchase", voucher.Entry{
				Command: new(voucher.Purchase),
				Outcome: voucher.Outcome{Result: voucher.Result{Purchase: 7, Amount: 1350_00, Paid: 200_00, Balance: 11625_00}},
			},
			"accepted (discount: 1,350.00\u00a0₸; paid by the buyer: 200.00\u00a0₸; left: 11,625.00\u00a0₸)", "money matters, handles do not",
		},
		{"a confirm", voucher.Entry{Command: new(voucher.Confirm), Outcome: voucher.Outcome{Result: voucher.Result{Voucher: 1}}}, "accepted", "nothing else matters"},
		{
			"a wallet", voucher.Entry{
				Query:  &voucher.Query{Kind: voucher.AskFoodWallet},
				Record: voucher.Record{Food: &voucher.FoodWallet{Voucher: 1, State: voucher.Active, Credited: 4325_00, Spent: 450_00, Left: 3875_00}},
			},
			"shown (state: active; credited: 4,325.00\u00a0₸; spent: 450.00\u00a0₸; left: 3,875.00\u00a0₸)", "",
		},
		{
			"messages", voucher.Entry{
				Query: &voucher.Query{Kind: voucher.AskMessages},
				Record: voucher.Record{Messages: []voucher.Message{{
					ID: 1, At: voucher.At(2025, 10, 7, 0, 0, 0), Programme: voucher.Gas, Kind: voucher.Notice, Month: voucher.MonthOf(2025, 10), Link: true,
				}}},
			},
			"shown ([at: 7 Oct 2025, 00:00:00; programme: gas; kind: request for consent; link: yes])", "a list, entry by entry",
		},
		{"nobody answered", voucher.Entry{Command: new(voucher.Confirm), Err: "timeout after 5s"}, "no answer: “timeout after 5s”", ""},
		{"the clock", voucher.Entry{Outcome: voucher.Outcome{Events: make([]voucher.Event, 2)}}, "done when due: 2", ""},
		{"a quiet clock", voucher.Entry{}, "nothing was due", ""},
	} {
		if got := reports.AnswerPhrase(&tt.entry, reports.English); got != tt.en {
			t.Errorf("%s: got %s\nwant %s\n%s", tt.name, got, tt.en, tt.why)
		}
		for _, l := range reports.Languages() {
			spoken(t, tt.name, l, reports.AnswerPhrase(&tt.entry, l))
		}
	}
}

func TestExpectationsAreTranslated(t *testing.T) {
	for _, tt := range []struct {
		lines      []string
		en, ru, kk string
	}{
		{
			[]string{"refused voucher-expired"},
			"refused: the voucher was valid in its month only (voucher-expired)",
			"отказ: ваучер действовал только в своём месяце (voucher-expired)",
			"бас тартылды: ваучер тек өз айында жарамды болды (voucher-expired)",
		},
		{
			[]string{"ok balance=11625.00 account.number=0012345"},
			"accepted (left: 11,625.00\u00a0₸; number: 0012345)", "принято (остаток: 11\u00a0625,00\u00a0₸; номер: 0012345)",
			"қабылданды (қалдық: 11\u00a0625,00\u00a0₸; нөмірі: 0012345)",
		},
		{[]string{"ok", "at=2025-10-07 kind=reminder"}, "accepted ([at: 7 Oct 2025; kind: reminder])", "принято ([время: 07.10.2025; вид: напоминание])", "қабылданды ([уақыты: 07.10.2025; түрі: еске салу])"},
		{
			[]string{"state=closed answer=yes", "account=0012345"}, "accepted (state: closed; answer: yes; [account: 0012345])",
			"принято (состояние: закрыт; ответ: да; [лицевой счёт: 0012345])", "қабылданды (күйі: жабылған; жауап: иә; [дербес шот: 0012345])",
		},
		{
			[]string{"ok account=[provider=1 number=0012345 class=boiler people=4]"}, "accepted (account: [provider: 1; number: 0012345; appliance: boiler; residents: 4])",
			"принято (лицевой счёт: [поставщик: 1; номер: 0012345; прибор: котёл; проживающих: 4])",
			"қабылданды (дербес шот: [жеткізуші: 1; нөмірі: 0012345; құрылғы: қазандық; тұратындар: 4])",
		},
		{[]string{"ok", "none"}, "accepted ([none])", "принято ([нет])", "қабылданды ([жоқ])"},
		{[]string{"a balance that never falls below zero"}, "a balance that never falls below zero", "a balance that never falls below zero", "a balance that never falls below zero"},
		{nil, "nothing", "ничего", "ештеңе"},
	} {
		for l, want := range map[reports.Language]string{reports.English: tt.en, reports.Russian: tt.ru, reports.Kazakh: tt.kk} {
			if got := reports.ExpectationPhrase(tt.lines, l); got != want {
				t.Errorf("%q in %s:\ngot  %s\nwant %s", tt.lines, l, got, want)
			}
		}
	}
}
