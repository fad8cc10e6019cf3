-- The first schema. Covered tables are declared as their codecs declare them
-- (ddl_test.go compares). Words in braces are the dialect's (dialect.go).

CREATE TABLE head (journal {text} PRIMARY KEY, no {int} NOT NULL, size {int} NOT NULL, frontier {blob} NOT NULL, next_id {int} NOT NULL, at {int} NOT NULL){strict};
CREATE TABLE entry (id {key}, journal {int} NOT NULL, seq {int} NOT NULL, at {int} NOT NULL, kind {text} NOT NULL, object_kind {text} NOT NULL, object {int} NOT NULL, person {int} NOT NULL, frozen {blob} NOT NULL){strict};
CREATE INDEX entry_object ON entry(object, id);
CREATE TABLE node (journal {int} NOT NULL, level {int} NOT NULL, idx {int} NOT NULL, hash {blob} NOT NULL, PRIMARY KEY(journal, level, idx)){clustered};
CREATE TABLE opening (entry {key}, body {text} NOT NULL){strict};
CREATE TABLE checkpoint (journal {text} NOT NULL, size {int} NOT NULL, at {int} NOT NULL, note {text} NOT NULL, PRIMARY KEY(journal, size)){strict};

CREATE TABLE account (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	person {int} NOT NULL,
	login {text} NOT NULL,
	name {text} NOT NULL,
	password {text} NOT NULL,
	must_change {int} NOT NULL,
	totp {text} NOT NULL,
	recovery {text} NOT NULL,
	admin {text} NOT NULL,
	closed {int} NOT NULL,
	language {text} NOT NULL,
	created_at {int} NOT NULL){strict};
CREATE TABLE appointment (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	person {int} NOT NULL,
	unit {int} NOT NULL,
	body {int} NOT NULL,
	post {text} NOT NULL,
	title {text} NOT NULL,
	rank {text} NOT NULL,
	level {text} NOT NULL,
	portfolio {text} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL,
	party_title {text} NOT NULL){strict};
CREATE TABLE assignment (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	body {int} NOT NULL,
	side {text} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL){strict};
CREATE TABLE body (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	kind {text} NOT NULL,
	name {text} NOT NULL,
	unit {int} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL,
	succeeds {int} NOT NULL){strict};
CREATE TABLE evidence (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	matter_kind {text} NOT NULL,
	matter {int} NOT NULL,
	name {text} NOT NULL,
	type {text} NOT NULL,
	size {int} NOT NULL,
	digest_of {blob} NOT NULL,
	by_person {int} NOT NULL,
	made_at {int} NOT NULL){strict};
CREATE TABLE jurisdiction (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	no {int} NOT NULL,
	code {text} NOT NULL,
	name {text} NOT NULL,
	demo {int} NOT NULL){strict};
CREATE TABLE letter (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	order_id {int} NOT NULL,
	series {text} NOT NULL,
	year {int} NOT NULL,
	no {int} NOT NULL,
	unit {int} NOT NULL,
	body {text} NOT NULL,
	final {int} NOT NULL,
	due {int} NOT NULL,
	by_person {int} NOT NULL,
	made_at {int} NOT NULL){strict};
CREATE TABLE orders (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	year {int} NOT NULL,
	no {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	open {int} NOT NULL,
	subject {text} NOT NULL,
	content {text} NOT NULL,
	quality {text} NOT NULL,
	source {text} NOT NULL,
	problem {int} NOT NULL,
	urgency {text} NOT NULL,
	level {text} NOT NULL,
	unit {int} NOT NULL,
	assist {text} NOT NULL,
	leader {int} NOT NULL,
	handler {int} NOT NULL,
	contact {text} NOT NULL,
	measures {text} NOT NULL,
	due {int} NOT NULL,
	first_due {int} NOT NULL,
	acknowledge_by {int} NOT NULL,
	extensions {int} NOT NULL,
	asked_due {int} NOT NULL,
	asked_by {int} NOT NULL,
	drafter {int} NOT NULL,
	requester {int} NOT NULL,
	rejections {int} NOT NULL,
	reopenings {int} NOT NULL,
	special {int} NOT NULL,
	long_term {int} NOT NULL,
	evidence {int} NOT NULL,
	drafted_at {int} NOT NULL,
	issued_at {int} NOT NULL,
	closed_at {int} NOT NULL,
	first_closed_at {int} NOT NULL){strict};
CREATE TABLE person (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	name {text} NOT NULL,
	gender {text} NOT NULL,
	birth {text} NOT NULL,
	pinyin {text} NOT NULL,
	ethnicity {text} NOT NULL,
	native {text} NOT NULL,
	education {text} NOT NULL,
	work_since {text} NOT NULL,
	party_since {text} NOT NULL){strict};
CREATE TABLE problem (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	year {int} NOT NULL,
	no {int} NOT NULL,
	side {text} NOT NULL,
	state {text} NOT NULL,
	open {int} NOT NULL,
	source {text} NOT NULL,
	subsource {text} NOT NULL,
	category {text} NOT NULL,
	level {text} NOT NULL,
	unit {int} NOT NULL,
	facts {text} NOT NULL,
	rule {text} NOT NULL,
	cause {text} NOT NULL,
	measures {text} NOT NULL,
	leader {int} NOT NULL,
	handler {int} NOT NULL,
	leader_name {text} NOT NULL,
	handler_name {text} NOT NULL,
	due {int} NOT NULL,
	found {int} NOT NULL,
	order_id {int} NOT NULL,
	registrar {int} NOT NULL,
	requester {int} NOT NULL,
	registered_at {int} NOT NULL,
	closed_at {int} NOT NULL,
	imported {int} NOT NULL,
	history {int} NOT NULL,
	progress {text} NOT NULL,
	remark {text} NOT NULL,
	evidence {int} NOT NULL,
	rejections {int} NOT NULL){strict};
CREATE TABLE service (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	body {int} NOT NULL,
	unit {int} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL){strict};
CREATE TABLE token (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	account {int} NOT NULL,
	name {text} NOT NULL,
	digest_of {blob} NOT NULL,
	scopes {text} NOT NULL,
	expires {int} NOT NULL,
	revoked {int} NOT NULL,
	created_at {int} NOT NULL){strict};
CREATE TABLE unit (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	code {text} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL){strict};
CREATE TABLE unit_facts (id {key}, version {int} NOT NULL, digest {blob} NOT NULL,
	jurisdiction {int} NOT NULL,
	unit {int} NOT NULL,
	name {text} NOT NULL,
	category {text} NOT NULL,
	parent {int} NOT NULL,
	place {int} NOT NULL,
	from_day {int} NOT NULL,
	to_day {int} NOT NULL,
	basis {text} NOT NULL){strict};

CREATE UNIQUE INDEX jurisdiction_no ON jurisdiction(no);
CREATE UNIQUE INDEX jurisdiction_code ON jurisdiction(code);
CREATE UNIQUE INDEX unit_code ON unit(jurisdiction, code);
CREATE INDEX unit_facts_unit ON unit_facts(unit);
CREATE INDEX unit_facts_county ON unit_facts(jurisdiction, to_day);
CREATE INDEX body_county ON body(jurisdiction, to_day);
CREATE INDEX person_county ON person(jurisdiction, pinyin);
CREATE INDEX appointment_person ON appointment(person);
CREATE INDEX appointment_county ON appointment(jurisdiction, to_day);
CREATE UNIQUE INDEX account_login ON account(login);
CREATE INDEX account_person ON account(person);
CREATE UNIQUE INDEX token_digest ON token(digest_of);
CREATE INDEX token_account ON token(account);
CREATE UNIQUE INDEX problem_number ON problem(jurisdiction, year, no) WHERE no > 0;
CREATE INDEX problem_open ON problem(jurisdiction, open, due, id);
CREATE INDEX problem_state ON problem(jurisdiction, state, due, id);
CREATE INDEX problem_unit_open ON problem(unit, open, due, id);
CREATE INDEX problem_unit ON problem(unit, id);
CREATE UNIQUE INDEX order_number ON orders(jurisdiction, year, no) WHERE no > 0;
CREATE INDEX order_open ON orders(jurisdiction, open, due, id);
CREATE INDEX order_state ON orders(jurisdiction, state, due, id);
CREATE INDEX order_unit_open ON orders(unit, open, due, id);
CREATE INDEX order_unit ON orders(unit, id);
CREATE INDEX order_problem ON orders(problem) WHERE problem > 0;
CREATE UNIQUE INDEX letter_number ON letter(jurisdiction, series, year, no);
CREATE INDEX letter_order ON letter(order_id);
CREATE INDEX evidence_matter ON evidence(matter);
CREATE INDEX evidence_digest ON evidence(digest_of);

CREATE TABLE counter (jurisdiction {int} NOT NULL, series {text} NOT NULL, year {int} NOT NULL, no {int} NOT NULL, PRIMARY KEY(jurisdiction, series, year)){strict};
CREATE TABLE tally (jurisdiction {int} NOT NULL, subject {text} NOT NULL, unit {int} NOT NULL, side {text} NOT NULL, state {text} NOT NULL, level {text} NOT NULL, due {int} NOT NULL, n {int} NOT NULL, PRIMARY KEY(jurisdiction, subject, unit, side, state, level, due)){clustered};
CREATE TABLE assist (unit {int} NOT NULL, order_id {int} NOT NULL, PRIMARY KEY(unit, order_id)){clustered};
CREATE INDEX assist_order ON assist(order_id);
-- sqlite
CREATE VIRTUAL TABLE search USING fts5(words, scope, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
-- postgres
CREATE TABLE search (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL, scope TSVECTOR NOT NULL);
-- postgres
CREATE INDEX search_words ON search USING GIN (words);

CREATE TABLE idempotency (actor {text} NOT NULL, name {text} NOT NULL, digest {blob} NOT NULL, journal {text} NOT NULL, seq {int} NOT NULL, at {int} NOT NULL, object_kind {text} NOT NULL, object {int} NOT NULL, number {text} NOT NULL, PRIMARY KEY(actor, name)){strict};
CREATE INDEX idempotency_at ON idempotency(at);
CREATE TABLE session (digest {blob} PRIMARY KEY, account {int} NOT NULL, created {int} NOT NULL, seen {int} NOT NULL, agent {text} NOT NULL, language {text} NOT NULL){strict};
CREATE INDEX session_account ON session(account);
CREATE INDEX account_admin ON account(jurisdiction) WHERE admin<>'';
CREATE TABLE login_failure (login {blob} PRIMARY KEY, n {int} NOT NULL, at {int} NOT NULL, until {int} NOT NULL, noted {int} NOT NULL){strict};
CREATE TABLE second_step (account {key}, step {int} NOT NULL, secret {text} NOT NULL){strict};
CREATE TABLE import_draft (id {key}, account {int} NOT NULL, at {int} NOT NULL, kind {text} NOT NULL, name {text} NOT NULL, digest {blob} NOT NULL){strict};
CREATE TABLE lease (name {text} PRIMARY KEY, holder {text} NOT NULL, until {int} NOT NULL){strict};
