-- Views of lists that somebody saved: a name for a filter and an order.
CREATE TABLE list_view (id {key}, account {int} NOT NULL, list {text} NOT NULL, name {text} NOT NULL, query {text} NOT NULL, usual {int} NOT NULL, saved_at {int} NOT NULL){strict};
CREATE UNIQUE INDEX list_view_name ON list_view(account, list, name);
