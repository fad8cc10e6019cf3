package dossiers

import (
	"slices"

	"shuangze/internal/actor"
	"shuangze/internal/bodies"
	"shuangze/internal/noun"
)

// titles are the headings that counties write over lists of paper dossiers.
var titles = map[string][]string{
	"person":   {"姓名", "干部姓名"},
	"keeper":   {"管理人", "保管人", "专人"},
	"shelf":    {"柜号", "盒号", "架号", "档案盒号", "存放位置", "存放处"},
	"handedOn": {"移交日期", "移交时间", "接收日期", "接收时间"},
	"handedBy": {"移交人", "移交单位", "移交单位及移交人"},
	"pages":    {"页数", "材料页数", "档案页数"},
}

// table takes paper dossiers in, many at once (纸质档案批量接收, spec 5.3 “paper and electronic in step”): a row names the
// person, who keeps their dossier and where it stands. One that was expected is opened by it, of one that is kept what
// the row says is written down, and who has none gets one.
func (d Commands) table() noun.Import {
	k := d.keeper()
	k.May = func(v noun.Value) error { return Shape.In(v, Open, Expected) }
	in := k.Import(titles, []string{"person", "shelf"}, kept)
	in.States = []string{Expected}
	in.Whose = func(c *bodies.County, _ actor.Actor, v noun.Value) { // what the preview calls it
		p, _ := c.Person(v.(*Dossier).Person)
		v.(*Dossier).Name = p.Name
	}
	return in
}

// kept finds the dossier that a row is about.
func kept(v noun.Value, all []noun.Value) noun.Value {
	i := slices.IndexFunc(all, func(x noun.Value) bool {
		o := x.(*Dossier)
		return o.Person == v.(*Dossier).Person && slices.Contains([]string{Open, Expected}, o.State)
	})
	if i < 0 {
		return nil
	}
	return all[i]
}
