package policy

import (
	"slices"

	"shuangze/internal/when"
)

// Kind is a table of codes. The same code may stand in two of them: ordinary is
// a level of problems and an urgency of orders.
type Kind string

// The kinds that have words.
const (
	Field        Kind = "field" // what the whole matter is called
	Holiday      Kind = "holiday"
	Source       Kind = "source"
	SourceGroup  Kind = "source-group"
	SourceDetail Kind = "source-detail"
	Category     Kind = "category"
	ProblemLevel Kind = "level"
	Urgency      Kind = "urgency"
	Card         Kind = "card"
	Number       Kind = "number"
	UnitCategory Kind = "unit-category"
	Body         Kind = "body"
	PersonLevel  Kind = "person-level"
	OrganDuty    Kind = "duty"
	OrganSeat    Kind = "seat" // where a leading organ sits

	PowerCategory  Kind = "power-category"
	Disclosure     Kind = "disclosure"
	StatuteTitle   Kind = "statute"
	DutyLevel      Kind = "duty-level"
	DutyHeading    Kind = "duty-heading"
	DutyFrequency  Kind = "duty-frequency"
	DutyRule       Kind = "duty-rule"
	Institution    Kind = "institution" // of the ten
	PledgeKind     Kind = "pledge-kind"
	PledgePlace    Kind = "pledge-place"
	PledgeGrade    Kind = "pledge-grade"
	RiskKind       Kind = "risk-kind"
	BallotGrade    Kind = "ballot-grade"
	InquiryAsker   Kind = "inquiry-asker" // who asks whoever states
	CircularKind   Kind = "circular-kind"
	CircularReach  Kind = "circular-reach"
	DocumentKind   Kind = "document-kind"
	DocumentLevel  Kind = "document-level"
	TaskKind       Kind = "task-kind"
	PaperKind      Kind = "paper-kind" // what is signed in person
	RecordForm     Kind = "record-form"
	LetterKind     Kind = "letter-kind" // of an office document
	LetterWord     Kind = "letter-word" // 代字
	TalkKind       Kind = "talk-kind"   // of the three talks
	Discipline     Kind = "discipline"  // of the six
	CaseGravity    Kind = "case-gravity"
	CaseOutcome    Kind = "case-outcome"
	AffairKind     Kind = "affair-kind" // 党务 政务 事务 村务
	AffairPeriod   Kind = "affair-period"
	AffairForm     Kind = "affair-form"
	AffairItem     Kind = "affair-item" // of the catalogue
	Fact           Kind = "fact"        // of the assessment
	EffectKind     Kind = "effect-kind" // of decisions on a person
	DossierRank    Kind = "dossier-rank"
	DossierPart    Kind = "dossier-part"
	DossierPurpose Kind = "dossier-purpose"
	EffectUse      Kind = "effect-use" // what somebody is to be used for
	EffectGrade    Kind = "effect-grade"

	MatterSource    Kind = "matter-source"
	MatterSituation Kind = "matter-situation" // art. 7
	MatterOutcome   Kind = "matter-outcome"   // art. 8
	MatterExempt    Kind = "matter-exempt"    // art. 17
	MatterLighter   Kind = "matter-lighter"   // art. 18
	MatterHeavier   Kind = "matter-heavier"   // art. 19

	OpinionPurpose     Kind = "opinion-purpose" // for which an integrity opinion is asked
	OpinionSection     Kind = "opinion-section" // (室) that is asked
	ConsequenceKind    Kind = "consequence-kind"
	ConsequenceCarrier Kind = "consequence-carrier" // who carries it out

	AppraisalScheme Kind = "scheme"
	AppraisalExtra  Kind = "scheme-extra" // additions and deductions
	AppraisalVeto   Kind = "scheme-veto"
	AppraisalGrade  Kind = "scheme-grade"
	VoterClass      Kind = "voter-class" // of a survey
)

var sectionOf = map[Kind]string{
	Field:          "领域名称",
	Holiday:        "节日",
	Source:         "问题来源",
	SourceGroup:    "二级来源组",
	SourceDetail:   "二级来源",
	Category:       "问题类别",
	ProblemLevel:   "问题层级",
	Urgency:        "紧急程度",
	Card:           "预警",
	Number:         "编号",
	UnitCategory:   "单位类别",
	Body:           "机构类型",
	PersonLevel:    "人员层级",
	OrganDuty:      "机构职责",
	OrganSeat:      "领导机构",
	PowerCategory:  "职权类别",
	Disclosure:     "公开形式",
	StatuteTitle:   "行使依据",
	DutyLevel:      "责任层级",
	DutyHeading:    "责任类别",
	DutyFrequency:  "履责频次",
	DutyRule:       "履责规则",
	Institution:    "十项制度",
	PledgeKind:     "承诺类别",
	PledgePlace:    "公开地点",
	PledgeGrade:    "评诺等次",
	RiskKind:       "风险类别",
	BallotGrade:    "评议等次",
	InquiryAsker:   "质询人",
	CircularKind:   "通报种类",
	CircularReach:  "通报范围",
	DocumentKind:   "文件种类",
	DocumentLevel:  "文件层级",
	TaskKind:       "任务类别",
	PaperKind:      "签字文件",
	RecordForm:     "履责形式",
	LetterKind:     "公文文种",
	LetterWord:     "代字",
	TalkKind:       "谈话种类",
	Discipline:     "六项纪律",
	CaseGravity:    "案件轻重",
	CaseOutcome:    "处理结果",
	AffairKind:     "公开种类",
	AffairPeriod:   "公开周期",
	AffairForm:     "公开方式",
	AffairItem:     "公开事项目录",
	Fact:           "考核数据",
	EffectKind:     "处分处理种类",
	DossierRank:    "建档职级",
	DossierPart:    "档案内容",
	DossierPurpose: "查阅事由",
	EffectUse:      "使用用途",
	EffectGrade:    "年度考核影响等次",

	MatterSource:    "问责线索来源",
	MatterSituation: "问责情形",
	MatterOutcome:   "问责方式",
	MatterExempt:    "不予免予问责",
	MatterLighter:   "从轻减轻",
	MatterHeavier:   "从重加重",

	OpinionPurpose:     "意见用途",
	OpinionSection:     "征求意见室",
	ConsequenceKind:    "后果种类",
	ConsequenceCarrier: "后果落实",

	AppraisalScheme: "考核办法",
	AppraisalExtra:  "加扣分",
	AppraisalVeto:   "一票否决",
	AppraisalGrade:  "考核等次",
	VoterClass:      "测评票类",
}

func (k Kind) section() string { return sectionOf[k] }

// rename gives a code other words from a day on.
type rename struct {
	from when.Day
	Word
}

// Codes lists a kind's codes in the order of the file, which is the order of
// choice on screen.
func (p *Pack) Codes(kind Kind) []string { return slices.Clone(p.codes[kind]) }

// RuleOf is what the row of a code rests on.
func (p *Pack) RuleOf(kind Kind, code string) Rule { return p.labels[kind][code].Rule }

// Has says whether the kind has the code.
func (p *Pack) Has(kind Kind, code string) bool {
	_, ok := p.labels[kind][code]
	return ok
}

// Label is a code's latest words: Chinese for zh, zh-CN and no language,
// English for every other. A code that is not in the pack (an old record may
// hold one) is given back as it is, so that nothing is ever blank.
func (p *Pack) Label(kind Kind, code, lang string) string {
	return p.LabelOn(kind, code, lang, when.Open-1)
}

// LabelOn is a code's words as they were on a day: a discipline group is a
// 纪检组 until 2018-03-19 and a 纪检监察组 since.
func (p *Pack) LabelOn(kind Kind, code, lang string, on when.Day) string {
	w, ok := p.labels[kind][code]
	if !ok {
		return code
	}
	for _, r := range p.renames[kind][code] {
		if r.from <= on {
			w = r.Word
		}
	}
	if chinese(lang) {
		return w.Zh
	}
	return w.En
}
