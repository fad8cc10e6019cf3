package main

import (
	"context"
	"flag"
	"os"

	"shuangze/internal/app"
)

func runSeal(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 || rest[0] != "rotate" {
		return lacks(f, "rotate")
	}
	if err := none(f, rest[1:]); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Rotate(ctx, &s, os.Stdout)
}
