package app

// elsewhereTried are the writes that TestEveryWriteOnce leaves to tests of their own: what is done a day later or
// once a year, with files, by people without a login of the demonstration.
// TestRoundIsDrawn, TestScreeningLife, TestEducationLife, TestAssessmentLife, TestMatterLife, TestHonourRefusals,
// TestConsequences, TestVoteLife, TestVoteVoid, TestVetoBringsConsequences.
var elsewhereTried = []string{
	"paperTalk", "drawRound", "holdScreening", "closeScreening", "noticeAppraisal",
	"approveAppraisal", "draftAppraisal", "circulateAppraisal", "executeRuling", "closeMatter",
	"readdressMatter", "holdEducation", "answerEducation", "carryConsequence", "assignConsequence",
	"liftScoresheet", "approveHonour", "publishHonour", "revokeHonour",
	"voteStatement", "bringVote", "tryVote", "openVote", "endVote", "publishVote", "voidVote", "printVote",
}
