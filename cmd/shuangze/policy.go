package main

import (
	"context"
	"flag"
	"os"

	"shuangze/internal/app"
)

const policyArgs = "check [DIR] | versions [--json] [--lang zh|en] | adopt --from DAY --reason TEXT DIR | " +
	"export [N] DIR"

// runPolicy checks, lists, adopts and takes out policy packs. Only check needs no
// database.
func runPolicy(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.PolicyOptions
	s.Flags(f, "./data", false)
	f.StringVar(&o.From, "from", "", "从哪一天起施行，如 2027-01-01 / the first day on which it is in force")
	f.StringVar(&o.Reason, "reason", "", "采用的理由或者文号 / why it is adopted, or by which document")
	f.BoolVar(&o.JSON, "json", false, "以 JSON 输出 / answer in JSON")
	f.StringVar(&o.Lang, "lang", "zh", "输出语言 zh 或 en / language of the answer, zh or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	what := ""
	if len(rest) > 0 {
		what, rest = rest[0], rest[1:]
	}
	n := len(rest)
	words := map[string][2]int{"check": {0, 1}, "versions": {0, 0}, "adopt": {1, 1}, "export": {1, 2}}
	if most, ok := words[what]; !ok || n < most[0] || n > most[1] {
		return lacks(f, policyArgs)
	}
	if what == "adopt" && (o.From == "" || o.Reason == "") {
		return lacks(f, "--from DAY --reason TEXT")
	}
	if o.Lang, err = app.Language(o.Lang); err != nil {
		return err
	}
	if what == "check" {
		return sound(app.CheckPolicy(append(rest, "")[0], os.Stdout))
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	switch what {
	case "versions":
		return app.PolicyVersions(ctx, &s, o, os.Stdout)
	case "adopt":
		return sound(app.AdoptPolicy(ctx, &s, rest[0], o, os.Stdout))
	}
	no := ""
	if n == 2 {
		no = rest[0]
	}
	return app.ExportPolicy(ctx, &s, no, rest[n-1], os.Stdout)
}

// sound is the status of a command that says itself what is wrong.
func sound(ok bool, err error) error {
	if err == nil && !ok {
		return exit(1)
	}
	return err
}
