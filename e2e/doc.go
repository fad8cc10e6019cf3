// Package e2e walks through the built program in a real browser, one journey per role.
//
// The harness: browser_test.go starts Chromium and gives each test a page of its own; page_test.go reads and presses
// as a person would, by the words on the screen; watch_test.go listens for what must never happen (a request that
// leaves this machine, a script error, something the page's own security policy refused); axe_test.go looks for
// accessibility faults; unscripted_test.go makes the journeys without JavaScript, which follow links and send forms
// by themselves, and drawn_test.go shows the browser what they met first (SHUANGZE_SOAK and pictures: all of them are
// made in the browser); county_test.go builds the program and starts a demonstration county. harness_test.go tests
// the harness itself.
//
// Journeys run side by side, each in a county of its own unless it only reads. Of pages of one shape (shape.js) and
// width axe takes the first, which is most of the time that it costs. What failed is pictured; SHUANGZE_PICTURES=first
// pictures one of each shape and width as well, SHUANGZE_PICTURES=all every page. print_test.go reads back what the
// browser prints, by the small reader of pdf_test.go.
//
// SHUANGZE_CHROMIUM names the browser. Without it journeys skip, and fail where SHUANGZE_REQUIRE lists chromium.
package e2e
