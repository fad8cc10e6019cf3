package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"

	"shuangze/internal/app"
)

// files is a flag that may be given several times.
type files []string

func (l *files) String() string     { return strings.Join(*l, ",") }
func (l *files) Set(s string) error { *l = append(*l, s); return nil }

func runVerify(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.VerifyOptions
	var points, codes files
	s.Flags(f, "./data", false)
	f.StringVar(&o.Bundle, "bundle", "", "核对导出的存证文件，不需要数据库 / verify an exported file instead of the database")
	f.StringVar(&o.Receipt, "receipt", "", "核对一张回执 / verify one receipt")
	f.Var(&points, "checkpoint", "另存的检查点，可多次 / checkpoints kept elsewhere, may be repeated")
	f.Var(&codes, "day-code", "纸上印的存证码，可多次 / the code that a paper bears, may be repeated")
	f.StringVar(&o.Key, "key", "", "验证公钥或存放它的文件 / verifier key or the file that holds it")
	asJSON := f.Bool("json", false, "以 JSON 输出 / answer in JSON")
	drill := f.Bool("drill", false, "在副本上做篡改演练，看是否都能发现 / edit a copy by hand in many ways and see that each is found")
	lang := f.String("lang", "en", "输出语言 zh 或 en / language of the answer, zh or en")
	if err := only(f, args); err != nil {
		return err
	}
	switch *lang {
	case "zh", "zh-CN", "en":
	default:
		return fmt.Errorf("lang 的值 %q 不对：可以用 zh、en / lang %q is wrong: zh and en are allowed", *lang, *lang)
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	if *drill {
		return app.Drill(ctx, s.Config(), false, os.Stdout)
	}
	o.Checkpoints, o.DayCodes = points, codes
	r, err := app.Verify(ctx, s.Config(), o)
	if err != nil {
		return err
	}
	if *asJSON {
		err = r.JSON(os.Stdout)
	} else {
		r.Print(os.Stdout, *lang)
	}
	if err == nil && !r.OK {
		return exit(1)
	}
	return err
}

func runVouch(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.VouchOptions
	s.Flags(f, "./data", false)
	f.StringVar(&o.Reason, "reason", "",
		"查明了什么，为什么可以接着签；记入存证 / what was found and why signing may go on; recorded in the journal")
	if err := only(f, args); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Vouch(ctx, &s, o, os.Stdout)
}
