package opinions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/issued"
	"shuangze/internal/letter"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/number"
	"shuangze/internal/noun"
	"shuangze/internal/official"
	"shuangze/internal/ref"
	"shuangze/internal/text"
	"shuangze/internal/when"
)

// unsigned stands where the number will: a draft cannot be taken for what was signed.
const unsigned = "（送审稿，未签发）"

var numerals = []string{"一", "二", "三", "四", "五", "六"}

// AnsweredKind is the entry of what was answered: from then on the asking office reads it.
const AnsweredKind = "opinion.answered.v1"

// issue numbers the letter and keeps its words; everybody on the list has an answer from then on.
func (d Commands) issue(tx noun.Tx, x *Opinion) ([]act.Fact, error) {
	list, err := candidates(tx, x.ID)
	if err != nil {
		return nil, err
	}
	c, err := tx.CountyToday()
	if err != nil {
		return nil, err
	}
	today, all := tx.Now().Day(), on(list)
	changed, err := d.assemble(tx, x, all, today)
	if err != nil {
		return nil, err
	}
	if len(changed) > 0 {
		return nil, text.Refuse(text.Conflict, "opinion.stale", "n", len(changed), "name", changed[0].Name)
	}
	word := d.Rules().Word
	n, err := tx.NextNumber(number.Word(word), today.Year())
	if err != nil {
		return nil, err
	}
	x.State, x.IssuedOn, x.Document = Issued, today, number.Document(word, today.Year(), n.No)
	x.Code = official.NewCode(d.Chance)
	paper := d.Draft(x, all, c)
	paper.Number, paper.Code, paper.Lang, paper.Sealed = x.Document, official.ShowCode(x.Code), "zh", true
	b, _ := json.Marshal(paper) // words and numbers only: it cannot fail
	x.Frozen, x.Digest = string(b), digest(string(b))
	for _, o := range all {
		o.State, o.Document, o.GivenOn = Answered, x.Document, today
	}
	if err := keep(tx, all); err != nil {
		return nil, err
	}
	if err := tx.Record(AnsweredKind, Shape.Ref(x), act.Number("people", int64(len(all)))); err != nil {
		return nil, err
	}
	return []act.Fact{act.Code("number", x.Document), act.Code("digest", x.Digest)}, nil
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// Draft is the letter as it reads now, marked as a draft: of the six answers those that somebody has, with who has it;
// where an answer is more than that nothing is known, with the reason.
func (d Commands) Draft(x *Opinion, all []*Candidate, c *bodies.County) official.Document {
	day := c.Day()
	to := x.From
	if x.Office != 0 {
		to = c.Name(x.Office)
	}
	out := official.Document{Number: unsigned, To: to, Title: []string{"关于" + people(all) + "党风廉政意见的回复"},
		Date: chinese(day), Printed: chinese(day)}
	if b, ok := c.Single(bodies.CountyDiscipline); ok {
		out.Organ, out.Mark, out.Printer = b.Name, b.Name+"文件", b.Name
	}
	body := []string{fmt.Sprintf("你单位《%s》来函征求%s的党风廉政意见（用途：%s），现将我委掌握的情况回复如下：", x.LetterNo,
		people(all), d.Label(PurposeTable, x.Purpose))}
	n := 0
	for _, answer := range Answers {
		var names, lines []string
		for _, o := range all {
			if o.Answer != answer {
				continue
			}
			names = append(names, o.calls())
			if why := d.why(o); answer != None && why != "" {
				lines = append(lines, o.calls()+"："+why)
			}
		}
		if len(names) == 0 {
			continue
		}
		body = append(body, fmt.Sprintf("%s、%s（%d名）", numerals[n], d.Say(text.M("candidate.answer."+answer)), len(names)))
		n++
		if len(lines) == len(names) {
			body = append(body, lines...)
			continue
		}
		body = append(append(body, strings.Join(names, "、")+"。"), lines...)
	}
	var signs []string
	for _, id := range ids(x.Signers) {
		who, _ := c.Person(id)
		signs = append(signs, who.Name)
	}
	if len(signs) > 0 && x.all() {
		body = append(body, "以上意见已经"+strings.Join(signs, "、")+"签字。")
	}
	out.Body = official.Paragraphs(strings.Join(body, "\n"))
	return out
}

// people are who a letter is about: 张三等3名同志.
func people(all []*Candidate) string {
	switch len(all) {
	case 0:
		return "有关同志"
	case 1:
		return all[0].Name + "同志"
	}
	return fmt.Sprintf("%s等%d名同志", all[0].Name, len(all))
}

// calls is how a letter names somebody: the name, and unit and post in brackets.
func (c *Candidate) calls() string {
	if at := strings.TrimSpace(c.Place + c.Post); at != "" {
		return c.Name + "（" + at + "）"
	}
	return c.Name
}

// why is the reason that a letter gives: what was settled by hand, else the records. Of leads it says nothing.
func (d Commands) why(c *Candidate) string {
	if c.Reason != "" {
		return strings.TrimRight(c.Reason, "。") + "。"
	}
	var out []string
	for _, f := range c.Facts() {
		if d.Rules().Answers[f.By] == c.Answer {
			m := f.says(d.Label)
			m.Data["until"] = chinese(f.Until)
			out = append(out, strings.TrimRight(d.Say(m), "。"))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.Join(out, "；") + "。"
}

func chinese(day when.Day) string {
	y, m, n := day.Date()
	return fmt.Sprintf("%d年%d月%d日", y, int(m), n)
}

// Course is the letter as what offices issue is asked about: by its code, by the job that keeps its file.
func (x *Opinion) Course() *letter.Life {
	l := &letter.Life{Base: x.Base, Document: x.Document, SignedOn: x.IssuedOn, SealedOn: x.IssuedOn, Code: x.Code,
		Digest: x.Digest, Frozen: x.Frozen, File: x.File}
	if l.State = letter.Sent; x.State == Void {
		l.State, l.VoidOn = letter.Void, x.VoidOn
	}
	return l
}

// KeptKind is the entry of its file.
const KeptKind = "opinion.kept.v1"

// Keep puts on record the file of a letter; its bytes are stored already. It is done once: again it is refused.
func (d Commands) Keep(ctx context.Context, c act.Command, id ref.ID, e evidence.Evidence,
	by string) (act.Receipt, error) {
	c.Verb, c.Input = "opinion.issue", evidence.Input([]evidence.Evidence{e}, id, by)
	return noun.Step(ctx, d.Door, c, d.shape(), noun.At{ID: id}, KeptKind,
		func(tx noun.Tx, x *Opinion) ([]act.Fact, error) {
			if err := x.in(Issued, Void); err != nil {
				return nil, err
			}
			if x.Pdf != "" {
				return nil, text.Refuse(text.Conflict, "opinion.kept")
			}
			return x.Put(tx, Shape.Ref(x), e, by)
		})
}

// Waiting is a letter that is out, with how its file is kept.
func (d Commands) Waiting(x *Opinion, base string) issued.Waiting {
	s, _ := x.Course().Sheet(base)
	return issued.Waiting{Of: Shape.Ref(x), Sheet: s,
		Keep: func(ctx context.Context, c act.Command, e evidence.Evidence, by string) (act.Receipt, error) {
			return d.Keep(ctx, c, x.ID, e, by)
		}}
}

// Unkept are the conditions of letters whose file is not kept yet.
func Unkept() noun.Query {
	return noun.Query{Sort: noun.Sort{Name: "new", Column: "id"}, Where: []noun.Cond{
		{Column: "pdf", Text: []string{""}}, noun.StateIs(Issued, Void)}}
}
