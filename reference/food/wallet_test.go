package food_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/vouch-kz/vouch/reference/food"
	"github.com/vouch-kz/vouch/reference/voucher"
)

func TestWalletAddsUpAtEveryStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := asked()
		draw := func(most voucher.Money) voucher.Money {
			return voucher.Money(rapid.Int64Range(0, int64(most)).Draw(t, "amount"))
		}
		w.Credit(1, draw(5_000_000), true)
		for range rapid.IntRange(0, 5).Draw(t, "steps") {
			w.Spend(draw(w.Balance))
			w.Restore(draw(w.Spent))
		}
		w.Annul()
		w.Recover(draw(w.Spent))
		if w.Face != w.Balance+w.Spent+w.Annulled || w.Balance != 0 || w.Recovered > w.Spent {
			t.Fatalf("%+v does not add up\nBOTH-MONEY-001", w)
		}
	})
}

func TestWalletFaults(t *testing.T) {
	for name, fault := range map[string]func(*food.Wallet){
		"spending more than the balance":    func(w *food.Wallet) { w.Spend(w.Balance + 1) },
		"restoring more than was spent":     func(w *food.Wallet) { w.Restore(1) },
		"recovering more than was spent":    func(w *food.Wallet) { w.Recover(1) },
		"recovering again what came back":   func(w *food.Wallet) { w.Spend(5); w.Recover(5); w.Recover(1) },
		"restoring more than spent is left": func(w *food.Wallet) { w.Spend(5); w.Restore(6) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic, want one\nBOTH-MONEY-002: a wallet that does not add up is a fault of the program")
				}
			}()
			fault(credited())
		})
	}
}
