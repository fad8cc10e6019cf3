package policy

import "shuangze/internal/lists/remark"

// readTraces reads from which thresholds on something is remarked of records. A pack from
// before there were any has those of the program.
func (p *Pack) readTraces(r *parser) {
	p.Traces = remark.Default
	const name = "痕迹提示"
	if r.sections[name] == nil {
		return
	}
	items := map[string]struct {
		at          *int
		least, most int
	}{
		"集中登记": {&p.Traces.Bulk, 2, 1000}, "检查前天数": {&p.Traces.Before, 0, 365}, "同一文件": {&p.Traces.SameFile, 2, 1000},
		"文件晚于": {&p.Traces.FileAfter, 0, 365}, "文字相同": {&p.Traces.Alike, 50, 100}, "最短字数": {&p.Traces.Least, 20, 4000},
	}
	got := r.items("traces.txt", name, "集中登记", "检查前天数", "同一文件", "文件晚于", "文字相同", "最短字数")
	for item, c := range got {
		x := items[item]
		*x.at = c.number("值", x.least, x.most)
	}
}
