package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"shuangze/internal/app"
)

// commands lists what the program does, in the order of the help.
func commands() []command {
	return []command{
		{"demo", "[--data DIR | --database URL] [--addr ADDR]", "建一个虚构的示范县并打开",
			"makes an invented demonstration county and serves it", runDemo},
		{"serve", "[--data DIR | --database URL] [--addr ADDR]", "打开系统", "serves the county's system", runServe},
		{"migrate", "[--data DIR | --database URL]", "把数据库升到本程序的版本", "brings the database to this program's version",
			runMigrate},
		{"import", "[--dry-run] [--skip-bad] [--choose SHEET!ROW=WHO] [--lang zh|en] [--json] FILE…",
			"按顺序导入 Excel 或 CSV:单位、干部、问题", "imports Excel or CSV in order: units, people, problems", runImport},
		{"user", "list | add LOGIN | reset-password LOGIN | close LOGIN | grant LOGIN --role ROLE",
			"管理账号", "manages accounts", runUser},
		{"clock", "[--confirm] [--data DIR | --database URL]", "看服务器时钟与最后一条记录是否相符，相差太多时确认",
			"tells whether the clock fits the last entry, and confirms it when it is far off", runClock},
		{"jobs", "[--now] [--json] [--lang zh|en] [--data DIR | --database URL]",
			"列出系统自己按时办的事：上次、下次、失败；--now 先办到时候的，否则只看不改",
			"lists what the system does by itself: last, next, failures; --now does what is due, else nothing changes", runJobs},
		{"policy", policyArgs, "检查政策包，列出、采用、取出它的版本",
			"checks a policy pack line by line; lists, adopts and takes out its versions", runPolicy},
		{"verify", "[--bundle FILE | --receipt FILE] [--key KEY] [--checkpoint FILE]… [--day-code CODE]… [--drill] [--json] [--lang zh|en]", "核对存证和数据，不改动任何内容", "verifies the journal and the data, changing nothing", runVerify},
		{"vouch", "--reason TEXT [--data DIR] [--database URL]", "存证与签过的检查点接不上时，查明后由人说明理由，接着签",
			"signs on, for a stated reason, where the journal does not continue what was signed", runVouch},
		{"export", "--to FILE [--receipt ENTRY] | units|people|problems|orders|overview --to FILE.xlsx|FILE.csv [--lang zh|en] [--overwrite]",
			"导出存证或一条记录的回执，供他人离线核对；或者导出单位、干部、问题、督办单、总览的表格",
			"exports the journals, or one entry's receipt, for others to verify offline; or a table: units, people, problems, orders, the overview", runExport},
		{"backup", "--to FILE.tar [--data DIR] [--database URL]", "把数据库和整个数据目录备份成一个文件，可在运行中进行",
			"copies the database and the whole data folder into one file, while it runs", runBackup},
		{"restore", "--from FILE.tar --data DIR [--database URL] [--erased FILE]", "把备份恢复到空目录（和空的 PostgreSQL）并核对",
			"restores a backup into an empty folder (and an empty PostgreSQL) and checks it", runRestore},
		{"rebuild", "[--data DIR | --database URL]", "把检索、统计等可以推算的数据全部重做",
			"makes search, tallies and all else that is derived anew", runRebuild},
		{"seal", "rotate [--seal-keys FILE] [--data DIR | --database URL]",
			"换密封栏的密钥：加一把新的，把密封的内容改用新的封上，可在运行中进行",
			"rotates the keys of sealed columns: adds one and seals everything under it, while it serves", runSeal},
		{"erase", eraseArgs, "依法删除个人信息：原文不可恢复，存证仍可核对",
			"erases personal data by law: nobody can bring the words back, and the proof stays", runErase},
		{"ballot", ballotArgs, "扫码测评的计票人在自己的电脑上用：做钥匙、试钥匙、开外层、开内层、重新计票，不连数据库",
			"for tellers of a vote by phone, on their own computers: keys, envelopes, counting; no database",
			runBallot},
		{"bench", "[--orders N] [--json] [--data DIR | --database URL]", "建一个测量县并测速，与裸数据库对照",
			"makes a county of a given size and measures it beside the bare database", runBench},
		{"version", "", "显示版本", "prints the version", runVersion},
	}
}

// open reads the settings and opens the house.
func open(ctx context.Context, s *app.Settings) (*app.House, error) {
	if err := s.Resolve(os.Getenv); err != nil {
		return nil, err
	}
	return app.Open(ctx, s.Config())
}

// version is stamped by make build.
var version = "unknown"

func runVersion(ctx context.Context, f *flag.FlagSet, args []string) error {
	if err := only(f, args); err != nil {
		return err
	}
	fmt.Printf("shuangze %s, schema %d\n", version, app.SchemaVersion)
	return nil
}

// none refuses words a command has no use for.
func none(f *flag.FlagSet, rest []string) error {
	if len(rest) > 0 {
		see := "shuangze " + f.Name() + " --help"
		fmt.Fprintf(f.Output(), "shuangze %s: 多余的参数 %q，见 %s / not understood: %q: see %s\n",
			f.Name(), rest[0], see, rest[0], see)
		return errUsage
	}
	return nil
}

// only reads the flags of a command that takes nothing else.
func only(f *flag.FlagSet, args []string) error {
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	return none(f, rest)
}

func runMigrate(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	if err := only(f, args); err != nil {
		return err
	}
	h, err := open(ctx, &s)
	if err != nil {
		return err
	}
	fmt.Printf("数据库已是版本 %d / the database is at version %d\n", app.SchemaVersion, app.SchemaVersion)
	return h.Close()
}

func runRebuild(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	if err := only(f, args); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Rebuild(ctx, &s, os.Stdout)
}

func runImport(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.ImportOptions
	s.Flags(f, "./data", false)
	f.BoolVar(&o.DryRun, "dry-run", false, "只检查，不写入 / only check, write nothing")
	f.BoolVar(&o.SkipBad, "skip-bad", false, "有错的行跳过，其余写入 / skip the rows with errors and write the rest")
	f.BoolVar(&o.JSON, "json", false, "以 JSON 输出 / answer in JSON")
	f.Func("choose", "回答要选择的一行:'表名!行号=编号'、'表名!行号=each'（每个单位各一个）或 '表名!行号=new'（另一个人），可重复 / the answer to a row that asks: 'SHEET!ROW=ID', 'SHEET!ROW=each' (each unit for itself) or 'SHEET!ROW=new' (another person), may be repeated", func(s string) error {
		o.Choose = append(o.Choose, s)
		return nil
	})
	f.StringVar(&o.Lang, "lang", "zh", "输出语言 zh 或 en / language of the answer, zh or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return lacks(f, "FILE")
	}
	if o.Lang, err = app.Language(o.Lang); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	ok, err := app.Import(ctx, &s, rest, o, os.Stdout)
	if err != nil {
		return err
	}
	if !ok {
		return exit(1)
	}
	return nil
}

// notWith refuses flags that say nothing about what is exported.
func notWith(f *flag.FlagSet, table string) (err error) {
	f.Visit(func(x *flag.Flag) {
		ofTable := slices.Contains([]string{"format", "lang", "overwrite"}, x.Name)
		if err != nil || table == "" && !ofTable || table != "" && x.Name != "receipt" {
			return
		}
		see := "shuangze " + f.Name() + " --help"
		if ofTable {
			fmt.Fprintf(f.Output(), "shuangze %s: --%s 只用于表格，要写明哪一种：%s，见 %s / --%s is for tables only, and which is not given (%s): see %s\n",
				f.Name(), x.Name, strings.Join(app.TableKinds, "、"), see, x.Name, strings.Join(app.TableKinds, ", "), see)
		} else {
			fmt.Fprintf(f.Output(), "shuangze %s: 表格没有回执，不能同时写 --%s，见 %s / a table has no receipt; leave out --%s: see %s\n",
				f.Name(), x.Name, see, x.Name, see)
		}
		err = errUsage
	})
	return err
}

func runExport(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.ExportOptions
	s.Flags(f, "./data", false)
	f.StringVar(&o.To, "to", "", "要写的文件 / the file to write")
	f.Int64Var(&o.Receipt, "receipt", 0, "只要这一条的回执:履职存证的记录号 / only the receipt of this entry of the journal of acts")
	var t app.TableOptions
	f.StringVar(&t.Format, "format", "",
		"格式 xlsx、csv、pdf 或 docx，不写时看文件名 / format: xlsx, csv, pdf or docx; as the file's name ends if not given")
	f.StringVar(&t.Lang, "lang", "zh", "表格的语言 zh 或 en / language of a table, zh or en")
	f.BoolVar(&t.Overwrite, "overwrite", false, "替换已有的文件 / replace a table that is there already")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 && slices.Contains(app.TableKinds, rest[0]) {
		t.Kind, rest = rest[0], rest[1:]
	}
	if err := none(f, rest); err != nil {
		return err
	}
	if o.To == "" {
		return lacks(f, "--to FILE")
	}
	if o.Receipt < 0 {
		return lacks(f, "--receipt ENTRY > 0")
	}
	if err := notWith(f, t.Kind); err != nil {
		return err
	}
	if t.Lang, err = app.Language(t.Lang); err != nil {
		return err
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	if t.Kind != "" {
		t.To = o.To
		return app.ExportTable(ctx, &s, t, os.Stdout)
	}
	return app.Export(ctx, &s, o, os.Stdout)
}

func runBackup(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	to := f.String("to", "", "备份文件 / the file to write, FILE.tar")
	if err := only(f, args); err != nil {
		return err
	}
	if *to == "" {
		return lacks(f, "--to FILE.tar")
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Backup(ctx, &s, *to, os.Stdout)
}

func runRestore(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	from := f.String("from", "", "备份文件 / the backup to read, FILE.tar")
	erased := f.String("erased", "", "依法删除的名单，默认是备份旁边的 erased.list：恢复时照着再删除 / "+
		"list of what was erased by law, default erased.list beside the backup: it is erased again")
	if err := only(f, args); err != nil {
		return err
	}
	if *from == "" {
		return lacks(f, "--from FILE.tar")
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Restore(ctx, &s, *from, *erased, os.Stdout)
}
