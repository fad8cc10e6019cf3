package gallery

import (
	"time"

	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

func at(y int, m time.Month, d, h, min int) when.Instant {
	return when.At(time.Date(y, m, d, h, min, 0, 0, when.Zone))
}

func with(f page.Field, set func(*page.Field)) page.Field { set(&f); return f }

func extendUntil(v page.View, in page.Filled) page.Field {
	return with(in.Field("until", Say(v.P, "延至", "Until")), func(f *page.Field) {
		f.Hint = Say(v.P, "原时限 2026年11月3日，最多延期 2 次。", "It was due on 3 Nov 2026; two extensions at most.")
	})
}

func listFilters(v page.View) page.Filters {
	f := page.Filters{Keep: map[string]string{"sort": "due"}}
	if len(v.Query) > 0 {
		f.Applied = []page.Applied{{Label: Say(v.P, "单位：曙坪镇", "Unit: Shuping Town"), Remove: v.With("unit", "")},
			{Label: Say(v.P, "状态：逾期", "State: overdue"), Remove: v.With("state", "")}}
		f.Clear = v.Path
	}
	return f
}

// OrderColumns is the head of the sample list.
func OrderColumns(v page.View) page.List {
	return page.List{Caption: Say(v.P, "督办单", "Orders"), Sort: v.Query.Get("sort"), Cols: []page.Col{
		{Label: Say(v.P, "编号", "Number"), Sort: "number"},
		{Label: Say(v.P, "事项", "Subject")},
		{Label: Say(v.P, "主办单位", "Lead unit"), Sort: "unit"},
		{Label: Say(v.P, "状态", "State")},
		{Label: Say(v.P, "时限", "Due"), Sort: "due"},
	}}
}
