package api

import (
	"bytes"
	"encoding/json"
)

// twice names a field that stands twice in one object of the body: which of the
// two is meant cannot be told, so neither is taken. Body is known to be JSON.
func twice(body []byte) (string, bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	type level struct {
		names map[string]bool // nil in a list
		value bool            // a value comes next, not a name
	}
	var open []level
	for {
		tok, err := d.Token()
		if err != nil {
			return "", false
		}
		top := len(open) - 1
		if delim, ok := tok.(json.Delim); ok {
			switch delim {
			case '{':
				open = append(open, level{names: map[string]bool{}})
				continue
			case '[':
				open = append(open, level{})
				continue
			}
			open = open[:top]
			top--
		} else if top >= 0 && open[top].names != nil && !open[top].value {
			name, _ := tok.(string)
			if open[top].names[name] {
				return name, true
			}
			open[top].names[name], open[top].value = true, true
			continue
		}
		if top >= 0 {
			open[top].value = false
		}
	}
}
