package demo

import (
	"math/rand/v2"
	"strings"
)

// Invented people. Nobody here is a real official.
var listed = strings.Fields(`陈立川 李静澜 王启明 张书恒 赵若溪 刘远征 杨慧芳 周明轩 吴长青 郑晓岚 孙国栋 马春燕 朱志成 胡雅琴 林建平 何玉洁 高振宇 罗丽萍 梁思远
	宋佳宁 谢伟强 韩梦洁 唐晓东 冯雪梅 邓志远 曹文静 彭海涛 曾秋实 萧立新 田静怡 董永康 袁丽华 潘志刚 蒋晓雯 蔡东升 余美玲 杜长河 叶青云 程志杰 苏晓月`)

var surnames = strings.Split("陈李王张赵刘杨周吴郑孙马朱胡林何高罗梁宋谢韩唐冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏丁沈姜崔钟谭陆汪范", "")

var men = strings.Fields(`立川 启明 书恒 远征 明轩 长青 国栋 志成 建平 振宇 思远 伟强 晓东 志远 海涛 秋实 立新 永康 志刚 东升 长河 青云 志杰 正阳 学锋 家骏 文博
	景行 维民 绍华 德顺 仕林 光明 开来 卫国 向阳 永年 承志 泽宇 一鸣`)

var women = strings.Fields(`静澜 若溪 慧芳 晓岚 春燕 雅琴 玉洁 丽萍 佳宁 梦洁 雪梅 文静 静怡 丽华 晓雯 美玲 晓月 秀云 桂兰 素珍 子涵 雨桐 海燕 云霞 红梅 翠萍 思琪
	兰芝 淑娟 巧玲`)

// people gives names, none of them twice.
type people struct {
	r    *rand.Rand
	used map[string]bool
}

func newPeople(r *rand.Rand) *people {
	p := &people{r: r, used: map[string]bool{}}
	for _, n := range listed {
		p.used[n] = true // kept for the posts that are named in land.go
	}
	return p
}

// next is a name nobody has yet, with the gender its given name suggests.
func (p *people) next() (name, gender string) {
	for {
		given, g := men, "m"
		if p.r.IntN(100) < 38 {
			given, g = women, "f"
		}
		n := surnames[p.r.IntN(len(surnames))] + given[p.r.IntN(len(given))]
		if !p.used[n] {
			p.used[n] = true
			return n, g
		}
	}
}

func genderOf(name string) string {
	given := string([]rune(name)[1:])
	for _, w := range women {
		if w == given {
			return "f"
		}
	}
	return "m"
}
