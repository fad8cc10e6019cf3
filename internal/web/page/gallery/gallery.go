// Package gallery composes whole pages out of every part of package page, for
// tests, screenshots and whoever writes a page. Its words are examples, so
// they are not in the catalogues.
package gallery

import (
	"net/url"
	"time"

	"github.com/a-h/templ"

	"shuangze/internal/lang"
	"shuangze/internal/text"
	"shuangze/internal/web/page"
	"shuangze/internal/when"
)

// Pages is every sample page in one language.
func Pages(p *lang.Phraser) map[string]templ.Component {
	v := View(p)
	wrong := page.Filled{P: p, Values: url.Values{"reason": {"道路塌方"}, "method": {"photo"}}, Errors: errors()}
	list := v
	list.Path, list.Query = "/orders", url.Values{"sort": {"due"}, "unit": {"7"}, "state": {"late"}}
	list.Title = Say(p, "督办清单", "Supervision list")
	none := list
	none.Query = nil
	out := page.View{P: p, County: v.County, Path: "/sign-in", Title: Say(p, "登录", "Sign in"), Today: v.Today,
		Demo: page.Demo{Text: Say(p, "数据都是虚构的，每天零点重置。", "All data is invented and reset every midnight.")}}
	return map[string]templ.Component{
		"workbench": Workbench(work(v)),
		"order":     Order(v),
		"list":      OrderList(list, Rows(12)),
		"empty":     OrderList(none, nil),
		"form":      Extension(v, wrong),
		"fields":    Everything(v, page.Filled{P: p}),
		"check":     Check(v),
		"confirmed": Done(v),
		"overview":  Overview(v),
		"sign-in":   SignIn(out),
		"letter":    Notice(v),
		"refused":   page.TroublePage(v, page.Trouble{Status: 403}),
		"missing":   page.TroublePage(out, page.Trouble{Status: 404}),
		"failed":    page.TroublePage(v, page.Trouble{Status: 500, Reference: "7QK2-M3FA"}),
	}
}

// Say picks the example's words.
func Say(p *lang.Phraser, zh, en string) string {
	if p.Chinese() {
		return zh
	}
	return en
}

// View is the frame as an official of the principal office sees it.
func View(p *lang.Phraser) page.View {
	return page.View{
		P: p, County: Say(p, "镇坪县", "Zhenping County"), Today: when.Date(2026, time.November, 23),
		Path: "/orders/31", Search: "/search", Title: "DB2026-0031",
		User: page.User{Name: Say(p, "李静澜", "Li Jinglan"),
			Post:    Say(p, "县委督查室 · 主体责任办公室", "County Supervision Office · Principal Responsibility Office"),
			Account: "/account", SignOut: "/sign-out"},
		Menu: []page.MenuItem{
			{Label: Say(p, "工作台", "Workbench"), Href: "/", Count: 7},
			{Numeral: "一", Label: Say(p, "主责运行", "Responsible bodies"), Href: "/units", Rule: true},
			{Numeral: "二", Label: Say(p, "清单管理", "Lists and ledgers"), Href: "/lists", Count: 1128,
				Current: true, Under: []page.MenuItem{
					{Label: Say(p, "问题清单", "Problem list"), Href: "/problems"},
					{Label: Say(p, "督办清单", "Supervision list"), Href: "/orders", Current: true, Count: 128},
					{Label: Say(p, "履责台账", "Ledgers of duty"), Href: "/ledger"},
				}},
			{Label: Say(p, "县域总览", "County overview"), Href: "/county", Rule: true},
			{Label: Say(p, "存证链", "Journal"), Href: "/journal"},
		},
	}
}

func work(v page.View) page.View {
	menu := append([]page.MenuItem(nil), v.Menu...)
	menu[0].Current, menu[2].Current = true, false
	v.Menu, v.Path, v.Title = menu, "/", Say(v.P, "工作台", "Workbench")
	v.Flash = page.Flash{Text: Say(v.P, "督办单 DB2026-0022 已销号。", "Order DB2026-0022 was closed out."), Receipt: "№ 1024331",
		Href: "/journal/1024331"}
	v.Demo = page.Demo{Text: Say(v.P, "数据都是虚构的，每天零点重置。", "All data is invented and reset every midnight."),
		Links: []page.Link{{Label: Say(v.P, "换一个身份", "Be someone else"), Href: "/demo"}}}
	return v
}

func errors() text.InputErrors {
	var e text.InputErrors
	e.Add("until", "page.trouble.say.409")
	e.Add("done", "page.trouble.say.422")
	return e
}

// Row is one order of the sample list.
type Row struct {
	ID, Number, Title, TitleEn, Unit, UnitEn string
	Tone                                     page.Tone
	State, StateEn                           string
	Due                                      when.Day
}

// Rows makes n orders.
func Rows(n int) []Row {
	models := []Row{
		{"31", "DB2026-0031", "曙坪镇惠农补贴资金公示不及时", "Farm subsidies in Shuping Town published late", "曙坪镇党委",
			"Party Committee of Shuping Town", page.Red, "红牌 · 逾期 4 个工作日", "Red card · 4 working days overdue",
			when.Date(2026, 11, 17)},
		{"27", "DB2026-0027", "牛头店镇村务公开不规范", "Village affairs in Niutoudian Town not properly open", "牛头店镇党委",
			"Party Committee of Niutoudian Town", page.Amber, "黄牌 · 逾期 1 个工作日", "Yellow card · 1 working day overdue",
			when.Date(2026, 11, 20)},
		{"35", "DB2026-0035", "财政局政府采购问题整改", "Rectification of procurement at the Finance Bureau", "财政局党组",
			"Party Group of the Finance Bureau", page.Blue, "将到期 · 明天", "Due tomorrow", when.Date(2026, 11, 24)},
		{"22", "DB2026-0022", "华坪镇公务接待超标准", "Official receptions above standard in Huaping Town", "华坪镇党委",
			"Party Committee of Huaping Town", page.Green, "已销号", "Closed out", when.Date(2026, 11, 2)},
		{"44", "DB2026-0044", "教育体育和科技局下属学校收费公示整改",
			"Publication of fees at schools under the Bureau of Education, Sports and Science", "教育体育和科技局党组",
			"Party Group of the Bureau of Education, Sports and Science", page.Plain, "整改中",
			"In progress", when.Date(2027, 1, 15)},
	}
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = models[i%len(models)]
	}
	return rows
}
