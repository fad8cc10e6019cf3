package account

import "testing"

// A recovery code is the code also as a Chinese keyboard types it.
func TestRecoveryCodeAsTyped(t *testing.T) {
	shown, kept := newRecovery()
	wide := []rune(shown[0])
	for i, r := range wide {
		if r != '-' {
			wide[i] = r + 0xfee0
		} else {
			wide[i] = '—'
		}
	}
	if _, ok := (Account{Recovery: kept}).useRecovery("　" + string(wide) + " "); !ok {
		t.Error("a code of full width is refused:", string(wide))
	}
}
