package scenarios_test

import "testing"

func TestProblemsOfTerritories(t *testing.T) {
	checkRefused(t, []refused{
		{
			"unknown territory", "territories: {food: [551010001]}",
			`4:22: territories.food: unknown territory "551010001", did you mean 551010000 (Pavlodar)? write a КАТО code; vouch list territories shows them`,
			"territories: {food: [551010000]}",
		},
		{
			"a name for a code", "territories: {food: [Кокшетау]}",
			`4:22: territories.food: unknown territory "Кокшетау", did you mean 111010000 (Kokshetau)? write a КАТО code; vouch list territories shows them`,
			"territories: {food: [111010000]}",
		},
		{
			"near nothing", "territories: {food: [abroad]}",
			`4:22: territories.food: unknown territory "abroad"; write a КАТО code; vouch list territories shows them`, "",
		},
		{"territory twice", "territories: {food: [111010000, \"111010000\"]}", "4:33: territories.food: 111010000 stands twice; keep one", "territories: {food: [111010000]}"},
		{
			"no territory", "territories: {food: []}", "4:21: territories.food: the list is empty; name КАТО codes in it, or delete the key",
			"territories: {food: [111010000]}",
		},
		{
			"of a programme that does not run", "programmes: [gas]\nterritories: {food: [111010000]}",
			"5:15: territories: food is not among the programmes; add it there, or delete it here", "programmes: [gas, food]\nterritories: {food: [111010000]}",
		},
		{
			"the whole country is no narrowing", "territories: {gas: [kz]}",
			`4:21: territories.gas: unknown territory "kz"; write a КАТО code; vouch list territories shows them`, "",
		},
		{
			"unknown territory of a value", "set:\n  gas.price: {110000001: 58.00}",
			`5:15: gas.price: unknown territory "110000001", did you mean 110000000 (Akmola region)? write a КАТО code; vouch list territories shows them`,
			"set:\n  gas.price: {110000000: 58.00}",
		},
		{
			"value by territory of what is the same everywhere", "set:\n  food.mrp: {110000000: 4325}",
			"5:13: food.mrp: this holds for the whole country; write one value, or a list of - {from: 2026-03-01, value: …}", "set:\n  food.mrp: 4325",
		},
	})
}

func TestProblemsOfDays(t *testing.T) {
	const reach = "which run from 2025-08-28 to 2026-06-30"
	checkRefused(t, []refused{
		{
			"before the pilots", "horizon: {from: 2025-08-27}",
			"4:17: horizon.from: 2025-08-27 is outside the pilots, " + reach + "; write a day inside them, or move them with gas.period and food.period under set",
			"horizon: {from: 2025-08-28}",
		},
		{
			"after the pilots", "horizon: {to: 2026-07-01}",
			"4:15: horizon.to: 2026-07-01 is outside the pilots, " + reach + "; write a day inside them, or move them with gas.period and food.period under set",
			"horizon: {to: 2026-06-30}",
		},
		{
			"after pilots that were moved", "set: {gas.period.to: 2026-12-31}\nhorizon: {to: 2027-01-01}",
			"5:15: horizon.to: 2027-01-01 is outside the pilots, which run from 2025-08-28 to 2026-12-31; write a day inside them, or move them with gas.period and food.period under set",
			"set: {gas.period.to: 2026-12-31}\nhorizon: {to: 2026-12-31}",
		},
		{
			"before the food pilot, which runs alone", "programmes: [food]\nhorizon: {from: 2026-01-04}",
			"5:17: horizon.from: 2026-01-04 is outside the pilots, which run from 2026-01-05 to 2026-05-01; write a day inside them, or move them with gas.period and food.period under set",
			"programmes: [food]\nhorizon: {from: 2026-01-05}",
		},
		{
			"from after to", "horizon: {from: 2026-03-02, to: 2026-03-01}", "4:33: horizon: to 2026-03-01 is before from 2026-03-02; swap them",
			"horizon: {from: 2026-03-01, to: 2026-03-01}",
		},
		{
			"no day of the calendar", "horizon: {from: 2026-02-29}", `4:17: horizon.from: "2026-02-29" is no day of the calendar; write one such as 2026-03-01`,
			"horizon: {from: 2026-02-28}",
		},
		{
			"more than ten years", "set: {gas.period.to: 2035-09-05}", "1:1: horizon: 3661 days, at most 3660 are simulated; write a shorter span",
			"set: {gas.period.to: 2035-09-04}",
		},
		{
			"a pilot turned round", "programmes: [gas]\nset: {gas.period.to: 2025-08-27}",
			"5:6: set: the pilots end on 2025-08-27, before they begin on 2025-08-28; mend gas.period or food.period",
			"programmes: [gas]\nset: {gas.period.to: 2025-08-28}",
		},
		{
			"period from after its to", "set:\n  food.period.from: 2026-03-02\n  food.period.to: 2026-03-01",
			"6:19: food.period.to: food.period.from 2026-03-02 is after food.period.to 2026-03-01; swap them",
			"set:\n  food.period.from: 2026-03-01\n  food.period.to: 2026-03-01",
		},
		{
			"window from after its to", "set:\n  gas.window.to_day: 9\n  gas.window.from_day: 10",
			"6:24: gas.window.from_day: gas.window.from_day 10 is after gas.window.to_day 9; swap them",
			"set:\n  gas.window.to_day: 10\n  gas.window.from_day: 10",
		},
		{
			"a value dated outside", "set:\n  food.mrp: [{from: 2026-07-01, value: 4500}]",
			"5:21: food.mrp: from 2026-07-01 is outside the pilots, " + reach + "; a value that holds from the beginning needs no day",
			"set:\n  food.mrp: [{from: 2026-06-30, value: 4500}]",
		},
		{
			"dated values out of order", "set:\n  food.mrp: [{from: 2026-03-01, value: 1}, {from: 2026-03-01, value: 2}]",
			"5:51: food.mrp: 2026-03-01 does not come after 2026-03-01; put the days in order, each once",
			"set:\n  food.mrp: [{from: 2026-03-01, value: 1}, {from: 2026-03-02, value: 2}]",
		},
		{
			"a later value without a day", "set:\n  food.mrp: [{value: 1}, {value: 2}]",
			"5:26: food.mrp: from is missing; write {from: 2026-03-01, value: …}",
			"set:\n  food.mrp: [{value: 1}, {from: 2026-03-01, value: 2}]",
		},
		{
			"a day without a value", "set:\n  food.mrp: [{from: 2026-03-01}]",
			"5:14: food.mrp: value is missing; write {from: 2026-03-01, value: …}", "set:\n  food.mrp: [{from: 2026-03-01, value: 2}]",
		},
		{
			"a bare value in a list", "set:\n  food.mrp: [4325]", `5:14: food.mrp: write {from: 2026-03-01, value: …}, not "4325"`, "set:\n  food.mrp: 4325",
		},
		{
			"a dated value without its list", "set:\n  gas.price: {from: 2026-03-01, value: 60}",
			"5:15: gas.price: values with a day stand in a list; write - {from: 2026-03-01, value: …}",
			"set:\n  gas.price: [{from: 2026-03-01, value: 60}]",
		},
	})
}

func TestProblemsOfParameters(t *testing.T) {
	checkRefused(t, []refused{
		{
			"unknown path", "set:\n  gas.windw.to_day: 25",
			`5:3: set: unknown path "gas.windw.to_day", did you mean gas.window.to_day? vouch scenarios explain lists the paths`, "set:\n  gas.window.to_day: 25",
		},
		{
			"half a path", "set:\n  mrp: 4325", `5:3: set: unknown path "mrp", did you mean food.mrp? vouch scenarios explain lists the paths`, "set:\n  food.mrp: 4325",
		},
		{
			"a path near nothing", "set:\n  weather.cold: 1", `5:3: set: unknown path "weather.cold"; vouch scenarios explain lists the paths`, "",
		},
		{
			"negative share", "set:\n  gas.discount.rate: -0.01", "5:22: gas.discount.rate: -0.01 is below 0; write a decimal from 0 to 1 (GAS-BILL-003)",
			"set:\n  gas.discount.rate: 0",
		},
		{
			"share above 1", "set:\n  gas.discount.rate: 1.000001", "5:22: gas.discount.rate: 1.000001 is above 1; write a decimal from 0 to 1 (GAS-BILL-003)",
			"set:\n  gas.discount.rate: 1.000000",
		},
		{
			"share finer than a millionth", "set:\n  gas.discount.rate: 0.2000001",
			`5:22: gas.discount.rate: "0.2000001" has more than 6 decimals; write a decimal such as 0.20`, "set:\n  gas.discount.rate: 0.200001",
		},
		{
			"share in per cent", "set:\n  gas.discount.rate: 20%",
			`5:22: gas.discount.rate: "20%" is no number in plain digits; write a decimal such as 0.20`, "set:\n  gas.discount.rate: 0.20",
		},
		{
			"share in quotes", "set:\n  gas.discount.rate: '0.2'", `5:22: gas.discount.rate: "0.2" stands in quotes; take them off`, "set:\n  gas.discount.rate: 0.2",
		},
		{
			"half a tiyn", "set:\n  gas.price: 58.005", `5:14: gas.price: "58.005" has more than 2 decimals; write a sum in tenge such as 4325.00`,
			"set:\n  gas.price: 58.01",
		},
		{
			"sum above its bound", "set:\n  gas.price: {110000000: 1000.01}",
			"5:26: gas.price.110000000: 1000.01 is above 1000.00; write a sum in tenge from 0.00 to 1000.00 (GAS-BILL-002)", "set:\n  gas.price: {110000000: 1000.00}",
		},
		{
			"volume finer than a litre", "set:\n  gas.norm.heating: 631.0005",
			`5:21: gas.norm.heating: "631.0005" has more than 3 decimals; write a volume in cubic metres such as 631.5`, "set:\n  gas.norm.heating: 631.005",
		},
		{
			"half a day", "set:\n  gas.reminder.after_days: 3.5",
			`5:28: gas.reminder.after_days: "3.5" is no whole number; write a number of days such as 7`, "set:\n  gas.reminder.after_days: 3",
		},
		{
			"day 32", "set:\n  gas.window.to_day: 32", "5:22: gas.window.to_day: 32 is above 31; write a day of the month from 1 to 31 (GAS-WINDOW-001)", "set:\n  gas.window.to_day: 31",
		},
		{
			"no day of any year", "set:\n  gas.heating.from: 11-31", `5:21: gas.heating.from: "11-31" is no month and day; write one such as 10-15`,
			"set:\n  gas.heating.from: 11-30",
		},
		{
			"a heating season that begins in spring", "set:\n  gas.heating.from: 06-30",
			"5:21: gas.heating.from: 06-30 is below 07-01; write a month and a day from 07-01 to 12-31 (GAS-BILL-003)", "set:\n  gas.heating.from: 07-01",
		},
		{
			"no switch", "set:\n  food.territory: {110000000: yes}", `5:31: food.territory.110000000: "yes" is no switch; write true or false`,
			"set:\n  food.territory: {110000000: true}",
		},
		{
			"nothing set", "set:\n  food.mrp:", "5:13: food.mrp: nothing stands here; write a sum in tenge such as 4325.00", "set:\n  food.mrp: 1",
		},
		{
			"unknown assumption", "assumptions: {gas_consent.acept_first: 1}",
			`4:15: assumptions: unknown assumption "gas_consent.acept_first", did you mean gas_consent.accept_first? vouch scenarios explain lists them`,
			"assumptions: {gas_consent.accept_first: 1}",
		},
		{
			"assumption above everybody", "assumptions: {gas_consent.accept_first: 1000001}",
			"4:41: gas_consent.accept_first: 1000001 is above 1000000; write a whole number from 0 to 1000000 ppm (model:DFC-2025)", "assumptions: {gas_consent.accept_first: 1000000}",
		},
		{
			"assumption in another unit", "assumptions: {gas_consent.accept_first: 0.5}",
			`4:41: gas_consent.accept_first: "0.5" is no whole number; write a whole number from 0 to 1000000 ppm (model:DFC-2025)`, "assumptions: {gas_consent.accept_first: 500000}",
		},
		{
			"a list for one value", "assumptions: {gas_consent.accept_first: [1]}",
			"4:41: gas_consent.accept_first: write a whole number from 0 to 1000000 ppm (model:DFC-2025), not a list", "assumptions: {gas_consent.accept_first: 1}",
		},
		{
			"a list that is too short", "assumptions: {service_centres.weekday: [1, 1]}",
			"4:40: service_centres.weekday: write a list of 7 whole numbers, as in policy/assumptions.yaml", "assumptions: {service_centres.weekday: [1, 1, 1, 1, 1, 1, 1]}",
		},
		{
			"weights of nothing", "assumptions: {service_centres.weekday: [0, 0, 0, 0, 0, 0, 0]}",
			"4:40: service_centres.weekday: all weights are 0; write one at least that is more", "assumptions: {service_centres.weekday: [0, 0, 0, 1, 0, 0, 0]}",
		},
	})
}
