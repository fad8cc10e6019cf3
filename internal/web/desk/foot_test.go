package desk

import (
	"context"

	"shuangze/internal/when"
)

// unsigned reads of a county that has signed no checkpoint, and nothing else.
type unsigned struct{ Reads }

func (unsigned) DayCode(context.Context, int32) (string, when.Instant, error) { return "", 0, nil }
