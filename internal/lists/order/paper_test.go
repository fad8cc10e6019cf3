package order

import (
	"reflect"
	"testing"
)

func TestPaperIsKeptWhole(t *testing.T) {
	p := Paper{Organ: "镇坪县委督查室", Urgency: "特急", Title: "提醒书", To: "曙坪镇：", Body: []string{"一、<公示>", ""},
		Date: "2026年11月24日", Copies: "财政局"}
	if got := UnpackPaper(p.Pack()); !reflect.DeepEqual(got, p) {
		t.Errorf("%+v", got)
	}
	if (Paper{}).Pack() != "" || UnpackPaper("").Kept() || UnpackPaper("{").Kept() {
		t.Error("a paper that was not kept has words")
	}
}
