package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"shuangze/internal/store"
)

// sealKeys is the file of the keys of sealed columns.
func (c Config) sealKeys() string {
	if c.Seals != "" {
		return c.Seals
	}
	return filepath.Join(c.Dir, store.SealKeysFile)
}

// Rotate adds a key of sealed columns and puts everything that is sealed under it,
// while the house works. What cannot be opened with the keys there are stays as
// it is and is an error.
func Rotate(ctx context.Context, s *Settings, out io.Writer) (err error) {
	c := s.Config()
	if err := c.there(); err != nil {
		return err
	}
	h, err := Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	r, err := h.DB.Reseal(ctx)
	if err != nil {
		return h.words(err)
	}
	fmt.Fprintf(out, "已加第 %d 号密钥：%s / key %d was added: %s\n", r.Key, c.sealKeys(), r.Key, c.sealKeys())
	fmt.Fprintf(out, "改用新密钥封上的：数据 %d 处，存证旁的原文 %d 处 / sealed anew: %d in rows, %d beside entries\n",
		r.Cells, r.Openings, r.Cells, r.Openings)
	if r.Shut > 0 {
		return fmt.Errorf("有 %d 处用现有的密钥打不开，没有动：把原来的密钥放回文件再做一次 / "+
			"%d could not be opened with the keys there are and stay as they were: put the old keys back and do it again",
			r.Shut, r.Shut)
	}
	return nil
}
