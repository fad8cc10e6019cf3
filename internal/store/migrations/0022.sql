-- What a person leads or handles, open and closed: lists filter by person. The
-- two of orders also serve what 0012 made them for: those that are open.
DROP INDEX order_leader;
DROP INDEX order_handler;
CREATE INDEX order_leader ON orders(leader, open);
CREATE INDEX order_handler ON orders(handler, open);
CREATE INDEX problem_leader ON problem(leader) WHERE leader>0;
CREATE INDEX problem_handler ON problem(handler) WHERE handler>0;
-- What was issued, registered and closed since a day: the quarter's figures.
CREATE INDEX order_issued ON orders(jurisdiction, issued_at) WHERE issued_at>0;
CREATE INDEX order_closed ON orders(jurisdiction, closed_at) WHERE closed_at>0;
CREATE INDEX problem_registered ON problem(jurisdiction, registered_at);
CREATE INDEX problem_closed ON problem(jurisdiction, closed_at) WHERE closed_at>0;
-- Matters are found by the names of their evidence: the index is made anew.
INSERT INTO stale(derived) VALUES('search');
