package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/blob"
	"shuangze/internal/erasure"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/store"
)

// EraseOptions says what is erased and by what right.
type EraseOptions struct {
	Kind   string // of one object, with its ID and Fields; "" = what nouns declare of a Person
	ID     string
	Person string // name, or identifier where several have it
	Fields []string
	Course bool // and what acts on the object said in words
	Files  bool // and the files attached to it
	// Register says of a Person that the register of people and their accounts forget them too
	Register bool

	Basis, Ordered string
	List           string // file that the list of erasures is written to besides the data folder's; "" = none
	DryRun, Yes    bool
	In             io.Reader // the answer to the question, unless Yes
}

// answerErase is what is typed to go on.
const answerErase = "erase"

// Erase erases personal data by law: it says first what would go, asks, does it in one
// transaction with an entry for each object, destroys the files, takes what was deleted out of the database's own
// files and writes the list that a restore is given.
func Erase(ctx context.Context, s *Settings, o EraseOptions, out io.Writer) (err error) {
	c := s.Config()
	if err := c.there(); err != nil {
		return err
	}
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := h.Continues(ctx); err != nil {
		return err
	}
	county, err := h.Found(ctx, ConsoleAgent())
	if err != nil {
		return err
	}
	orders, err := h.erasures(ctx, county, o)
	if err != nil {
		return err
	}
	cmd := act.Command{Actor: actor.Machine(county.No, ConsoleAgent())}
	would, _, err := h.erasing().Erase(ctx, cmd, orders, true)
	if err != nil {
		return h.words(err)
	}
	tellErased(out, orders, would)
	if o.DryRun {
		fmt.Fprintln(out, "只是查看，没有删除 / looked only, nothing was erased")
		return nil
	}
	if !o.Yes {
		fmt.Fprintf(out, "删除后任何人都不能恢复。确认请输入 %s / nobody can bring it back. Type %s to go on: ", answerErase, answerErase)
		line, _ := bufio.NewReader(o.In).ReadString('\n')
		if strings.TrimSpace(line) != answerErase {
			return errors.New("没有确认，没有删除 / not confirmed, nothing was erased")
		}
	}
	_, r, err := h.erasing().Erase(ctx, cmd, orders, false)
	if err != nil {
		return h.words(err)
	}
	fmt.Fprintf(out, "已删除并记入存证，到第 %d 条 / erased and on record, up to entry %d\n", r.Seq, r.Seq)
	if err := h.afterErasing(ctx, o.List); err != nil {
		return err
	}
	fmt.Fprintf(out, "删除名单：%s；较早的备份恢复时要用它 / list of erasures: %s; a restore of an older backup needs it\n",
		erasedFile(h.Dir), erasedFile(h.Dir))
	return nil
}

// afterErasing makes final what was erased: files, the database's own pages, the list, a checkpoint.
func (h *House) afterErasing(ctx context.Context, beside string) error {
	gone, err := h.DB.ErasedFiles(ctx)
	if err == nil && len(gone) > 0 {
		var shelf *blob.Store
		if shelf, err = blob.Open(h.FilesDir()); err == nil {
			for d := range gone {
				err = errors.Join(err, shelf.Destroy(d))
			}
		}
	}
	if err != nil {
		return fmt.Errorf("已删除并记入存证，但附件文件没有删净，请手工删除后执行 verify / "+
			"erased and on record, but not all files: remove these by hand and run verify: %w", err)
	}
	list, err := h.DB.Erasures(ctx)
	if err != nil {
		return err
	}
	for _, name := range []string{erasedFile(h.Dir), beside} {
		if name == "" {
			continue
		}
		if err := writeErased(name, list); err != nil {
			return err
		}
	}
	if err := h.DB.Scour(ctx); err != nil {
		return fmt.Errorf("已删除，但数据库文件的空闲页没有清净，请停机后再执行一次 / erased, but the database's free pages were not cleared: %w", err)
	}
	return h.Checkpoints(ctx)
}

// erasing is the commands that erase.
func (h *House) erasing() erasure.Commands {
	return erasure.Commands{
		Door: act.NewDoor(h.DB, func(t act.Tx) erasure.Tx { return t.(*store.Tx) }),
		Targets: func(of ref.Kind) (erasure.Target, bool) {
			for _, n := range h.Nouns {
				if n.Of == of {
					return erasure.Of(n.Shape), true
				}
			}
			return store.Erasable(of)
		},
	}
}

// erasures are the orders of what was asked: of one object, or of all that nouns declare of a person.
func (h *House) erasures(ctx context.Context, c store.County, o EraseOptions) (out []erasure.Order, err error) {
	one := erasure.Order{Fields: o.Fields, Course: o.Course, Files: o.Files, Basis: strings.TrimSpace(o.Basis),
		Ordered: strings.TrimSpace(o.Ordered)}
	if o.Kind != "" {
		one.Object = ref.Ref{Kind: ref.Kind(o.Kind), ID: ref.Parse(o.ID)}
		out = append(out, one)
		if len(one.Fields) > 0 {
			again, err := h.DB.ErasedWith(ctx, one.Object)
			if err != nil {
				return nil, err
			}
			for _, of := range again {
				out = append(out, h.wholly(one, of))
			}
		}
		return out, nil
	}
	county, err := h.DB.County(ctx, c.No, h.Clock().Day())
	if err != nil {
		return nil, err
	}
	person, ok := county.Match(o.Person, "", 0).One()
	if !ok {
		if p, known := county.Person(ref.Parse(o.Person)); known {
			person = p.ID
		} else {
			return nil, fmt.Errorf("没有或者不止一个人叫 %q；重名的写编号 / there is no such person as %q, or more than one: "+
				"write the identifier", o.Person, o.Person)
		}
	}
	for _, n := range h.Nouns {
		if n.Personal == nil {
			continue
		}
		var ids []ref.ID
		for _, name := range n.Personal.Whose {
			found, err := h.DB.Fulfilling(ctx, n.Of, c.No,
				noun.Cond{Column: n.Fields.Must(name).Column(), Num: []int64{int64(person)}})
			if err != nil {
				return nil, err
			}
			for _, v := range found {
				ids = append(ids, v.Head().ID)
			}
		}
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			x := one
			x.Object, x.Fields, x.Course, x.Files = ref.Ref{Kind: n.Of, ID: id}, n.Personal.Fields, true, n.Attach != nil
			out = append(out, x)
		}
	}
	if o.Register {
		accounts, err := h.DB.AccountsOf(ctx, person)
		if err != nil {
			return nil, err
		}
		out = append(out, h.wholly(one, ref.Ref{Kind: ref.Person, ID: person}))
		for _, id := range accounts {
			out = append(out, h.wholly(one, ref.Ref{Kind: ref.Account, ID: id}))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("没有关于 %s 的申报、档案或查阅记录 / nothing is declared of %s", o.Person, o.Person)
	}
	return out, nil
}

// wholly is an order for every text of another object of a kind off the frame, on the same ground.
func (h *House) wholly(o erasure.Order, of ref.Ref) erasure.Order {
	t, _ := store.Erasable(of.Kind)
	o.Object, o.Fields, o.Course = of, t.May, o.Course || t.Course
	o.Files = false
	return o
}

// tellErased says what goes, and nothing of what it says.
func tellErased(out io.Writer, orders []erasure.Order, gone []erasure.Gone) {
	for i, g := range gone {
		if g.None() {
			continue
		}
		entries := map[int64]bool{}
		for _, x := range g.Openings {
			entries[x.Entry] = true
		}
		o := orders[i]
		fmt.Fprintf(out, "%s %s：栏 %s，%d 条存证里的 %d 处原文，%d 个文件 / fields %s, %d openings of %d entries, %d files\n",
			o.Object.Kind, o.Object.ID, strings.Join(g.Fields, "、"), len(entries), len(g.Openings), len(g.Files),
			strings.Join(g.Fields, ", "), len(g.Openings), len(entries), len(g.Files))
	}
}
