package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"shuangze/internal/appraisal/ballot"
)

// BallotFiles are what a step of the tellers reads and writes.
type BallotFiles struct {
	Key, Sealed, Issued, Inner, Out, Words string
	Count                                  int
}

// ballotFileMost is how much of a file is read: more than the longest of a vote has.
const ballotFileMost = 1 << 30

// faults are what package ballot finds, in words; %[1]s is what it is about.
var faults = map[string][2]string{
	"lid":      {"这把钥匙不是这次测评的（%[1]s）", "this key is not of this vote (%[1]s)"},
	"key":      {"这不是钥匙文件", "this is no file of a key"},
	"envelope": {"有一个信封打不开（%[1]s）：不是用这把钥匙封的，或者被改过", "an envelope does not open (%[1]s): of another key, or altered"},
	"issued":   {"发出的票的名单不是公布的那一份（%[1]s）", "the list of issued slips is not the one that was announced (%[1]s)"},
	"token":    {"有一个票码没有发过或者重复（%[1]s）", "a code was not issued, or stands twice (%[1]s)"},
	"twice":    {"有一张票投了两次（%[1]s）", "a slip voted twice (%[1]s)"},
	"double":   {"有两个信封里面一样（%[1]s）", "two envelopes hold the same (%[1]s)"},
	"few":      {"只有 %[1]s 张票，少于五张不能开", "there are %[1]s ballots; fewer than five are not opened"},
	"count":    {"票数和宣布的不一样（%[1]s）", "there are not as many ballots as announced (%[1]s)"},
	"file":     {"文件不完整、顺序不对或者不是这一种（%[1]s）", "the file is cut off, out of order or of another kind (%[1]s)"},
	"inner":    {"有一张票里面的内容不对", "what is in one of the ballots is wrong"},
	"receipt":  {"回执号重复或者不对", "a receipt stands twice, or is none"},
	"slice":    {"公布的票数和投过的票码对不上（%[1]s）", "the lines do not match the codes that voted (%[1]s)"},
	"line":     {"公布的文件里有一行不对（%[1]s）", "a line of the published file is wrong (%[1]s)"},
	"answer":   {"有一项回答不在选项里（%[1]s）", "an answer is none of the options (%[1]s)"},
	"head":     {"文件开头不对（%[1]s）", "the head of the file is wrong (%[1]s)"},
	"group":    {"有一张票的分组不对（%[1]s）", "a ballot is of a wrong group (%[1]s)"},
}

// faultOf puts a fault of a ballot into words.
func faultOf(err error) error {
	f, ok := errors.AsType[ballot.Fault](err)
	if !ok {
		return err
	}
	say, ok := faults[f.Code]
	if !ok {
		say = [2]string{"文件不对（" + f.Code + " %[1]s）", "the file is wrong (" + f.Code + " %[1]s)"}
	}
	of := func(i int) string {
		s := say[i]
		if !strings.Contains(s, "%") {
			return s
		}
		s = fmt.Sprintf(s, f.What)
		return strings.NewReplacer("（）", "", " ()", "").Replace(s)
	}
	return fmt.Errorf("%s / %s", of(0), of(1))
}

func readBallotFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("读不了 %s / cannot read %s: %w", name, name, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, ballotFileMost+1))
	if len(b) > ballotFileMost {
		return nil, fmt.Errorf("%s 太大 / %s is too large", name, name)
	}
	return b, err
}

// writeNew writes a file that is not there yet, so that nothing is lost by a slip of the hand.
func writeNew(name string, b []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s 已经有了，不会覆盖；请换一个文件名 / %s is there already and is not replaced: choose another name", name, name)
	}
	if err != nil {
		return fmt.Errorf("写不了 %s / cannot write %s: %w", name, name, err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

func readKeyFile(name string) (ballot.Key, error) {
	b, err := readBallotFile(name)
	if err != nil {
		return ballot.Key{}, err
	}
	k, err := ballot.ReadKey(string(b))
	return k, faultOf(err)
}

// BallotKey makes a teller's key: the file is the teller's alone, and what is printed goes to the page of the vote.
func BallotKey(name string, w io.Writer) error {
	k, err := ballot.NewKey()
	if err != nil {
		return err
	}
	s, err := k.Text()
	if err != nil {
		return err
	}
	if err := writeNew(name, []byte(s+"\n"), 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "钥匙已写入 %s。请再存一份，分开放好；丢了，这次测评就作废。下面一行贴到测评页面上：\n"+
		"The key is in %s. Keep a second copy apart: a lost key loses the vote. "+
		"The line below goes to the page of the vote:\n%s\n",
		name, name, k.Lid().Text())
	return err
}

// BallotTest reads the code in a test envelope.
func BallotTest(key, test string, w io.Writer) error {
	k, err := readKeyFile(key)
	if err != nil {
		return err
	}
	code, err := k.OpenTest(test)
	if err != nil {
		return faultOf(err)
	}
	_, err = fmt.Fprintln(w, ballot.Spaced(code))
	return err
}

// BallotOuter is the first teller's step, from file to file: the same files give the same bytes.
func BallotOuter(o BallotFiles, w io.Writer) error {
	k, err := readKeyFile(o.Key)
	if err != nil {
		return err
	}
	sealed, err := readBallotFile(o.Sealed)
	if err != nil {
		return err
	}
	issued, err := readBallotFile(o.Issued)
	if err != nil {
		return err
	}
	inner, count, err := ballot.OpenOuter(k, sealed, issued)
	if err != nil {
		return faultOf(err)
	}
	if err := writeNew(o.Out, inner, 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%d 张票，外层已打开，写入 %s。请当众宣布票数，把文件交给第二计票人。\nSHA-256 %s\n"+
		"%d ballots: the outer layer is open, in %s. Announce their number and hand the file to the second teller.\n",
		count, o.Out, ballot.Digest(inner), count, o.Out)
	return err
}

// BallotInner is the second teller's step. The digest of what it was first given is kept beside the key, and another is
// refused: the difference of two counts would show single ballots.
func BallotInner(o BallotFiles, w io.Writer) error {
	k, err := readKeyFile(o.Key)
	if err != nil {
		return err
	}
	inner, err := readBallotFile(o.Inner)
	if err != nil {
		return err
	}
	published, words, err := ballot.OpenInner(k, inner, o.Count)
	if err != nil {
		return faultOf(err)
	}
	if err := onceUsed(o.Key+".used", ballot.Digest(inner)); err != nil {
		return err
	}
	if err := writeNew(o.Out, published, 0o644); err != nil {
		return err
	}
	if o.Words != "" {
		if err := writeNew(o.Words, words, 0o600); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(w, "%d 张票已打开，公布的文件写入 %s。\nSHA-256 %s\n%d ballots are open; the file to publish is %s.\n",
		o.Count, o.Out, ballot.Digest(published), o.Count, o.Out)
	return err
}

// onceUsed remembers what a key was used for.
func onceUsed(name, digest string) error {
	was, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return writeNew(name, []byte(digest+"\n"), 0o600)
	case err != nil:
		return fmt.Errorf("读不了 %s / cannot read %s: %w", name, name, err)
	case strings.TrimSpace(string(was)) != digest:
		return fmt.Errorf("这把钥匙已经开过另一个文件（%s），一把钥匙只开一次；两次开票的差别会露出个人的票 / "+
			"this key opened another file before (%s); it opens one alone, for the difference of two would show "+
			"single ballots", name, name)
	}
	return nil
}

// BallotCount counts a published file again; ok is false where something is wrong, which is said.
func BallotCount(published, issued string, w io.Writer) (ok bool, err error) {
	p, err := readBallotFile(published)
	if err != nil {
		return false, err
	}
	i, err := readBallotFile(issued)
	if err != nil {
		return false, err
	}
	r, err := ballot.Count(p, i)
	if err != nil {
		_, e := fmt.Fprintf(w, "对不上：%s\n", faultOf(err))
		return false, e
	}
	issuedSlips := 0
	for _, g := range r.Groups {
		issuedSlips += g.Slips
	}
	fmt.Fprintf(w, "测评 %s：发出 %d 张，投了 %d 张，核对无误\nvote %s: %d slips issued, %d voted, all in order\n",
		r.ID, issuedSlips, r.Count, r.ID, issuedSlips, r.Count)
	for _, q := range r.Questions {
		for _, g := range q.Groups {
			fmt.Fprintf(w, "%s\t%s\t票 %d\t有效 %d", q.Code, g.Group, g.Ballots, g.Valid)
			for _, x := range r.Poll.Questions {
				if x.Code != q.Code || g.Few {
					continue
				}
				for _, o := range x.Options {
					fmt.Fprintf(w, "\t%s %d", o.Code, g.By[o.Code])
				}
			}
			fmt.Fprintln(w)
		}
		score := "—"
		if q.Mean != nil {
			n := ballot.Hundredths(q.Mean)
			score = fmt.Sprintf("%d.%02d", n/100, n%100)
		}
		fmt.Fprintf(w, "%s\t得分 score\t%s\n", q.Code, score)
	}
	return true, nil
}
