package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shuangze/internal/app"
)

const ballotArgs = "key FILE | test KEYFILE TEST | outer --key FILE --sealed FILE --issued FILE --out FILE | " +
	"inner --key FILE --inner FILE --count N --out FILE [--words FILE] | count PUBLISHED ISSUED"

// runBallot is for tellers of a vote by phone, on computers of their own: it opens no database and no line.
func runBallot(ctx context.Context, f *flag.FlagSet, args []string) error {
	var o app.BallotFiles
	f.StringVar(&o.Key, "key", "", "计票人的钥匙文件 / the file of the teller’s key")
	f.StringVar(&o.Sealed, "sealed", "", "密封的票，投票结束后从系统下载 / the sealed ballots, taken from the system after the end")
	f.StringVar(&o.Issued, "issued", "", "发出的票的名单 / the list of issued slips")
	f.StringVar(&o.Inner, "inner", "", "第一计票人交来的文件 / the file that the first teller handed over")
	f.IntVar(&o.Count, "count", 0, "宣布的票数，和第一计票人屏幕上的一样 / how many ballots were announced, as on the first teller’s screen")
	f.StringVar(&o.Out, "out", "", "要写的文件，已有的不会覆盖 / the file to write; one that is there is not replaced")
	f.StringVar(&o.Words, "words", "", "文字意见写到哪个文件 / the file for answers in words")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	what := ""
	if len(rest) > 0 {
		what, rest = rest[0], rest[1:]
	}
	words, known := map[string]int{"key": 1, "test": 2, "outer": 0, "inner": 0, "count": 2}[what]
	if !known || len(rest) != words {
		return lacks(f, ballotArgs)
	}
	for _, must := range map[string][]struct{ flag, value string }{
		"outer": {{"--key", o.Key}, {"--sealed", o.Sealed}, {"--issued", o.Issued}, {"--out", o.Out}},
		"inner": {{"--key", o.Key}, {"--inner", o.Inner}, {"--count", counted(o.Count)}, {"--out", o.Out}},
	}[what] {
		if must.value == "" {
			return lacks(f, must.flag)
		}
	}
	switch what {
	case "key":
		return app.BallotKey(rest[0], os.Stdout)
	case "test":
		return app.BallotTest(rest[0], rest[1], os.Stdout)
	case "outer":
		return app.BallotOuter(o, os.Stdout)
	case "inner":
		return app.BallotInner(o, os.Stdout)
	}
	return sound(app.BallotCount(rest[0], rest[1], os.Stdout))
}

func counted(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprint(n)
}
