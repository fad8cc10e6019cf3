package text

import "testing"

func TestFit(t *testing.T) {
	for s, fit := range map[string]bool{"": true, "镇坪县\n第二行\t,\r\n": true, "a\x00b": false, "a\x1bb": false,
		"\u202e明小王": false, "\u2066x": false, "\xff": false, "\u0085": false} {
		if Fit(s) != fit {
			t.Errorf("%q: %v", s, !fit)
		}
	}
	for s, want := range map[string]string{"": "input.required", "一": "input.too-short", "一二三四五": "input.too-long",
		"一\x00二": "input.unfit", "一二三": ""} {
		var errs InputErrors
		if Limits(&errs, "f", s, 2, 4); (len(errs) == 0) != (want == "") || len(errs) > 0 && errs[0].Message.Key != want {
			t.Errorf("%q: %v, want %s", s, errs, want)
		}
	}
}
