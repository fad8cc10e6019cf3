package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"shuangze/internal/access"
	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/exchange"
	"shuangze/internal/lang"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/problem"
	"shuangze/internal/noun"
	"shuangze/internal/store"
	"shuangze/internal/web/desk/home"
)

// TableKinds are the tables that the console takes out, as the pages do.
var TableKinds = []string{
	"units",
	"people",
	"problems",
	"orders",
	"powers",
	"responsibilities",
	"cases",
	"measures",
	"clearances",
	"dossiers",
	"declarations",
	"dossieraccesses",
	"opinions",
	"candidates",
	"consequences",
	"honours",
	"comparisons",
	"links",
	"visits",
	"pledges",
	"screenings",
	"concerns",
	"risks",
	"riskchecks",
	"educations",
	"attempts",
	"affairs",
	"disclosures",
	"rounds",
	"nominees",
	"reports",
	"specials",
	"appraisals",
	"scoresheets",
	"marks",
	"tallies",
	"objections",
	"tasks",
	"scheduled",
	"records",
	"documents",
	"signoffs",
	"dispatches",
	"slips",
	"circulars",
	"mentions",
	"draws",
	"rechecks",
	"overview",
}

// TableOptions says which table is taken out, and how.
type TableOptions struct {
	Kind      string
	To        string // the file to write
	Format    string // one of exchange.Formats; "" = as the file's name ends
	Lang      string // of headings and fixed values; "" = Chinese
	Overwrite bool
}

// as is the format of the table.
func (o TableOptions) as() (exchange.Format, error) {
	said := o.Format
	if said == "" {
		said = strings.TrimPrefix(strings.ToLower(filepath.Ext(o.To)), ".")
	}
	for _, f := range exchange.Formats {
		if string(f) == said {
			return f, nil
		}
	}
	if o.Format == "" {
		return "", fmt.Errorf("看不出 %s 是哪种格式：请把文件名写成 .xlsx、.csv、.pdf 或 .docx，或者用 --format 写明 / the format of %s is not clear: end it in .xlsx, .csv, .pdf or .docx, or say --format", o.To, o.To)
	}
	return "", fmt.Errorf("format 的值 %q 不对：可以用 xlsx、csv、pdf、docx / "+
		"format %q is wrong: xlsx, csv, pdf and docx are allowed",
		o.Format, o.Format)
}

// ExportTable writes one table of the county into a file, all of it, and records
// that the console took it. A file that is there stays unless it may be replaced.
func ExportTable(ctx context.Context, s *Settings, o TableOptions, out io.Writer) (err error) {
	f, err := o.as()
	if err != nil {
		return err
	}
	if err := apart("to", o.To, s.Data); err != nil {
		return err
	}
	if _, err := os.Lstat(o.To); err == nil && !o.Overwrite {
		return fmt.Errorf("%s 已经存在，没有改动；要替换它请加 --overwrite / %s is there already and was not touched: say --overwrite to replace it", o.To, o.To)
	}
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := Open(ctx, s.Config())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.Continues(ctx); err != nil {
		return err
	}
	counties, err := h.DB.Counties(ctx)
	if err != nil {
		return err
	}
	if len(counties) == 0 {
		return errors.New("还没有建县 / no county is founded yet")
	}
	size, err := h.takeTable(ctx, counties[0], o, f)
	if err == nil {
		err = h.Checkpoints(ctx) // nobody else may be there to sign what the console did
	}
	if err != nil {
		return h.words(err)
	}
	p := h.Words.In(lang.Lang(o.Lang))
	fmt.Fprintln(out, p.T("export.done", "table", h.tableName(p, o.Kind), "file", o.To, "bytes", size))
	return nil
}

// takeTable writes the table beside its place and puts it there.
func (h *House) takeTable(ctx context.Context, county store.County, o TableOptions, f exchange.Format) (int64, error) {
	console := actor.Machine(county.No, ConsoleAgent())
	table, err := h.table(ctx, console, o)
	if err != nil {
		return 0, err
	}
	taken, err := h.Intake().TakeOut(ctx, act.Command{Actor: console}, table, f)
	if err != nil {
		return 0, err
	}
	defer taken.Close()
	return taken.Size, keepWhole(o.To, func(w io.Writer) error { _, err := io.Copy(w, taken); return err })
}

// tableName is what a table is called.
func (h *House) tableName(p *lang.Phraser, kind string) string {
	for _, n := range h.Nouns {
		if n.Name == kind {
			return p.T(n.Word + ".list")
		}
	}
	return p.T("import.export." + kind)
}

func (h *House) table(ctx context.Context, by actor.Actor, o TableOptions) (t exchange.Table, err error) {
	rows, err := h.DB.Rows(ctx, by.Jurisdiction)
	if err != nil {
		return t, err
	}
	day := h.Clock().Day()
	c := bodies.Snapshot(day, rows)
	s := exchange.Speech{P: h.Words.In(lang.Lang(o.Lang)), Pack: h.Policy, Day: day}
	reach := func(see access.Verb) access.Scope { return access.ScopeOf(by, see) }
	switch o.Kind {
	case "units":
		return exchange.UnitTable(c, s), nil
	case "people":
		return exchange.PersonTable(c, s), nil
	case "problems":
		return exchange.ProblemTable(c, s, h.DB, reach("problem.see"), problem.Filter{}), nil
	case "orders":
		return exchange.OrderTable(c, s, h.DB, reach("order.see"), order.Filter{}), nil
	}
	for _, n := range h.Nouns {
		if n.Name == o.Kind {
			return exchange.NounTable(c, s, n, h.DB, reach(n.See), noun.Query{Sort: n.Sorts[0]}), nil
		}
	}
	return exchange.OverviewTable(s.P.T("overview.title"), func() ([]string, [][]any, error) {
		tallies, err := h.DB.Tallies(ctx, reach("order.see"))
		if err != nil {
			return nil, nil, err
		}
		heads, rows := home.Sums(s.P, reach("order.see"), c, h.Policy.County, h.Orders.Rules.Bounds(day), tallies)
		return heads, rows, nil
	}), nil
}

// Language is what a word of --lang means.
func Language(word string) (string, error) {
	switch word {
	case "zh", "zh-CN":
		return string(lang.Chinese), nil
	case "en":
		return string(lang.English), nil
	}
	return "", fmt.Errorf("lang 的值 %q 不对：可以用 zh、en / lang %q is wrong: zh and en are allowed", word, word)
}
