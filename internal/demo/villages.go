package demo

import (
	"fmt"
	"time"

	"shuangze/internal/act"
	"shuangze/internal/bodies"
	"shuangze/internal/institutions/affairs"
	"shuangze/internal/noun"
	"shuangze/internal/ref"
	"shuangze/internal/when"
)

// villageSeed is the part of the play's chance that villages draw from: nothing else of the county does.
const villageSeed = 7

// village is a village or a community below its town: who heads it and who keeps its papers.
type village struct {
	town, code, name string
	chief, title     string
	clerk            string
	birth            [2]string
}

// villageClerk keeps the papers of 清溪村 and has an account.
const villageClerk = "龙映溪"

// The names of those of 曙坪镇 are invented, and all people.
var villages = []village{
	{"曙坪镇", "V1", "清溪村", "柏承山", "村党支部书记、村委会主任", villageClerk, [2]string{"1974-03", "1991-08"}},
	{"曙坪镇", "V2", "石门村", "岳守田", "村党支部书记、村委会主任", "简秋禾", [2]string{"1969-11", "1988-05"}},
	{"曙坪镇", "V3", "柳坪村", "樊茂林", "村党支部书记、村委会主任", "欧穗", [2]string{"1977-06", "1993-02"}},
	{"曙坪镇", "V4", "向阳村", "牟春耕", "村党支部书记、村委会主任", "聂小满", [2]string{"1971-09", "1990-12"}},
	{"曙坪镇", "V5", "曙坪社区", "项和邻", "社区党支部书记、居委会主任", "乔知序", [2]string{"1979-01", "1994-07"}},
	{"城关镇", "V1", "新华村", "单立仓", "村党支部书记、村委会主任", "裴谷雨", [2]string{"1973-10", "1989-04"}},
	{"城关镇", "V2", "文彩村", "宗望岭", "村党支部书记、村委会主任", "尚青禾", [2]string{"1970-02", "1992-10"}},
}

// villages founds those below their towns, each with its head and its clerk. They seat no body: their town answers.
func (p *play) villages() {
	r := p.rand(villageSeed)
	var units, people, posts acts
	since := when.Date(2016, time.May, 4)
	for i, x := range villages {
		parent := p.unit[x.town].code
		code := parent + "-" + x.code
		paper := fmt.Sprintf("%s发〔%d〕%d号", string([]rune(x.town)[:1]), since.Year(), 5+r.IntN(30))
		units.add("unit.change", "unit.founded.v1", late(func(g *bodies.Register) bodies.Command {
			town, _ := g.Code(parent)
			return bodies.FoundUnit{Code: code, Name: x.name, Category: bodies.Village, Parent: town,
				Order: int64(i+1) * 10, From: since, Document: paper}
		}))
		for n, name := range []string{x.chief, x.clerk} {
			k := bodies.Appoint{Post: bodies.Chief, Title: x.name + x.title, Level: bodies.Lead, Portfolio: "全面工作"}
			if n == 1 {
				k = bodies.Appoint{Post: bodies.Clerk, Title: x.name + "文书、联络员", Level: bodies.Staff,
					Portfolio: "村务公开、台账资料"}
			}
			k.From = p.first - when.Day(200+r.IntN(700))
			people.add("person.change", "person.added.v1", bodies.AddPerson{PersonFacts: bodies.PersonFacts{Name: name,
				Gender: []string{"m", "f"}[n], Birth: x.birth[n], Education: []string{"大专", "大学"}[n],
				Ethnicity: "汉族", Native: "陕西"}})
			posts.add("person.change", "person.appointed.v1", late(func(g *bodies.Register) bodies.Command {
				k.Unit, _ = g.Code(code)
				for _, y := range g.Rows().Persons {
					if y.Name == name {
						k.Person = y.ID
					}
				}
				return k
			}))
		}
	}
	p.do(units)
	p.do(people)
	p.do(posts)
}

// villageOnes are what villages and communities make known. Dealings are many in 清溪村 (its collective lets land) and
// in the community: their accounts are monthly. 柳坪村 is two quarters behind, 石门村 one; of what 向阳村 made known one
// was taken down, and is missing again.
var villageOnes = []opened{
	{"清溪村", "village-finance-m", 9, 0, "土地流转收入、护林补助、人居环境整治支出，逐笔列明，结余与账面一致。", nil},
	{"清溪村", "village-general", 13, 0, "低保评议、公益岗位、危房改造和村级道路管护情况。", nil},
	{"清溪村", "village-weighty", 8, 0, "", []string{"集体林地对外出租方案公示", "高标准农田项目受益户公示"}},
	{"石门村", "village-finance", 12, 1, "村集体收入、支出和结余，附票据清单。", nil},
	{"石门村", "village-general", 12, 0, "防返贫监测对象、公益岗位和安全饮水管护情况。", nil},
	{"柳坪村", "village-finance", 11, 2, "村集体收入、支出和结余。", nil},
	{"柳坪村", "village-general", 11, 0, "村级公益事业和惠民补贴发放情况。", nil},
	{"向阳村", "village-finance", 12, 0, "光伏电站收益、集体分红和支出明细。", nil},
	{"向阳村", "village-general", 10, 0, "低保评议、临时救助对象名单和发放金额。", nil},
	{"曙坪社区", "village-finance-m", 6, 1, "社区工作经费、场地出租收入和惠民资金支出。", nil},
	{"曙坪社区", "village-general", 10, 0, "公益岗位、临时救助和小区改造情况。", nil},
	{"新华村", "village-finance", 12, 0, "村集体收入、支出和结余。", nil},
	{"文彩村", "village-general", 9, 1, "征地补偿、公益岗位和惠民补贴发放情况。", nil},
}

// villageTaken is the village whose last general affairs were taken down for what they showed.
const villageTaken = "向阳村"

// villageStory is the number of the first story of villages: the others keep theirs.
const villageStory = 1 << 20

// villageAffairs are what villages make known and what they do not.
func (p *play) villageAffairs() {
	for i, x := range villageOnes {
		y, m, _ := p.today.Date()
		day := when.Date(y, m-time.Month(x.months), 8+i%5)
		if day > p.first {
			p.begin(day, villageStory+1+i, func(l *life) { p.open(l, x) })
		}
	}
	p.begin(p.today-9, villageStory, func(l *life) {
		unit := p.named(villageTaken)
		all, err := p.AllOf(p.ctx, ref.Disclosure)
		p.must(err)
		var last *affairs.Disclosure
		for _, v := range all {
			if x := v.(*affairs.Disclosure); x.Unit == unit && x.State == affairs.Public && x.Period == affairs.Quarterly &&
				(last == nil || x.Due > last.Due || x.Due == last.Due && x.ID > last.ID) {
				last = x
			}
		}
		if last != nil {
			p.act(ref.Disclosure, "take-down", p.as(p.hand(unit, 0)), noun.Call{ID: last.ID,
				In: &affairs.Taking{Why: "名单里有完整的银行账号，隐去以后重新公开。", Again: true}})
		}
	})
}

// boardOf is where a unit's notice board hangs.
func (p *play) boardOf(unit ref.ID) string {
	if p.on().IsVillage(unit) {
		return "村（居）委会门前公开栏"
	}
	return "机关门前公开栏"
}

// proof is the picture of a notice board.
func (p *play) proof() act.File {
	photo, err := p.File(p.ctx, "公开栏照片.png", picture(7, 4))
	p.must(err)
	return photo.File()
}
