package desk

import (
	"errors"

	"shuangze/internal/lists/evidence"
	"shuangze/internal/text"
)

// Files reads the files of a form's field, if any, into the blob store: their
// bytes are kept under their digest before a command names them. A file that is
// not taken keeps out the others, and the error says which one and why.
func (v *Visit) Files(field string, errs *text.InputErrors) (out []evidence.Evidence, err error) {
	heads := v.Uploads(field)
	if len(heads) > evidence.AtOnce {
		errs.Add(field, "evidence.too-many", "most", evidence.AtOnce, "n", len(heads))
		return nil, nil
	}
	for _, head := range heads {
		if head.Size == 0 {
			errs.Add(field, "evidence.empty", "name", head.Name)
			return nil, nil
		}
		e, err := v.Desk.Files.Put(v.R.Context(), head.Body, head.Name, evidence.SizeMost)
		var refused text.InputErrors
		if errors.As(err, &refused) {
			for _, e := range refused {
				if len(heads) > 1 {
					e.Message = text.M("files.which", "name", head.Name, "why", e.Message)
				}
				*errs = append(*errs, e)
			}
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
