package bodies

import (
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// Person is a human being of the organisation. The fields are personal data: the law may have them erased once somebody
// holds no post (docs/decisions/0047-erasure-by-law.md).
type Person struct {
	ID         ref.ID
	Version    int64
	Name       string
	Gender     string // "m", "f" or "" when not stated
	Birth      string // "1969-06"; "" when not stated
	Pinyin     string
	Ethnicity  string // 民族
	Native     string // 籍贯
	Education  string
	WorkSince  string // "1990-07", 参加工作
	PartySince string // "1995-06", 入党
}

// Level is the level of personal responsibility [T]: 主管领导, 分管领导,
// 班子成员, 具体工作人员.
type Level string

const (
	Lead   Level = "lead"
	Deputy Level = "deputy"
	Member Level = "member"
	Staff  Level = "staff"
)

// Levels lists every level from the top.
var Levels = []Level{Lead, Deputy, Member, Staff}

// Post is what an appointment is to the rule, whatever its title says.
type Post string

const (
	Secretary        Post = "secretary"         // 书记
	DeputySecretary  Post = "deputy-secretary"  // 副书记
	Head             Post = "head"              // 纪检组组长
	Chief            Post = "chief"             // the unit's chief (局长, 主任, 校长)
	TeamMember       Post = "member"            // 班子成员
	Acting           Post = "acting"            // 主持工作, by document and dates
	DisciplineMember Post = "discipline-member" // 纪委委员, 纪检组成员
	Clerk            Post = "clerk"             // 联络员
	StaffPost        Post = "staff"             // 工作人员
	GroupLeader      Post = "group-leader"      // 领导小组组长
	GroupMember      Post = "group-member"      // 领导小组成员
	OfficeHead       Post = "office-head"       // 办公室主任
	OfficeHandler    Post = "office-handler"    // 办公室经办人
	Assessor         Post = "assessor"          // 外聘评分人, from outside, until a day
)

// Posts lists every post in the order of screens and lists.
var Posts = []Post{Secretary, DeputySecretary, Head, Chief, Acting, TeamMember, DisciplineMember, Clerk, StaffPost,
	GroupLeader, GroupMember, OfficeHead, OfficeHandler, Assessor}

// Appointment is one dated post of one person. Body is 0 for a post of the unit
// itself (its chief, its staff).
type Appointment struct {
	ID         ref.ID
	Version    int64
	Person     ref.ID
	Unit       ref.ID
	Body       ref.ID
	Post       Post
	Title      string // 县财政局党组书记、局长
	Rank       string // 正科级
	Level      Level
	Portfolio  string // 分管工作
	Period     when.Period
	Basis      string // the document
	PartyTitle string // 党内职务
}
