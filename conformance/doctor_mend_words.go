package conformance

import "github.com/vouch-kz/vouch/reference/voucher"

// What to do about an error of a build, by what it shows.
var (
	mendMissing = voucher.Text{
		En: "build what is missing, or no longer declare it in the capabilities",
		Ru: "добавьте недостающее или больше не заявляйте его в сведениях о возможностях",
		Kk: "жетіспейтінін қосыңыз немесе мүмкіндіктер туралы мәліметте мәлімдемеңіз",
	}
	mendDoctor = voucher.Text{
		En: "vouch doctor says what to do", Ru: "vouch doctor скажет, что делать", Kk: "не істеу керегін vouch doctor айтады",
	}
	mendTokens = voucher.Text{
		En: "build tokens next: answer POST …/worlds/{world}/tokens with 200 and a token of the role and id that are sent, by which every route then knows who asks",
		Ru: "следующий шаг – токены: отвечайте на POST …/worlds/{world}/tokens статусом 200 и токеном присланных роли и номера; по нему каждый маршрут узнаёт, кто обращается",
		Kk: "келесі қадам – токендер: POST …/worlds/{world}/tokens сұрауына 200 күй кодымен және жіберілген рөл мен нөмірдің токенімен жауап беріңіз; әр бағыт сұраушыны сол арқылы таниды",
	}
	mendSilent = voucher.Text{
		En: "it takes the connection and says nothing: look at its log and at what it waits for (a database, another system); --timeout gives it longer, vouch doctor --wait 30s lets it start",
		Ru: "система принимает соединение и молчит: посмотрите её журнал и чего она ждёт (база данных, другая система); --timeout даст ей больше времени, vouch doctor --wait 30s – время на запуск",
		Kk: "жүйе байланысты қабылдайды, бірақ үндемейді: журналын және не күтіп тұрғанын (дерекқор, басқа жүйе) қараңыз; --timeout уақытын ұзартады, vouch doctor --wait 30s іске қосылуын күтеді",
	}
	mendNobody = voucher.Text{
		En: "nobody listens there: start the build, or mend host and port of the address; vouch doctor --wait 30s lets it start",
		Ru: "там никто не отвечает: запустите систему или исправьте узел и порт в адресе; vouch doctor --wait 30s даст ей время на запуск",
		Kk: "ол жерде ешкім жауап бермейді: жүйені іске қосыңыз немесе мекенжайдағы торап пен портты түзетіңіз; vouch doctor --wait 30s іске қосылуын күтеді",
	}
	mendName = voucher.Text{
		En: "mend the host in the address, or the name service of this machine",
		Ru: "исправьте узел в адресе или службу имён этой машины",
		Kk: "мекенжайдағы торапты немесе осы машинаның атаулар қызметін түзетіңіз",
	}
	mendPlain = voucher.Text{
		En: "the address begins with https, and plain HTTP is spoken there: write http://",
		Ru: "адрес начинается с https, а там обычный HTTP: напишите http://",
		Kk: "мекенжай https деп басталады, ал ол жерде қарапайым HTTP: http:// деп жазыңыз",
	}
	mendOtherHost = voucher.Text{
		En: "the certificate is for another host: write the host that it names, or give the build one for this host",
		Ru: "сертификат выдан на другой узел: укажите узел из сертификата или выдайте системе сертификат на этот",
		Kk: "сертификат басқа торапқа берілген: сертификаттағы торапты жазыңыз немесе жүйеге осы торапқа сертификат беріңіз",
	}
	mendAuthority = voucher.Text{
		En: "give the certificate of the authority that signed it, in PEM, with --ca-file FILE",
		Ru: "укажите сертификат подписавшего его центра в формате PEM: --ca-file FILE",
		Kk: "оған қол қойған орталықтың сертификатын PEM пішімінде көрсетіңіз: --ca-file FILE",
	}
	mendBroken = voucher.Text{
		En: "it broke off while it answered: look at its log for a crash, and at any proxy between for a limit; where TLS is spoken, write https://",
		Ru: "ответ оборвался: посмотрите в журнале системы, не было ли сбоя, и нет ли ограничения у промежуточного прокси; если там TLS, напишите https://",
		Kk: "жауап үзілді: жүйе журналынан іркіліс болған-болмағанын, аралық прокси шегі бар-жоғын қараңыз; ол жерде TLS болса, https:// деп жазыңыз",
	}
	mendEnded = voucher.Text{
		En: "the program has ended before it answered: run it by hand, and look at what it says",
		Ru: "программа завершилась, не ответив: запустите её вручную и посмотрите, что она сообщает",
		Kk: "бағдарлама жауап бермей аяқталды: оны қолмен іске қосып, не хабарлайтынын қараңыз",
	}
	mendProxy = voucher.Text{
		En: "a proxy answers for a build that is not there, or is still starting: look behind it; vouch doctor --wait 30s lets it start",
		Ru: "за систему отвечает прокси: её нет, или она ещё запускается; посмотрите, что за ним; vouch doctor --wait 30s даст время на запуск",
		Kk: "жүйенің орнына прокси жауап береді: жүйе жоқ немесе әлі іске қосылуда; оның артын қараңыз; vouch doctor --wait 30s іске қосылуын күтеді",
	}
	mendControlToken = voucher.Text{
		En: "the control plane does not let us in: give its token with --control-token, or the headers that it wants with --header 'NAME: VALUE'",
		Ru: "плоскость управления не пускает: укажите её токен (--control-token) или нужные ей заголовки: --header 'NAME: VALUE'",
		Kk: "басқару жазықтығы кіргізбейді: оның токенін (--control-token) немесе оған керек тақырыптарды көрсетіңіз: --header 'NAME: VALUE'",
	}
	mendRedirect = voucher.Text{
		En: "the contract has no redirects: give the address where it leads to, with the right scheme and path",
		Ru: "перенаправлений в контракте нет: укажите конечный адрес с верными схемой и путём",
		Kk: "келісімшартта қайта бағыттау жоқ: схемасы мен жолы дұрыс соңғы мекенжайды көрсетіңіз",
	}
	mendPage = voucher.Text{
		En: "this is a page for people: mend the address and the path; where a login or a proxy stands before the build, give what lets us pass with --header 'NAME: VALUE'",
		Ru: "это страница для людей: исправьте адрес и путь; если перед системой стоит вход или прокси, укажите, что пропустит: --header 'NAME: VALUE'",
		Kk: "бұл – адамдарға арналған бет: мекенжай мен жолды түзетіңіз; жүйенің алдында кіру беті не прокси тұрса, өткізетін тақырыпты көрсетіңіз: --header 'NAME: VALUE'",
	}
	mendTLS = voucher.Text{
		En: "the address begins with http, and TLS is spoken there: write https://, and the certificate with --ca-file FILE where its authority is your own",
		Ru: "адрес начинается с http, а там TLS: напишите https://, а если центр сертификации собственный, укажите его: --ca-file FILE",
		Kk: "мекенжай http деп басталады, ал ол жерде TLS: https:// деп жазыңыз, сертификаттау орталығы өзіңіздікі болса, оны көрсетіңіз: --ca-file FILE",
	}
	mendControlPlane = voucher.Text{
		En: "there is no control plane: start the build as a test build, or name the address of its control plane with --control-url",
		Ru: "плоскости управления нет: запустите систему как испытательную или укажите адрес плоскости управления: --control-url",
		Kk: "басқару жазықтығы жоқ: жүйені сынақ жүйесі ретінде іске қосыңыз немесе басқару жазықтығының мекенжайын көрсетіңіз: --control-url",
	}
	mendCrash = voucher.Text{
		En: "the build broke down: look at its log",
		Ru: "в системе сбой: посмотрите её журнал",
		Kk: "жүйеде іркіліс: журналын қараңыз",
	}
	mendAnswer = voucher.Text{
		En: "answer GET …/capabilities with 200 and the members that vouch openapi describes",
		Ru: "отвечайте на GET …/capabilities статусом 200 и полями, которые описывает vouch openapi",
		Kk: "GET …/capabilities сұрауына 200 күй кодымен және vouch openapi сипаттайтын өрістермен жауап беріңіз",
	}
	mendAddress = voucher.Text{
		En: "look at the address, and whether this machine reaches it",
		Ru: "проверьте адрес и доступен ли он с этой машины",
		Kk: "мекенжайды және оның осы машинадан қолжетімді екенін тексеріңіз",
	}
	mendLine = voucher.Text{
		En: "answer as the contract says: vouch openapi prints it, and conformance/wire/contract.md tells the lines of JSON",
		Ru: "отвечайте, как требует контракт: его выводит vouch openapi, а строки JSON описаны в conformance/wire/contract.md",
		Kk: "келісімшарт талап еткендей жауап беріңіз: оны vouch openapi шығарады, ал JSON жолдары conformance/wire/contract.md ішінде сипатталған",
	}
	mendToken = voucher.Text{
		En: "the build does not take the token that belongs to this actor: take those that POST …/tokens makes, or mend those in the file of people",
		Ru: "система не принимает токен этого участника: принимайте токены, которые создаёт POST …/tokens, или исправьте токены в файле с людьми",
		Kk: "жүйе бұл қатысушының токенін қабылдамайды: POST …/tokens жасаған токендерді қабылдаңыз немесе адамдар файлындағысын түзетіңіз",
	}
)
