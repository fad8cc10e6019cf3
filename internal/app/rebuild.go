package app

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// derivedWords are the derived tables in words, in both languages.
var derivedWords = map[string]string{
	"tally": "统计 / tallies", "counter": "编号 / numbers given", "search": "检索 / search", "assist": "协办 / assisting units",
}

// Rebuild makes everything that is derived anew, in one transaction: a process
// that is killed meanwhile leaves what there was. Nothing that is on record is
// touched, and the journal gets no entry.
func Rebuild(ctx context.Context, s *Settings, out io.Writer) (err error) {
	if err := s.Config().there(); err != nil {
		return err
	}
	h, err := Open(ctx, s.Config())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	err = h.DB.RebuildTold(ctx, func(table string, done, of int64) {
		if done < of {
			fmt.Fprintf(out, "%s: %d / %d\n", derivedWords[table], done, of)
			return
		}
		fmt.Fprintf(out, "%s: %d\n", derivedWords[table], done)
	})
	if err != nil {
		return h.words(err)
	}
	fmt.Fprintln(out, "已全部重做；正在运行的 serve 重新启动后生效 / all of it is made anew; a serve that is running shows it after a restart")
	return nil
}
