package arch

// place says where a package stands: its floor and, on floor 2, its rank there.
type place struct{ floor, rank int }

// Ranks on floor 2: each mechanism may import only what stands above it here.
const (
	bodies = iota
	terms  // what several lists are made of
	frame  // what every noun stands on
	duty   // what rules ask, on the frame; acts of lists discharge it
	asks   // what one unit is asked about what another issues
	signs  // what is signed, on the frame; lists say how they are frozen
	lists
	handover // what is open when a leader changes, over all lists
	recheck  // the sample that is looked at again after closing, over all lists
	agenda   // what waits, over all lists
	institutions
	appraisal
	accountability // decisions on people, and what they stand in the way of
	incentives
)

// floors is the plan of the house: one line per package, by its path in the module. A package without a line fails
// the test; a line may wait for its package.
var floors = map[string]place{
	// 0: words
	"internal/actor": {0, 0},
	"internal/ref":   {0, 0},
	"internal/when":  {0, 0},
	"internal/text":  {0, 0},
	"internal/due":   {0, 0}, // lights and the days that divide them: what every deadline shares

	"internal/text/pinyin": {0, 0},

	"internal/official/sample": {0, 0}, // documents that tests lay out

	"internal/official": {0, 0}, // what an official document says, as words

	"internal/journal": {0, 0},
	"internal/formula": {0, 0},

	"internal/appraisal/ballot": {0, 0}, // votes in two envelopes: values and files alone

	// 1: the door
	"internal/access":  {1, 0},
	"internal/act":     {1, 0},
	"internal/account": {1, 0}, // who may come to the door at all
	"internal/outlet":  {1, 0}, // other systems that are called

	"internal/clock": {1, 0}, // whether the server's time can be believed

	"internal/trail": {1, 0}, // the journal as pages read it
	"internal/kind":  {1, 0}, // what every noun declares of itself
	"internal/field": {1, 0}, // what is known of a noun, declared once

	"internal/policy/version": {1, 0}, // the pack in time; what it may say is judged by internal/policy

	// 2: the five mechanisms, in their rank
	"internal/bodies": {2, bodies},

	"internal/duty": {2, duty},

	"internal/signoff": {2, signs},
	"internal/letter":  {2, signs}, // the life of what an office issues

	"internal/letter/dispatch": {2, lists}, // office documents
	"internal/letter/slip":     {2, asks},  // what units are asked about them
	"internal/comment":         {2, signs}, // what office and unit say to each other about a matter
	"internal/charge":          {2, signs}, // who of an office took a matter up

	"internal/lists/announcement": {2, signs}, // of inspections, which mark records
	"internal/lists/remark":       {2, signs}, // on how records came about

	"internal/bodies/registers": {2, duty}, // what can be done to units, bodies and people, on the frame

	"internal/noun": {2, frame}, // the frame that the nouns of every mechanism stand on

	"internal/lists/evidence": {2, terms},
	"internal/issued":         {2, frame}, // the files that are kept of what was issued
	"internal/facts":          {2, frame}, // what nouns count for the assessment
	"internal/lists/measure":  {2, terms},
	"internal/lists/number":   {2, terms},
	"internal/lists/sift":     {2, terms}, // which rows of a list are meant, as data
	"internal/lists/view":     {2, terms},

	"internal/lists/power":          {2, lists},
	"internal/lists/responsibility": {2, lists},
	"internal/lists/document":       {2, lists},
	"internal/lists/task":           {2, lists},
	"internal/lists/record":         {2, lists},
	"internal/lists/problem":        {2, lists},
	"internal/lists/order":          {2, lists},

	"internal/handover":   {2, handover},
	"internal/delegation": {2, handover},
	"internal/recheck":    {2, recheck},

	"internal/lists/agenda": {2, agenda},
	"internal/lists/ledger": {2, agenda}, // one body's matters of a year, over all lists

	"internal/lists/standing": {2, agenda}, // how the lists stand, over all of them
	"internal/burden":         {2, agenda}, // what the system costs each unit, over all rules

	"internal/institutions": {2, institutions}, // their year, added up

	"internal/institutions/affairs":     {2, institutions},
	"internal/institutions/rounds":      {2, institutions},
	"internal/institutions/statements":  {2, institutions},
	"internal/institutions/liaison":     {2, institutions},
	"internal/institutions/screenings":  {2, institutions},
	"internal/institutions/education":   {2, institutions},
	"internal/institutions/risks":       {2, institutions},
	"internal/institutions/talks":       {2, institutions},
	"internal/institutions/reports":     {2, institutions},
	"internal/institutions/inspections": {2, institutions},
	"internal/institutions/pledges":     {2, institutions},
	"internal/institutions/oversight":   {2, institutions},
	"internal/institutions/cases":       {2, institutions},
	"internal/institutions/circulars":   {2, institutions},

	"internal/accountability/effect":     {2, accountability}, // for how long decisions on people have effect
	"internal/accountability/measures":   {2, accountability},
	"internal/accountability/clearances": {2, accountability},
	"internal/accountability/matters":    {2, accountability}, // who is held to account
	"internal/opinions":                  {2, accountability}, // what is answered about people before they are used

	"internal/appraisal":        {2, appraisal},
	"internal/appraisal/scheme": {2, appraisal},
	"internal/appraisal/course": {2, appraisal},
	"internal/evenness":         {2, appraisal}, // what followed like problems in each unit
	"internal/appraisal/survey": {2, appraisal},

	"internal/erasure":                 {2, agenda},     // of personal data, by law, over all nouns
	"internal/dossiers":                {2, incentives}, // of officials, and who looks into them
	"internal/incentives/consequences": {2, incentives},
	"internal/incentives/honours":      {2, incentives},
	"internal/incentives/eligible":     {2, incentives}, // who may be nominated for an honour
	"internal/incentives/comparisons":  {2, incentives}, // on equal terms, side by side
	"internal/incentives/dossiers":     {2, incentives},
	"internal/incentives/opinions":     {2, incentives},

	// 3: technology
	"internal/store":                  {3, 0},
	"internal/policy":                 {3, 0},
	"third_party/deepcopy":            {0, 0}, // stands for a library that excelize asks
	"policy/zhenping":                 {3, 0}, // the county's rules as text, embedded
	"internal/paper":                  {3, 0},
	"internal/paper/sheet":            {3, 0},
	"internal/paper/ical":             {3, 0}, // calendars, by a library
	"internal/paper/face":             {3, 0}, // typefaces of official documents, bundled and the county's own
	"internal/paper/face/outline":     {3, 0}, // how their files are made small
	"internal/paper/face/outline/cut": {3, 0}, // and the command that does it, for scripts/fonts.py
	"internal/paper/pdf":              {3, 0}, // official documents laid out on pages
	"internal/paper/docx":             {3, 0}, // the same for word processors

	"internal/paper/line": {3, 0}, // lines broken by the rules of Chinese typesetting
	"internal/hook":       {3, 0}, // signed calls to other systems
	"internal/blob":       {3, 0},
	"internal/passkey":    {3, 0}, // WebAuthn, by a library
	"internal/mail":       {3, 0},
	"internal/video":      {3, 0},
	"internal/lang":       {3, 0},

	// 4: faces
	"internal/web/page":          {4, 0},
	"internal/web/filename":      {4, 0},
	"internal/web/desk":          {4, 0},
	"internal/web/page/gallery":  {4, 0},
	"internal/web/desk/accounts": {4, 0},
	"internal/web/desk/inbox":    {4, 0},
	"internal/web/desk/reports":  {4, 0}, // what the pages of dual reports add
	"internal/web/desk/liaison":  {4, 0}, // who could link which unit
	"internal/web/desk/talk":     {4, 0}, // what is said about a matter
	"internal/web/desk/proofs":   {4, 0},
	"internal/web/desk/bodies":   {4, 0},
	"internal/web/desk/home":     {4, 0},
	"internal/web/desk/lists":    {4, 0},

	"internal/web/desk/dues":         {4, 0}, // what falls due: the year, the heat map, the calendar
	"internal/web/desk/standing":     {4, 0}, // how the five lists stand
	"internal/web/desk/frame":        {4, 0}, // the pages of nouns that stand on the frame
	"internal/web/desk/burden":       {4, 0}, // what the system asks of units
	"internal/web/desk/views":        {4, 0},
	"internal/web/desk/versions":     {4, 0}, // of the policy pack
	"internal/web/desk/fonts":        {4, 0}, // typefaces of documents, for the system administrator
	"internal/web/desk/ways":         {4, 0}, // what goes out of the house, for the system administrator
	"internal/web/desk/exchange":     {4, 0},
	"internal/web/desk/sheets":       {4, 0},
	"internal/web/desk/inperson":     {4, 0},
	"internal/web/desk/risks":        {4, 0}, // how grave the risks of units are, and their checks
	"internal/web/desk/education":    {4, 0}, // rolls, quizzes, who was reached
	"internal/web/desk/affairs":      {4, 0}, // what is made known of which period, and the catalogue
	"internal/web/desk/clearances":   {4, 0}, // what stands in the way of whom
	"internal/web/desk/matters":      {4, 0}, // who is of the panel of a matter of accountability
	"internal/web/desk/dossiers":     {4, 0}, // what stands in a dossier
	"internal/web/desk/opinions":     {4, 0}, // who has which answer, and the letter
	"internal/web/desk/cases":        {4, 0}, // what the form of a talk takes over from a case
	"internal/web/desk/screenings":   {4, 0}, // the year before, and what was found
	"internal/web/desk/inspections":  {4, 0}, // checklists, and what was found
	"internal/web/desk/statements":   {4, 0}, // results of ballots, and questions
	"internal/web/desk/votes":        {4, 0}, // where ballots are cast by phone, and the slips
	"internal/web/desk/circulars":    {4, 0}, // whom a circular names, and whom the record suggests
	"internal/web/desk/draws":        {4, 0}, // what was drawn, and how to draw it again
	"internal/web/desk/clauses":      {4, 0}, // registered documents on the pages of nouns
	"internal/web/desk/signing":      {4, 0}, // papers that are signed
	"internal/web/desk/records":      {4, 0}, // duty records on the pages of nouns, and the ledgers
	"internal/web/desk/letters":      {4, 0}, // office documents as they read, and what units were asked about them
	"internal/web/desk/institutions": {4, 0},
	"internal/web/desk/appraisal":    {4, 0},
	"internal/web/desk/course":       {4, 0}, // sheets of an assessment as they were scored
	"internal/web/desk/evenness":     {4, 0},
	"internal/web/desk/incentives":   {4, 0},
	"internal/web/portal":            {4, 0},
	"internal/web/rate":              {4, 0},
	"internal/web/gate":              {4, 0},
	"internal/web/api":               {4, 0},
	"internal/notify":                {4, 0}, // who is told of what, and by which way
	"internal/tick":                  {4, 0}, // what has fallen due, by one process at a time
	"internal/exchange":              {4, 0}, // the county's own tables brought in
	"internal/demo":                  {4, 0}, // the demonstration county, played

	// 5: wiring
	"internal/app":   {5, 0},
	"internal/arch":  {5, 0},
	"internal/bench": {5, 0}, // measures the whole

	"internal/passkey/passkeytest": {3, 0}, // a device for tests
	"internal/mail/mailtest":       {3, 0}, // a mail server for tests

	"internal/store/lent":      {3, 0}, // a database for tests
	"internal/store/storetest": {5, 0}, // plays the store for tests
	"cmd/shuangze":             {5, 0},
	"e2e":                      {5, 0},
}

// sideways lists what may look across its own floor (2, 3 and 4; on floors 0, 1 and 5 Go's ban on cycles is order
// enough). A name ending in /... stands for the package and all below it. Every line has its reason.
var sideways = []struct{ from, to, reason string }{
	{"internal/appraisal", "internal/appraisal/scheme", "a standing is a sheet of a scheme"},
	{"internal/appraisal/course", "internal/appraisal/scheme", "what is fed back is a sheet of a scheme"},
	{"internal/appraisal/course", "internal/appraisal", "it is scored by the facts that standings are reckoned from"},
	{"internal/accountability/measures", "internal/accountability/effect", "a decision on record is counted by its rules"},
	{"internal/accountability/matters", "internal/accountability/effect", "a ruling says as what it is on record"},
	{"internal/accountability/clearances", "internal/accountability/effect", "a check asks what stands in the way"},
	{"internal/accountability/clearances", "internal/accountability/measures", "and of which decisions on record"},
	{"internal/opinions", "internal/accountability/...", "an opinion assembles what is on record of people"},
	{"internal/incentives/honours", "internal/incentives/consequences", "both refuse what the check before use finds"},
	{"internal/incentives/eligible", "internal/incentives/honours", "what is judged are the figures of a nomination"},
	{"internal/incentives/eligible", "internal/incentives/consequences", "the check is that of a nomination"},
	{"internal/incentives/comparisons", "internal/incentives/honours", "what is compared are the figures of a nomination"},
	{"internal/dossiers", "internal/incentives/honours", "a team's honour stands in the dossiers of who belonged to it"},
	{"internal/noun", "internal/facts", "what a list is counted for is declared with the list"},
	{"internal/institutions/cases", "internal/institutions/talks", "a case asks for a talk of a kind, and says with whom"},
	{"internal/policy/...", "policy/zhenping", "the pack that is loaded when none is named"},
	{"internal/paper/...", "internal/paper/...", "one room: the sheet is a kind of paper"},
	{"internal/paper/sheet", "internal/lang",
		"the headings written and read again are the catalogue's, in both languages"},
	{"internal/web/...", "internal/exchange", "the preview page shows what an import would do"},
	{"internal/web/...", "internal/notify", "the inbox is what notify decided; pages and API show it"},
	{"internal/web/...", "internal/web/filename", "names of files on their way in and out"},
	{"internal/web/...", "internal/web/rate", "how often an address or a token may ask"},
	{"internal/web/...", "internal/web/gate", "heavy work of the pages and of the API passes one gate"},
	{"internal/web/...", "internal/web/page", "layout, components and the one table from refusals to pages"},
	{"internal/web/desk/...", "internal/web/desk/...", "one face: the desk mounts its own pages"},
}

// outside lists what floors 0–2 may import from beyond the standard library; tests are free.
var outside = []struct{ from, to, reason string }{
	{"internal/journal", "github.com/transparency-dev/merkle/...", "the tree of the record, well kept elsewhere"},
	{"internal/journal", "golang.org/x/mod/sumdb/note", "signed checkpoints"},
	{"internal/text/pinyin", "github.com/mozillazg/go-pinyin", "how characters are read: a dictionary kept elsewhere"},
	{"internal/text", "golang.org/x/text/unicode/norm", "Unicode's own tables of what is the same character"},
}
