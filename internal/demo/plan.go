package demo

import (
	"strings"

	"shuangze/internal/bodies"
	"shuangze/internal/lists/view"
)

// plot is a unit as the demonstration has it: whether it has a party committee
// (C), a party group (G) or neither (N), and a discipline body or none.
type plot struct {
	code, name string
	category   bodies.UnitCategory
	party      byte // C, G, N, or H: set by hand
	discipline bodies.BodyKind
	parent     string // code
	chief      string // title of its first person
	former     string // the name it had until the reorganisation
}

// plots are the units of spec 7 and domain 10.2. Structure and organs are
// illustrative and say nothing about the real county.
func plots() []plot {
	var out []plot
	add := func(letter string, c bodies.UnitCategory, party byte, d bodies.BodyKind, list string) {
		n := 0
		for _, p := range out {
			if strings.HasPrefix(p.code, letter) && p.parent == "" {
				n++
			}
		}
		for _, x := range strings.Fields(list) {
			name, chief, _ := strings.Cut(x, "/")
			n++
			out = append(out, plot{code: letter + string(rune('0'+n/10)) + string(rune('0'+n%10)), name: name, category: c,
				party: party, discipline: d, chief: chief})
		}
	}
	dc, dg := bodies.DisciplineCommittee, bodies.DisciplineGroup
	add("Z", bodies.Town, 'C', dc, "城关镇/镇长 曾家镇/镇长 牛头店镇/镇长 钟宝镇/镇长 上竹镇/镇长 华坪镇/镇长 曙坪镇/镇长")
	add("D", bodies.Party, 'H', "", "县委办公室/主任 组织部/部长 宣传部/部长 统战部/部长 政法委/书记 社会工作部/部长 编办/主任 巡察办/主任 县直机关工委/书记 县纪委监委机关/办公室主任")
	// The rule answers for these four by their flags; as departments of the
	// county committee they would have to be set by hand.
	add("B", bodies.Government, 'G', "", "信访局/局长")
	add("S", bodies.Institution, 'G', "", "融媒体中心/主任")
	add("S", bodies.Institution, 'N', "", "党校/常务副校长 档案馆/馆长")
	add("R", bodies.NPC, 'G', dg, "人大办/主任")
	add("R", bodies.NPC, 'G', "", "政协办/主任") // served by the group at 人大办
	add("R", bodies.NPC, 'G', dg, "法院/院长 检察院/检察长")
	add("B", bodies.Government, 'C', dg, "公安局/局长 教育体育和科技局/局长 卫生健康局/局长")
	add("B", bodies.Government, 'G', dg, `财政局/局长 自然资源局/局长 住房和城乡建设局/局长 交通运输局/局长 农业农村局/局长 市场监督管理局/局长
		人力资源和社会保障局/局长 发展和改革局/局长`)
	add("B", bodies.Government, 'G', "", "水利局/局长 林业局/局长") // served by the group at 农业农村局
	add("B", bodies.Government, 'G', "", `县政府办公室/主任 经济贸易局/局长 民政局/局长 司法局/局长 文化和旅游广电局/局长 退役军人事务局/局长 应急管理局/局长
		审计局/局长 统计局/局长 医疗保障局/局长 行政审批服务局/局长 粮食和物资储备服务中心/主任`)
	add("Q", bodies.Mass, 'G', "", "总工会/主席 团县委/书记 妇联/主席 残联/理事长")
	add("Q", bodies.Mass, 'N', "", "科协/主席 工商联/主席 文联/主席 红十字会/常务副会长")
	add("S", bodies.Institution, 'C', dc, "县医院/院长")
	add("S", bodies.Institution, 'C', "", "镇坪中学/校长 城市投资公司/董事长")
	add("S", bodies.Institution, 'G', "", "招商服务中心/主任 供销合作社联合社/主任 飞渡峡黄安坝景区管委会/主任")
	add("C", bodies.Vertical, 'G', dg, "市生态环境局镇坪分局/局长 税务局/局长 气象局/局长")
	below := func(parent, list string) {
		code := ""
		for _, p := range out {
			if p.name == parent {
				code = p.code
			}
		}
		for i, x := range strings.Fields(list) {
			name, chief, _ := strings.Cut(x, "/")
			out = append(out, plot{code: code + "-" + string(rune('1'+i)), name: name, category: bodies.Subordinate, party: 'N',
				parent: code, chief: chief})
		}
	}
	below("县委办公室", "县委督查室/主任")
	below("县纪委监委机关", "县纪委党风政风监督室/主任")
	below("教育体育和科技局", "城关小学/校长 曾家九年制学校/校长 牛头店中学/校长")
	below("卫生健康局", "疾病预防控制中心/主任 妇幼保健院/院长")
	below("农业农村局", "农技推广中心/主任 畜牧站/站长")
	below("城关镇", "城关镇便民服务中心/主任 城关镇财政所/所长")
	for i := range out {
		switch out[i].name {
		case "镇坪中学": // its own committee answers, its parent's discipline body supervises
			for _, p := range out {
				if p.name == "教育体育和科技局" {
					out[i].parent = p.code
				}
			}
		case "文化和旅游广电局":
			out[i].former = "文化广电旅游体育局"
		}
	}
	return out
}

// The units whose stories are told by name.
const (
	merged   = "粮食和物资储备服务中心" // merged into the next within the last year
	mergedTo = "发展和改革局"
	renamed  = "文化和旅游广电局"
	acting   = "招商服务中心" // its secretary's post is held by someone acting

	splitFrom = "农业农村局" // gave away a part of itself
	splitOff  = "畜牧兽医服务中心"
	splitWith = "畜牧站"      // stands below the part given away
	vacant    = "供销合作社联合社" // nobody: a gap
)

// chairs are posts that go to the listed names, by unit and post.
var chairs = map[string]string{
	"曙坪镇/书记": "赵若溪", "曙坪镇/纪委书记": "刘远征", "曙坪镇/联络员": "马春燕", "财政局/书记": "朱志成", "财政局/工作人员": "胡雅琴",
	"县委督查室/主管": "周明轩", "县委督查室/工作人员": "吴长青", "县纪委党风政风监督室/主管": "郑晓岚", "县纪委党风政风监督室/工作人员": "孙国栋",
	"县直机关工委/主管": "张书恒", "城关镇/书记": "林建平", "曾家镇/书记": "何玉洁", "牛头店镇/书记": "高振宇", "钟宝镇/书记": "罗丽萍", "上竹镇/书记": "梁思远",
	"华坪镇/书记": "宋佳宁", "公安局/书记": "谢伟强", "教育体育和科技局/书记": "韩梦洁", "卫生健康局/书记": "唐晓东", "县医院/书记": "冯雪梅", "法院/书记": "邓志远",
	"检察院/书记": "曹文静", "自然资源局/书记": "彭海涛", "住房和城乡建设局/书记": "曾秋实", "交通运输局/书记": "萧立新", "农业农村局/书记": "田静怡",
	"市场监督管理局/书记": "董永康", "人力资源和社会保障局/书记": "袁丽华", "发展和改革局/书记": "潘志刚", "水利局/书记": "蒋晓雯", "林业局/书记": "蔡东升",
	"民政局/书记": "余美玲", "应急管理局/书记": "杜长河", "审计局/书记": "叶青云", "医疗保障局/书记": "程志杰", "信访局/书记": "苏晓月",
}

// Account is a sign-in of the demonstration, published on purpose.
type Account struct {
	Login, Password string
	Person          string // "" for an administrator who is no official
	Name            string
	Role            string      // code of actor.Role
	Zh, En          string      // what the role is, for the sign-in page
	Views           []view.View // of lists, saved
}

// Password is the one password of the demonstration's accounts.
const Password = "shuangze-demo"

// saved are the views that two of the accounts find above their lists.
var saved = map[string][]view.View{
	"zhuti-jb": {{List: view.Orders, Name: "一般问题的督办单，快到期", Query: "level=ordinary&light=blue"},
		{List: view.Problems, Name: "严重问题", Query: "level=serious"}},
	"lingdao": {{List: view.Orders, Name: "挂牌督办，最新在前", Query: "special=1&sort=-new"}},
}

// Accounts lists one account for each role, and of those who sign together each.
func Accounts() []Account {
	a := func(login, person, role, zh, en string) Account {
		return Account{Login: login, Password: Password, Person: person, Name: person, Role: role,
			Zh: zh, En: en, Views: saved[login]}
	}
	list := []Account{
		a("lingdao", "陈立川", "leading-group", "领导小组组长", "Leader of the leading group"),
		a("jiwei", "王启明", "first-responsible", "县纪委书记", "Secretary, county discipline commission"),
		a("zhuti", "周明轩", "principal-office", "主体责任办公室主任", "Head, office of principal responsibility"),
		a("zhuti-jb", "吴长青", "principal-office", "主体责任办公室经办人", "Handler, office of principal responsibility"),
		a("jiandu", "郑晓岚", "supervisory-office", "监督责任办公室主任", "Head, office of supervisory responsibility"),
		a("jiandu-jb", "孙国栋", "supervisory-office", "监督责任办公室经办人", "Handler, office of supervisory responsibility"),
		a("shuping", "赵若溪", "first-responsible", "曙坪镇党委书记", "Town secretary, Shuping"),
		a("shuping-lly", "马春燕", "clerk", "曙坪镇联络员", "Clerk, Shuping town"),
		a("shuping-jw", "刘远征", "discipline-member", "曙坪镇纪委书记", "Discipline secretary, Shuping town"),
		a("qingxi-ws", villageClerk, "clerk", "曙坪镇清溪村文书", "Village clerk, Qingxi in Shuping town"),
		a("caizheng", "朱志成", "first-responsible", "财政局党组书记", "Secretary, finance bureau"),
		a("caizheng-jb", "胡雅琴", "staff", "财政局工作人员", "Staff, finance bureau"),
		a("pingfen", outsider, "external-assessor", "外聘评分人", "Assessor from outside, until a day"),
	}
	for _, x := range [][4]string{{"xitong", "system-admin", "系统管理员", "System administrator"},
		{"anquan", "security-admin", "安全管理员", "Security administrator"},
		{"shenji", "audit-admin", "审计管理员", "Audit administrator"}} {
		list = append(list, Account{Login: x[0], Password: Password, Name: x[2], Role: x[1], Zh: x[2], En: x[3]})
	}
	return list
}
