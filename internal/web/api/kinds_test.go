package api

import (
	"shuangze/internal/accountability/matters"
	"testing"

	"shuangze/internal/account"
	"shuangze/internal/accountability/clearances"
	"shuangze/internal/accountability/measures"
	"shuangze/internal/act"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/bodies"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/delegation"
	"shuangze/internal/dossiers"
	"shuangze/internal/duty"
	"shuangze/internal/handover"
	"shuangze/internal/incentives/comparisons"
	"shuangze/internal/incentives/consequences"
	"shuangze/internal/incentives/honours"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/institutions/cases"
	"shuangze/internal/institutions/circulars"
	"shuangze/internal/institutions/education"
	"shuangze/internal/institutions/inspections"
	"shuangze/internal/institutions/liaison"
	"shuangze/internal/institutions/pledges"
	"shuangze/internal/institutions/reports"
	"shuangze/internal/institutions/risks"
	"shuangze/internal/institutions/rounds"
	"shuangze/internal/institutions/screenings"
	"shuangze/internal/institutions/statements"
	"shuangze/internal/institutions/talks"
	"shuangze/internal/kind"
	"shuangze/internal/lang"
	"shuangze/internal/letter"
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/document"
	"shuangze/internal/lists/evidence"
	"shuangze/internal/lists/order"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/problem"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/noun"
	"shuangze/internal/opinions"
	"shuangze/internal/policy"
	"shuangze/internal/policy/version"
	"shuangze/internal/recheck"
	"shuangze/internal/ref"
	"shuangze/internal/signoff"
	"shuangze/internal/store"
	"shuangze/policy/zhenping"
)

// nounsOf are the nouns on the frame, as app has them.
func nounsOf(db *store.DB) []*noun.Noun {
	pack, err := policy.Load(zhenping.Files)
	if err != nil {
		panic(err)
	}
	door := act.NewDoor(db, func(t act.Tx) noun.Tx { return t.(*store.Tx) })
	codes := func(table string) []string { return pack.Codes(policy.Kind(table)) }
	appraised := course.Commands{Plain: door, Tables: codes}.Nouns()
	held := matters.Commands{Door: door, Tables: codes, Law: pack.MatterLaw}.Nouns()
	honoured := honours.Commands{Door: door, Tables: codes}.Nouns()
	return []*noun.Noun{
		power.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		responsibility.Commands{Door: door, Tables: codes}.Noun(),
		inspections.Commands{Door: door, Tables: codes}.Noun().TakeBack(door).TakeFiles(door),
		inspections.Commands{Door: door, Tables: codes}.Findings(),
		inspections.Commands{Door: door, Tables: codes}.Checkups(),
		pledges.Commands{Door: door, Tables: codes}.Noun().TakeBack(door).TakeFiles(door),
		statements.Commands{Door: door, Tables: codes}.Noun().TakeBack(door).TakeFiles(door),
		statements.Commands{Door: door, Tables: codes}.Inquiries(),
		statements.Commands{Tables: codes, Votes: act.NewDoor[statements.VoteTx](nil, nil)}.VotesNoun().TakeFiles(door),
		screenings.Commands{Plain: door, Tables: codes}.Noun().TakeFiles(door),
		screenings.Commands{Plain: door, Tables: codes}.ConcernsNoun(),
		risks.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		risks.Commands{Door: door, Tables: codes}.ChecksNoun().TakeFiles(door),
		education.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		education.Commands{Door: door, Tables: codes}.Attempts(),
		affairs.Commands{Door: door, Tables: codes}.Noun(),
		affairs.Commands{Door: door, Tables: codes}.Disclosures().TakeBack(door).TakeFiles(door),
		rounds.Commands{Plain: door, Tables: codes}.Noun(),
		rounds.Commands{Plain: door, Tables: codes}.NomineesNoun(),
		duty.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		document.Commands{Door: door, Texts: act.NewDoor(db, func(t act.Tx) document.Tx { return t.(*store.Tx) }),
			Tables: codes}.Noun().TakeFiles(door),
		task.Commands{Door: door, Tables: codes}.Noun().TakeBack(door).TakeFiles(door),
		signoff.Commands{Door: door, Tables: codes}.Noun().TakeBack(door),
		record.Commands{Door: door, Tables: codes}.Noun().TakeBack(door).TakeFiles(door),
		delegation.Commands{Door: door, Tables: codes}.Noun(),
		announcement.Commands{Door: door, Tables: codes}.Noun(),
		remark.Commands{Door: door, Tables: codes}.Noun().TakeBack(door),
		dispatch.Noun(letter.Commands{Door: door, Tables: codes, Kind: dispatch.Kind}).TakeBack(door).TakeFiles(door),
		letter.Slips(door, codes, dispatch.Kind, circulars.Kind),
		circulars.Commands{Life: letter.Commands{Door: door, Tables: codes}}.Noun().TakeBack(door).TakeFiles(door),
		circulars.Commands{Life: letter.Commands{Door: door, Tables: codes}}.Mentions(),
		liaison.Commands{Door: door, Tables: codes}.Noun(),
		liaison.Commands{Door: door, Tables: codes}.Visits().TakeFiles(door),
		cases.Commands{Door: door, Tables: codes}.Noun(),
		measures.Commands{Door: door, Tables: codes}.Noun(),
		clearances.Commands{Door: door, Tables: codes}.Noun(),
		dossiers.Commands{Door: door, Tables: codes}.Noun(),
		dossiers.Commands{Door: door, Tables: codes}.Declarations(),
		dossiers.Commands{Door: door, Tables: codes}.Accesses(),
		opinions.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		opinions.Commands{Door: door, Tables: codes}.Candidates(),
		talks.Commands{Door: door, Tables: codes}.Noun().TakeFiles(door),
		reports.Commands{Door: door, Tables: codes, Shape: reports.Yearly}.Noun(),
		reports.Commands{Door: door, Tables: codes, Shape: reports.Special}.Noun(),
		appraised[0].TakeFiles(door), appraised[1].TakeFiles(door), appraised[2].TakeBack(door).TakeFiles(door),
		appraised[3].TakeFiles(door), appraised[4].TakeFiles(door),
		held[0], held[1], held[2].TakeFiles(door), held[3],
		consequences.Commands{Door: door, Tables: codes, Rules: func() *consequences.Rules { return &consequences.Rules{} }}.
			Noun().TakeFiles(door),
		honoured[0].TakeFiles(door), honoured[1].TakeFiles(door), comparisons.Commands{Door: door, Tables: codes}.Noun(),
		handover.Commands{Door: act.NewDoor(db, func(t act.Tx) handover.Tx { return t.(*store.Tx) })}.Noun(),
		recheck.DrawNoun(codes, nil),
		recheck.Commands{Door: act.NewDoor(db, func(t act.Tx) recheck.Tx { return t.(*store.Tx) })}.Noun().TakeFiles(door),
	}
}

// everything is the whole API.
func everything() []operation { return operations(Deps{Nouns: nounsOf(nil)}) }

// kindsOf gathers the declarations as app does.
func kindsOf(t testing.TB, db *store.DB) kind.Registry {
	t.Helper()
	all := append(bodies.Kinds(), account.Kinds(db.Called)...)
	all = append(all, comment.Kind(db.Comments, kind.Registry{}.Lines),
		charge.Kind(db.Charges, kind.Registry{}.Lines))
	for _, of := range []ref.Kind{ref.Jurisdiction, ref.File, ref.List, ref.Outlet} {
		all = append(all, kind.Kind{Of: of, Word: "journal.of." + string(of)})
	}
	for _, n := range nounsOf(db) {
		all = append(all, n.Kind(db.Lines))
	}
	r, err := kind.New(lang.MustLoad().Has, append(all, order.Kind(db.OrderLines, db.OrdersHeld),
		problem.Kind(db.ProblemLines, db.ProblemsHeld),
		order.LetterKind(), evidence.Kind(), version.Kind(db.PolicyNumbers))...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a kind declares as its address for programs is one.
func TestKindsHaveOperations(t *testing.T) {
	has := map[string]bool{}
	for _, op := range everything() {
		has[op.method+" "+op.path] = true
	}
	for _, k := range kindsOf(t, nil).All() {
		if at := "GET " + k.API + "{id}"; k.API != "" && !has[at] {
			t.Errorf("kind %s: no operation %s", k.Of, at)
		}
	}
}
