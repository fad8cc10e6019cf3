package api

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shuangze/internal/when"
)

// day is a day as JSON has it: "2026-11-23". None is left out; the open end of
// a period too.
type day when.Day

// IsZero leaves out days that are not set, and the end that is open.
func (d day) IsZero() bool { return d == 0 || when.Day(d) == when.Open }

func (d day) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + when.Day(d).String() + `"`), nil
}

func (d *day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" {
		*d = 0
		return nil
	}
	x, err := when.ParseDay(s)
	*d = day(x)
	return err
}

// Schema tells the OpenAPI document what a day is.
func (day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "date", Description: "A day in the county.", Examples: []any{"2026-11-23"}}
}

// instant is a moment as JSON has it: RFC 3339 with the county's +08:00.
type instant when.Instant

func (i instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return when.Instant(i).Time().AppendFormat([]byte(`"`), time.RFC3339Nano+`"`), nil
}

func (i *instant) UnmarshalJSON(b []byte) error {
	var t time.Time
	if err := json.Unmarshal(b, &t); err != nil {
		return fmt.Errorf("instant: %w", err)
	}
	*i = instant(when.At(t))
	return nil
}

// Schema tells the OpenAPI document what an instant is.
func (instant) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "date-time", Description: "A moment, RFC 3339 with +08:00.",
		Examples: []any{"2026-11-23T09:00:00+08:00"}}
}
