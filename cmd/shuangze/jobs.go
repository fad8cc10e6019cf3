package main

import (
	"context"
	"flag"
	"os"

	"shuangze/internal/app"
)

func runJobs(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.JobsOptions
	s.Flags(f, "./data", false)
	f.BoolVar(&o.JSON, "json", false, "以 JSON 输出 / answer in JSON")
	f.StringVar(&o.Lang, "lang", "zh", "输出语言 zh 或 en / language of the answer, zh or en")
	f.BoolVar(&o.Now, "now", false, "先把到时候的事办完 / do what is due first")
	err := only(f, args)
	if err != nil {
		return err
	}
	if o.Lang, err = app.Language(o.Lang); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Jobs(ctx, &s, o, app.Hiding(os.Stdout)) // a failure may quote what it could not reach
}
