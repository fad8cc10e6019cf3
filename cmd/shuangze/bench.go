package main

import (
	"context"
	"flag"
	"os"
	"time"

	"shuangze/internal/app"
)

// runBench measures in a folder of its own that is removed afterwards, unless
// one is named; the environment's data folder is never used, for it may be a
// county's.
func runBench(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	o := app.BenchOptions{Progress: os.Stderr}
	f.StringVar(&s.Data, "data", "",
		"测量县的目录，默认用临时目录，测完删除 / folder of the measured county, kept; default a temporary one, removed")
	f.StringVar(&s.Database, "database", "",
		"PostgreSQL 地址 postgres://…，须是空库或测量县的库 / database address, of an empty database or the measured county's")
	f.Int64Var(&o.Orders, "orders", 100_000, "督办单件数 / how many orders")
	f.DurationVar(&o.Each, "each", 2*time.Second, "每一行测多久 / how long each line is measured")
	f.StringVar(&o.Only, "only", "", "只测名称含此字样的行，如 create / measure only lines whose name holds this, such as create")
	f.BoolVar(&o.JSON, "json", false, "以 JSON 输出 / answer in JSON")
	err := only(f, args)
	if err != nil {
		return err
	}
	c := s.Config()
	if err := s.Resolve(func(string) string { return "" }); err != nil {
		return err
	}
	if o.Program, err = os.Executable(); err != nil {
		return err
	}
	return app.Bench(ctx, c, o, os.Stdout)
}
