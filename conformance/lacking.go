package conformance

import (
	"github.com/vouch-kz/vouch/reference/voucher"
	"github.com/vouch-kz/vouch/scenarios"
)

// What a build lacks. A check that needs an ability which is not declared is
// unsupported while another check shows the same demand. Where none does, a MUST
// that binds the build was not looked at: the run is inconclusive, never green.

// lacking blocks what hangs on an ability that the build does not declare: a MUST
// that could be seen, and that no check of the run has shown.
func lacking(r *Report) {
	shown := map[voucher.RequirementID]bool{}
	for i := range r.Results {
		c := &r.Results[i]
		if !judged(c.Verdict) {
			continue
		}
		shown[c.Requirement] = true
		for _, id := range c.Also {
			shown[id] = true
		}
	}
	for i := range r.Results {
		c := &r.Results[i]
		row, _ := scenarios.LookupRequirement(c.Requirement)
		switch advice, ofBuild := adviceOn(c.lacks); {
		case c.Verdict != Unsupported, !ofBuild, c.Level != scenarios.Must, shown[c.Requirement], row.Unobservable != (voucher.Text{}):
		default:
			c.Verdict, c.Why = Blocked, whyHangs(c.Why, advice)
		}
	}
}

// adviceOn says what to build where abilities are missing; ofBuild is false where
// the run lacks one of them, or none is missing.
func adviceOn(missing []Ability) (advice voucher.Text, ofBuild bool) {
	var all []voucher.Text
	for _, a := range missing {
		one, ofBuild := abilityAdvice[a]
		if !ofBuild {
			return voucher.Text{}, false
		}
		all = append(all, one)
	}
	return sentences(all), all != nil
}

// judged reports whether a verdict says something of a demand: it was asked for,
// and kept or not.
func judged(v Verdict) bool {
	switch v {
	case Pass, PassVerdictOnly, Warn, Fail, ExpectedFail, Stale:
		return true
	}
	return false
}

// abilityAdvice says what to build where an ability is missing. What only the run
// lacks (a wire, an oracle, a build in production mode) is no fault of the build
// and has no row.
var abilityAdvice = map[Ability]voucher.Text{
	NeedsClock: {
		En: "let tests move the clock, and declare clock", Ru: "дайте испытаниям двигать часы и заявите clock",
		Kk: "сынақтарға сағатты жылжытуға мүмкіндік беріп, clock мәлімдеңіз",
	},
	NeedsWorlds: {
		En: "give each world its own state, and declare worlds", Ru: "дайте каждому миру своё состояние и заявите worlds",
		Kk: "әр әлемге өз күйін беріп, worlds мәлімдеңіз",
	},
	NeedsSettings: {
		En: "take the values of parameters that a setup names, and declare settings",
		Ru: "принимайте значения параметров, заданные при создании мира, и заявите settings",
		Kk: "әлем құрылғанда берілген параметр мәндерін қабылдап, settings мәлімдеңіз",
	},
	NeedsChoices: {
		En: "take the readings that a setup names, and declare choices", Ru: "принимайте трактовки, заданные при создании мира, и заявите choices",
		Kk: "әлем құрылғанда берілген түсіндіру нұсқаларын қабылдап, choices мәлімдеңіз",
	},
	NeedsReasons: {
		En: "send the reason of every refusal, and declare reasons", Ru: "сообщайте причину каждого отказа и заявите reasons",
		Kk: "әр бас тартудың себебін хабарлап, reasons мәлімдеңіз",
	},
	NeedsEvents: {
		En: "tell the events of every command and move of the clock, and declare events",
		Ru: "сообщайте события каждой команды и каждого хода часов и заявите events",
		Kk: "әр команданың және сағаттың әр жылжуының оқиғаларын хабарлап, events мәлімдеңіз",
	},
	NeedsDigest: {
		En: "answer the query digest, and declare digest", Ru: "отвечайте на запрос digest и заявите digest",
		Kk: "digest сұрауына жауап беріп, digest мәлімдеңіз",
	},
	NeedsExpiry: {
		En: "give tokens that end at an instant of the world's clock, and declare expiry", Ru: "выдавайте токены, которые перестают действовать в заданный миг по часам мира, и заявите expiry",
		Kk: "әлем сағаты бойынша берілген сәтте күші жойылатын токен беріп, expiry мәлімдеңіз",
	},
	NeedsAnswers: {
		En: "let a provider's system in a test world answer as the setup says, and declare answers",
		Ru: "пусть система поставщика в испытательном мире отвечает так, как сказано при его создании, и заявите answers",
		Kk: "сынақ әлеміндегі жеткізуші жүйесі әлем құрылғанда айтылғандай жауап берсін, әрі answers мәлімдеңіз",
	},
	NeedsActors: {
		En: "build worlds and tokens on the control plane first, and declare worlds; where the system makes no worlds, name test identities with --people FILE",
		Ru: "сначала добавьте миры и токены в плоскость управления и заявите worlds; если система не создаёт миры, укажите тестовых участников: --people FILE",
		Kk: "алдымен басқару жазықтығына әлемдер мен токендерді қосып, worlds мәлімдеңіз; жүйе әлем құрмаса, сынақ қатысушыларын көрсетіңіз: --people FILE",
	},
	NeedsPrompt: {
		En: "do due work at its due instant, and declare prompt", Ru: "выполняйте работу точно в срок и заявите prompt",
		Kk: "жұмысты дәл мерзімінде орындап, prompt мәлімдеңіз",
	},
}

func whyHangs(why, advice voucher.Text) voucher.Text {
	return voucher.Text{
		En: why.En + ", and no other check of this run shows this demand: " + advice.En,
		Ru: why.Ru + ", и ни одна другая проверка этого прогона не показала это требование: " + advice.Ru,
		Kk: why.Kk + ", ал осы тексеруде бұл талапты басқа ештеңе көрсетпеді: " + advice.Kk,
	}
}
