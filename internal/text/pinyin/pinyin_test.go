package pinyin

import (
	"strings"
	"testing"
)

// People are found as they are typed: by the whole of the pinyin, by initials,
// by a mixture, by the given name; surnames by how they are read as surnames.
func TestNamesByTheirSound(t *testing.T) {
	for _, x := range []struct {
		name, typed string
		want        bool
	}{
		{"刘德华", "liudehua", true}, {"刘德华", "ldh", true}, {"刘德华", "LDH", true}, {"刘德华", "Liu Dehua", true},
		{"刘德华", "liudh", true},
		{"刘德华", "liu", true}, {"刘德华", "ld", true}, {"刘德华", "dehua", true}, {"刘德华", "dh", true}, {"刘德华", "liú dé huá", true},
		{"刘德华", "liudehuas", false}, {"刘德华", "lhd", false}, {"刘德华", "hua", false}, {"刘德华", "zhang", false},
		{"单雪", "shanxue", true}, {"单雪", "sx", true}, {"曾国庆", "zengguoqing", true}, {"曾国庆", "zgq", true},
		{"解明", "xieming", true},
		{"仇英", "qiuying", true}, {"区伟", "ouwei", true}, {"查良", "zhaliang", true}, {"缪军", "miaojun", true},
		{"朴志", "piaozhi", true},
		{"尉迟恭", "yuchigong", true}, {"尉迟恭", "ycg", true}, {"万俟雪", "moqixue", true}, {"长孙明", "zhangsunming", true},
		{"单于飞", "chanyufei", true},
		{"吕布", "lvbu", true}, {"吕布", "lyubu", true}, {"吕布", "lübu", true}, {"张重乐", "zhangchongle", true},
		{"张重乐", "zhangzhongyue", true},
		{"阿依古丽·买买提", "ayiguli", true}, {"Wang Ming", "wangming", true}, {"张三", "zhs", true}, {"张三", "zs", true},
		{"单位", "danwei", true},
	} {
		key, ok := Typed(x.typed)
		if !ok {
			t.Errorf("%q is no pinyin", x.typed)
		}
		if got := Of(x.name).Holds(key); got != x.want {
			t.Errorf("%s by %q: %v, want %v (read %v)", x.name, x.typed, got, x.want, Of(x.name))
		}
	}
	for _, typed := range []string{"刘", "liu德", "DB2025?", ""} {
		if key, ok := Typed(typed); ok {
			t.Errorf("%q taken for pinyin: %q", typed, key)
		}
	}
}

// A long name that sounds alike all over costs no more than its length.
func TestNoNameIsTriedTwice(t *testing.T) {
	if Of(strings.Repeat("啊", 60)).Holds(strings.Repeat("a", 59) + "b") {
		t.Error("found")
	}
}
