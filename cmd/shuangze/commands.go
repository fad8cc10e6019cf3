package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shuangze/internal/app"
)

// commands lists what the program does, in the order of the help.
func commands() []command {
	return []command{
		{"demo", "[--data DIR | --database URL] [--addr ADDR]", "建一个虚构的示范县并打开", "makes an invented demonstration county and serves it", runDemo},
		{"serve", "[--data DIR | --database URL] [--addr ADDR]", "打开系统", "serves the county's system", runServe},
		{"migrate", "[--data DIR | --database URL]", "把数据库升到本程序的版本", "brings the database to this program's version", runMigrate},
		{"import", "[--dry-run] [--skip-bad] [--choose SHEET!ROW=WHO] [--json] FILE…", "按顺序导入 Excel 或 CSV:单位、干部、问题", "imports Excel or CSV in order: units, people, problems", runImport},
		{"user", "list | add LOGIN | reset-password LOGIN | close LOGIN | grant LOGIN --role ROLE", "管理账号", "manages accounts", runUser},
		{"clock", "[--confirm] [--data DIR | --database URL]", "看服务器时钟与最后一条记录是否相符，相差太多时确认", "tells whether the clock fits the last entry, and confirms it when it is far off", runClock},
		{"policy", "check [DIR]", "逐行检查政策包", "checks a policy pack line by line", runPolicy},
		{"verify", "[--bundle FILE | --receipt FILE] [--checkpoint FILE]…", "核对存证和数据，不改动任何内容", "verifies the journal and the data, changing nothing", runVerify},
		{"vouch", "--reason TEXT [--data DIR] [--database URL]", "存证与签过的检查点接不上时，查明后由人说明理由，接着签", "signs on, for a stated reason, where the journal does not continue what was signed", runVouch},
		{"export", "--to FILE [--receipt ENTRY]", "导出存证，或一条记录的回执，供他人离线核对", "exports the journals, or one entry's receipt, for others to verify offline", runExport},
		{"backup", "--to FILE.tar [--data DIR] [--database URL]", "把数据库和整个数据目录备份成一个文件，可在运行中进行", "copies the database and the whole data folder into one file, while it runs", runBackup},
		{"restore", "--from FILE.tar --data DIR [--database URL]", "把备份恢复到空目录（和空的 PostgreSQL）并核对", "restores a backup into an empty folder (and an empty PostgreSQL) and checks it", runRestore},
		{"bench", "[--orders N] [--json] [--data DIR | --database URL]", "建一个测量县并测速，与裸数据库对照", "makes a county of a given size and measures it beside the bare database", runBench},
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
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := none(f, rest); err != nil {
		return err
	}
	fmt.Printf("shuangze %s, schema %d\n", version, app.SchemaVersion)
	return nil
}

// none refuses words a command has no use for.
func none(f *flag.FlagSet, rest []string) error {
	if len(rest) > 0 {
		fmt.Fprintf(f.Output(), "多余的参数 / not understood: %q\n", rest[0])
		return errUsage
	}
	return nil
}

func runMigrate(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := none(f, rest); err != nil {
		return err
	}
	h, err := open(ctx, &s)
	if err != nil {
		return err
	}
	fmt.Printf("数据库已是版本 %d / the database is at version %d\n", app.SchemaVersion, app.SchemaVersion)
	return h.Close()
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
	f.StringVar(&o.Lang, "lang", "zh-CN", "输出语言 zh-CN 或 en / language of the answer, zh-CN or en")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		f.Usage()
		return errUsage
	}
	if o.Lang != "zh-CN" && o.Lang != "en" {
		return fmt.Errorf("lang 的值 %q 不对:可以用 zh-CN、en / lang %q is wrong: zh-CN and en are allowed", o.Lang, o.Lang)
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

func runPolicy(ctx context.Context, f *flag.FlagSet, args []string) error {
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 || rest[0] != "check" || len(rest) > 2 {
		f.Usage()
		return errUsage
	}
	dir := ""
	if len(rest) == 2 {
		dir = rest[1]
	}
	ok, err := app.CheckPolicy(dir, os.Stdout)
	if err == nil && !ok {
		return exit(1)
	}
	return err
}

func runExport(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	var o app.ExportOptions
	s.Flags(f, "./data", false)
	f.StringVar(&o.To, "to", "", "要写的文件 / the file to write")
	f.Int64Var(&o.Receipt, "receipt", 0, "只要这一条的回执:履职存证的记录号 / only the receipt of this entry of the journal of acts")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := none(f, rest); err != nil {
		return err
	}
	if o.To == "" || o.Receipt < 0 {
		f.Usage()
		return errUsage
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Export(ctx, &s, o, os.Stdout)
}

func runBackup(ctx context.Context, f *flag.FlagSet, args []string) error {
	var s app.Settings
	s.Flags(f, "./data", false)
	to := f.String("to", "", "备份文件 / the file to write, FILE.tar")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := none(f, rest); err != nil {
		return err
	}
	if *to == "" {
		f.Usage()
		return errUsage
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
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := none(f, rest); err != nil {
		return err
	}
	if *from == "" {
		f.Usage()
		return errUsage
	}
	if err := s.Resolve(os.Getenv); err != nil {
		return err
	}
	return app.Restore(ctx, &s, *from, os.Stdout)
}
