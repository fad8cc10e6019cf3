package accounts

import "strings"

// device says what a browser calls itself as people do: Chrome · Windows. What
// is not known stays as it was sent, cut short.
func device(agent string) string {
	first := func(names ...string) string {
		for i := 0; i+1 < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	browser := first("MicroMessenger", "WeChat", "Edg", "Edge", "Firefox", "Firefox", "QQBrowser", "QQ Browser", "360",
		"360", "Chrome", "Chrome", "Safari", "Safari")
	system := first("HarmonyOS", "HarmonyOS", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows",
		"Windows", "Mac OS", "macOS", "UnionTech", "UOS", "Kylin", "Kylin", "Linux", "Linux")
	if browser == "" || system == "" {
		if r := []rune(agent); len(r) > 60 {
			return string(r[:60]) + "…"
		}
		return agent
	}
	return browser + " · " + system
}
