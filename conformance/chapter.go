package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// chapterWords are what the chapters of the catalogue are about whose answers are
// compared with the oracle's.
var chapterWords = map[string]voucher.Text{
	"access": {En: "access", Ru: "доступ", Kk: "қол жеткізу"}, "account": {En: "account", Ru: "лицевой счёт", Kk: "дербес шот"},
	"activation": {En: "activation", Ru: "активация", Kk: "белсендіру"}, "adjustment": {En: "changes of the rules", Ru: "изменение правил", Kk: "ережені өзгерту"},
	"basket": {En: "basket", Ru: "корзина", Kk: "себет"}, "bill": {En: "bill", Ru: "начисление", Kk: "есептеу"},
	"channel": {En: "channel", Ru: "канал обслуживания", Kk: "қызмет көрсету арнасы"}, "consent": {En: "consent", Ru: "согласие", Kk: "келісім"},
	"credit": {En: "credit", Ru: "зачисление", Kk: "есепке алу"}, "dispatch": {En: "list to the provider", Ru: "список поставщику", Kk: "жеткізушіге тізім"},
	"eligibility": {En: "eligibility", Ru: "право на ваучер", Kk: "ваучер алу құқығы"}, "expiry": {En: "expiry", Ru: "срок действия", Kk: "жарамдылық мерзімі"},
	"feedback": {En: "feedback", Ru: "обратная связь", Kk: "кері байланыс"},
	"journal":  {En: "journal", Ru: "журнал операций", Kk: "операциялар журналы"}, "list": {En: "list", Ru: "список", Kk: "тізім"},
	"loan": {En: "loans", Ru: "займы", Kk: "қарыздар"}, "money": {En: "money", Ru: "учёт денег", Kk: "ақша есебі"},
	"notice": {En: "notice", Ru: "запрос согласия", Kk: "келісім сұрау"}, "offer": {En: "offer", Ru: "оферта", Kk: "оферта"},
	"opening": {En: "opening", Ru: "открытие ваучера", Kk: "ваучерді ашу"}, "period": {En: "pilot period", Ru: "срок пилота", Kk: "пилот мерзімі"},
	"purchase": {En: "purchase", Ru: "покупка", Kk: "сатып алу"},
	"qr":       {En: "QR code", Ru: "QR-код", Kk: "QR-код"}, "refund": {En: "refund", Ru: "возврат", Kk: "қайтару"},
	"reminder": {En: "reminder", Ru: "напоминание", Kk: "еске салу"}, "report": {En: "daily report", Ru: "отчёт за день", Kk: "күндік есеп"},
	"retry": {En: "repetition", Ru: "повтор команды", Kk: "команданы қайталау"}, "reversal": {En: "reversal", Ru: "отмена покупки", Kk: "сатып алудың күшін жою"},
	"store": {En: "store", Ru: "магазин", Kk: "дүкен"}, "territory": {En: "territory", Ru: "территория", Kk: "аумақ"},
	"time": {En: "time", Ru: "время", Kk: "уақыт"}, "trace": {En: "traceability", Ru: "прослеживаемость", Kk: "қадағалау"},
	"window": {En: "activation window", Ru: "период активации", Kk: "белсендіру кезеңі"},
}
