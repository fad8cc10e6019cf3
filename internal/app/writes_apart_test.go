package app

// elsewhereTried are the writes that TestEveryWriteOnce leaves to tests of their own: what is done a day later or
// once a year, with files, by people without a login of the demonstration, or what whoever did it sees no more.
// TestRoundIsDrawn, TestScreeningLife, TestEducationLife, TestAssessmentLife, TestMatterLife, TestHonourRefusals,
// TestConsequences, TestDossierLife.
var elsewhereTried = []string{
	"passDeclaration", "paperTalk", "drawRound", "holdScreening", "closeScreening", "noticeAppraisal",
	"approveAppraisal", "draftAppraisal", "circulateAppraisal", "executeRuling", "closeMatter",
	"readdressMatter", "holdEducation", "answerEducation", "carryConsequence", "assignConsequence",
	"approveHonour", "publishHonour", "revokeHonour",
}
