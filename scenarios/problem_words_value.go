package scenarios

// What is wrong with a number, a day, a sum or a place, and how each is written.
var wordsOfValue = map[string]otherWords{
	"a whole number from %d to %d": {
		"целое число от %d до %d",
		"%d мен %d аралығындағы бүтін санды",
	},
	"whole numbers": {
		"целые числа",
		"бүтін сандарды",
	},
	"weights": {
		"веса",
		"салмақтар",
	},
	"%s stands in quotes; take them off": {
		"%s стоит в кавычках; уберите их",
		"%s тырнақшада тұр; оны алып тастаңыз",
	},
	"%s %s; write %s": {
		"%s – %s; напишите %s",
		"%s – %s; мынаны жазыңыз: %s",
	},
	"%s %s; write %s such as %s": {
		"%s – %s; напишите %s, например %s",
		"%s – %s; мынаны жазыңыз: %s, мысалы %s",
	},
	"%d is below %d; write %s": {
		"%d меньше, чем %d; напишите %s",
		"%d саны %d санынан кіші; мынаны жазыңыз: %s",
	},
	"%d is above %d; write %s": {
		"%d больше, чем %d; напишите %s",
		"%d саны %d санынан үлкен; мынаны жазыңыз: %s",
	},
	"%s is below %s; %s": {
		"%s меньше, чем %s; %s",
		"%s мәні %s мәнінен кіші; %s",
	},
	"%s is above %s; %s": {
		"%s больше, чем %s; %s",
		"%s мәні %s мәнінен үлкен; %s",
	},
	"write %s from %s to %s": {
		"напишите %s от %s до %s",
		"мынаны жазыңыз: %s, %s бен %s аралығында",
	},
	"%s such as %s": {
		"%s, например %s",
		"%s, мысалы %s",
	},
	"is no number in plain digits": {
		"не число, записанное цифрами",
		"цифрмен жазылған сан емес",
	},
	"begins with a zero too many": {
		"начинается с лишнего нуля",
		"артық нөлден басталады",
	},
	"is no whole number": {
		"не целое число",
		"бүтін сан емес",
	},
	"has more than %d decimals": {
		"знаков после точки больше, чем %d",
		"нүктеден кейінгі таңбалар саны %d-ден көп",
	},
	"is too great a number": {
		"слишком большое число",
		"тым үлкен сан",
	},
	"%s is no month and day; write one such as 10-15": {
		"%s – не месяц и день; напишите, например, 10-15",
		"%s – ай мен күн емес; мысалы 10-15 деп жазыңыз",
	},
	"%s is no switch; write true or false": {
		"%s – не да или нет; напишите true или false",
		"%s – иә не жоқ емес; true немесе false деп жазыңыз",
	},
	"%s is no day of the calendar; write one such as 2026-03-01": {
		"%s – не день календаря; напишите, например, 2026-03-01",
		"%s – күнтізбедегі күн емес; мысалы 2026-03-01 деп жазыңыз",
	},
	"a day": {
		"день",
		"күнді",
	},
	"a day of the month": {
		"день месяца",
		"айдың күнін",
	},
	"a month and a day": {
		"месяц и день",
		"ай мен күнді",
	},
	"a number of days": {
		"число дней",
		"күндер санын",
	},
	"a number of hours": {
		"число часов",
		"сағаттар санын",
	},
	"a number of seconds": {
		"число секунд",
		"секундтар санын",
	},
	"a whole number": {
		"целое число",
		"бүтін санды",
	},
	"a sum in tenge": {
		"сумму в тенге",
		"теңгемен соманы",
	},
	"a decimal": {
		"десятичную дробь",
		"ондық бөлшекті",
	},
	"a volume in cubic metres": {
		"объём в кубических метрах",
		"текше метрмен көлемді",
	},
	"true or false": {
		"true или false",
		"true немесе false",
	},
	"the number of an edition": {
		"номер редакции",
		"редакция нөмірін",
	},
	"a day such as 2026-03-01": {
		"день, например 2026-03-01",
		"күнді, мысалы 2026-03-01",
	},
	"a КАТО code such as 111010000": {
		"код КАТО, например 111010000",
		"КАТО кодын, мысалы 111010000",
	},
	"a КАТО code such as 111010000, or {id: 111010000, from: 2026-03-01}": {
		"код КАТО, например 111010000, или {id: 111010000, from: 2026-03-01}",
		"КАТО кодын, мысалы 111010000, немесе {id: 111010000, from: 2026-03-01}",
	},
	"КАТО codes": {
		"коды КАТО",
		"КАТО кодтары",
	},
	", did you mean %v (%s)? ": {
		", может быть, %v (%s)? ",
		", мүмкін, %v (%s)? ",
	},
	"unknown territory %s%swrite a КАТО code; vouch list territories shows them": {
		"неизвестная территория %s%sнапишите код КАТО; список выводит vouch list territories",
		"белгісіз аумақ %s%sКАТО кодын жазыңыз; тізімін vouch list territories шығарады",
	},
	"where the figure comes from": {
		"откуда взято число",
		"санның қайдан алынғанын",
	},
	"%s is %s at an МРП of %s; it lies between %s and %s (%s)": {
		"%s при МРП %[3]s – это %[2]s; значение лежит от %[4]s до %[5]s (%[6]s)",
		"%s мәні АЕК %[3]s болғанда %[2]s болады; мән %[4]s бен %[5]s аралығында жатады (%[6]s)",
	},
	"%s is no name here; write small letters a to z, digits and underscores": {
		"%s здесь не имя; пишите строчные буквы a–z, цифры и подчёркивания",
		"%s мұнда атау емес; a–z кіші әріптерін, цифрлар мен астын сызу белгісін жазыңыз",
	},
	"%s is missing; write value, unit and source": {
		"нет %s; напишите value, unit и source",
		"%s жоқ; value, unit және source жазыңыз",
	},
	"%s names no source; write found, derived or model with a key of simulator/data/sources.csv, such as found:DFC-2025, or model, own, seed-gas, seed-food": {
		"%s не называет источника; напишите found, derived или model с ключом из simulator/data/sources.csv, например found:DFC-2025, либо model, own, seed-gas, seed-food",
		"%s дереккөзді атамайды; simulator/data/sources.csv кілтімен found, derived не model деп жазыңыз, мысалы found:DFC-2025, немесе model, own, seed-gas, seed-food",
	},
	"%s names no source; write one such as derived:DFC-2025, or model where the figure was invented": {
		"%s не называет источника; напишите, например, derived:DFC-2025 или model, если число придумано",
		"%s дереккөзді атамайды; мысалы derived:DFC-2025 деп, ал сан ойдан алынса, model деп жазыңыз",
	},
	"unknown unit %s%s": {
		"неизвестная единица %s%s",
		"белгісіз өлшем бірлігі %s%s",
	},
	"all weights are 0; write one at least that is more": {
		"все веса равны 0; напишите хотя бы один больше нуля",
		"барлық салмақ 0-ге тең; кемінде біреуін нөлден үлкен етіп жазыңыз",
	},
}
