package policy

import (
	"slices"

	"shuangze/internal/dossiers"
)

// The words of dossiers.txt for what the program knows by codes.
var (
	halves  = map[string]string{"勤": dossiers.Diligence, "廉": dossiers.Integrity}
	sources = map[string]string{"系统": dossiers.System, "本人": dossiers.Declared, "纪检": dossiers.Kept}
)

const dossiersFile = "dossiers.txt"

// readDossiers reads of whom a dossier is kept, what stands in it and for what it is looked into (spec 5.3). A pack
// from before there were dossiers has none of the tables: then none is kept.
func (p *Pack) readDossiers(r *parser) {
	d := &p.Dossiers
	d.Ranks = map[string]string{}
	if r.sections[DossierPart.section()] == nil {
		return
	}
	t := r.table(dossiersFile, DossierRank.section(), "代码", "中文", "英文", "名册写法")
	p.words(t, DossierRank, func(c cursor, w Word) {
		for _, word := range apart(c.text("名册写法")) {
			if _, twice := d.Ranks[word]; twice {
				c.fault("policy.code-repeated", "value", word, "first", c.line)
			}
			d.Ranks[word] = w.Code
		}
	})
	t = r.table(dossiersFile, DossierPart.section(), "代码", "中文", "英文", "部分", "来源", "启用", "依据")
	p.words(t, DossierPart, func(c cursor, w Word) {
		x := dossiers.Part{Code: w.Code, Name: w.Zh, Half: chosen(c, "部分", halves), Source: chosen(c, "来源", sources),
			On: c.yes("启用"), Basis: c.may("依据")}
		filled := slices.ContainsFunc(dossiers.Sources, func(s dossiers.Source) bool { return s.Part == x.Code }) ||
			x.Code == dossiers.Career
		switch {
		case !slices.Contains(dossiers.Codes, x.Code):
			c.fault("policy.dossier-part", "value", x.Code)
		case x.On && x.Basis == "" && dossiers.Private(x.Code):
			c.fault("policy.dossier-basis", "value", x.Name)
		case filled != (x.Source == dossiers.System) && !(dossiers.Mixed(x.Code) && x.Source == dossiers.Declared),
			(x.Code == dossiers.Leads) != (x.Source == dossiers.Kept):
			c.fault("policy.dossier-source", "value", x.Name)
		}
		d.Parts = append(d.Parts, x)
	})
	t = r.table(dossiersFile, DossierPurpose.section(), "代码", "中文", "英文", "告知本人")
	p.words(t, DossierPurpose, func(c cursor, w Word) {
		d.Purposes = append(d.Purposes, dossiers.Purpose{Code: w.Code, Told: c.yes("告知本人")})
	})
	got := r.items(dossiersFile, "档案规则", "建档期限", "复核周期", "查阅最长天数", "每次查阅分钟", "少于不细分")
	for name, to := range map[string]*int{"建档期限": &d.OpenMonths, "复核周期": &d.ReviewMonths} {
		if c, ok := got[name]; ok {
			if *to = c.months("值", c.text("值")); *to == 0 {
				c.fault("policy.effect-months", "column", "值", "value", c.may("值"))
			}
		}
	}
	for _, x := range []struct {
		name        string
		to          *int
		least, most int
	}{{"查阅最长天数", &d.MostDays, 1, 60}, {"每次查阅分钟", &d.Minutes, 1, 60}, {"少于不细分", &d.Few, 2, 50}} {
		if c, ok := got[x.name]; ok {
			*x.to = c.number("值", x.least, x.most)
		}
	}
}
