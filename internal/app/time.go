package app

import (
	"context"
	"fmt"
	"io"

	"shuangze/internal/act"
	"shuangze/internal/actor"
	"shuangze/internal/clock"
)

// Time tells at the console how the clock stands beside the last entry, and
// confirms it when asked to. It is false when the clock is in doubt and stays so.
func Time(ctx context.Context, h *House, confirm bool, out io.Writer) (bool, error) {
	list, err := h.DB.Counties(ctx)
	if err != nil {
		return false, err
	}
	if len(list) == 0 {
		fmt.Fprintf(out, "数据库是空的，没有可比的记录；服务器时钟 %s / the database is empty; the clock says %s\n", h.Clock(), h.Clock())
		return true, nil
	}
	r, err := h.DB.Clock(ctx)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(out, "服务器时钟 the clock says  %s\n最后一条记录 the last entry %s\n", r.Now, r.Last)
	if !confirm {
		switch {
		case r.Doubtful():
			fmt.Fprintln(out, doubt(r))
		case r.Behind():
			fmt.Fprintln(out, behind)
		default:
			fmt.Fprintln(out, "相符 / they fit")
		}
		return !r.Doubtful(), nil
	}
	c := act.Command{Actor: actor.Machine(list[0].No, ConsoleAgent())}
	done, err := h.Time.Confirm(ctx, c, clock.Reading{})
	if err != nil {
		return false, h.words(err)
	}
	fmt.Fprintf(out, "已确认并记入系统存证第 %d 条 / confirmed, entry %d of the journal system\n", done.Seq, done.Seq)
	return true, nil
}

// doubt is what is said at the console while the clock is in doubt.
func doubt(r clock.Reading) string {
	return fmt.Sprintf(`时钟存疑：服务器时钟 %s，最后一条记录 %s，相差 %d 天，超过 %d 天。确认之前只能登录和查看，不能办理。
时钟不对，就先校准；时钟是对的（停用了很久，或者恢复的是旧备份），就执行 shuangze clock --confirm，或由系统管理员在“服务器时钟”页确认。
The clock is in doubt: it says %s, the last entry is of %s, %d days apart, more than %d. Until it is confirmed people can sign in and read, and nothing is recorded.
Set the clock if it is wrong. If it is right (a long rest, an old backup restored), run shuangze clock --confirm, or the system administrator confirms it on the page “Server clock”.`,
		r.Now, r.Last, r.Days(), r.MostDays(), r.Now, r.Last, r.Days(), r.MostDays())
}

const behind = `最后一条记录在时钟之后：在时钟赶上之前，新的记录都记作那个时间。时钟是对的，就执行 shuangze clock --confirm。
The last entry lies ahead of the clock: until the clock has caught up, new entries bear that time. If the clock is right, run shuangze clock --confirm.`

// Doubt writes what is wrong with the clock, if anything is.
func (h *House) Doubt(ctx context.Context, out io.Writer) error {
	r, err := h.DB.Clock(ctx)
	if err == nil && r.Doubtful() {
		fmt.Fprintln(out, doubt(r))
	}
	return err
}
