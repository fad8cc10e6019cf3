package app

import (
	"context"
	"fmt"
	"io"
	"os"

	"shuangze/internal/demo"
	"shuangze/internal/web/desk/accounts"
	"shuangze/internal/web/page"
)

// Demo builds the demonstration county when the folder is empty, says who can
// sign in, and serves it. From then on it lives by the real clock.
func Demo(ctx context.Context, s *Settings, seed int64, out io.Writer) error {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return err
	}
	built, err := BuildDemo(ctx, s.Config(), seed, Now().Day())
	if err != nil {
		return err
	}
	if built {
		fmt.Fprintf(out, "示范县已建好，内容全部虚构 / the demonstration county is made; everything in it is invented: %s\n", s.Data)
	}
	c := s.Config()
	c.Leap = anyLeap // a demonstration that was made long ago is shown all the same
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer h.Close()
	o := ServeOptions{Addr: s.Addr, Proxied: s.Proxied, Demo: page.Demo{Key: "page.demo.say"}}
	for _, a := range demo.Accounts() {
		fmt.Fprintf(out, "  %-11s %s  %s / %s\n", a.Login, a.Password, a.Zh, a.En)
		o.Accounts = append(o.Accounts, accounts.DemoAccount{Login: a.Login, Password: a.Password, Zh: a.Zh, En: a.En})
	}
	return Serve(ctx, h, o)
}
