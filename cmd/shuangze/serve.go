package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shuangze/internal/app"
)

func runServe(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", true)
	if err := only(f, args); err != nil {
		return err
	}
	h, err := open(ctx, &s)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := h.Continues(ctx); err != nil { // before anything is written
		return err
	}
	if _, err := h.Found(ctx, app.ConsoleAgent()); err != nil {
		return err
	}
	return app.Serve(ctx, h, app.ServeOptions{Addr: s.Addr, Proxied: s.Proxied})
}

func runDemo(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./.demo", true)
	seed := f.Int64("seed", 1, "种子:同一种子同一天得到同样的县 / the same seed and day give the same county")
	if err := only(f, args); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Demo(ctx, &s, *seed, os.Stdout)
}

func runClock(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	confirm := f.Bool("confirm", false, "时钟是对的，记入存证 / the clock is right: say so on record")
	if err := only(f, args); err != nil {
		return err
	}
	h, err := open(ctx, &s)
	if err != nil {
		return err
	}
	defer h.Close()
	ok, err := app.Time(ctx, h, *confirm, os.Stdout)
	if err == nil && !ok {
		return exit(1)
	}
	return err
}

func runUser(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var t app.UserTask
	s.Flags(f, "./data", false)
	f.StringVar(&t.Name, "name", "", "显示的名字，不是干部本人的账号要填 / name shown, for an account of no official")
	f.StringVar(&t.Person, "person", "", "本人姓名 / name of the person whose account it is")
	f.StringVar(&t.Role, "role", "", "system-admin、security-admin、audit-admin（三员）/ one of the three administrators")
	f.StringVar(&t.Password, "password", "", "口令，不写则自动生成 / password; made when left out")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		t.What = rest[0]
	}
	if len(rest) > 1 {
		t.Login = rest[1]
	}
	ok := len(rest) == 2
	switch t.What {
	case "list":
		ok = len(rest) == 1
	case "add", "reset-password", "close", "grant":
	default:
		ok = false
	}
	if !ok {
		return lacks(f, "list | add LOGIN | reset-password LOGIN | close LOGIN | grant LOGIN --role ROLE")
	}
	if t.What == "grant" && t.Role == "" {
		return lacks(f, "--role ROLE")
	}
	switch t.Role {
	case "", "system-admin", "security-admin", "audit-admin":
	default:
		return fmt.Errorf("role 的值 %q 不对:可以用 system-admin、security-admin、audit-admin / role %q is wrong: system-admin, security-admin and audit-admin are allowed", t.Role, t.Role)
	}
	h, err := open(ctx, &s)
	if err != nil {
		return err
	}
	defer h.Close()
	return app.Users(ctx, h, t, os.Stdout)
}
