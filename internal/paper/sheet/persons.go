package sheet

import (
	"regexp"
	"slices"
	"strings"
)

// Cells of people hold more than names: posts, remarks in brackets, telephone
// numbers, several people, and words that name nobody.

var (
	inBrackets = regexp.MustCompile(`\(([^()]*)\)?|\[([^\[\]]*)\]?|【([^【】]*)】?`)
	phoneForm  = regexp.MustCompile(`(?:电话|手机|联系方式|Tel|tel)?:?\s*(?:1\d{10}|\d{3,4}-?\d{7,8})`)
	andOthers  = regexp.MustCompile(`等(?:\d{1,3}|[一二两三四五六七八九十]{1,3})?(?:余)?[名位个]?(?:同志|人|人员)?$`)
	roleBefore = regexp.MustCompile(`^(?:牵头|责任|分管|主管|主要|具体|直接|整改|经办|承办|组|副组|包联|包抓)?(?:领导|责任人|负责人|人|长|单位):`)
	nobodyForm = regexp.MustCompile(`负责人|责任人|相关|有关|待定|未定|另定|待确定|待明确|空缺|全体|股室|科室|班子|单位|部门|专班|办公室|小组|委员会|支部|工作队|中心$|` +
		`领导$|干部$|人员$|职工$|代表$|党员$|成员$|^各`)
	officeEnd = regexp.MustCompile(`(?:局|办|委|室|科|股|站|所|院|校|处|队|组|镇|乡|村|部|会|厅|公司|社区)$`)
)

// posts are what a name may follow or come before. The longer stand before the
// shorter that they end with.
var posts = []string{"纪检监察组组长", "纪检组组长", "主任科员", "副书记", "党组书记", "党委书记", "纪委书记", "支部书记",
	"总支书记", "书记", "副局长", "局长", "副主任", "主任",
	"副镇长", "镇长", "副乡长", "乡长", "副县长", "县长", "副部长", "部长", "副组长", "纪检组长", "组长", "副站长", "站长",
	"副所长", "所长", "副科长", "科长", "副股长", "股长",
	"副院长", "院长", "副校长", "校长", "园长", "行长", "副大队长", "大队长", "中队长", "队长", "副主席", "主席", "副会长", "会长",
	"秘书长", "村长", "检察长", "副调研员", "调研员",
	"巡视员", "董事长", "总经理", "经理", "委员", "常委", "干事", "专干", "科员", "会计", "出纳", "联络员", "总工程师", "工程师", "政委", "教导员", "指导员", "党组成员",
	"党委委员", "负责人", "领导"}

// surnames are the family names that most people of the county and the country
// have. They only help to tell a name from a post written against it; a name
// that stands alone needs none.
const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟黄和穆萧尹姚邵湛汪祁毛狄米贝明臧计伏成戴" +
	"宋茅庞熊纪舒屈项祝董梁杜阮蓝闵季麻贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀惠甄曲家封芮储靳汲段巫乌焦巴牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉祖武符刘景詹龙叶司黎薄印宿白" +
	"怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂牛寿通边扈燕冀郏浦尚温庄晏柴瞿阎慕连茹习艾向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄欧沃利蔚越隆师巩聂晁勾敖融冷辛那简饶空曾沙鞠丰关荆红游权盖益桓岳帅缑况郭楚闫肖付代"

var doubleSurnames = []string{"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文", "长孙"}

// stems are kinds of offices that begin with a family name: 林业局长 is nobody
// called 林业.
var stems = []string{"林业", "文旅", "文化", "安全", "应急", "司法", "公安", "党组", "党委", "常务", "党支部", "项目", "包村", "班组"}

// namelike says whether the words could be somebody's name written against a
// post.
func namelike(s string) bool {
	r := []rune(s)
	if len(r) < 2 || len(r) > 4 || slices.Contains(stems, s) ||
		strings.ContainsFunc(s, func(x rune) bool { return !wide(x) }) {
		return false
	}
	if slices.ContainsFunc(doubleSurnames, func(d string) bool { return strings.HasPrefix(s, d) }) {
		return true
	}
	return len(r) < 4 && strings.ContainsRune(surnames, r[0]) && !officeEnd.MatchString(s) && !nobodyForm.MatchString(s)
}

// aName parts a name from a post written against it. Without a name, all of it
// is the post; without a post, all of it is taken for the name.
func aName(s string, look Look) (name, post string) {
	r := []rune(s)
	for i := len(r) - 2; i >= 2; i-- { // 党组书记局长张甲, 财政局张甲
		head, tail := string(r[:i]), string(r[i:])
		if (endsPost(head) != "" || look.Unit != nil && look.Unit(head)) && namelike(tail) && endsPost(tail) == "" {
			return tail, head
		}
	}
	word := endsPost(s)
	if word == "" {
		return s, ""
	}
	head := strings.TrimSuffix(strings.TrimSuffix(s, word), "副")
	office := head + string([]rune(strings.TrimPrefix(word, "副"))[:1])
	if namelike(head) && (look.Unit == nil || !look.Unit(office) && !look.Unit(head)) { // 张甲局长
		return head, strings.TrimPrefix(s, head)
	}
	return "", s
}

func endsPost(s string) string {
	for _, p := range posts {
		if strings.HasSuffix(s, p) {
			return p
		}
	}
	return ""
}

// nobody says whether the words name no person: 待定, 各股室负责人, a unit.
func nobody(s string, look Look) bool {
	r := []rune(s)
	if strings.ContainsRune(s, '·') {
		return false
	}
	return len(r) < 2 || nobodyForm.MatchString(s) || endsPost(s) != "" || look.Unit != nil && look.Unit(s) ||
		officeEnd.MatchString(s) && len(r) > 2 && (len(r) > 3 || !strings.ContainsRune(surnames, r[0]))
}

// token is one part of a cell of people.
type token struct {
	name string
	off  []string // what was taken off it
}

// parted splits a cell at marks that stand outside brackets, and takes off what
// is no part of a name.
func parted(s string, look Look) (out []token) {
	var parts []string
	depth, from := 0, 0
	s = fold(s)
	for i, r := range s {
		switch {
		case strings.ContainsRune("([【", r):
			depth++
		case strings.ContainsRune(")]】", r):
			depth = max(0, depth-1)
		case depth == 0 && strings.ContainsRune("、,;/|\n", r):
			parts = append(parts, s[from:i])
			from = i + len(string(r))
		}
	}
	parts = append(parts, s[from:])
	for _, p := range parts {
		var t token
		off := func(list ...string) {
			for _, x := range list {
				if x = strings.TrimSpace(x); x != "" {
					t.off = append(t.off, x)
				}
			}
		}
		for _, m := range inBrackets.FindAllStringSubmatch(p, -1) {
			off(m[1] + m[2] + m[3])
		}
		p = inBrackets.ReplaceAllString(p, " ")
		off(phoneForm.FindAllString(p, -1)...)
		p = strings.TrimSpace(phoneForm.ReplaceAllString(p, " "))
		if m := roleBefore.FindString(p); m != "" {
			off(strings.TrimSuffix(m, ":"))
			p = strings.TrimSpace(strings.TrimPrefix(p, m))
		}
		if m := andOthers.FindString(p); m != "" && len([]rune(p)) > len([]rune(m))+1 {
			off(m)
			p = strings.TrimSuffix(p, m)
		}
		if bare, ok := strings.CutSuffix(p, "同志"); ok && bare != "" {
			off("同志")
			p = bare
		}
		people := strings.Fields(p)
		for _, x := range people {
			if r := []rune(x); len(r) < 2 || !wide(r[0]) {
				people = []string{tight(p)}
				break
			}
		}
		if len(people) == 2 && endsPost(people[0]) != "" { // 局长 张甲
			people = []string{strings.Join(people, "")}
		}
		if len(people) == 0 {
			if n := len(out) - 1; n >= 0 {
				out[n].off = append(out[n].off, t.off...)
			}
			continue
		}
		for i, x := range people {
			if none(x) {
				continue
			}
			u := token{name: x}
			if i == len(people)-1 {
				u.off = t.off
			}
			if whole := u.name; nobody(whole, look) || endsPost(whole) != "" || len([]rune(whole)) > 3 {
				if n, post := aName(whole, look); n != "" && post != "" {
					u.name, u.off = n, append(u.off, post)
				}
			}
			out = append(out, u)
		}
	}
	return out
}

// people reads a cell of responsible people: names first, in their order, then
// what names nobody and stays as written. Whatever is not literal is told.
func (r *reader) people(key string, look Look) []string {
	return expected(r, key, func(c Cell) ([]string, Fault) {
		if f := sound(c); f != nil {
			return nil, f
		}
		var names, others, off []string
		var posts []token
		for _, t := range parted(c.Text, look) {
			n, f := name(t.name)
			if f != nil {
				return nil, f
			}
			off = append(off, t.off...)
			switch {
			case !nobody(n, look):
				names = append(names, n)
			case endsPost(n) != "" && !nobodyForm.MatchString(n):
				posts = append(posts, token{name: n})
			default:
				others = append(others, n)
			}
		}
		for _, p := range posts { // 党组书记、局长张甲: posts of whoever is named
			if len(names) > 0 {
				off = append(off, p.name)
			} else {
				others = append(others, p.name)
			}
		}
		if len(off) > 0 && len(names) > 0 {
			r.tell(key, "sheet.read.taken-off", "value", c.Text, "names", names, "off", off)
		} else if len(off) > 0 {
			r.tell(key, "sheet.read.off", "value", c.Text, "off", off)
		}
		if len(others) > 0 {
			r.tell(key, "sheet.read.nobody", "names", others)
		}
		if len(names) > 1 {
			r.tell(key, "sheet.read.several", "first", names[0], "others", names[1:])
		}
		return append(names, others...), nil
	})
}

// official is the name of a roll with what stands beside it in the same cell.
type official struct {
	name, gender, post string
}

// official reads the name of a person of a roll; what stands in brackets goes to
// its column, if that is empty, or is told.
func (r *reader) official(look Look) official {
	var o official
	o.name = must1(r, "name", func(c Cell) (string, Fault) {
		if f := sound(c); f != nil {
			return "", f
		}
		list := parted(c.Text, look)
		switch {
		case len(list) == 0:
			return "", fault("sheet.cell.required")
		case len(list) > 1:
			return "", fault("sheet.name.several", "value", c.Text)
		}
		var moved, lost []string
		for _, x := range list[0].off {
			for _, w := range listMarks.Split(x, -1) {
				w = tight(w)
				g, f := Choice(Cell{Kind: Text, Text: w}, look.Says(Gender))
				switch {
				case w == "":
				case f == nil && o.gender == "":
					o.gender = g
					moved = append(moved, w)
				case endsPost(w) != "" && o.post == "" && r.row.Cells["post"].None():
					o.post = w
					moved = append(moved, w)
				default:
					lost = append(lost, w)
				}
			}
		}
		n, f := name(list[0].name)
		if f == nil && len(moved) > 0 {
			r.tell("name", "sheet.read.moved", "value", c.Text, "name", n, "moved", moved)
		}
		if f == nil && len(lost) > 0 {
			r.tell("name", "sheet.read.taken-off", "value", c.Text, "names", []string{n}, "off", lost)
		}
		return n, f
	})
	return o
}

var ageBeside = regexp.MustCompile(`[(（\[]?\s*\d{1,3}\s*周?岁\s*[)）\]]?`)

// Birth reads a month of birth beside which the age may stand: 1975.03（51岁）.
// The age is not read: it is of the day the roll was written.
func Birth(c Cell) (BirthMonth, Fault) {
	if c.Kind == Text {
		if s := strings.TrimSpace(ageBeside.ReplaceAllString(fold(c.Text), "")); s != "" {
			m, f := Month(Cell{Kind: Text, Raw: c.Raw, Text: s})
			if f != nil && f.Data["value"] != nil {
				f.Data["value"] = c.Text
			}
			return m, f
		}
	}
	return Month(c)
}
