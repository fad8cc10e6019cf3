package main

import (
	"context"
	"flag"
	"os"

	"shuangze/internal/app"
)

const eraseArgs = "KIND ID --field FIELD… | --person WHO [--register] --basis TEXT --ordered-by TEXT [--course] " +
	"[--files] [--erased FILE] [--dry-run] [--yes]"

// runErase takes KIND ID and fields, or a person.
func runErase(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	o := app.EraseOptions{In: os.Stdin}
	s.Flags(f, "./data", false)
	f.StringVar(&o.Person, "person", "", "某人的申报、档案和查阅记录里的文字全部删除：姓名或编号 / "+
		"all words declared, kept or asked of this person: name or identifier")
	f.BoolVar(&o.Register, "register", false, "连同人员名册和账号里的姓名、出生年月等；先结束任职、关闭账号 / "+
		"and the name, birth and the rest in the register of people and accounts; end the posts and close the accounts first")
	f.Func("field", "要删除的栏，可重复：各类对象的文字，以及 problem、order、letter、person、account 的文字；文号、日期、办理结果不能删除 / "+
		"a field to erase, may be repeated: texts of any kind of object, and of problem, order, letter, person, account; "+
		"numbers, days and results are kept", func(v string) error {
		o.Fields = append(o.Fields, v)
		return nil
	})
	f.BoolVar(&o.Course, "course", false, "连同办理过程中写下的文字 / and what its acts said in words")
	f.BoolVar(&o.Files, "files", false, "连同它的附件 / and the files attached to it")
	f.StringVar(&o.Basis, "basis", "", "法律依据：条款或法院文书号，不写被删除的内容 / "+
		"the ground: an article of law or the number of a court's decision, nothing of what is erased")
	f.StringVar(&o.Ordered, "ordered-by", "", "谁决定的：机关、职务、姓名 / who ordered it: organ, post, name")
	f.StringVar(&o.List, "erased", "", "删除名单另存一份的文件，宜与备份放在一起 / "+
		"a second file for the list of erasures, best beside the backups")
	f.BoolVar(&o.DryRun, "dry-run", false, "只说会删除什么 / only say what would go")
	f.BoolVar(&o.Yes, "yes", false, "不再询问 / do not ask")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if o.Person == "" {
		if len(rest) < 2 {
			return lacks(f, "KIND ID | --person WHO")
		}
		o.Kind, o.ID = rest[0], rest[1]
		rest = rest[2:]
	}
	if err := none(f, rest); err != nil {
		return err
	}
	if o.Basis == "" {
		return lacks(f, "--basis")
	}
	if o.Ordered == "" {
		return lacks(f, "--ordered-by")
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Erase(ctx, &s, o, os.Stdout)
}
