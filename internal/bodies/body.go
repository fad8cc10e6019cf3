package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// BodyKind is what a body is to the rule.
type BodyKind string

// The kinds of bodies of a county [T]. AgencyCommittee (机关党委) and
// AgencyBranch (机关党支部) are no party committee for the rule [D].
const (
	PartyCommittee      BodyKind = "party-committee"      // 党委
	PartyGroup          BodyKind = "party-group"          // 党组
	AgencyCommittee     BodyKind = "agency-committee"     // 机关党委
	AgencyBranch        BodyKind = "agency-branch"        // 机关党支部
	DisciplineCommittee BodyKind = "discipline-committee" // 纪委
	DisciplineGroup     BodyKind = "discipline-group"     // 纪检组, since 2018 纪检监察组
	CountyCommittee     BodyKind = "county-committee"     // 县委
	CountyDiscipline    BodyKind = "county-discipline"    // 县纪委监委
	WorkCommittee       BodyKind = "work-committee"       // 县直机关工委
	WorkDiscipline      BodyKind = "work-discipline"      // 县直机关工委纪工委
	LeadingGroup        BodyKind = "leading-group"        // 党风廉政建设责任制领导小组
	PrincipalOffice     BodyKind = "principal-office"     // 落实主体责任办公室
	SupervisoryOffice   BodyKind = "supervisory-office"   // 落实监督责任办公室
)

// BodyKinds lists every kind in the order of screens and lists.
var BodyKinds = []BodyKind{CountyCommittee, CountyDiscipline, LeadingGroup, PrincipalOffice, SupervisoryOffice,
	WorkCommittee, WorkDiscipline, PartyCommittee, PartyGroup, DisciplineCommittee, DisciplineGroup,
	AgencyCommittee, AgencyBranch}

// Single says that a county has at most one body of the kind at a time. Such a
// body may stand without a seat.
func (k BodyKind) Single() bool {
	switch k {
	case CountyCommittee, CountyDiscipline, WorkCommittee, WorkDiscipline, LeadingGroup,
		PrincipalOffice, SupervisoryOffice:
		return true
	}
	return false
}

// countySeat says that a unit seating the body may only be answered for by hand.
func (k BodyKind) countySeat() bool { return k.Single() && k.Side() != "" }

// Side is the side on which a body of the kind may answer for a unit; "" for
// kinds that never answer (机关党委, 机关党支部, the leading group, the offices).
func (k BodyKind) Side() Side {
	switch k {
	case PartyCommittee, PartyGroup, CountyCommittee, WorkCommittee:
		return Principal
	case DisciplineCommittee, DisciplineGroup, CountyDiscipline, WorkDiscipline:
		return Supervisory
	}
	return ""
}

// First is the post whose holder is the body's first responsible person [T]:
// the secretary; of a 纪检组 its head. "" for kinds that have none to the rule.
func (k BodyKind) First() Post {
	switch k {
	case DisciplineGroup:
		return Head
	case LeadingGroup:
		return GroupLeader
	case PrincipalOffice, SupervisoryOffice:
		return OfficeHead
	}
	if k.Side() == "" {
		return ""
	}
	return Secretary
}

// Body is a committee, group or office with its seat, dated. In a register's
// rows Name is the one it was founded under; what it was called later stands in
// its BodyNames. A County, and Register.Body, give it with the name of the day.
type Body struct {
	ID       ref.ID
	Version  int64
	Kind     BodyKind
	Name     string
	Unit     ref.ID // the seat; 0 only for kinds of which the county has one
	Period   when.Period
	Basis    string
	Succeeds ref.ID // the body it continues; 0 for none
}

// BodyName is one dated row of what a body has been called since it was
// renamed. A renamed body stays the same body.
type BodyName struct {
	ID      ref.ID
	Version int64
	Body    ref.ID
	Name    string
	Period  when.Period
	Basis   string // the document
}

// Service is one unit served by a discipline group seated elsewhere or in no
// unit that it serves (综合派驻: one group, several units).
type Service struct {
	ID      ref.ID
	Version int64
	Body    ref.ID
	Unit    ref.ID
	Period  when.Period
	Basis   string
}

// Side is one of the two responsibilities.
type Side string

const (
	Principal   Side = "principal"   // 主体责任
	Supervisory Side = "supervisory" // 监督责任
)

// Sides lists both in their order.
var Sides = []Side{Principal, Supervisory}

// Assignment says by hand, with a document, which body answers for a unit on
// one side [D]. It never names a body of the unit itself.
type Assignment struct {
	ID      ref.ID
	Version int64
	Unit    ref.ID
	Body    ref.ID
	Side    Side
	Period  when.Period
	Basis   string
}
