package app

import (
	"fmt"
	"shuangze/internal/bodies"
	"shuangze/internal/policy"
	"shuangze/internal/ref"
)

// examples are addresses for each route; a route without one fails the test,
// so that none escapes. Deeds are sent empty: 422 says that they were allowed.
func (v *visitors) examples() map[string][]string {
	own, other := v.of(v.unit("曙坪镇")), v.of(v.unit("财政局"))
	unit, person := v.unit("曙坪镇").String(), v.county.PostsIn(v.unit("曙坪镇"))[0].Person.String()
	body := v.county.Seated(v.unit("曙坪镇"))[0].ID.String()
	both := func(form, kind string) []string {
		out := []string{}
		for _, of := range []map[string]string{own, other} {
			if of[kind] == "" {
				v.Fatalf("the demonstration has no %s to look at", kind)
			}
			out = append(out, fmt.Sprintf(form, of[kind]))
		}
		return out
	}
	account := v.account("shuping-lly")
	out := map[string][]string{
		"GET /orders/many":          both("/orders/many?act=supervise&id=%s", "order"),
		"GET /problems/many":        both("/problems/many?act=note&id=%s", "problem"),
		"GET /orders/{id}":          both("/orders/%s", "order"),
		"GET /orders/{id}/edit":     both("/orders/%s/edit", "order"),
		"POST /orders/{id}/edit":    both("/orders/%s/edit", "order"),
		"POST /letters/{id}/{deed}": both("/letters/%s/read-letter", "letter"),
		"GET /orders/{id}/do/{act}": append(both("/orders/%s/do/report", "order"),
			both("/orders/%s/do/supervise", "order")...),
		"POST /orders/{id}/do/{act}": append(both("/orders/%s/do/report", "order"),
			both("/orders/%s/do/supervise", "order")...),
		"POST /orders/{id}/measures":     both("/orders/%s/measures", "order"),
		"POST /problems/{id}/measures":   both("/problems/%s/measures", "problem"),
		"GET /orders/{id}/notice":        both("/orders/%s/notice", "order"),
		"GET /letters/{id}":              both("/letters/%s", "letter"),
		"GET /evidence/{id}":             both("/evidence/%s", "evidence"),
		"GET /problems/{id}":             both("/problems/%s", "problem"),
		"GET /problems/{id}/do/{act}":    both("/problems/%s/do/raise", "problem"),
		"POST /problems/{id}/do/{act}":   both("/problems/%s/do/raise", "problem"),
		"GET /letters/{id}/as/{kind}":    both("/letters/%s/as/docx", "letter"),
		"GET /dispatches/{id}/as/{kind}": {"/dispatches/" + v.exampleDispatch().String() + "/as/docx"},
		"GET /county/as/{kind}":          {"/county/as/docx"},
		"POST /votes/{id}/slips":         {"/votes/" + v.exampleVote() + "/slips"},
		"GET /votes/{id}/issued":         {"/votes/" + v.exampleVote() + "/issued"},
		"GET /votes/{id}/sealed":         {"/votes/" + v.exampleVote() + "/sealed"},
		"GET /circulars/{id}/as/{kind}":  {"/circulars/" + v.exampleCircular().String() + "/as/docx"},
		"GET /circulars/{id}/paper":      {"/circulars/" + v.exampleCircular().String() + "/paper"},
		"GET /dispatches/{id}/paper":     {"/dispatches/" + v.exampleDispatch().String() + "/paper"},
		"GET /duties/{code}":             {"/duties/" + v.h.Policy.Codes(policy.OrganDuty)[0]},
		"GET /units/{id}":                {"/units/" + unit},
		"GET /units/{id}/year":           {"/units/" + unit + "/year", "/units/" + v.unit("财政局").String() + "/year"},
		"GET /scores/{id}": {"/scores/" + v.townBody(bodies.Principal).String(),
			"/scores/" + v.townBody(bodies.Supervisory).String()},
		"GET /scores/{id}/records": {"/scores/" + v.townBody(bodies.Principal).String() + "/records",
			"/scores/" + v.townBody(bodies.Supervisory).String() + "/records"},
		"GET /scores/{id}/as/{kind}":        {"/scores/" + v.townBody(bodies.Principal).String() + "/as/docx"},
		"GET /people/{id}/year":             {"/people/" + person + "/year"},
		"GET /bodies/{id}":                  {"/bodies/" + body},
		"GET /people/{id}":                  {"/people/" + person},
		"GET /units/{id}/do/{deed}":         {"/units/" + unit + "/do/rename"},
		"POST /units/{id}/do/{deed}":        {"/units/" + unit + "/do/rename"},
		"GET /bodies/{id}/do/{deed}":        {"/bodies/" + body + "/do/rename"},
		"POST /bodies/{id}/do/{deed}":       {"/bodies/" + body + "/do/rename"},
		"GET /people/{id}/do/{deed}":        {"/people/" + person + "/do/appoint"},
		"POST /people/{id}/do/{deed}":       {"/people/" + person + "/do/appoint"},
		"GET /journal/entries/{id}":         {"/journal/entries/40"},
		"GET /journal/entries/{id}/receipt": {"/journal/entries/40/receipt"},
		"GET /import/{kind}":                {"/import/units"},
		"GET /accounts/{id}":                {"/accounts/" + account},
		"GET /account/passkeys/{id}":        {"/account/passkeys/" + account},
		"POST /account/passkeys/{id}":       {"/account/passkeys/" + account},
		"POST /accounts/{id}/{what}":        {"/accounts/" + account + "/none"},
		"GET /grants/{id}":                  {"/grants/" + account},
		"POST /grants/{id}":                 {"/grants/" + account},
		"GET /policy/versions/{id}":         {"/policy/versions/" + v.proposed()},

		"GET /policy/versions/{id}/document":          {"/policy/versions/" + v.proposed() + "/document"},
		"GET /policy/versions/{id}/schemes":           {"/policy/versions/" + v.proposed() + "/schemes"},
		"GET /policy/versions/{id}/schemes/as/{kind}": {"/policy/versions/" + v.proposed() + "/schemes/as/docx"},

		"GET /policy/versions/{id}/simulated/print":      {"/policy/versions/" + v.proposed() + "/simulated/print"},
		"GET /policy/versions/{id}/simulated/table.xlsx": {"/policy/versions/" + v.proposed() + "/simulated/table.xlsx"},
		"GET /policy/versions/{id}/simulated/table.csv":  {"/policy/versions/" + v.proposed() + "/simulated/table.csv"},
		"GET /policy/versions/{id}/simulated/table.pdf":  {"/policy/versions/" + v.proposed() + "/simulated/table.pdf"},
		"GET /policy/versions/{id}/simulated/table.docx": {"/policy/versions/" + v.proposed() + "/simulated/table.docx"},

		"GET /policy/versions/{id}/adopt":     {"/policy/versions/" + v.proposed() + "/adopt"},
		"POST /policy/versions/{id}/adopt":    {"/policy/versions/" + v.proposed() + "/adopt"},
		"GET /policy/versions/{id}/withdraw":  {"/policy/versions/" + v.proposed() + "/withdraw"},
		"POST /policy/versions/{id}/withdraw": {"/policy/versions/" + v.proposed() + "/withdraw"},
		"GET /ledgers/{id}":                   {"/ledgers/" + body},
		"GET /institutions/{code}":            {"/institutions/talks", "/institutions/talks?unit=" + unit},
		"GET /ledgers/{id}/print":             {"/ledgers/" + body + "/print"},
		"GET /ledgers/{id}/table.xlsx":        {"/ledgers/" + body + "/table.xlsx"},
		"GET /ledgers/{id}/table.csv":         {"/ledgers/" + body + "/table.csv"},
		"GET /ledgers/{id}/table.pdf":         {"/ledgers/" + body + "/table.pdf"},
		"GET /ledgers/{id}/table.docx":        {"/ledgers/" + body + "/table.docx"},
		"POST /inbox/{id}/open":               {"/inbox/999999/open"},
		"POST /inbox/{id}/read":               {"/inbox/999999/read"},
		"POST /views/{id}":                    {"/views/999999"},
		"POST /views/{id}/delete":             {"/views/999999"},
		"GET /{$}":                            {"/"},
		"GET /reports/{id}/as/{kind}":         {"/reports/" + v.exampleReport(ref.Report) + "/as/docx"},
		"GET /specials/{id}/as/{kind}":        {"/specials/" + v.exampleReport(ref.Special) + "/as/docx"},
		"GET /search":                         {"/search?q=公示"},
	}
	v.nouns(out)
	for _, name := range []string{"dossiers", "dossieraccesses"} {
		out["GET /"+name+"/{id}/paper/{kind}"] = []string{out["GET /"+name+"/{id}"][0] + "/paper/docx"}
	}
	out["GET /dossiers/{id}/mine.zip"] = []string{out["GET /dossiers/{id}"][0] + "/mine.zip"}
	v.paperPlaces(out)
	v.talkPlaces(out)
	return out
}

// exampleVote is the vote by phone that the demonstration prepares.
func (v *visitors) exampleVote() string {
	v.Helper()
	all := v.all(ref.Vote)
	if len(all) == 0 {
		v.Fatal("the demonstration has no vote")
	}
	return all[0].Head().ID.String()
}
