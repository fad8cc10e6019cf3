package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/lang"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/when"
	"shuangze/policy/zhenping"
)

// CheckPolicy checks a pack (the shipped one for "") and says every fault.
func CheckPolicy(dir string, out io.Writer) (bool, error) {
	files, name := os.DirFS(dir), dir
	if dir == "" {
		files, name = zhenping.Files, "zhenping"
	}
	p, err := policy.Load(files)
	if faulty(out, err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "%s：政策包没有错误，版本 %s / the pack is sound, version %s\n", name, p.Digest[:12], p.Digest[:12])
	return true, nil
}

// faulty says what is wrong with a pack, if that is what the error says.
func faulty(out io.Writer, err error) bool {
	var faults policy.Faults
	if !errors.As(err, &faults) {
		return false
	}
	for _, f := range faults {
		fmt.Fprintf(out, "%s: %s / %s\n", f.Place(), f.Sentence("zh"), f.Sentence("en"))
	}
	return true
}

// PolicyOptions is how the console asks about policy versions.
type PolicyOptions struct {
	From   string // the first day of a version: 2027-01-01
	Reason string // why it is adopted
	Lang   string // of a list
	JSON   bool
}

// mending is the house of who looks after the pack: it opens though the version
// in force cannot be read.
func mending(ctx context.Context, s *Settings) (*House, error) {
	c := s.Config()
	c.anyPack = true
	return Open(ctx, c)
}

// AdoptPolicy adopts the pack in a folder from a day on, as the console: there
// whoever runs the machine is the second person. It answers false when the text
// is no pack, having said every fault; then nothing was written.
func AdoptPolicy(ctx context.Context, s *Settings, dir string, o PolicyOptions, out io.Writer) (ok bool, err error) {
	from, err := when.ParseDay(o.From)
	if err != nil {
		return false, fmt.Errorf("from 的值 %q 不对：要写成 2027-01-01 这样的日期 / from %q is wrong: write a day like 2027-01-01",
			o.From, o.From)
	}
	texts, err := policy.Texts(os.DirFS(dir))
	if err == nil {
		_, err = policy.LoadTexts(texts)
	}
	if faulty(out, err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	h, err := mending(ctx, s)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.Continues(ctx); err != nil {
		return false, err
	}
	c, err := h.Found(ctx, ConsoleAgent())
	if err != nil {
		return false, err
	}
	h.Versions.Changed = nil // this process ends
	cmd := act.Command{Actor: actor.Machine(c.No, ConsoleAgent())}
	r, err := h.Versions.Install(ctx, cmd, filesOf(texts), version.Adoption{From: from, Reason: o.Reason})
	if err == nil {
		err = h.Checkpoints(ctx) // nobody else may be there to sign what the console did
	}
	if err != nil {
		return false, h.words(err)
	}
	fmt.Fprintf(out, "已采用第 %s 版，%s 起施行，存证第 %d 条；正在运行的系统到那天自动换用，不用重启 / "+
		"version %s is adopted from %s on, entry %d; what runs takes it up on that day by itself\n",
		r.Number, from, r.Seq, r.Number, from, r.Seq)
	return true, nil
}

// versionLine is one version as the list tells it.
type versionLine struct {
	No      int64  `json:"version"` // 0 = the pack given or shipped
	State   string `json:"state"`
	From    string `json:"from"`
	InForce bool   `json:"in_force"`
	Entry   int64  `json:"entry"` // by which it was adopted
	Digest  string `json:"digest"`
	Note    string `json:"note"`
	Reason  string `json:"reason"`
}

// PolicyVersions lists the versions of the pack, the latest first, and the one
// that the program came with last.
func PolicyVersions(ctx context.Context, s *Settings, o PolicyOptions, out io.Writer) (err error) {
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := mending(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	all, err := versionsOf(ctx, h.DB, h.turn.ground)
	if err != nil {
		return err
	}
	entries, err := h.DB.PolicyEntries(ctx, version.IDs(all))
	if err != nil {
		return err
	}
	now, _ := version.InForce(all, h.Clock().Day())
	lines := []versionLine{}
	for i := len(all) - 1; i >= 0; i-- {
		v := all[i]
		l := versionLine{No: v.No, State: string(v.State), InForce: v.ID == now.ID, Entry: entries[v.ID],
			Digest: v.Digest, Note: v.Note, Reason: v.Reason}
		if v.From != 0 {
			l.From = v.From.String()
		}
		lines = append(lines, l)
	}
	lines = append(lines, versionLine{State: "ground", InForce: now.ID == 0, Digest: h.turn.ground.Digest})
	if o.JSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(lines)
	}
	p := h.Words.In(lang.Lang(o.Lang))
	for _, l := range lines {
		fmt.Fprintln(out, l.say(p.T))
	}
	return nil
}

func (l versionLine) say(t func(key string, kv ...any) string) string {
	s := t("version.line", "no", l.No, "state", t("version.state."+l.State), "digest", l.Digest[:12])
	if l.From != "" {
		s += t("version.line.from", "from", l.From)
	}
	if l.Entry != 0 {
		s += t("version.line.entry", "entry", l.Entry)
	}
	if l.InForce {
		s += t("version.line.in-force")
	}
	return s
}

// ExportPolicy writes the text of a version into a new or empty folder; no is ""
// for the one in force.
func ExportPolicy(ctx context.Context, s *Settings, no, dir string, out io.Writer) (err error) {
	if there, err := os.ReadDir(dir); err == nil && len(there) > 0 {
		return fmt.Errorf("%s 不是空目录，没有写 / %s is not empty; nothing was written", dir, dir)
	}
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := mending(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	all, err := versionsOf(ctx, h.DB, h.turn.ground)
	if err != nil {
		return err
	}
	found, ok := version.InForce(all, h.Clock().Day())
	ok = ok || no == "" || no == "0"
	if no != "" {
		found, ok = version.Version{}, no == "0"
		for _, v := range all {
			if strconv.FormatInt(v.No, 10) == no {
				found, ok = v, true
			}
		}
	}
	if !ok {
		return fmt.Errorf("没有第 %s 版，见 shuangze policy versions / "+
			"there is no version %s: see shuangze policy versions", no, no)
	}
	files, err := h.Versions.Text(ctx, found)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), []byte(f.Text), 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "第 %d 版的 %d 个文件已写到 %s / %d files of version %d are in %s\n",
		found.No, len(files), dir, len(files), found.No, dir)
	return nil
}
