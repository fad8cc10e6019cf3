package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"shuangze/internal/blob"
	"shuangze/internal/store"
)

// VerifyFiles is what was found of the files that rows of evidence name.
type VerifyFiles struct {
	Named  int64 `json:"named"` // rows
	Read   int64 `json:"read"`  // different files
	Bytes  int64 `json:"bytes"`
	Erased int64 `json:"erased"` // rows whose file was erased by law
	Faults int64 `json:"faults"`
}

// keepFileFaults is how many of them are listed; all are counted.
const keepFileFaults = 20

// files reads every file that evidence names and compares its bytes. Where a
// PostgreSQL is verified from afar there is no folder of files: that is said and
// is no fault. A file that was erased by law must not be there, unless another row names it.
func (r *VerifyReport) files(ctx context.Context, dir string, afar bool, named, erased []store.NamedFile) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) && afar {
		return nil
	}
	shelf, f := blob.At(dir), &VerifyFiles{Named: int64(len(named))}
	r.Files = f
	seen := map[blob.Digest]string{} // what is wrong with it
	for _, x := range named {
		d := blob.Digest(x.Digest)
		wrong, known := seen[d]
		if !known {
			size, err := shelf.Size(d)
			if err == nil {
				f.Bytes += size
				err = shelf.Verify(ctx, d)
			}
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, fs.ErrNotExist):
				wrong = "file-missing"
			case err != nil:
				wrong = "file-changed"
			}
			seen[d] = wrong
		}
		if wrong == "" {
			continue
		}
		if f.Faults++; f.Faults <= keepFileFaults {
			r.Faults = append(r.Faults, VerifyFault{x.Journal, x.Seq, wrong, fmt.Sprintf("evidence/%d: the file %s", x.Row, d)})
		}
	}
	for _, x := range erased {
		f.Erased++
		d := blob.Digest(x.Digest)
		if _, named := seen[d]; named {
			continue
		}
		if _, err := shelf.Size(d); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if f.Faults++; f.Faults <= keepFileFaults {
			r.Faults = append(r.Faults, VerifyFault{x.Journal, x.Seq, "erased-file",
				fmt.Sprintf("evidence/%d: the file %s was erased by law and is there", x.Row, d)})
		}
	}
	f.Read = int64(len(seen))
	r.Total += f.Faults
	return nil
}
