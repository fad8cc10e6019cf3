package exchange

import (
	"shuangze/internal/bodies"
	"shuangze/internal/issued"
	"shuangze/internal/official"
	"shuangze/internal/policy/version"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// AdoptedSchemes is the document of the schemes of an adopted version as it is kept: who proposed and who adopted it,
// when and why, stand below as its signatures, with the digest of the text that they decided about. The speech is
// Chinese, its pack that of the version; c is the register of the day of the adoption.
func (s Speech) AdoptedSchemes(v version.Version, c *bodies.County) issued.Sheet {
	t := s.P.T
	d := s.SchemesDocument(t("scheme.kept.about", "no", v.No, "from", s.P.Day(v.From)), "")
	d.Body = append(d.Body, official.Block{Text: t("scheme.kept.signed"), Level: official.First})
	name := func(id ref.ID) string {
		if p, ok := c.Person(id); ok {
			return p.Name
		}
		return t("scheme.kept.console")
	}
	proposed := name(v.ProposedBy)
	if v.ProposedFor != 0 {
		proposed = t("scheme.kept.for", "name", proposed, "principal", name(v.ProposedFor))
	}
	table := s.schemeTable("step", "who", "when", "said")
	for i, share := range []int{12, 20, 28, 40} {
		table.Columns[i].Width = share
	}
	table.Rows = [][]string{
		{t("scheme.kept.proposed"), proposed, s.moment(v.ProposedAt), v.Note},
		{t("scheme.kept.adopted"), name(v.AdoptedBy), s.moment(v.AdoptedAt), v.Reason}}
	d.Body = append(d.Body, official.Block{Table: table},
		official.Block{Text: t("scheme.kept.digest", "digest", v.Digest)})
	return issued.Sheet{Document: d, At: v.AdoptedAt, Kept: issued.Of(v).Kept()}
}

// moment is a moment to the minute, as papers print it.
func (s Speech) moment(at when.Instant) string { return s.P.T("scheme.kept.at", "at", at) }
