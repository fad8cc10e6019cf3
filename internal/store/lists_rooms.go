package store

import (
	"shuangze/internal/accountability/clearances"
	accountable "shuangze/internal/accountability/matters"
	decided "shuangze/internal/accountability/measures"
	"shuangze/internal/appraisal/course"
	"shuangze/internal/charge"
	"shuangze/internal/comment"
	"shuangze/internal/delegation"
	folder "shuangze/internal/dossiers"
	"shuangze/internal/duty"
	"shuangze/internal/handover"
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
	"shuangze/internal/letter/dispatch"
	"shuangze/internal/letter/slip"
	"shuangze/internal/lists/announcement"
	"shuangze/internal/lists/document"
	"shuangze/internal/lists/power"
	"shuangze/internal/lists/record"
	"shuangze/internal/lists/remark"
	"shuangze/internal/lists/responsibility"
	"shuangze/internal/lists/task"
	"shuangze/internal/recheck"
	"shuangze/internal/signoff"
)

// rooms are all of them, one line a noun.
var rooms = roomsOf(
	power.Shape,
	responsibility.Shape,
	duty.Shape,
	document.Shape,
	task.Shape,
	signoff.Shape,
	record.Shape,
	handover.Shape,
	delegation.Shape,
	recheck.DrawShape,
	recheck.Shape,
	announcement.Shape,
	remark.Shape,
	dispatch.Shape,
	slip.Shape,
	comment.Shape,
	charge.Shape,
	talks.Shape,
	cases.Shape,
	decided.Shape,
	clearances.Shape,
	folder.Shape,
	folder.DeclarationShape,
	folder.AccessShape,
	pledges.Shape,
	statements.Shape,
	statements.QuestionShape,
	reports.Yearly,
	reports.Special,
	circulars.Shape,
	circulars.MentionShape,
	rounds.Shape,
	rounds.NomineeShape,
	screenings.Shape,
	screenings.ConcernShape,
	risks.Shape,
	risks.CheckShape,
	education.Shape,
	education.AttemptShape,
	affairs.Shape,
	affairs.DisclosureShape,
	liaison.Shape,
	liaison.VisitShape,
	inspections.Shape,
	inspections.FindingShape,
	inspections.LineShape,
	course.Shape,
	course.SheetShape,
	course.MarkShape,
	course.TallyShape,
	course.ObjectionShape,
	accountable.Shape,
	accountable.HearingShape,
	accountable.RulingShape,
	accountable.AppealShape,
)
