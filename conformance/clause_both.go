package conformance

// What the invariants of both programmes, and of money, want.
var (
	asReadBefore = clause("as-read-before",
		"as it was read before", "как было прочитано раньше", "бұрын оқылғандай")
	beginsAsRead = clause("begins-as-read-before",
		"the {n} entries that were read before come first, unchanged",
		"сначала без изменений идут прочитанные раньше записи (всего {n})",
		"алдымен бұрын оқылған {n} жазба өзгеріссіз тұрады")
	asAnswered = clause("as-answered-before",
		"as the answers before it say", "так следует из предыдущих ответов", "алдыңғы жауаптардан осылай шығады")
	sumsAddUp = clause("sums-add-up",
		"credited = spent + left + annulled; no more recovered than spent; nothing below zero",
		"зачислено = потрачено + остаток + аннулировано; возвращено программе не больше потраченного; ничего меньше нуля",
		"түсті = жұмсалды + қалдық + күші жойылды; бағдарламаға жұмсалғаннан артық қайтарылмайды; нөлден кем сома жоқ")
	nothingNegative = clause("nothing-below-zero",
		"no sum and no balance below zero", "ни сумма, ни остаток не бывают меньше нуля", "сома да, қалдық та нөлден кем болмайды")
	changeAhead = clause("change-from-a-day-to-come",
		"a change holds from a day to come; today is {day}, and “{parameter}” was to change from {from}",
		"изменение действует только с будущего дня: сегодня {day}, а «{parameter}» меняется с {from}",
		"өзгеріс тек алдағы күннен қолданылады: бүгін {day}, ал «{parameter}» {from} күнінен өзгертілген")
)
